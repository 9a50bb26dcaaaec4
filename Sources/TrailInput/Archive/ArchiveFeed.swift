// The bytes of an archive as libarchive asks for them: through callbacks that find the feed by its address.

#if Archives
  import CArchive
  import TrailBytes

  /// Hands an archive's bytes to libarchive, which keeps none of them longer than to the next call.
  @safe final class ArchiveFeed {
    private let source: any ByteSource
    /// The same bytes at any place, and how many there are; nil where they come only once.
    private let archive: (bytes: any ByteArchive, size: Int64)?
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var position: Int64 = 0

    private static let size = 64 << 10

    init(_ source: any ByteSource, archive: (bytes: any ByteArchive, size: Int64)?) {
      self.source = source
      self.archive = archive
      unsafe buffer = .allocate(capacity: Self.size)
      unsafe buffer.initialize(repeating: 0)
    }

    // Allocated by the initializer, used nowhere else.
    deinit { unsafe buffer.deallocate() }

    /// What was wrong with the bytes.
    var damage: [SourceDamage] { source.damage }

    /// Makes `reader` ask this feed, which has to outlive it.
    func attach(to reader: OpaquePointer) {
      let address = unsafe Unmanaged.passUnretained(self).toOpaque()
      if archive != nil {
        unsafe archive_read_set_seek_callback(reader) { _, feed, offset, whence in
          unsafe ArchiveFeed.at(feed)?.seek(to: offset, whence) ?? Int64(ARCHIVE_FATAL)
        }
      }
      unsafe archive_read_set_read_callback(reader) { _, feed, piece in
        guard let own = unsafe ArchiveFeed.at(feed) else { return Int(ARCHIVE_FATAL) }
        let count = own.refill()
        // The buffer lives as long as the feed and is not written before the next call.
        unsafe piece?.pointee = UnsafeRawPointer(own.buffer.baseAddress)
        return count
      }
      unsafe archive_read_set_callback_data(reader, address)
    }

    /// The feed of which libarchive was given the address: it outlives the reader.
    private static func at(_ address: UnsafeMutableRawPointer?) -> ArchiveFeed? {
      unsafe address.map { unsafe Unmanaged<ArchiveFeed>.fromOpaque($0).takeUnretainedValue() }
    }

    private func refill() -> Int {
      var room = unsafe buffer.mutableSpan
      let count = archive?.bytes.read(at: position, into: &room) ?? source.read(into: &room)
      position += Int64(count)
      return count
    }

    private func seek(to offset: Int64, _ whence: Int32) -> Int64 {
      guard let archive else { return Int64(ARCHIVE_FATAL) }
      let base: Int64 =
        switch whence {
        case SEEK_CUR: position
        case SEEK_END: archive.size
        default: 0
        }
      let (sum, overflow) = base.addingReportingOverflow(offset)
      guard !overflow, sum >= 0, sum <= archive.size else { return Int64(ARCHIVE_FATAL) }
      position = sum
      return sum
    }
  }
#endif

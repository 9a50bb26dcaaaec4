// The owner of one libarchive reader: an archive's members, one after the other, each with its bytes.

#if Archives
  import CArchive
  import TrailBytes
  import TrailModel

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Reads the members of an archive in the order in which they lie there.
  @safe final class ArchiveReader {
    /// What was wrong with the archive so far, but for the bytes it was read from.
    private var ownDamage: [SourceDamage] = []
    /// The number of the member that is being read.
    private(set) var number = 0

    private let form: ArchiveForm
    private let feed: ArchiveFeed
    private let reader: OpaquePointer
    /// The block of the member's data that was not handed on yet, and where it belongs.
    private var block: UnsafeRawBufferPointer?
    private var blockOffset: Int64 = 0
    /// How much of the member was handed on.
    private var position: Int64 = 0
    private var hasEnded = false

    /// Damage beyond so many places is not told.
    private static let damageLimit = 100

    /// Names are converted by the locale of the thread; in the default one only ASCII has any.
    nonisolated(unsafe) private static let locale = unsafe newlocale(1 << LC_CTYPE, "C.UTF-8", nil)

    /// Reads the archive that `source` gives, which is also at any place in `archive` where that is possible. Nil where
    /// there is no memory for it.
    init?(_ source: any ByteSource, _ form: ArchiveForm, archive: (bytes: any ByteArchive, size: Int64)?) {
      guard let reader = unsafe archive_read_new() else { return nil }
      unsafe self.reader = unsafe reader
      self.form = form
      feed = ArchiveFeed(source, archive: archive)
      // Only what was recognised: libarchive would run programs for some compressions.
      switch form {
      case .tar:
        // Whatever its first header is like.
        unsafe archive_read_set_format(reader, ARCHIVE_FORMAT_TAR)
        unsafe archive_read_set_option(reader, "tar", "read_concatenated_archives", "1")
      case .zip: unsafe archive_read_support_format_zip(reader)
      case .cpio: unsafe archive_read_support_format_cpio(reader)
      case .sevenZip: unsafe archive_read_support_format_7zip(reader)
      }
      unsafe feed.attach(to: reader)
      if unsafe archive_read_open1(reader) != ARCHIVE_OK { fail() }
    }

    // Made by the initializer, used nowhere else.
    deinit { unsafe archive_read_free(reader) }

    /// All that was wrong so far.
    var damage: [SourceDamage] { feed.damage + ownDamage }

    /// How many bytes of the archive were read.
    private var offset: Int64 { unsafe archive_filter_bytes(reader, -1) }

    /// The next member; nil behind the last.
    func next() -> ArchiveMember? {
      let own = unsafe uselocale(Self.locale)
      defer { unsafe uselocale(own) }
      unsafe block = nil
      var isLost = false
      while !hasEnded {
        var entry: OpaquePointer?
        // It writes the address of an entry of its own, which lives to the next call.
        switch unsafe archive_read_next_header(reader, &entry) {
        case let code where code == ARCHIVE_OK || code == ARCHIVE_WARN:
          // Of what it warns of, names it cannot convert for one, this alone loses anything.
          if code == ARCHIVE_WARN, message.text.hasPrefix("Skipped") { note(.corrupt) }
          number += 1
          position = 0
          if let entry = unsafe entry { return unsafe ArchiveMember(entry, number: number) }
        case ARCHIVE_EOF: hasEnded = true
        case ARCHIVE_RETRY:
          // It looks for a header in the next block, and says so of each.
          if !isLost { note(.corrupt) }
          isLost = true
        default: fail()
        }
      }
      return nil
    }

    /// Reads on in the member; 0 means its end.
    func read(into buffer: inout MutableSpan<UInt8>, _ damage: inout SourceDamage?) -> Int {
      var filled = 0
      while filled < buffer.count {
        guard let current = unsafe block else {
          if filled > 0 || !readBlock(&damage) { break }
          continue
        }
        if position < blockOffset {
          // A hole in a sparse file.
          let count = Int(clamping: min(Int64(buffer.count - filled), blockOffset - position))
          for index in filled..<(filled + count) { buffer[index] = 0 }
          filled += count
          position += Int64(count)
          continue
        }
        let count = min(buffer.count - filled, current.count)
        // The block is valid to the next call of the reader.
        unsafe buffer.withUnsafeMutableBytes { room in
          guard count > 0, let to = room.baseAddress, let from = current.baseAddress else { return }
          unsafe (to + filled).copyMemory(from: from, byteCount: count)
        }
        filled += count
        position += Int64(count)
        blockOffset += Int64(count)
        unsafe block = unsafe count == current.count ? nil : UnsafeRawBufferPointer(rebasing: current[count...])
      }
      return filled
    }

    /// Gets the next block of the member's data; false at its end.
    private func readBlock(_ damage: inout SourceDamage?) -> Bool {
      var start: UnsafeRawPointer?
      var size = 0
      var offset: Int64 = 0
      // It writes where its block lies, how long it is, and where in the member it belongs.
      let code = unsafe archive_read_data_block(reader, &start, &size, &offset)
      switch code {
      case ARCHIVE_OK:
        // Blocks come in order; one that does not would be written over others.
        guard offset >= position else { break }
        unsafe block = UnsafeRawBufferPointer(start: start, count: size)
        blockOffset = offset
        return true
      case ARCHIVE_EOF: return false
      case ARCHIVE_RETRY: return true
      default: break
      }
      let said = message
      damage = SourceDamage(
        kind: said.isCut ? .truncated : .corrupt,
        detail: "\(position) bytes of it could be read, up to byte \(self.offset) of the archive: \(said.text)",
        offset: position)
      if code == ARCHIVE_FATAL { fail() }
      return false
    }

    private func fail() {
      note(message.isCut ? .truncated : .corrupt)
      hasEnded = true
    }

    private var message: (text: String, isCut: Bool) {
      // The text belongs to the reader and ends in NUL.
      let text = unsafe archive_error_string(reader).map { unsafe String(cString: $0) } ?? "damaged data"
      return (text, text.contains("runcated") || text.contains("premature"))
    }

    private func note(_ kind: SourceDamage.Kind) {
      guard ownDamage.count < Self.damageLimit else { return }
      let place = number == 0 ? "before its first member" : "behind the beginning of member \(number)"
      ownDamage.append(
        SourceDamage(
          kind: kind, detail: "the \(form.rawValue) archive is damaged at byte \(offset), \(place): \(message.text)",
          offset: offset))
    }
  }

  extension ArchiveMember {
    /// What libarchive's `entry` says, which lives to the next call of its reader.
    fileprivate init(_ entry: OpaquePointer, number: Int) {
      func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
        // The text belongs to the entry and ends in NUL.
        unsafe text.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
      }
      self.number = number
      let name = unsafe bytes(archive_entry_pathname(entry)) ?? bytes(archive_entry_pathname_utf8(entry))
      self.name = name ?? Array("member \(number)".utf8)
      size = unsafe archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil
      if unsafe archive_entry_mtime_is_set(entry) != 0 {
        modified = unsafe Instant(
          seconds: Int64(archive_entry_mtime(entry)), nanoseconds: Int64(archive_entry_mtime_nsec(entry)))
      }
      isEncrypted = unsafe archive_entry_is_data_encrypted(entry) > 0
      if unsafe archive_entry_hardlink(entry) != nil {
        kind = .hardLink
      } else {
        kind =
          switch unsafe UInt32(archive_entry_filetype(entry)) & 0o170000 {
          case 0o100000, 0: .regular
          case 0o040000: .directory
          case 0o120000: .link(unsafe bytes(archive_entry_symlink(entry)) ?? [])
          case 0o010000: .special("a named pipe")
          case 0o020000, 0o060000: .special("a device")
          case 0o140000: .special("a socket")
          default: .special("no file")
          }
      }
    }
  }
#endif

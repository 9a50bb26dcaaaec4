// The owner of one zlib stream: deflate data in, bytes and their checksum out.

import CZlib
import TrailCompression

/// Decodes deflate data, piece by piece.
@safe struct Inflater: ~Copyable {
  /// What stands around the data.
  enum Wrapper: Int32 {
    /// Nothing, or a header and a sum that the caller reads, as gzip's.
    case none = -15
    /// zlib's header and sum (RFC 1950), which are checked.
    case zlib = 15
  }

  /// CRC-32 of what was decoded since the last reset.
  private(set) var checksum: UInt32 = 0
  /// Length of what was decoded since the last reset, as gzip counts it: it may turn over.
  private(set) var length: UInt32 = 0
  /// zlib keeps the address, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  /// A decoder, or nil where there is no memory for it.
  init?(_ wrapper: Wrapper = .none) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // The largest window, 32 KiB; without a sign it stands for a header. zlib asks for the size to check its version.
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(stream, wrapper.rawValue, ZLIB_VERSION, size) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
    unsafe self.stream = unsafe stream
  }

  deinit {
    // Allocated and begun by the initializer, used nowhere else.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Begins anew.
  mutating func reset() {
    // The stream was begun by the initializer.
    unsafe inflateReset(stream)
    checksum = 0
    length = 0
  }

  /// Decodes `input` to `output` from `offset` on; says how many bytes of each were used.
  mutating func decode(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
  ) -> DecoderStep {
    let stream = unsafe self.stream
    let room = output.count - offset
    var checksum = self.checksum
    var code = Z_OK
    unsafe input.withUnsafeBufferPointer { piece in
      unsafe output.withUnsafeMutableBufferPointer { whole in
        guard let front = whole.baseAddress else { return }
        // zlib reads `avail_in` bytes of the piece, which it never changes, and writes `avail_out` behind the offset.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(piece.count)
        unsafe stream.pointee.next_out = front + offset
        unsafe stream.pointee.avail_out = UInt32(clamping: room)
        code = unsafe inflate(stream, Z_NO_FLUSH)
        let produced = unsafe stream.pointee.next_out - (front + offset)
        // The bytes just written.
        checksum = unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(checksum), front + offset, produced))
        unsafe stream.pointee.next_out = nil
        unsafe stream.pointee.next_in = nil
      }
    }
    let consumed = unsafe input.count - Int(stream.pointee.avail_in)
    let produced = unsafe Int(UInt32(clamping: room)) - Int(stream.pointee.avail_out)
    self.checksum = checksum
    length &+= UInt32(truncatingIfNeeded: produced)
    let outcome: DecoderStep.Outcome =
      switch code {
      case Z_OK, Z_BUF_ERROR: .more
      case Z_STREAM_END: .end
      case Z_MEM_ERROR: .failed("not enough memory")
      // zlib's messages are constants that end in NUL.
      default: .failed(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "invalid data")
      }
    return DecoderStep(consumed: consumed, produced: produced, outcome: outcome)
  }
}

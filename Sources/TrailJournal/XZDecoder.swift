// The owner of one liblzma stream: xz data in, the front of what it holds out.

#if XZ
  import CLZMA
  import TrailBytes

  /// Decodes xz streams.
  @safe final class XZDecoder {
    /// How much memory a stream may ask for. journald asks for 1 MiB, its first versions for 8.
    private static let memoryLimit: UInt64 = 10 << 20

    /// liblzma keeps what it has between streams, so it is given the same one again.
    private let stream: UnsafeMutablePointer<lzma_stream>

    /// A decoder.
    init() {
      let stream = UnsafeMutablePointer<lzma_stream>.allocate(capacity: 1)
      // LZMA_STREAM_INIT is all zeros.
      unsafe stream.initialize(to: lzma_stream())
      unsafe self.stream = unsafe stream
    }

    deinit {
      // Allocated by the initializer, used nowhere else.
      unsafe lzma_end(stream)
      unsafe stream.deallocate()
    }

    /// Decodes the front of a stream.
    func decode(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Decoded {
      let stream = unsafe self.stream
      guard unsafe lzma_stream_decoder(stream, XZDecoder.memoryLimit, 0) == LZMA_OK else { return .failed }
      return unsafe input.withUnsafeBufferPointer { input in
        unsafe output.withUnsafeMutableBufferPointer { output in
          // liblzma reads `avail_in` bytes and writes `avail_out` ones; the buffers outlive the loop.
          unsafe stream.pointee.next_in = input.baseAddress
          unsafe stream.pointee.avail_in = input.count
          unsafe stream.pointee.next_out = output.baseAddress
          unsafe stream.pointee.avail_out = output.count
          defer {
            unsafe stream.pointee.next_in = nil
            unsafe stream.pointee.next_out = nil
          }
          while true {
            let code = unsafe lzma_code(stream, LZMA_RUN)
            let left = unsafe stream.pointee.avail_out
            if code == LZMA_STREAM_END || left == 0 { return .bytes(output.count - left) }
            // Anything else, LZMA_BUF_ERROR for input that ends early included, is damage.
            if code != LZMA_OK { return .failed }
          }
        }
      }
    }
  }
#endif

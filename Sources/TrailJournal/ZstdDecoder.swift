// The owner of one zstd decoder: a frame in, the front of what it holds out.

#if Zstd
  import CZstd
  import TrailBytes

  /// Decodes zstd frames.
  @safe final class ZstdDecoder {
    /// The base-two logarithm of how far a frame may look back, whatever it asks for: 4 MiB. journald asks for 2 MiB.
    private static let windowLog: Int32 = 22

    private let context: OpaquePointer

    /// A decoder, or nil where there is no memory for it.
    init?() {
      guard let context = unsafe ZSTD_createDCtx() else { return nil }
      unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ZstdDecoder.windowLog)
      unsafe self.context = unsafe context
    }

    // Made by the initializer, used nowhere else.
    deinit { unsafe ZSTD_freeDCtx(context) }

    /// Decodes the front of a frame.
    func decode(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Decoded {
      let context = unsafe self.context
      return unsafe input.withUnsafeBytes { input in
        unsafe output.withUnsafeMutableBytes { output in
          // Both buffers outlive the loop; zstd keeps to the sizes it is told.
          unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
          var from = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
          var to = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
          while true {
            let (read, written) = unsafe (from.pos, to.pos)
            let left = unsafe ZSTD_decompressStream(context, &to, &from)
            if ZSTD_isError(left) != 0 { return .failed }
            if unsafe left == 0 || to.pos == to.size { return unsafe .bytes(to.pos) }
            // The frame goes on behind the input.
            if unsafe from.pos == read && to.pos == written { return .failed }
          }
        }
      }
    }
  }
#endif

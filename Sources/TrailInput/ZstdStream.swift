// The owner of one zstd decoder: a frame in, piece by piece, and what it holds out.

import TrailBytes

#if Zstd
  import CZstd

  /// Decodes a zstd frame (RFC 8878).
  @safe final class ZstdStream {
    /// The base-two logarithm of how far a frame may look back, whatever it asks for: 8 MiB, which all levels but the
    /// ultra ones keep to.
    private static let windowLog: Int32 = 23

    private let context: OpaquePointer

    /// A decoder, or nil where there is no memory for it.
    init?() {
      guard let context = unsafe ZSTD_createDCtx() else { return nil }
      unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ZstdStream.windowLog)
      unsafe self.context = unsafe context
    }

    // Made by the initializer, used nowhere else.
    deinit { unsafe ZSTD_freeDCtx(context) }

    /// Decodes `input` to the front of `output`; says how many bytes of each were used.
    func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) -> (consumed: Int, produced: Int, outcome: Inflater.Outcome) {
      let context = unsafe self.context
      return unsafe input.withUnsafeBytes { input in
        unsafe output.withUnsafeMutableBytes { output in
          // Both buffers outlive the call; zstd keeps to the sizes it is told.
          var from = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
          var to = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
          let left = unsafe ZSTD_decompressStream(context, &to, &from)
          let (consumed, produced) = unsafe (from.pos, to.pos)
          if ZSTD_isError(left) != 0 {
            // zstd's names are constants that end in NUL.
            return unsafe (consumed, produced, .failed(String(cString: ZSTD_getErrorName(left))))
          }
          return (consumed, produced, left == 0 ? .end : .more)
        }
      }
    }
  }
#else
  /// Built without zstd: there is no decoder.
  final class ZstdStream {
    init?() { return nil }

    func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) -> (consumed: Int, produced: Int, outcome: Inflater.Outcome) { (0, 0, .failed("zstd is not built in")) }
  }
#endif

// The owner of one zstd decoder.

#if Zstd
  import CZstd

  /// Decodes zstd frames and checks their sums.
  @safe public final class ZstdDecoder: StreamDecoder {
    private let context: OpaquePointer

    /// A decoder, or nil where there is no memory for it. A frame may look back over 2 to the power of `windowLog` bytes,
    /// which the decoder keeps in memory, whatever it asks for; `zstd -19` asks for 23, `--ultra` and `--long` for 27.
    public init?(windowLog: Int32) {
      guard let context = unsafe ZSTD_createDCtx() else { return nil }
      unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, windowLog)
      unsafe self.context = unsafe context
    }

    // Made by the initializer, used nowhere else.
    deinit { unsafe ZSTD_freeDCtx(context) }

    /// Begins anew, with the front of a stream.
    public func reset() { unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only) }

    /// Decodes the front of `input` to `output` from `offset` on, as far as either of them goes.
    public func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
    ) -> DecoderStep {
      let context = unsafe self.context
      return unsafe input.withUnsafeBytes { input in
        unsafe output.withUnsafeMutableBytes { output in
          // Both buffers outlive the call; zstd keeps to the sizes it is told.
          var from = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
          var to = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: offset)
          let left = unsafe ZSTD_decompressStream(context, &to, &from)
          let outcome: DecoderStep.Outcome
          if ZSTD_isError(left) == 0 {
            outcome = left == 0 ? .end : .more
          } else {
            // The names of errors are constants that end in NUL.
            let reason = unsafe String(cString: ZSTD_getErrorName(left))
            let isTooLarge = ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge
            outcome = isTooLarge ? .refused(reason) : .failed(reason)
          }
          return unsafe DecoderStep(consumed: from.pos, produced: to.pos - offset, outcome: outcome)
        }
      }
    }
  }
#endif

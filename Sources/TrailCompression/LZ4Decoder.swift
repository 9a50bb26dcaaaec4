// The owner of one decoder of LZ4 frames.

#if LZ4
  import CLZ4

  /// Decodes LZ4 frames, as `lz4` writes them, and checks their sums.
  @safe public final class LZ4Decoder: StreamDecoder {
    private let context: OpaquePointer

    /// A decoder, or nil where there is no memory for it.
    public init?() {
      var made: OpaquePointer?
      // It writes the address of what it made.
      guard unsafe LZ4F_isError(LZ4F_createDecompressionContext(&made, UInt32(LZ4F_VERSION))) == 0,
        let context = unsafe made
      else { return nil }
      unsafe self.context = unsafe context
    }

    // Made by the initializer, used nowhere else.
    deinit { unsafe LZ4F_freeDecompressionContext(context) }

    /// Begins anew, with the front of a stream.
    public func reset() { unsafe LZ4F_resetDecompressionContext(context) }

    /// Decodes the front of `input` to `output` from `offset` on, as far as either of them goes.
    public func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
    ) -> DecoderStep {
      let context = unsafe self.context
      return unsafe input.withUnsafeBytes { input in
        unsafe output.withUnsafeMutableBytes { output in
          guard let front = output.baseAddress else { return DecoderStep(consumed: 0, produced: 0, outcome: .more) }
          var (consumed, produced) = (input.count, output.count - offset)
          // It reads and writes as many bytes as it is told at most, and tells how many those were.
          let left = unsafe LZ4F_decompress(context, front + offset, &produced, input.baseAddress, &consumed, nil)
          guard LZ4F_isError(left) == 0 else {
            // The names of errors are constants that end in NUL. The numbers are of no use behind one.
            let reason = unsafe String(cString: LZ4F_getErrorName(left))
            return DecoderStep(consumed: 0, produced: 0, outcome: .failed(reason))
          }
          return DecoderStep(consumed: consumed, produced: produced, outcome: left == 0 ? .end : .more)
        }
      }
    }
  }
#endif

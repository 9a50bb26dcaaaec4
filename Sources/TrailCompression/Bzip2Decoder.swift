// The owner of one bzip2 decoder.

#if Bzip2
  import CBzip2

  /// Decodes bzip2 streams and checks their sums. It takes some 4 MB of memory.
  @safe public final class Bzip2Decoder: StreamDecoder {
    /// bzip2 keeps the address, so it must not move.
    private let stream: UnsafeMutablePointer<bz_stream>
    private var begun = BZ_PARAM_ERROR

    /// A decoder.
    public init() {
      let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
      unsafe stream.initialize(to: bz_stream())
      unsafe self.stream = unsafe stream
      reset()
    }

    deinit {
      // Allocated by the initializer, used nowhere else.
      unsafe BZ2_bzDecompressEnd(stream)
      unsafe stream.deallocate()
    }

    /// Begins anew, with the front of a stream.
    public func reset() {
      // It does nothing to a stream that was not begun.
      unsafe BZ2_bzDecompressEnd(stream)
      unsafe begun = BZ2_bzDecompressInit(stream, 0, 0)
    }

    /// Decodes the front of `input` to `output` from `offset` on, as far as either of them goes.
    public func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
    ) -> DecoderStep {
      guard begun == BZ_OK else { return DecoderStep(consumed: 0, produced: 0, outcome: .refused("no memory")) }
      let stream = unsafe self.stream
      let room = output.count - offset
      var code = BZ_OK
      unsafe input.withUnsafeBytes { input in
        unsafe output.withUnsafeMutableBytes { output in
          let from = unsafe input.bindMemory(to: CChar.self)
          let to = unsafe output.bindMemory(to: CChar.self)
          guard let front = to.baseAddress else { return }
          // bzip2 reads `avail_in` bytes, which it never changes, and writes `avail_out` ones; both outlive the call.
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: from.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(clamping: from.count)
          unsafe stream.pointee.next_out = front + offset
          unsafe stream.pointee.avail_out = UInt32(clamping: room)
          code = unsafe BZ2_bzDecompress(stream)
          unsafe stream.pointee.next_in = nil
          unsafe stream.pointee.next_out = nil
        }
      }
      let consumed = unsafe input.count - Int(stream.pointee.avail_in)
      let produced = unsafe room - Int(stream.pointee.avail_out)
      let outcome: DecoderStep.Outcome =
        switch code {
        case BZ_OK: .more
        case BZ_STREAM_END: .end
        case BZ_MEM_ERROR: .refused("no memory")
        case BZ_DATA_ERROR_MAGIC: .failed("no bzip2 header")
        default: .failed("invalid data")
        }
      return DecoderStep(consumed: consumed, produced: produced, outcome: outcome)
    }
  }
#endif

// The owner of one liblzma stream.

#if XZ
  import CLZMA

  /// Decodes xz streams and checks their sums.
  @safe public final class XZDecoder: StreamDecoder {
    /// How many bytes of memory a stream may ask for.
    private let memoryLimit: UInt64
    /// liblzma keeps what it has between streams, so it is given the same one again.
    private let stream: UnsafeMutablePointer<lzma_stream>
    private var begun = LZMA_PROG_ERROR

    /// A decoder that gives a stream `memoryLimit` bytes of memory. `xz -9` asks for 65 MiB.
    public init(memoryLimit: UInt64) {
      self.memoryLimit = memoryLimit
      let stream = UnsafeMutablePointer<lzma_stream>.allocate(capacity: 1)
      // LZMA_STREAM_INIT is all zeros.
      unsafe stream.initialize(to: lzma_stream())
      unsafe self.stream = unsafe stream
      reset()
    }

    deinit {
      // Allocated by the initializer, used nowhere else.
      unsafe lzma_end(stream)
      unsafe stream.deallocate()
    }

    /// Begins anew, with the front of a stream.
    public func reset() { unsafe begun = lzma_stream_decoder(stream, memoryLimit, 0) }

    /// Decodes the front of `input` to `output` from `offset` on, as far as either of them goes.
    public func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
    ) -> DecoderStep {
      guard begun == LZMA_OK else { return DecoderStep(consumed: 0, produced: 0, outcome: .refused("no memory")) }
      let stream = unsafe self.stream
      let room = output.count - offset
      var code = LZMA_OK
      unsafe input.withUnsafeBufferPointer { input in
        unsafe output.withUnsafeMutableBufferPointer { output in
          guard let front = output.baseAddress else { return }
          // liblzma reads `avail_in` bytes and writes `avail_out` ones; the buffers outlive the call.
          unsafe stream.pointee.next_in = input.baseAddress
          unsafe stream.pointee.avail_in = input.count
          unsafe stream.pointee.next_out = front + offset
          unsafe stream.pointee.avail_out = room
          code = unsafe lzma_code(stream, LZMA_RUN)
          unsafe stream.pointee.next_in = nil
          unsafe stream.pointee.next_out = nil
        }
      }
      let consumed = unsafe input.count - stream.pointee.avail_in
      let produced = unsafe room - stream.pointee.avail_out
      let outcome: DecoderStep.Outcome =
        switch code {
        case LZMA_OK, LZMA_BUF_ERROR: .more
        case LZMA_STREAM_END: .end
        case LZMA_MEM_ERROR: .refused("no memory")
        case LZMA_MEMLIMIT_ERROR: .refused("it asks for more than \(memoryLimit >> 20) MiB of memory")
        case LZMA_OPTIONS_ERROR: .refused("it uses a filter that is not known")
        case LZMA_FORMAT_ERROR: .failed("no xz header")
        default: .failed("invalid data")
        }
      return DecoderStep(consumed: consumed, produced: produced, outcome: outcome)
    }
  }
#endif

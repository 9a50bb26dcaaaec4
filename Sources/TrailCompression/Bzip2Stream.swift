// The owner of one decoder of libbz2.

#if Bzip2
  import CBzip2

  /// Decodes one bzip2 stream, piece by piece. It takes some 4 MB of memory.
  @safe struct Bzip2Stream: ~Copyable {
    /// bzip2 keeps the address, so it must not move.
    private let stream: UnsafeMutablePointer<bz_stream>
    private var begun = BZ_PARAM_ERROR

    init() {
      let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
      unsafe stream.initialize(to: bz_stream())
      unsafe self.stream = unsafe stream
    }

    deinit {
      // Allocated by the initializer, used nowhere else; one that was not begun is let be.
      unsafe BZ2_bzDecompressEnd(stream)
      unsafe stream.deallocate()
    }

    /// Begins anew; false where there is no memory for it.
    mutating func reset() -> Bool {
      unsafe BZ2_bzDecompressEnd(stream)
      unsafe begun = BZ2_bzDecompressInit(stream, 0, 0)
      return begun == BZ_OK
    }

    /// Decodes the front of `input` to `output` from `offset` on, as far as either of them goes.
    mutating func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
    ) -> (consumed: Int, produced: Int, isOver: Bool) {
      guard begun == BZ_OK else { return (0, 0, true) }
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
      return (consumed, produced, code != BZ_OK)
    }
  }
#endif

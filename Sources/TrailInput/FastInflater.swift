// gzip's deflate data by way of ISA-L, which takes half the time of zlib: a package trait, off by default.

import TrailCompression

#if ISAL
  import CISAL

  /// Decodes the deflate data of gzip members, piece by piece.
  typealias GzipInflater = FastInflater

  /// The owner of one ISA-L stream, with ``Inflater``'s face.
  @safe struct FastInflater: ~Copyable {
    /// CRC-32 of what was decoded since the last reset.
    private(set) var checksum: UInt32 = 0
    /// Length of what was decoded since the last reset, as gzip counts it: it may turn over.
    private(set) var length: UInt32 = 0
    /// It holds tables and a window of its own, some 90 KiB.
    private let state: UnsafeMutablePointer<inflate_state>

    /// A decoder, or nil where there is no memory for it.
    init?() {
      let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
      unsafe isal_inflate_init(state)
      unsafe self.state = unsafe state
    }

    deinit { unsafe state.deallocate() }

    /// Begins anew.
    mutating func reset() {
      // The stream was begun by the initializer.
      unsafe isal_inflate_reset(state)
      checksum = 0
      length = 0
    }

    /// Decodes `input` to `output` from `offset` on; says how many bytes of each were used. ISA-L reads a few bytes
    /// ahead: at the data's end those used may be up to seven fewer than none.
    mutating func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
    ) -> DecoderStep {
      let state = unsafe self.state
      let room = output.count - offset
      var checksum = self.checksum
      var code = ISAL_DECOMP_OK
      unsafe input.withUnsafeBufferPointer { piece in
        unsafe output.withUnsafeMutableBufferPointer { whole in
          guard let front = whole.baseAddress else { return }
          // ISA-L reads `avail_in` bytes of the piece, which it never changes, and writes `avail_out` behind the offset.
          unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
          unsafe state.pointee.avail_in = UInt32(piece.count)
          unsafe state.pointee.next_out = front + offset
          unsafe state.pointee.avail_out = UInt32(clamping: room)
          code = unsafe isal_inflate(state)
          let produced = unsafe state.pointee.next_out - (front + offset)
          // The bytes just written.
          checksum = unsafe crc32_gzip_refl(checksum, front + offset, UInt64(produced))
          unsafe state.pointee.next_out = nil
          unsafe state.pointee.next_in = nil
        }
      }
      var consumed = unsafe input.count - Int(state.pointee.avail_in)
      let produced = unsafe Int(UInt32(clamping: room)) - Int(state.pointee.avail_out)
      self.checksum = checksum
      length &+= UInt32(truncatingIfNeeded: produced)
      let outcome: DecoderStep.Outcome
      if unsafe state.pointee.block_state == ISAL_BLOCK_FINISH {
        // Whole bytes that were read ahead stand behind the data.
        consumed -= unsafe Int(state.pointee.read_in_length / 8)
        outcome = .end
      } else {
        outcome =
          switch code {
          case ISAL_DECOMP_OK, ISAL_END_INPUT, ISAL_OUT_OVERFLOW: .more
          case ISAL_INVALID_BLOCK: .failed("invalid block")
          case ISAL_INVALID_SYMBOL: .failed("invalid code")
          case ISAL_INVALID_LOOKBACK: .failed("invalid distance")
          default: .failed("invalid data")
          }
      }
      return DecoderStep(consumed: consumed, produced: produced, outcome: outcome)
    }
  }
#else
  /// Decodes the deflate data of gzip members, piece by piece.
  typealias GzipInflater = Inflater
#endif

// bzip2 streams, block by block: a damaged block is lost, and no other.

#if Bzip2
  /// Decodes bzip2 streams and checks their sums (bzip2 1.0.8, decompress.c; the format has no document of its own). It
  /// takes some 10 MB of memory.
  public final class Bzip2Decoder: StreamDecoder {
    /// A block of 900,000 bytes takes at most 20 bits for each, and its tables.
    private static let longestBlock = 2_400_000

    private var header: [UInt8] = []
    /// The bytes from that on in which the block begins, at `start`.
    private var bytes: [UInt8] = []
    /// The first bit of the block's mark.
    private var start = 0
    private var isEnd = false
    /// The last 64 bits.
    private var register: UInt64 = 0
    private let block = Bzip2Block()
    /// The sum of all blocks; nil once one was lost.
    private var sum: UInt64? = 0
    private var lost: String?

    /// A decoder.
    public init() {}

    /// Begins anew, with the front of a stream.
    public func reset() {
      header.removeAll()
      bytes.removeAll(keepingCapacity: true)
      block.removeAll()
      (start, isEnd, register, sum, lost) = (0, false, 0, 0, nil)
    }

    /// Decodes the front of `input` to `output` from `offset` on, as far as either of them goes.
    public func decode(
      _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int
    ) -> DecoderStep {
      var (consumed, filled) = (0, offset)
      func step(_ outcome: DecoderStep.Outcome) -> DecoderStep {
        DecoderStep(consumed: consumed, produced: filled - offset, outcome: outcome)
      }
      while true {
        filled += block.give(to: &output, from: filled)
        guard block.isEmpty else { return step(.more) }
        if let reason = lost {
          lost = nil
          return step(.damaged(reason))
        }
        if isEnd, bytes.count * 8 >= start + 80 { return step(outcomeOfEnd) }
        guard consumed < input.count else { return step(.more) }
        while consumed < input.count, !hasBlock {
          let byte = input[consumed]
          consumed += 1
          guard header.count == 4 else {
            header.append(byte)
            continue
          }
          bytes.append(byte)
          register = register << 8 | UInt64(byte)
          if isEnd { if bytes.count * 8 >= start + 80 { break } } else { look() }
          if !isEnd, bytes.count == 6, start == 0, bytes.bits(48, at: 0) != Bzip2Mark.block {
            return step(.failed("no block"))
          }
          if bytes.count > Self.longestBlock { return step(.failed("a block without an end")) }
        }
      }
    }

    /// Decodes what the data's end may have left whole.
    public func finish(into output: inout MutableSpan<UInt8>, from offset: Int) -> DecoderStep {
      if !isEnd, bytes.count * 8 > start + 80 {
        _ = block.take(start..<bytes.count * 8, of: bytes, level: header[3])
        bytes.removeAll(keepingCapacity: true)
      }
      return DecoderStep(consumed: 0, produced: block.give(to: &output, from: offset), outcome: .more)
    }

    /// Whether there is something to hand on or to say before more is read.
    private var hasBlock: Bool { !block.isEmpty || lost != nil }

    /// Looks whether a mark ends with the last byte, and takes the block before it.
    private func look() {
      guard bytes.count > 6 || bytes.count == 6 && start == 0 else { return }
      for shift in stride(from: 7, through: 0, by: -1) {
        let value = register >> shift & 0xFFFF_FFFF_FFFF
        guard value == Bzip2Mark.block || value == Bzip2Mark.end else { continue }
        let mark = bytes.count * 8 - shift - 48
        guard mark >= 0 else { continue }
        if mark > start { take(upTo: mark) }
        bytes.removeSubrange(..<(mark / 8))
        start = mark % 8
        isEnd = value == Bzip2Mark.end
        return
      }
    }

    private func take(upTo mark: Int) {
      if block.take(start..<mark, of: bytes, level: header[3]) {
        sum = sum.map { ($0 << 1 | $0 >> 31) & 0xFFFF_FFFF ^ bytes.bits(32, at: start + 48) }
      } else {
        sum = nil
        lost = "the sum of a block is another"
      }
    }

    private var outcomeOfEnd: DecoderStep.Outcome {
      guard let sum, sum != bytes.bits(32, at: start + 48) else { return .end }
      return .failed("the sum of all blocks is another")
    }
  }
#endif

// One block of bzip2 data, and what it holds: nothing of it is handed on before its sum was found right.

#if Bzip2
  /// Decodes blocks, each as a stream of its own.
  ///
  /// libbz2 hands on what it decodes before it knows the block's sum. A single wrong bit turns all of a block's text into
  /// other text that looks like a log, so here a block is decoded as a whole first: to memory, or once more where it is
  /// large.
  final class Bzip2Block {
    /// What a block is kept up to; one that holds more, as one of repeated bytes may, is decoded twice.
    private static let most = 4 << 20

    private var stream = Bzip2Stream()
    /// The block as a stream of its own.
    private var packed: [UInt8] = []
    private var used = 0
    /// What was decoded; of a large block the last piece.
    private var text: [UInt8] = []
    private var given = 0
    /// How many bytes are still to be decoded for the second time.
    private var left = 0
    private var piece = [UInt8](repeating: 0, count: 64 << 10)

    /// Whether there is nothing to hand on.
    var isEmpty: Bool { given == text.count && left == 0 }

    func removeAll() {
      text.removeAll(keepingCapacity: true)
      (given, left) = (0, 0)
    }

    /// Takes the block that is the bits `range` of `bytes`, from its mark to that behind it, in data of `level` (`1` to
    /// `9`). Says whether it is whole.
    func take(_ range: Range<Int>, of bytes: [UInt8], level: UInt8) -> Bool {
      removeAll()
      pack(range, of: bytes, level: level)
      let expected = bytes.bits(32, at: range.lowerBound + 48)
      var (sum, count) = (Bzip2Sum(), 0)
      guard begin() else { return false }
      while true {
        let made = decode()
        sum.add(piece, made.produced)
        count += made.produced
        if count <= Self.most { text += piece[..<made.produced] }
        // Behind the block's end nothing can follow but an error, since the mark behind it may be damaged.
        if made.isOver || (made.produced == 0 && used == packed.count) { break }
      }
      guard count > 0, sum.value == expected else {
        removeAll()
        return false
      }
      if count > Self.most {
        removeAll()
        left = begin() ? count : 0
      }
      return true
    }

    /// Hands on text to `output` from `offset` on; says how much.
    func give(to output: inout MutableSpan<UInt8>, from offset: Int) -> Int {
      var filled = offset
      while filled < output.count {
        if given == text.count {
          guard left > 0 else { break }
          let made = decode()
          let count = min(made.produced, left)
          text.removeAll(keepingCapacity: true)
          text += piece[..<count]
          given = 0
          left = made.isOver || count == 0 ? 0 : left - count
          if count == 0 { break }
        }
        let count = min(text.count - given, output.count - filled)
        for index in 0..<count { output[filled + index] = text[given + index] }
        given += count
        filled += count
      }
      return filled - offset
    }

    private func begin() -> Bool {
      used = 0
      return stream.reset()
    }

    private func decode() -> (produced: Int, isOver: Bool) {
      var room = piece.mutableSpan
      let made = stream.decode(packed.span.extracting(used...), into: &room, from: 0)
      used += made.consumed
      return (made.produced, made.isOver)
    }

    /// Puts a header before the block and an end behind it.
    private func pack(_ range: Range<Int>, of bytes: [UInt8], level: UInt8) {
      packed.removeAll(keepingCapacity: true)
      packed += [0x42, 0x5A, 0x68, level]
      let whole = range.count / 8
      for index in 0..<whole {
        packed.append(UInt8(truncatingIfNeeded: bytes.bits(8, at: range.lowerBound + index * 8)))
      }
      // The rest of the block, the mark of the end, and the sum of all blocks, which is that of this one.
      var tail = [(bytes.bits(range.count % 8, at: range.lowerBound + whole * 8), range.count % 8)]
      tail += [(Bzip2Mark.end, 48), (bytes.bits(32, at: range.lowerBound + 48), 32)]
      var (byte, filled) = (UInt8(0), 0)
      for (value, width) in tail {
        for bit in stride(from: width - 1, through: 0, by: -1) {
          byte = byte << 1 | UInt8(truncatingIfNeeded: value >> bit & 1)
          filled += 1
          if filled == 8 {
            packed.append(byte)
            (byte, filled) = (0, 0)
          }
        }
      }
      if filled > 0 { packed.append(byte << (8 - filled)) }
    }
  }

  /// What blocks and the end of a stream begin with: 48 bits at any bit.
  enum Bzip2Mark {
    /// pi.
    static let block: UInt64 = 0x3141_5926_5359
    /// Its root.
    static let end: UInt64 = 0x1772_4538_5090
  }

  /// bzip2's CRC-32, which takes the highest bit first.
  struct Bzip2Sum {
    private static let table: [UInt32] = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte) << 24) { sum, _ in sum & 0x8000_0000 != 0 ? sum << 1 ^ 0x04C1_1DB7 : sum << 1 }
    }

    private var sum = UInt32.max

    /// The sum of what was added.
    var value: UInt64 { UInt64(~sum) }

    /// Adds the first bytes of `bytes`.
    mutating func add(_ bytes: [UInt8], _ count: Int) {
      let table = Self.table
      for index in 0..<count { sum = sum << 8 ^ table[Int(UInt8(truncatingIfNeeded: sum >> 24) ^ bytes[index])] }
    }
  }

  extension [UInt8] {
    /// A number of up to 56 bits that begins at a bit; bits behind the end are 0.
    func bits(_ width: Int, at bit: Int) -> UInt64 {
      guard width > 0 else { return 0 }
      var value: UInt64 = 0
      let last = (bit + width - 1) / 8
      for index in (bit / 8)...last { value = value << 8 | (index < count ? UInt64(self[index]) : 0) }
      return value >> (last * 8 + 7 - (bit + width - 1)) & (1 << width - 1)
    }
  }
#endif

// One pass over raw bytes for all literals that may begin or belong to evidence.

import CLiteralScan

/// Finds any of a fixed set of literals in raw bytes, at the speed of one vector pass whatever their number.
///
/// Each literal is represented by the three-byte window of it that log text holds least often; windows are dealt
/// to eight buckets, the vector loop finds where a bucket's nibbles fit, and the whole literal is then compared.
public struct LiteralScanner: Sendable {
  struct Anchor {
    var window: (UInt8, UInt8, UInt8)
    /// The literals that hold the window, and where.
    var members: [(literal: Int, offset: Int)]
  }

  private let literals: [[UInt8]]
  private let buckets: [[Anchor]]
  private let fingerprints: literal_fingerprints
  /// The length of the longest literal: what a buffer's end must keep for the next one.
  public let longest: Int

  /// A scanner for `literals`; those shorter than three bytes are ignored.
  public init(_ literals: [StaticString]) {
    let bytes = literals.map { literal in (0..<literal.utf8CodeUnitCount).map { unsafe literal.utf8Start[$0] } }
      .filter { $0.count >= 3 }
    self.literals = bytes
    self.longest = bytes.map(\.count).max() ?? 0
    let anchors = Self.anchors(of: bytes)
    self.buckets = Self.deal(anchors)
    self.fingerprints = Self.fingerprints(of: buckets)
  }

  /// Offset of the first literal whose rarest window lies at or after `start`; nil where there is none.
  ///
  /// The offset is that of the literal, which may lie a little before `start`: callers go on from a line's start, and
  /// literals hold no newline. Of literals that share a window any may be the one found.
  public func next(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var at = max(0, start)
    while at + 2 < bytes.count {
      var fits: UInt8 = 0
      let candidate = scan(bytes, from: at, fits: &fits)
      guard candidate < bytes.count else { return nil }
      if let found = verify(bytes, at: candidate, fits: fits) { return found }
      at = candidate + 1
    }
    return nil
  }

  private func scan(_ bytes: Span<UInt8>, from start: Int, fits: inout UInt8) -> Int {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return buffer.count }
      return unsafe withUnsafePointer(to: fingerprints) { fingerprints in
        // The C loop reads [start, count) only.
        unsafe literal_scan(fingerprints, base, start, buffer.count, &fits)
      }
    }
  }

  private func verify(_ bytes: Span<UInt8>, at candidate: Int, fits: UInt8) -> Int? {
    for bucket in 0..<8 where fits & (1 << UInt8(bucket)) != 0 {
      for anchor in buckets[bucket] {
        let window = anchor.window
        guard bytes[candidate] == window.0, bytes[candidate + 1] == window.1, bytes[candidate + 2] == window.2
        else { continue }
        for member in anchor.members {
          let begin = candidate - member.offset
          if Self.matches(literals[member.literal], bytes, at: begin) { return begin }
        }
      }
    }
    return nil
  }

  private static func matches(_ literal: [UInt8], _ bytes: Span<UInt8>, at offset: Int) -> Bool {
    guard offset >= 0, bytes.count - offset >= literal.count else { return false }
    for index in literal.indices where bytes[offset + index] != literal[index] { return false }
    return true
  }

  /// How often a byte stands in log text, roughly, in thousandths: enough to prefer rare windows.
  private static func frequency(_ byte: UInt8) -> Int {
    switch byte {
    case 0x20: 150
    case 0x65, 0x6F, 0x74, 0x61, 0x69, 0x6E, 0x73, 0x72: 45
    case 0x30...0x39: 40
    case 0x61...0x7A: 18
    case 0x3A, 0x2E, 0x2D, 0x2F, 0x5B, 0x5D, 0x3D: 15
    case 0x41...0x5A: 4
    default: 3
    }
  }

  /// Deals windows to eight buckets, such that what fits a bucket without holding a window of it is rare: the nibbles
  /// of windows in one bucket fit in any mixture.
  private static func deal(_ anchors: [Anchor]) -> [[Anchor]] {
    var buckets = Array(repeating: (anchors: [Anchor](), nibbles: Nibbles()), count: 8)
    let costs = anchors.map { Nibbles().adding($0.window).cost }
    // The most frequent first, so that each of them finds an empty bucket.
    for index in anchors.indices.sorted(by: { (costs[$1], $0) < (costs[$0], $1) }) {
      var best = (bucket: 0, growth: Int.max, nibbles: Nibbles())
      for bucket in buckets.indices {
        let nibbles = buckets[bucket].nibbles.adding(anchors[index].window)
        let growth = nibbles.cost - buckets[bucket].nibbles.cost
        if growth < best.growth { best = (bucket, growth, nibbles) }
      }
      buckets[best.bucket].anchors.append(anchors[index])
      buckets[best.bucket].nibbles = best.nibbles
    }
    return buckets.map(\.anchors)
  }

  /// The low and high nibbles that fit a bucket, a set for each byte of a window.
  private struct Nibbles {
    private var low = SIMD3<UInt16>()
    private var high = SIMD3<UInt16>()
    /// How often bytes fit, roughly.
    private(set) var cost = 0

    func adding(_ window: (UInt8, UInt8, UInt8)) -> Nibbles {
      let bytes = SIMD3(window.0, window.1, window.2)
      var more = self
      more.cost = 1
      for position in 0..<3 {
        more.low[position] |= 1 << UInt16(bytes[position] & 15)
        more.high[position] |= 1 << UInt16(bytes[position] >> 4)
        more.cost *= Self.frequency(low: more.low[position], high: more.high[position])
      }
      return more
    }

    /// How often a byte fits, roughly.
    private static func frequency(low: UInt16, high: UInt16) -> Int {
      var sum = 0
      var rows = high
      while rows != 0 {
        let row = UInt8(rows.trailingZeroBitCount) << 4
        var columns = low
        while columns != 0 {
          sum += LiteralScanner.frequency(row | UInt8(columns.trailingZeroBitCount))
          columns &= columns - 1
        }
        rows &= rows - 1
      }
      return sum
    }
  }

  /// A small set of windows such that each literal holds one: rare ones, and of those shared ones.
  private static func anchors(of literals: [[UInt8]]) -> [Anchor] {
    var open = Array(literals.indices)
    var anchors: [Anchor] = []
    while let first = open.first {
      var best: (score: Int, window: (UInt8, UInt8, UInt8), members: [(literal: Int, offset: Int)])?
      let literal = literals[first]
      for at in 0...(literal.count - 3) {
        let window = (literal[at], literal[at + 1], literal[at + 2])
        let members = open.compactMap { index in offset(of: window, in: literals[index]).map { (index, $0) } }
        let cost = frequency(window.0) * frequency(window.1) * frequency(window.2)
        // To be shared is worth something, but a common window costs more than it saves, whoever shares it.
        let score = cost / min(members.count, 2)
        if best == nil || score < (best?.score ?? .max) { best = (score, window, members) }
      }
      guard let best else { break }
      anchors.append(Anchor(window: best.window, members: best.members))
      let covered = Set(best.members.map(\.literal))
      open.removeAll { covered.contains($0) }
    }
    return anchors
  }

  private static func offset(of window: (UInt8, UInt8, UInt8), in literal: [UInt8]) -> Int? {
    (0...(literal.count - 3)).first {
      literal[$0] == window.0 && literal[$0 + 1] == window.1 && literal[$0 + 2] == window.2
    }
  }

  private static func fingerprints(of buckets: [[Anchor]]) -> literal_fingerprints {
    var low = Array(repeating: Array(repeating: UInt8(0), count: 16), count: 3)
    var high = low
    for (bucket, anchors) in buckets.enumerated() {
      for anchor in anchors {
        for (position, byte) in [anchor.window.0, anchor.window.1, anchor.window.2].enumerated() {
          low[position][Int(byte & 15)] |= 1 << UInt8(bucket)
          high[position][Int(byte >> 4)] |= 1 << UInt8(bucket)
        }
      }
    }
    var result = literal_fingerprints()
    unsafe withUnsafeMutableBytes(of: &result.low) { unsafe $0.copyBytes(from: low.joined()) }
    unsafe withUnsafeMutableBytes(of: &result.high) { unsafe $0.copyBytes(from: high.joined()) }
    var bits = [UInt64](repeating: 0, count: 64)
    for anchor in buckets.joined() {
      let window = UInt32(anchor.window.0) | UInt32(anchor.window.1) << 8 | UInt32(anchor.window.2) << 16
      let bit = Int(literal_window_bit(window))
      bits[bit >> 6] |= 1 << UInt64(bit & 63)
    }
    unsafe withUnsafeMutableBytes(of: &result.windows) { windows in
      unsafe bits.withUnsafeBytes { unsafe windows.copyBytes(from: $0) }
    }
    return result
  }
}

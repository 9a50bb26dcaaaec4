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
    var buckets = Array(repeating: [Anchor](), count: 8)
    for (index, anchor) in anchors.enumerated() { buckets[index % 8].append(anchor) }
    self.buckets = buckets
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

  /// A small set of windows such that each literal holds one: shared ones first, then rare ones.
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
        let score = cost / members.count
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
    return result
  }
}

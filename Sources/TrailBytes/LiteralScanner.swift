// One pass over raw bytes for all literals that may begin or belong to evidence.

import CLiteralScan

/// Finds any of a fixed set of literals in raw bytes, at the speed of one vector pass whatever their number.
///
/// Each literal is represented by a window, four bytes of it that log text holds seldom. Windows are dealt to eight
/// buckets; the vector loop finds where a bucket's nibbles fit, and the whole literal is then compared.
public struct LiteralScanner: Sendable {
  /// Where a literal stands.
  public struct Hit: Equatable, Sendable {
    /// Offset of the literal.
    public var offset: Int
    /// Which of the literals it is, counted in the order in which they were given.
    public var literal: Int
    /// From where to go on: behind the beginning of the literal's window.
    public var next: Int
  }

  private let literals: [[UInt8]]
  /// A place for each window by its hash, which has at least twice as many.
  private let anchors: [Anchor?]
  private let fingerprints: Fingerprints
  /// The length of the longest literal: what a buffer's end must keep for the next one.
  public let longest: Int

  /// The length of a window, and so of the shortest literal.
  public static let windowLength = 4

  /// A scanner for `literals`, each of ``windowLength`` bytes or more.
  ///
  /// The sentinels have windows that were chosen beforehand; other literals get one that seems rare.
  public init(_ literals: [StaticString]) {
    self.literals = literals.map { literal in
      precondition(literal.utf8CodeUnitCount >= Self.windowLength, "\(literal) is too short to be looked for")
      return (0..<literal.utf8CodeUnitCount).map { unsafe literal.utf8Start[$0] }
    }
    longest = self.literals.map(\.count).max() ?? 0
    var deal = WindowDeal()
    var found: [Window: Anchor] = [:]
    for (index, literal) in self.literals.enumerated() {
      let (window, offset) = deal.window(of: literal)
      found[window, default: Anchor(window: window)].members.append((index, offset))
    }
    fingerprints = Fingerprints(deal.buckets)
    var size = 16
    while size < 2 * found.count { size *= 2 }
    var table = [Anchor?](repeating: nil, count: size)
    for anchor in found.values {
      var slot = anchor.window.slot(in: size)
      while table[slot] != nil { slot = (slot + 1) & (size - 1) }
      table[slot] = anchor
    }
    anchors = table
  }

  /// Offset of the first literal whose window lies at or after `start`; nil where there is none.
  ///
  /// The offset is that of the literal, which may lie a little before `start`: callers go on from a line's start, and
  /// literals hold no newline. Of literals that share a window it is the first that was given.
  public func next(in bytes: Span<UInt8>, from start: Int) -> Int? { hit(in: bytes, from: start)?.offset }

  /// The same, with which of the literals it is.
  public func hit(in bytes: Span<UInt8>, from start: Int) -> Hit? {
    var at = max(0, start)
    while at + Self.windowLength <= bytes.count {
      let candidate = fingerprints.scan(bytes, from: at)
      guard candidate < bytes.count else { return nil }
      if let found = verify(bytes, at: candidate) { return found }
      at = candidate + 1
    }
    return nil
  }

  private func verify(_ bytes: Span<UInt8>, at candidate: Int) -> Hit? {
    let window = Window(bytes, at: candidate)
    var slot = window.slot(in: anchors.count)
    while let anchor = anchors[slot] {
      if anchor.window == window {
        for (literal, offset) in anchor.members
        where bytes.has(literals[literal], at: candidate - offset) {
          return Hit(offset: candidate - offset, literal: literal, next: candidate + 1)
        }
        return nil
      }
      slot = (slot + 1) & (anchors.count - 1)
    }
    return nil
  }

  /// A window, and the literals that are looked for by it.
  private struct Anchor {
    var window: Window
    var members: [(literal: Int, offset: Int)] = []
  }

  /// The tables of the vector loop, at one place for as long as the scanner lives.
  @safe private final class Fingerprints: @unchecked Sendable {
    // Written in `init` only.
    private let tables: UnsafeMutablePointer<literal_fingerprints>

    init(_ buckets: [[Window]]) {
      var low = [UInt8](repeating: 0, count: 16 * LiteralScanner.windowLength)
      var high = low
      var bits = [UInt64](repeating: 0, count: 128)
      for (bucket, windows) in buckets.enumerated() {
        for window in windows {
          for position in 0..<LiteralScanner.windowLength {
            low[position * 16 + Int(window[position] & 15)] |= 1 << UInt8(bucket)
            high[position * 16 + Int(window[position] >> 4)] |= 1 << UInt8(bucket)
          }
          let bit = Int(literal_window_bit(window.bytes))
          bits[bit >> 6] |= 1 << UInt64(bit & 63)
        }
      }
      unsafe tables = .allocate(capacity: 1)
      unsafe tables.initialize(to: literal_fingerprints())
      unsafe withUnsafeMutableBytes(of: &tables.pointee.low) { unsafe $0.copyBytes(from: low) }
      unsafe withUnsafeMutableBytes(of: &tables.pointee.high) { unsafe $0.copyBytes(from: high) }
      unsafe withUnsafeMutableBytes(of: &tables.pointee.windows) { windows in
        unsafe bits.withUnsafeBytes { unsafe windows.copyBytes(from: $0) }
      }
    }

    deinit { unsafe tables.deallocate() }

    /// The first candidate at or after `start`; the length of `bytes` where there is none.
    func scan(_ bytes: Span<UInt8>, from start: Int) -> Int {
      unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return buffer.count }
        // The C loop reads [start, count) only.
        return unsafe literal_scan(tables, base, start, buffer.count)
      }
    }
  }
}

extension Span where Element == UInt8 {
  fileprivate func has(_ literal: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, count - offset >= literal.count else { return false }
    for index in literal.indices where self[offset + index] != literal[index] { return false }
    return true
  }
}

// Which four bytes of each literal are looked for, and which of eight buckets they go to.

/// Four bytes of a literal.
struct Window: Hashable {
  /// The first byte is the lowest.
  let bytes: UInt32

  init(_ bytes: UInt32) { self.bytes = bytes }

  /// Those of `text` at `offset`, where four must be.
  init(_ text: Span<UInt8>, at offset: Int) {
    bytes =
      UInt32(text[offset]) | UInt32(text[offset + 1]) << 8 | UInt32(text[offset + 2]) << 16
      | UInt32(text[offset + 3]) << 24
  }

  /// Those of a literal that has just four.
  init(_ literal: StaticString) {
    precondition(literal.utf8CodeUnitCount == LiteralScanner.windowLength)
    bytes = (0..<4).reduce(0) { bytes, at in unsafe bytes | UInt32(literal.utf8Start[at]) << UInt32(at * 8) }
  }

  subscript(_ position: Int) -> UInt8 { UInt8(truncatingIfNeeded: bytes >> UInt32(position * 8)) }

  /// Its place in a table with a power of two of them.
  func slot(in size: Int) -> Int { Int((bytes &* 0x9E37_79B1) >> 16) & (size - 1) }
}

/// Deals literals to buckets: those that hold one of ``seldomWindows`` to its bucket, others where they do least harm.
struct WindowDeal {
  static let bucketCount = 8

  /// The windows of each bucket that a literal needs.
  private(set) var buckets = [[Window]](repeating: [], count: bucketCount)
  private var dealt: Set<Window> = []
  private static let planned: [Window: Int] = {
    var planned: [Window: Int] = [:]
    for (bucket, windows) in seldomWindows.enumerated() {
      for window in windows { planned[Window(window)] = bucket }
    }
    return planned
  }()

  /// The window by which to look for `literal`, and where that stands in it.
  mutating func window(of literal: [UInt8]) -> (Window, offset: Int) {
    let span = literal.span
    var rarest = (window: Window(span, at: 0), offset: 0, cost: Int.max)
    for offset in 0...(span.count - LiteralScanner.windowLength) {
      let window = Window(span, at: offset)
      if let bucket = Self.planned[window] {
        put(window, into: bucket)
        return (window, offset)
      }
      let cost = (0..<LiteralScanner.windowLength).reduce(1) { $0 * frequency(window[$1]) }
      if cost < rarest.cost { rarest = (window, offset, cost) }
    }
    if !dealt.contains(rarest.window) {
      let growth = buckets.map { windows in
        let nibbles = windows.reduce(Nibbles()) { $0.adding($1) }
        return nibbles.adding(rarest.window).cost - nibbles.cost
      }
      let bucket = growth.indices.min { (growth[$0], $0) < (growth[$1], $1) } ?? 0
      put(rarest.window, into: bucket)
    }
    return (rarest.window, rarest.offset)
  }

  private mutating func put(_ window: Window, into bucket: Int) {
    guard dealt.insert(window).inserted else { return }
    buckets[bucket].append(window)
  }
}

/// The low and high nibbles that fit a bucket, a set for each byte of a window: they fit in any mixture.
private struct Nibbles {
  private var low = SIMD4<UInt16>()
  private var high = SIMD4<UInt16>()

  func adding(_ window: Window) -> Nibbles {
    var more = self
    for position in 0..<LiteralScanner.windowLength {
      more.low[position] |= 1 << UInt16(window[position] & 15)
      more.high[position] |= 1 << UInt16(window[position] >> 4)
    }
    return more
  }

  /// How often bytes fit, roughly.
  var cost: Int {
    (0..<LiteralScanner.windowLength).reduce(1) { $0 * Self.sum(low: low[$1], high: high[$1]) }
  }

  private static func sum(low: UInt16, high: UInt16) -> Int {
    var sum = 0
    for byte in UInt8.min...UInt8.max where low >> UInt16(byte & 15) & 1 & (high >> UInt16(byte >> 4)) != 0 {
      sum += frequency(byte)
    }
    return sum
  }
}

/// How often a byte stands in log text, roughly, in thousandths: enough to prefer rare windows.
private func frequency(_ byte: UInt8) -> Int {
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

// How an object as JSON is laid out over lines, for telling whether a line goes on with it or begins another.

import TrailBytes

/// What the lines of an open object have shown.
struct JSONShape {
  private var lines = 0
  /// Whether its first line was a bracket and nothing else.
  private var isSpread = false
  /// Whether lines of it were indented.
  private var isIndented = false

  /// Notes a line of it.
  mutating func add(_ line: Span<UInt8>) {
    guard line.count > 0 else { return }
    if lines == 0 { isSpread = line.trimmed(0..<line.count).count == 1 }
    if line[0] == 0x20 || line[0] == 0x09 { isIndented = true }
    lines += 1
  }

  /// Whether a line begins another object, so that this one was cut: a brace at the left edge, where the object's own
  /// lines are indented or a text of it is open, which no line's end may be within.
  func isBegun(anewBy line: Span<UInt8>, isInText: Bool) -> Bool {
    guard line.count > 0, line[0] == 0x7B else { return false }
    let isAlone = line.trimmed(0..<line.count).count == 1
    return (isAlone || line.has("{\"")) && (isInText || isIndented || isAlone && !isSpread)
  }
}

// Finding facts between literals.

import TrailBytes

extension Span<UInt8> {
  /// The number behind the first `literal`.
  func number(after literal: StaticString, from start: Int = 0) -> Int64? {
    var cursor = Cursor(self, at: start)
    guard cursor.skip(past: literal) else { return nil }
    cursor.skipBlanks()
    return cursor.number()
  }

  /// What stands between the first `opening` and the `closing` behind it; at most 512 bytes.
  func between(_ opening: StaticString, _ closing: StaticString, from start: Int = 0) -> String? {
    guard let range = range(between: opening, closing, from: start) else { return nil }
    return text(range)
  }

  /// The same, as a range.
  func range(between opening: StaticString, _ closing: StaticString, from start: Int = 0) -> Range<Int>? {
    guard let at = offset(of: opening, from: start) else { return nil }
    let first = at + opening.utf8CodeUnitCount
    guard let end = offset(of: closing, from: first), end - first <= 512 else { return nil }
    return first..<end
  }

  /// The word behind the first `literal`, without a comma, a full stop or a closing bracket at its end.
  func word(after literal: StaticString, from start: Int = 0) -> String? {
    var cursor = Cursor(self, at: start)
    guard cursor.skip(past: literal) else { return nil }
    var word = cursor.word()
    while let last = word.last, [0x2C, 0x2E, 0x29, 0x5D, 0x3B, 0x7D, 0x22].contains(self[last]) {
      word = word.lowerBound..<last
    }
    return word.isEmpty || word.count > 512 ? nil : text(word)
  }

  /// The last number that stands in square brackets before `end`.
  func bracketedNumber(before end: Int) -> Int64? {
    var at = Swift.min(end, count)
    while at > 0 {
      at -= 1
      guard self[at] == 0x5B else { continue }
      var cursor = Cursor(self, at: at + 1)
      cursor.skipBlanks()
      if let number = cursor.number() {
        cursor.skipBlanks()
        if cursor.skip(byte: 0x5D) { return number }
      }
    }
    return nil
  }

  /// A run of exactly 64 hexadecimal digits at or behind `start`, as containers are called.
  func containerID(from start: Int = 0) -> String? {
    var at = start
    var length = 0
    while at <= count {
      if at < count, hexDigit(self[at]) != nil {
        length += 1
      } else {
        if length == 64 { return text(at - 64..<at) }
        length = 0
      }
      at += 1
    }
    return nil
  }

  /// A decimal fraction at `cursor`, such as `87.18`.
  static func decimal(_ cursor: inout Cursor) -> Double? {
    guard let whole = cursor.number() else { return nil }
    var value = Double(whole)
    let end = cursor.position
    guard cursor.skip(byte: 0x2E) else { return value }
    var scale = 0.1
    var digits = 0
    while let byte = cursor.peek, byte &- 0x30 <= 9, digits < 15 {
      value += Double(byte - 0x30) * scale
      scale /= 10
      digits += 1
      cursor.position += 1
    }
    if digits == 0 { cursor.position = end }
    // What was added up in steps is rounded once.
    return (value * 1e6).rounded() / 1e6
  }

  /// The decimal behind the first `literal`.
  func decimal(after literal: StaticString, from start: Int = 0) -> Double? {
    var cursor = Cursor(self, at: start)
    guard cursor.skip(past: literal) else { return nil }
    cursor.skipBlanks()
    return Self.decimal(&cursor)
  }

  /// These bytes as the words of a witness: without blanks around them, at most 400 bytes.
  var words: String {
    let part = trimmed(0..<count)
    return text(part.lowerBound..<Swift.min(part.upperBound, part.lowerBound + 400))
  }
}

// JSON straight from bytes (RFC 8259): values are found and skipped where they stand; only what is wanted is decoded.

import TrailBytes

/// What a JSON value is, and where it stands.
enum JSONValue {
  /// The text between the quotes, escapes and all.
  case string(Range<Int>)
  /// A number, or a bare word: `true`, `null`.
  case word(Range<Int>)
  /// An array or an object, brackets included.
  case array(Range<Int>)
  case object(Range<Int>)
}

extension Cursor {
  /// Skips what may stand between values.
  mutating func skipJSONBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  /// Reads a value and stands behind it; nil where it does not end or is none.
  mutating func jsonValue() -> JSONValue? {
    skipJSONBlanks()
    let start = position
    switch peek {
    case 0x22:
      return jsonString().map { .string($0) }
    case 0x7B, 0x5B:
      let isObject = peek == 0x7B
      guard skipJSONBrackets() else { return nil }
      return isObject ? .object(start..<position) : .array(start..<position)
    default:
      while let byte = peek,
        byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 25 || byte == 0x2D || byte == 0x2B || byte == 0x2E
      { position += 1 }
      return position > start ? .word(start..<position) : nil
    }
  }

  /// Reads a string, at its first quote; gives what is between the quotes.
  mutating func jsonString() -> Range<Int>? {
    guard peek == 0x22 else { return nil }
    let start = position + 1
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x5C {
        at += 2
      } else if byte == 0x22 {
        position = at + 1
        return start..<at
      } else {
        at += 1
      }
    }
    return nil
  }

  /// Skips an array or object, by its brackets alone.
  private mutating func skipJSONBrackets() -> Bool {
    var open = 0
    while let byte = peek {
      switch byte {
      case 0x22:
        if jsonString() == nil { return false }
        continue
      case 0x7B, 0x5B: open += 1
      case 0x7D, 0x5D: open -= 1
      default: break
      }
      position += 1
      if open == 0 { return true }
    }
    return false
  }

  /// Calls `body` with the key and value of each member of the object that stands here, as long as they can be read.
  mutating func forEachJSONMember(_ body: (Range<Int>, JSONValue) -> Void) {
    guard skip(byte: 0x7B) else { return }
    while true {
      skipJSONBlanks()
      guard let key = jsonString() else { return }
      skipJSONBlanks()
      guard skip(byte: 0x3A), let value = jsonValue() else { return }
      body(key, value)
      skipJSONBlanks()
      guard skip(byte: 0x2C) else { return }
    }
  }

  /// Calls `body` with each element of the array that stands here, as long as they can be read.
  mutating func forEachJSONElement(_ body: (JSONValue) -> Void) {
    guard skip(byte: 0x5B) else { return }
    while let value = jsonValue() {
      body(value)
      skipJSONBlanks()
      guard skip(byte: 0x2C) else { return }
    }
  }
}

extension Span<UInt8> {
  /// The bytes that a JSON string stands for. What is no escape stays as it is.
  func unescapedJSON(_ range: Range<Int>) -> [UInt8] {
    let plain = extracting(range).firstIndex(of: 0x5C) ?? range.count
    var at = range.lowerBound + plain
    var text = extracting(range.lowerBound..<at).array
    if at < range.upperBound { text.reserveCapacity(range.count) }
    while at < range.upperBound {
      let byte = self[at]
      guard byte == 0x5C, at + 1 < range.upperBound else {
        text.append(byte)
        at += 1
        continue
      }
      at += 2
      switch self[at - 1] {
      case 0x6E: text.append(0x0A)
      case 0x74: text.append(0x09)
      case 0x72: text.append(0x0D)
      case 0x62: text.append(0x08)
      case 0x66: text.append(0x0C)
      case 0x75: at = appendUnicode(at, range.upperBound, to: &text)
      default: text.append(self[at - 1])
      }
    }
    return text
  }

  /// Appends the character of the four digits at `at`, or of a pair of them; gives where the escape ends.
  private func appendUnicode(_ at: Int, _ end: Int, to text: inout [UInt8]) -> Int {
    guard let high = fourHexDigits(at, end) else { return at }
    var next = at + 4
    var scalar = high
    if high &- 0xD800 < 0x400, next + 1 < end, self[next] == 0x5C, self[next + 1] == 0x75,
      let low = fourHexDigits(next + 2, end), low &- 0xDC00 < 0x400
    {
      scalar = 0x10000 + (high &- 0xD800) << 10 + (low &- 0xDC00)
      next += 6
    }
    let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    text.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
    return next
  }

  private func fourHexDigits(_ at: Int, _ end: Int) -> UInt32? {
    guard at + 4 <= end else { return nil }
    var value: UInt32 = 0
    for index in at..<at + 4 {
      let byte = self[index]
      if byte &- 0x30 <= 9 {
        value = value << 4 | UInt32(byte &- 0x30)
      } else if (byte | 0x20) &- 0x61 <= 5 {
        value = value << 4 | UInt32((byte | 0x20) &- 0x61 + 10)
      } else {
        return nil
      }
    }
    return value
  }
}

// `aws ec2 get-console-output` as JSON: `{"InstanceId": …, "Output": "…", "Timestamp": …}` with a console in one string.

import TrailBytes

/// Takes the values of `Output` out of the JSON, however long they are.
struct ConsoleOutput: Transform {
  /// Longer keys are not the ones that are looked for.
  private static let longestKey = 16
  /// Two escapes of four digits.
  private static let longestEscape = 12

  private enum Place: Equatable { case outside, string, output }

  private var place = Place.outside
  /// The last string, which is a key if a colon follows it.
  private var string: [UInt8] = []
  private var isBehindColon = false
  private var isOutput = false

  /// Whether a sample begins with such an object.
  static func fits(_ sample: Span<UInt8>) -> Bool {
    var cursor = Cursor(sample)
    cursor.skipLines()
    guard cursor.skip(byte: 0x7B) else { return false }
    var isOfInstance = false
    for _ in 0..<3 {
      cursor.skipLines()
      guard cursor.skip(byte: 0x22), let key = cursor.take(until: 0x22) else { return false }
      cursor.skipLines()
      guard cursor.skip(byte: 0x3A) else { return false }
      cursor.skipLines()
      guard cursor.skip(byte: 0x22) else { return false }
      let name = sample.extracting(key)
      if name.equals("Output") { return isOfInstance }
      guard name.equals("InstanceId") || name.equals("Timestamp"), cursor.take(until: 0x22) != nil else { return false }
      isOfInstance = isOfInstance || name.equals("InstanceId")
      cursor.skipLines()
      guard cursor.skip(byte: 0x2C) else { return false }
    }
    return false
  }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if place == .outside {
        at += 1
        outside(byte)
      } else if byte == 0x5C {
        if !isAtEnd, bytes.count - at < Self.longestEscape { return at }
        var cursor = Cursor(bytes, at: at)
        let scalar = cursor.jsonEscape()
        if place == .output { text += scalar.utf8 }
        at = cursor.position
      } else if byte == 0x22 {
        // One console ends before the next begins.
        if place == .output { text.append(0x0A) }
        place = .outside
        at += 1
      } else {
        if place == .output {
          text.append(byte)
        } else if string.count <= Self.longestKey {
          string.append(byte)
        }
        at += 1
      }
    }
    return at
  }

  private mutating func outside(_ byte: UInt8) {
    switch byte {
    case 0x22:
      place = isBehindColon && isOutput ? .output : .string
      string = []
      isBehindColon = false
    case 0x3A:
      isBehindColon = true
      isOutput = string.span.equals("Output")
    case 0x20, 0x09, 0x0A, 0x0D: break
    default: isBehindColon = false
    }
  }
}

extension Cursor {
  /// Skips blanks and line ends.
  fileprivate mutating func skipLines() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  /// Reads an escape of a JSON string, at its backslash; half of a pair is U+FFFD, and what is no escape stays.
  fileprivate mutating func jsonEscape() -> Unicode.Scalar {
    position += 1
    guard let letter = peek else { return "\\" }
    position += 1
    switch letter {
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x62: return "\u{8}"
    case 0x66: return "\u{C}"
    case 0x75:
      guard let first = hexUnit() else { return "\u{FFFD}" }
      guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
      let start = position
      if skip("\\u"), let second = hexUnit(), second & 0xFC00 == 0xDC00 {
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
      }
      position = start
      return "\u{FFFD}"
    default: return Unicode.Scalar(letter)
    }
  }

  private mutating func hexUnit() -> UInt32? {
    guard bytes.count - position >= 4 else { return nil }
    var unit: UInt32 = 0
    for index in 0..<4 {
      guard let digit = hexDigit(bytes[position + index]) else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    position += 4
    return unit
  }
}

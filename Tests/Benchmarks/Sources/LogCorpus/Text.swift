// Bytes written as an interpolated string: reads like a format string and costs one allocation.

struct Text: ExpressibleByStringInterpolation, Sendable {
  var bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(stringLiteral value: String) {
    bytes = Array(value.utf8)
  }

  init(stringInterpolation: StringInterpolation) {
    bytes = stringInterpolation.bytes
  }

  struct StringInterpolation: StringInterpolationProtocol {
    var bytes: [UInt8] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + 24 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) {
      bytes.append(utf8Of: literal)
    }

    mutating func appendInterpolation(_ value: String) {
      bytes.append(utf8Of: value)
    }

    mutating func appendInterpolation(_ value: Text) {
      bytes.append(contentsOf: value.bytes)
    }

    mutating func appendInterpolation(_ value: Int) {
      bytes.append(decimal: value)
    }

    /// Right-aligned with blanks, like `%8d`.
    mutating func appendInterpolation(_ value: Int, width: Int) {
      bytes.append(decimal: value, width: width)
    }

    /// Filled up with zeros, like `%02d`.
    mutating func appendInterpolation(_ value: Int, digits: Int) {
      bytes.append(decimal: value, width: digits, fill: UInt8(ascii: "0"))
    }

    /// Lower-case hexadecimal of a fixed length, like `%016x`; higher digits are dropped.
    mutating func appendInterpolation(hex value: UInt64, digits: Int) {
      bytes.append(hex: value, digits: digits)
    }
  }
}

extension [UInt8] {
  mutating func append(utf8Of string: String) {
    var string = string
    string.withUTF8 { append(contentsOf: $0) }
  }

  /// Written without an early end, so that the compiler makes a vector loop of it.
  var hasControlCharacters: Bool {
    var lowest: UInt8 = 255
    for byte in self { lowest = Swift.min(lowest, byte) }
    return lowest < 32
  }

  /// At most 20 bytes wide.
  mutating func append(decimal value: Int, width: Int = 0, fill: UInt8 = UInt8(ascii: " ")) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var start = 20
    var rest = value.magnitude
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(digit)
      rest = quotient
    } while rest > 0
    if value < 0 {
      start -= 1
      digits[start] = UInt8(ascii: "-")
    }
    while start > 20 - width {
      start -= 1
      digits[start] = fill
    }
    digits.span.withUnsafeBufferPointer { append(contentsOf: UnsafeBufferPointer(rebasing: $0[start...])) }
  }

  mutating func append(hex value: UInt64, digits: Int) {
    var text = InlineArray<16, UInt8>(repeating: 0)
    var rest = value
    for index in stride(from: 15, through: 16 - digits, by: -1) {
      let nibble = UInt8(truncatingIfNeeded: rest) & 15
      text[index] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
      rest >>= 4
    }
    text.span.withUnsafeBufferPointer {
      append(contentsOf: UnsafeBufferPointer(rebasing: $0[(16 - digits)...]))
    }
  }

  /// Hexadecimal without leading zeros, like `%x`.
  mutating func append(shortHex value: UInt64) {
    append(hex: value, digits: Swift.max(1, (67 - value.leadingZeroBitCount) / 4))
  }
}

// A forward reader over borrowed bytes: a miss is nil or false and moves nothing; it never traps.

/// Reads numbers, literals and stretches off the front of borrowed bytes.
@frozen
public struct Cursor: ~Escapable {
  /// What is read from.
  public let bytes: Span<UInt8>
  /// The offset of the next byte to read.
  public var position: Int

  /// A cursor at `position` of `bytes`.
  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Whether nothing is left.
  @inlinable public var isAtEnd: Bool { position >= bytes.count }

  /// The next byte without reading it, or nil at the end.
  @inlinable public var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Reads `literal` if it stands here.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func skip(_ literal: StaticString) -> Bool {
    guard bytes.has(literal, at: position) else { return false }
    position += literal.utf8CodeUnitCount
    return true
  }

  /// Reads one `byte` if it stands here.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func skip(byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Reads blanks and tabs; says how many.
  @inlinable
  @discardableResult
  @_lifetime(self: copy self)
  public mutating func skipBlanks() -> Int {
    let start = position
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    return position - start
  }

  /// Moves behind the next `literal`; false, and nothing moved, where there is none.
  @_lifetime(self: copy self)
  public mutating func skip(past literal: StaticString) -> Bool {
    guard let found = bytes.offset(of: literal, from: min(position, bytes.count)) else { return false }
    position = found + literal.utf8CodeUnitCount
    return true
  }

  /// Reads decimal digits. Nil, and nothing moved, where there is no digit or the number does not fit.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func number() -> Int64? {
    let start = position
    var value: Int64 = 0
    while position < bytes.count {
      let digit = bytes[position] &- 0x30
      if digit > 9 { break }
      let (scaled, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(Int64(digit))
      if high || carry {
        position = start
        return nil
      }
      value = sum
      position += 1
    }
    return position == start ? nil : value
  }

  /// Reads a decimal number with an optional minus sign.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func signed() -> Int64? {
    let start = position
    let negative = skip(byte: 0x2D)
    guard let value = number() else {
      position = start
      return nil
    }
    return negative ? -value : value
  }

  /// Reads exactly `width` decimal digits.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func digits(_ width: Int) -> Int? {
    guard bytes.count - position >= width else { return nil }
    var value = 0
    for index in 0..<width {
      let digit = bytes[position + index] &- 0x30
      if digit > 9 { return nil }
      value = value * 10 + Int(digit)
    }
    position += width
    return value
  }

  /// Reads hexadecimal digits (without `0x`).
  @inlinable
  @_lifetime(self: copy self)
  public mutating func hexadecimal() -> UInt64? {
    let start = position
    var value: UInt64 = 0
    while position < bytes.count, let digit = hexDigit(bytes[position]) {
      if value >> 60 != 0 {
        position = start
        return nil
      }
      value = value << 4 | UInt64(digit)
      position += 1
    }
    return position == start ? nil : value
  }

  /// Reads up to the next `byte` and the byte itself; the range does not hold it. Nil, and nothing moved, where there
  /// is none.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func take(until byte: UInt8) -> Range<Int>? {
    guard let end = bytes.firstIndex(of: byte, from: position) else { return nil }
    let range = position..<end
    position = end + 1
    return range
  }

  /// Reads what is no blank, up to a blank or the end; empty where a blank or the end is next.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func word() -> Range<Int> {
    let start = position
    while position < bytes.count, bytes[position] != 0x20, bytes[position] != 0x09 { position += 1 }
    return start..<position
  }

  /// Reads an English three-letter month.
  @_lifetime(self: copy self)
  public mutating func month() -> Int? {
    guard bytes.count - position >= 3 else { return nil }
    let key = UInt32(bytes[position]) << 16 | UInt32(bytes[position + 1]) << 8 | UInt32(bytes[position + 2])
    let month: Int
    switch key {
    case 0x4A616E: month = 1  // Jan
    case 0x466562: month = 2  // Feb
    case 0x4D6172: month = 3  // Mar
    case 0x417072: month = 4  // Apr
    case 0x4D6179: month = 5  // May
    case 0x4A756E: month = 6  // Jun
    case 0x4A756C: month = 7  // Jul
    case 0x417567: month = 8  // Aug
    case 0x536570: month = 9  // Sep
    case 0x4F6374: month = 10  // Oct
    case 0x4E6F76: month = 11  // Nov
    case 0x446563: month = 12  // Dec
    default: return nil
    }
    position += 3
    return month
  }
}

/// The value of a hexadecimal digit, or nil.
@inlinable
public func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x61...0x66: byte - 0x61 + 10
  case 0x41...0x46: byte - 0x41 + 10
  default: nil
  }
}

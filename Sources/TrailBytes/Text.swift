// From bytes to a String, at the moment a fact is kept.

extension Span where Element == UInt8 {
  /// The bytes of `range` as a String. A byte that is not part of valid UTF-8 becomes `\xNN`, as `dmesg` prints it,
  /// so that nothing is lost and two copies of one name read alike.
  public func text(_ range: Range<Int>) -> String {
    let part = extracting(range)
    if let valid = try? UTF8Span(validating: part) { return String(copying: valid) }
    var repaired: [UInt8] = []
    repaired.reserveCapacity(part.count + 16)
    var at = 0
    while at < part.count {
      let length = part.validScalarLength(at: at)
      if length == 0 {
        repaired.append(contentsOf: [0x5C, 0x78, hexCharacter(part[at] >> 4), hexCharacter(part[at] & 15)])
        at += 1
      } else {
        for index in at..<(at + length) { repaired.append(part[index]) }
        at += length
      }
    }
    return String(decoding: repaired, as: UTF8.self)
  }

  /// All of these bytes as a String; see ``text(_:)``.
  public var text: String { text(0..<count) }

  /// How many bytes the valid UTF-8 scalar at `offset` has; 0 where there is none.
  func validScalarLength(at offset: Int) -> Int {
    let first = self[offset]
    let length =
      switch first {
      case 0x00...0x7F: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, count - offset >= length else { return 0 }
    return (try? UTF8Span(validating: extracting(offset..<(offset + length)))) == nil ? 0 : length
  }

  /// The range without blanks, tabs and carriage returns at both ends.
  @inlinable
  public func trimmed(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, isBlank(self[lower]) { lower += 1 }
    while upper > lower, isBlank(self[upper - 1]) { upper -= 1 }
    return lower..<upper
  }
}

/// Whether `byte` is a blank, a tab or a carriage return.
@inlinable
public func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

/// The lower-case hexadecimal character of a value below 16.
@inlinable
public func hexCharacter(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }

// Quantities of the API: `512Mi`, `1G`, `100m`, `1e9` (k8s.io/apimachinery, resource.Quantity).

import TrailBytes
import TrailModel

extension Span<UInt8> {
  /// A quantity in thousandths, rounded up as the API does it; nil where it is none or too large.
  func milliQuantity(_ range: Range<Int>) -> Int64? {
    var cursor = Cursor(extracting(range))
    guard var value = cursor.number() else { return nil }
    var decimals = 0
    if cursor.skip(byte: 0x2E) {
      while let byte = cursor.peek, byte &- 0x30 <= 9 {
        cursor.position += 1
        guard decimals < 3 else { continue }
        let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        value = scaled + Int64(byte &- 0x30)
        decimals += 1
      }
    }
    for _ in decimals..<3 {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = scaled
    }
    guard let factor = cursor.quantityFactor(), cursor.isAtEnd else { return nil }
    switch factor {
    case .times(let count):
      let (product, overflow) = value.multipliedReportingOverflow(by: count)
      return overflow ? nil : product
    case .over(let count): return value / count + (value % count == 0 ? 0 : 1)
    }
  }

  /// A quantity of memory; nil where it is none.
  func memoryQuantity(_ range: Range<Int>) -> Bytes? {
    // A petabyte in thousandths does not fit, bytes are whole.
    var cursor = Cursor(extracting(range))
    if let whole = cursor.number(), let factor = cursor.quantityFactor(), cursor.isAtEnd,
      case .times(let count) = factor
    {
      let (product, overflow) = whole.multipliedReportingOverflow(by: count)
      return overflow ? nil : Bytes(product)
    }
    return milliQuantity(range).map { Bytes($0 / 1_000 + ($0 % 1_000 == 0 ? 0 : 1)) }
  }
}

private enum QuantityFactor {
  case times(Int64)
  case over(Int64)
}

extension Cursor {
  fileprivate mutating func quantityFactor() -> QuantityFactor? {
    guard let unit = peek else { return .times(1) }
    if unit == 0x65 || unit == 0x45, position + 1 < bytes.count,
      bytes[position + 1] &- 0x30 <= 9 || bytes[position + 1] == 0x2B
    {
      position += 1
      _ = skip(byte: 0x2B)
      guard let exponent = number(), exponent <= 18 else { return nil }
      return .times((0..<exponent).reduce(1) { power, _ in power &* 10 })
    }
    position += 1
    let isBinary = skip(byte: 0x69)
    let power: Int64? =
      switch unit {
      case 0x4B, 0x6B: 1
      case 0x4D: 2
      case 0x47: 3
      case 0x54: 4
      case 0x50: 5
      case 0x45: 6
      default: nil
      }
    if let power { return .times((0..<power).reduce(1) { product, _ in product &* (isBinary ? 1_024 : 1_000) }) }
    if isBinary { return nil }
    return switch unit {
    case 0x6D: .over(1_000)
    case 0x75: .over(1_000_000)
    case 0x6E: .over(1_000_000_000)
    default: nil
    }
  }
}

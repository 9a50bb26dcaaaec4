// A number of bytes with a unit: `512M`, `20G`.

import ArgumentParser

/// A size, in bytes.
struct SizeArgument: CustomStringConvertible {
  var bytes: Int64

  init(bytes: Int64) { self.bytes = bytes }

  init(_ argument: String) throws {
    let units: [Character: Int64] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    var digits = argument.uppercased()[...]
    if digits.hasSuffix("IB") { digits = digits.dropLast(2) }
    let unit = digits.last.flatMap { units[$0] }
    if unit != nil { digits = digits.dropLast() }
    guard let count = Int64(digits), count > 0, !digits.hasPrefix("+") else {
      throw ValidationError("give a number of bytes, or one with K, M, G or T behind it: 20G.")
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit ?? 1)
    guard !overflow else { throw ValidationError("it is more than can be counted.") }
    self.bytes = bytes
  }

  var description: String {
    for (unit, shift) in [("T", 40), ("G", 30), ("M", 20), ("K", 10)]
    where bytes >= 1 << shift && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift)\(unit)"
    }
    return "\(bytes)"
  }
}

// Sums and distances that saturate: a damaged log can hold any number.

import TrailModel

/// How far two numbers are apart, at most `Int64.max`.
func distance(_ left: Int64, _ right: Int64) -> Int64 {
  let (difference, overflow) = max(left, right).subtractingReportingOverflow(min(left, right))
  return overflow ? .max : difference
}

extension Int64 {
  /// A sum that stops at the ends of the range.
  func saturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}

extension Instant {
  /// The instant that many hours later.
  func later(byHours hours: Int) -> Instant {
    Instant(
      nanoseconds: nanoseconds.saturating(Int64(hours) * 3_600_000_000_000), fractionDigits: fractionDigits)
  }

  /// Seconds since 1970, rounded down.
  var wholeSeconds: Int64 { nanoseconds.floored(by: 1_000_000_000) }

  /// The second of a leap year in which this falls: what is left of it without the year.
  var secondOfLeapYear: Int64 {
    let civil = civil()
    return Int64(civil.dayOfLeapYear - 1) * 86_400
      + Int64(civil.hour * 3_600 + civil.minute * 60 + civil.second)
  }

  /// How many seconds a leap year has.
  static let leapYear: Int64 = 366 * 86_400
}

extension Int64 {
  /// Division that rounds towards minus infinity, by a positive number.
  func floored(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

/// Nanoseconds as seconds.
func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1_000_000_000 }

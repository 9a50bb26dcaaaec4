// The times that structured logs print: ISO 8601, Kibana's, and those of a browser's locale.

import TrailBytes
import TrailModel

extension Stamp {
  /// The date and time that `text` is, with its zone where it has one; nil where it is none.
  ///
  /// Read are `2026-04-27T19:50:37.416Z` and its kin, `Apr 27, 2026 @ 19:50:37.416` (Kibana) and
  /// `4/27/2026, 7:50:37.416 PM` (Azure). Where day and month could be either, there is no telling, and the time is
  /// none: only those who write the month first write AM and PM in capitals.
  init?(recordTime text: Span<UInt8>) {
    var cursor = Cursor(text)
    guard let stamp = cursor.isoStamp() ?? cursor.kibanaStamp() ?? cursor.slashedStamp() else { return nil }
    self = stamp
    cursor.skipPadding()
    if offset == nil, cursor.skip("UTC") || cursor.skip("GMT") { offset = 0 }
  }

  /// Whether `text` is what a record may have for its time: a date, or a number since 1970.
  static func isRecordTime(_ text: Span<UInt8>) -> Bool {
    if Stamp(recordTime: text) != nil { return true }
    var cursor = Cursor(text)
    guard cursor.number() != nil, cursor.position >= 10 else { return false }
    if cursor.skip(byte: 0x2E) { _ = cursor.number() }
    return cursor.isAtEnd
  }
}

extension Cursor {
  /// Reads `Apr 27, 2026 @ 19:50:37.416`.
  fileprivate mutating func kibanaStamp() -> Stamp? {
    let start = position
    if let month = month(), skip(byte: 0x20), let day = day(), skip(", "), let year = digits(4), skip(" @ "),
      let civil = time(year: year, month: month, day: day)
    {
      return Stamp(civil: civil)
    }
    position = start
    return nil
  }

  /// Reads `4/27/2026, 7:50:37.416 PM` or `27/04/2026, 19:50:37.416`.
  fileprivate mutating func slashedStamp() -> Stamp? {
    let start = position
    if let first = day(), skip(byte: 0x2F), let second = day(), skip(byte: 0x2F), let year = digits(4) {
      _ = skip(byte: 0x2C)
      if skip(byte: 0x20), var civil = shortTime(year: year) {
        let isMonthFirst = takeHalfOfDay(&civil)
        let isDayFirst = first > 12
        if isDayFirst || isMonthFirst || second > 12 || first == second {
          civil.month = isDayFirst ? second : first
          civil.day = isDayFirst ? first : second
          if civil.isPlausible { return Stamp(civil: civil) }
        }
      }
    }
    position = start
    return nil
  }

  /// Reads a time of day whose hour may have one digit.
  private mutating func shortTime(year: Int) -> CivilTime? {
    guard let hour = number(), hour < 24, skip(byte: 0x3A), let minute = digits(2), skip(byte: 0x3A),
      let second = digits(2)
    else { return nil }
    var civil = CivilTime(year: year, month: 1, day: 1, hour: Int(hour), minute: minute, second: second)
    if peek == 0x2E, let (nanosecond, width) = fraction() {
      civil.nanosecond = nanosecond
      civil.fractionDigits = width
    }
    return civil
  }

  /// Reads ` AM` or ` PM`, in either case, and sets the hour; says whether it was in capitals.
  private mutating func takeHalfOfDay(_ civil: inout CivilTime) -> Bool {
    let start = position
    // Newer browsers put a narrow hard blank there (U+202F).
    if skipPadding() == 0 { _ = skip("\u{202F}") }
    let isCapital = peek == 0x41 || peek == 0x50
    let isLate = peek == 0x50 || peek == 0x70
    guard skip("AM") || skip("PM") || skip("am") || skip("pm"), (1...12).contains(civil.hour) else {
      position = start
      return false
    }
    civil.hour = civil.hour % 12 + (isLate ? 12 : 0)
    return isCapital
  }
}

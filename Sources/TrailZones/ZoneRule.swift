// The rule at the end of a zone file (a POSIX TZ string): the changes of years that the file does not list.

import TrailBytes
import TrailModel

/// A moment from which on a zone's clocks show another time.
struct ZoneChange: Equatable, Sendable {
  /// Seconds since 1970 began, UTC.
  var at: Int
  /// Seconds east of UTC from then on.
  var offset: Int
}

/// What a zone's clocks do year after year: `CET-1CEST,M3.5.0,M10.5.0/3`, `<+0330>-3:30`.
struct ZoneRule {
  /// Seconds east of UTC outside daylight time.
  let standard: Int
  private let daylight: Daylight?

  private struct Daylight {
    /// Seconds east of UTC while it lasts.
    let offset: Int
    /// Where it begins, in standard time.
    let start: YearlyMoment
    /// Where it ends, in daylight time.
    let end: YearlyMoment
  }

  /// Reads all of `text`; nil where it is no rule. Daylight time without dates is none, as POSIX leaves it
  /// to the system when that would be in force.
  init?(_ text: Span<UInt8>) {
    var cursor = Cursor(text)
    guard ZoneRule.skipName(&cursor), let west = ZoneRule.seconds(&cursor, hours: 24) else { return nil }
    standard = -west
    guard !cursor.isAtEnd else {
      daylight = nil
      return
    }
    guard ZoneRule.skipName(&cursor) else { return nil }
    var offset = standard + 3_600
    if cursor.peek != UInt8(ascii: ",") {
      guard let west = ZoneRule.seconds(&cursor, hours: 24) else { return nil }
      offset = -west
    }
    guard let start = YearlyMoment(&cursor), let end = YearlyMoment(&cursor), cursor.isAtEnd
    else { return nil }
    daylight = Daylight(offset: offset, start: start, end: end)
  }

  /// All changes of `years`, in order, perhaps with one of the next; before the first it is standard time.
  func changes(in years: ClosedRange<Int>) -> [ZoneChange] {
    guard let daylight else { return [] }
    var changes: [ZoneChange] = []
    for year in years {
      let start = daylight.start.seconds(in: year) - standard
      var end = daylight.end.seconds(in: year) - daylight.offset
      // South of the equator daylight time lasts into the next year.
      if end <= start { end = daylight.end.seconds(in: year + 1) - daylight.offset }
      // RFC 8536 writes a zone that never leaves daylight time as one that ends it when the next begins.
      if let last = changes.indices.last, changes[last].at >= start {
        changes[last].at = max(changes[last].at, end)
      } else {
        changes.append(ZoneChange(at: start, offset: daylight.offset))
        changes.append(ZoneChange(at: end, offset: standard))
      }
    }
    return changes
  }

  /// The day of a month that is the nth (5: the last) such weekday in it, 0 being Sunday.
  static func day(_ week: Int, weekday: Int, of month: Int, in year: Int) -> Int {
    // 1 January 1970 was a Thursday; days before it are negative.
    let weekdayOfFirst = ((CivilTime.days(year: year, month: month, day: 1) + 4) % 7 + 7) % 7
    let day = 1 + (weekday - weekdayOfFirst + 7) % 7 + (week - 1) * 7
    // Only a fifth can be missing.
    return day <= CivilTime.days(inMonth: month, of: year) ? day : day - 7
  }

  /// Reads an abbreviation, `CET` or `<+0330>`, which nobody asks for.
  private static func skipName(_ cursor: inout Cursor) -> Bool {
    let isQuoted = cursor.skip(byte: UInt8(ascii: "<"))
    let start = cursor.position
    while let byte = cursor.peek, isOfName(byte, isQuoted) { cursor.position += 1 }
    return cursor.position - start >= 3 && (!isQuoted || cursor.skip(byte: UInt8(ascii: ">")))
  }

  private static func isOfName(_ byte: UInt8, _ isQuoted: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
    default: false
    }
  }

  /// Reads `[+-]h[:mm[:ss]]` with at most `most` hours.
  fileprivate static func seconds(_ cursor: inout Cursor, hours most: Int64) -> Int? {
    let isNegative = cursor.skip(byte: UInt8(ascii: "-"))
    if !isNegative { _ = cursor.skip(byte: UInt8(ascii: "+")) }
    guard let hours = cursor.number(), hours <= most else { return nil }
    var total = Int(hours) * 3_600
    for unit in [60, 1] {
      guard cursor.skip(byte: UInt8(ascii: ":")) else { break }
      guard let part = cursor.number(), part < 60 else { return nil }
      total += Int(part) * unit
    }
    return isNegative ? -total : total
  }
}

/// A date that comes every year, and a time on it.
private struct YearlyMoment {
  private enum Day {
    /// `J60`: 1 March, leap year or not; 29 February cannot be said.
    case julian(Int)
    /// `59`: so many days after 1 January; in a leap year that is 29 February.
    case sinceNewYear(Int)
    /// `M3.5.0`: of a month the nth (5: the last) such weekday, 0 being Sunday.
    case weekday(month: Int, week: Int, weekday: Int)
  }

  private let day: Day
  /// Seconds after the day's midnight, by the clock that is to change; version 3 files go beyond the day.
  private let time: Int

  /// Reads a comma, the date and perhaps a slash and the time.
  init?(_ cursor: inout Cursor) {
    guard cursor.skip(byte: UInt8(ascii: ",")) else { return nil }
    if cursor.skip(byte: UInt8(ascii: "J")) {
      guard let number = YearlyMoment.number(&cursor, 1...365) else { return nil }
      day = .julian(number)
    } else if cursor.skip(byte: UInt8(ascii: "M")) {
      guard let month = YearlyMoment.number(&cursor, 1...12), cursor.skip(byte: UInt8(ascii: ".")),
        let week = YearlyMoment.number(&cursor, 1...5), cursor.skip(byte: UInt8(ascii: ".")),
        let weekday = YearlyMoment.number(&cursor, 0...6)
      else { return nil }
      day = .weekday(month: month, week: week, weekday: weekday)
    } else {
      guard let number = YearlyMoment.number(&cursor, 0...365) else { return nil }
      day = .sinceNewYear(number)
    }
    if cursor.skip(byte: UInt8(ascii: "/")) {
      guard let seconds = ZoneRule.seconds(&cursor, hours: 167) else { return nil }
      time = seconds
    } else {
      time = 7_200
    }
  }

  /// The local time it has in `year`, in seconds since 1970 began there.
  func seconds(in year: Int) -> Int { days(in: year) * 86_400 + time }

  private func days(in year: Int) -> Int {
    switch day {
    case .julian(let number):
      let hasLeapDay = number >= 60 && CivilTime.days(inMonth: 2, of: year) == 29
      return CivilTime.days(year: year, month: 1, day: number) + (hasLeapDay ? 1 : 0)
    case .sinceNewYear(let number):
      return CivilTime.days(year: year, month: 1, day: 1) + number
    case .weekday(let month, let week, let weekday):
      let day = ZoneRule.day(week, weekday: weekday, of: month, in: year)
      return CivilTime.days(year: year, month: month, day: day)
    }
  }

  private static func number(_ cursor: inout Cursor, _ range: ClosedRange<Int64>) -> Int? {
    guard let number = cursor.number(), range.contains(number) else { return nil }
    return Int(number)
  }
}

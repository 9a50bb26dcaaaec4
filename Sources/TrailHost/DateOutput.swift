// What `date` (coreutils) prints: in the languages of glibc's locales, or by -I, -R and --rfc-3339.

import TrailBytes
import TrailModel

/// A date, a time and what is said of the zone, in any order: `Mon Apr 27 15:50:37 EDT 2026`,
/// `Mo 27. Apr 15:50:37 CEST 2026`, `2026年 04月 27日 月曜日 15:50:37 JST`, `2026-04-27T15:50:37-04:00`.
struct DateOutput {
  /// The local time.
  private(set) var civil: CivilTime
  /// Seconds east of UTC, where that is printed as a number, or is UTC.
  private(set) var offset: Int?
  /// The name of the zone's time: `EDT`.
  private(set) var abbreviation: String?

  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var time: (hour: Int, minute: Int, second: Int)?
  private var isAfternoon: Bool?

  /// Reads the first line of `text`; nil where it is no date, or one in a form that may mean another time.
  init?(_ text: Span<UInt8>) {
    civil = CivilTime(year: nil, month: 1, day: 1, hour: 0, minute: 0, second: 0)
    guard let line = text.firstLine, line.count <= 128 else { return nil }
    var cursor = Cursor(text.extracting(line))
    while true {
      while cursor.skipPadding() > 0 || cursor.skip(byte: 0x2C) {}
      guard let byte = cursor.peek else { break }
      let isRead = byte &- 0x30 <= 9 ? readNumber(&cursor) : readWord(&cursor)
      guard isRead else { return nil }
    }
    guard let year, let month, let day, var time else { return nil }
    if let isAfternoon {
      guard (1...12).contains(time.hour) else { return nil }
      time.hour = time.hour % 12 + (isAfternoon ? 12 : 0)
    }
    civil = CivilTime(
      year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
    guard Self.years.contains(year), civil.isPlausible else { return nil }
  }

  private static let years = 1_990...2_261

  /// Reads what begins with a digit: a time, a whole date, or a part of one.
  private mutating func readNumber(_ cursor: inout Cursor) -> Bool {
    guard let number = cursor.number(), number < 10_000 else { return false }
    let value = Int(number)
    if cursor.peek == 0x3A { return readTime(hour: value, &cursor) }
    if Self.years.contains(value) {
      guard year == nil else { return false }
      year = value
      guard cursor.skip(byte: 0x2D) else { return skipRest(&cursor) }
      guard month == nil, day == nil, let ownMonth = cursor.digits(2), cursor.skip(byte: 0x2D),
        let ownDay = cursor.digits(2)
      else { return false }
      (month, day) = (ownMonth, ownDay)
      return cursor.skip(byte: 0x54) || cursor.isAtEnd || cursor.peek == 0x20
    }
    // Where the year comes first, so does the month before the day.
    if year != nil, month == nil { month = value } else if day == nil { day = value } else { return false }
    return skipRest(&cursor)
  }

  /// Passes over what marks a number: `27.`, `27日`.
  private func skipRest(_ cursor: inout Cursor) -> Bool {
    guard cursor.peek.map({ $0 == 0x20 || $0 == 0x2C || $0 == 0x2E || $0 >= 0x80 }) ?? true else { return false }
    cursor.skipWord()
    return true
  }

  private mutating func readTime(hour: Int, _ cursor: inout Cursor) -> Bool {
    guard time == nil, cursor.skip(byte: 0x3A), let minute = cursor.digits(2), cursor.skip(byte: 0x3A),
      let second = cursor.digits(2)
    else { return false }
    time = (hour, minute, second)
    // `-Ins` has nanoseconds, behind a comma.
    if cursor.peek == 0x2E || cursor.peek == 0x2C {
      cursor.position += 1
      guard cursor.number() != nil else { return cursor.peek == 0x20 }
    }
    if cursor.skip(byte: 0x5A) { offset = 0 }
    guard let byte = cursor.peek, byte != 0x20 else { return true }
    return readOffset(&cursor)
  }

  /// Reads `-0400`, `+02:00`, or what zones without letters are called: `-03`.
  private mutating func readOffset(_ cursor: inout Cursor) -> Bool {
    let isWest = cursor.peek == 0x2D
    guard cursor.skip(byte: 0x2D) || cursor.skip(byte: 0x2B), let hours = cursor.digits(2), hours <= 15 else {
      return false
    }
    _ = cursor.skip(byte: 0x3A)
    let minutes = cursor.digits(2) ?? 0
    guard offset == nil, minutes < 60, cursor.isAtEnd || cursor.peek == 0x20 else { return false }
    offset = (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
    return true
  }

  private mutating func readWord(_ cursor: inout Cursor) -> Bool {
    if time == nil {
      // Some weekdays are called like months (`mar 28 abr`); they come first.
      if let name = cursor.localMonth() { month = name } else { cursor.skipWord() }
      return true
    }
    if cursor.peek == 0x2B || cursor.peek == 0x2D { return readOffset(&cursor) }
    if let half = Self.half(&cursor) {
      guard isAfternoon == nil else { return false }
      isAfternoon = half
      return true
    }
    if month == nil, let name = cursor.localMonth() {
      month = name
      return true
    }
    let start = cursor.position
    cursor.skipWord()
    let word = cursor.bytes.extracting(start..<cursor.position)
    // Another word may say which half of the day it is.
    guard abbreviation == nil, (3...5).contains(word.count), word.isLetters else { return false }
    abbreviation = word.text
    if word.equals("UTC") || word.equals("GMT") || word.equals("UCT") { offset = 0 }
    return true
  }

  /// Whether a time of twelve hours is in the afternoon: `AM`, `p.m.`
  private static func half(_ cursor: inout Cursor) -> Bool? {
    let start = cursor.position
    let isMorning = cursor.skip("AM") || cursor.skip("am") || cursor.skip("a.m.")
    let isAfternoon = !isMorning && (cursor.skip("PM") || cursor.skip("pm") || cursor.skip("p.m."))
    if isMorning || isAfternoon, cursor.isAtEnd || cursor.peek == 0x20 { return isAfternoon }
    cursor.position = start
    return nil
  }
}

extension Cursor {
  fileprivate mutating func skipWord() {
    while let byte = peek, byte != 0x20, byte != 0x2C { position += 1 }
  }
}

extension Span<UInt8> {
  fileprivate var isLetters: Bool {
    for index in indices where (self[index] | 0x20) &- 0x61 >= 26 { return false }
    return true
  }
}

// The stamps that programs put before their own words, where no logger did.

import TrailBytes
import TrailModel
import TrailZones

/// A date and time near the front of a line.
struct ProgramStamp {
  /// The time.
  var civil: CivilTime
  /// Seconds east of UTC, where it says so.
  var offset: Int?
  /// Where it stands.
  var range: Range<Int>

  /// Stamps begin within so many bytes: a compose log has the service's name before them.
  private static let reach = 96

  /// Finds the first stamp; nil where there is none.
  init?(_ line: Span<UInt8>) {
    var cursor = Cursor(line)
    if let (civil, end) = Self.klog(line) {
      self.init(civil: civil, offset: nil, range: 0..<end)
      return
    }
    var isInWord = false
    for at in 0..<min(Self.reach, line.count) {
      let byte = line[at]
      let isDigit = byte &- 0x30 <= 9
      let isWord = isDigit || (byte | 0x20) &- 0x61 < 26
      defer { isInWord = isWord }
      guard !isInWord, isWord else { continue }
      cursor.position = at
      guard let civil = isDigit ? Self.numeric(&cursor) : Self.named(&cursor), civil.isPlausible else { continue }
      self.init(civil: civil, offset: Self.zone(&cursor, at: civil), range: at..<cursor.position)
      return
    }
    return nil
  }

  private init(civil: CivilTime, offset: Int?, range: Range<Int>) {
    self.civil = civil
    self.offset = offset
    self.range = range
  }

  /// `I0427 19:50:37.416785`: klog of Kubernetes, without a year.
  private static func klog(_ line: Span<UInt8>) -> (CivilTime, Int)? {
    guard line.count > 14, line[0] == 0x49 || line[0] == 0x57 || line[0] == 0x45 || line[0] == 0x46 else { return nil }
    var cursor = Cursor(line, at: 1)
    guard let month = cursor.digits(2), let day = cursor.digits(2), cursor.skip(byte: 0x20),
      let civil = time(&cursor, nil, month, day), civil.isPlausible
    else { return nil }
    return (civil, cursor.position)
  }

  /// A stamp that begins with a number.
  private static func numeric(_ cursor: inout Cursor) -> CivilTime? {
    let start = cursor.position
    if let year = cursor.digits(4), let separator = cursor.peek,
      separator == 0x2D || separator == 0x2F || separator == 0x2E
    {
      cursor.position += 1
      guard let month = cursor.digits(2), cursor.skip(byte: separator), let day = cursor.digits(2),
        cursor.skip(byte: 0x54) || cursor.skip(byte: 0x20)
      else { return nil }
      return time(&cursor, year, month, day)
    }
    cursor.position = start
    if let six = cursor.digits(6), cursor.skip(byte: 0x20) {
      // `260427  9:50:37`, MySQL's before 5.7: the hour is padded with a blank.
      return time(&cursor, 2_000 + six / 10_000, six / 100 % 100, six % 100)
    }
    cursor.position = start
    guard let first = cursor.number(), cursor.position - start <= 2, let separator = cursor.peek,
      separator == 0x2D || separator == 0x2F || separator == 0x20
    else { return nil }
    cursor.position += 1
    if let month = cursor.month() {
      // `27-Apr-2026 `, `27/Apr/2026:`, `27 Apr 2026 `.
      guard cursor.skip(byte: separator), let year = cursor.digits(4),
        cursor.skip(byte: 0x20) || cursor.skip(byte: 0x3A)
      else { return nil }
      return time(&cursor, year, month, Int(first))
    }
    // Spark has the year in front, HTCondor behind: only where one of both can be is it taken.
    guard separator == 0x2F, let second = cursor.digits(2), cursor.skip(byte: 0x2F), let third = cursor.digits(2),
      cursor.skip(byte: 0x20)
    else { return nil }
    let end = cursor.position
    guard let yearFirst = time(&cursor, 2_000 + Int(first), second, third) else { return nil }
    let hasLevel =
      cursor.bytes.has(" INFO ", at: cursor.position) || cursor.bytes.has(" WARN ", at: cursor.position)
      || cursor.bytes.has(" ERROR ", at: cursor.position)
    if hasLevel { return yearFirst }
    cursor.position = end
    return time(&cursor, 2_000 + third, Int(first), second)
  }

  /// `Mon Apr 27 19:50:37.416 2026`, with the weekday or without.
  private static func named(_ cursor: inout Cursor) -> CivilTime? {
    if cursor.bytes.has(" ", at: cursor.position + 3), !cursor.isAtMonth { cursor.position += 4 }
    guard let month = cursor.month(), cursor.skipBlanks() > 0, let day = cursor.number(), (1...31).contains(day),
      cursor.skip(byte: 0x20), var civil = time(&cursor, nil, month, Int(day))
    else { return nil }
    let end = cursor.position
    if cursor.skip(byte: 0x20), let year = cursor.digits(4), cursor.peek.map({ $0 &- 0x30 > 9 }) ?? true {
      civil.year = year
    } else {
      cursor.position = end
    }
    return civil
  }

  /// `19:50:37`, with a fraction or without; the hour may have one digit.
  private static func time(_ cursor: inout Cursor, _ year: Int?, _ month: Int, _ day: Int) -> CivilTime? {
    cursor.skipBlanks()
    guard let hour = cursor.number(), hour < 24, cursor.skip(byte: 0x3A), let minute = cursor.digits(2),
      cursor.skip(byte: 0x3A), let second = cursor.digits(2)
    else { return nil }
    var civil = CivilTime(year: year, month: month, day: day, hour: Int(hour), minute: minute, second: second)
    guard cursor.peek == 0x2E || cursor.peek == 0x2C else { return civil }
    var scale = 100_000_000
    var digit = cursor.position + 1
    while digit < cursor.bytes.count, cursor.bytes[digit] &- 0x30 <= 9 {
      civil.nanosecond += Int(cursor.bytes[digit] - 0x30) * scale
      if scale > 0 { civil.fractionDigits += 1 }
      scale /= 10
      digit += 1
    }
    if civil.fractionDigits > 0 { cursor.position = digit }
    return civil
  }

  /// `Z`, `+0000`, ` +00:00`, ` UTC`, ` CET`.
  private static func zone(_ cursor: inout Cursor, at civil: CivilTime) -> Int? {
    let start = cursor.position
    if cursor.skip(byte: 0x5A) { return 0 }
    _ = cursor.skip(byte: 0x20)
    if cursor.skip("UTC") || cursor.skip("GMT") { return 0 }
    let isEast = cursor.peek == 0x2B
    if isEast || cursor.peek == 0x2D {
      cursor.position += 1
      if let hours = cursor.digits(2), hours <= 15 {
        _ = cursor.skip(byte: 0x3A)
        if let minutes = cursor.digits(2), minutes < 60, cursor.peek.map({ $0 &- 0x30 > 9 }) ?? true {
          return (isEast ? 1 : -1) * (hours * 3_600 + minutes * 60)
        }
      }
    }
    cursor.position = start
    return abbreviation(&cursor, at: civil)
  }

  /// A name of the zone's time that means but one offset.
  private static func abbreviation(_ cursor: inout Cursor, at civil: CivilTime) -> Int? {
    guard civil.year != nil, cursor.peek == 0x20 else { return nil }
    let start = cursor.position + 1
    var end = start
    while end < cursor.bytes.count, end - start < 6, cursor.bytes[end] &- 0x41 < 26 { end += 1 }
    guard (2...5).contains(end - start), end < cursor.bytes.count, cursor.bytes[end] == 0x20 else { return nil }
    let name = cursor.bytes.text(start..<end)
    guard let meaning = ZoneAbbreviation.meaning(of: name, at: civil) else { return nil }
    cursor.position = end
    return meaning.offset
  }
}

extension Cursor {
  fileprivate var isAtMonth: Bool {
    var ahead = Cursor(bytes, at: position)
    return ahead.month() != nil
  }
}

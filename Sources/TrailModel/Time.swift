// When something was logged: what a stamp says by itself, and the instant that the case makes of it.

/// A date and time of day as a log prints it, the year perhaps missing.
public struct CivilTime: Hashable, Sendable {
  /// The year, or nil where the stamp has none (RFC 3164).
  @NarrowOptional<Int16> public var year: Int?
  /// 0 to 999,999,999.
  @Narrow<Int32> public var nanosecond: Int
  /// 1 to 12.
  @Narrow<Int8> public var month: Int
  /// 1 to 31.
  @Narrow<Int8> public var day: Int
  /// 0 to 23.
  @Narrow<Int8> public var hour: Int
  /// 0 to 59.
  @Narrow<Int8> public var minute: Int
  /// 0 to 60 (a leap second).
  @Narrow<Int8> public var second: Int
  /// How many digits of a second's fraction were printed, at most 9.
  @Narrow<Int8> public var fractionDigits: Int

  /// A civil time; what is far out of range stays out of range.
  public init(
    year: Int?, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanosecond: Int = 0,
    fractionDigits: Int = 0
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.nanosecond = nanosecond
    self.fractionDigits = fractionDigits
  }

  /// Whether the fields are in range for some year (29 February counts).
  public var isPlausible: Bool {
    guard (1...12).contains(month), day >= 1, hour < 24, minute < 60, second <= 60 else { return false }
    return day <= CivilTime.days(inMonth: month, of: year ?? 2000)
  }

  /// The instant this is in `year` (unless the stamp has one) at `offset` seconds east of UTC.
  ///
  /// Nil where the date does not exist in that year (29 February) or lies outside 1678 to 2261.
  public func instant(year assumed: Int, offset: Int) -> Instant? {
    let year = self.year ?? assumed
    guard (1678...2261).contains(year), day <= CivilTime.days(inMonth: month, of: year) else { return nil }
    let seconds = CivilTime.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
    return Instant(
      nanoseconds: Int64(seconds - offset) * 1_000_000_000 + Int64(nanosecond), fractionDigits: fractionDigits)
  }

  /// The day's number in a leap year, 1 to 366: comparable without knowing the year.
  public var dayOfLeapYear: Int {
    CivilTime.days(year: 2000, month: month, day: day) - CivilTime.days(year: 2000, month: 1, day: 1) + 1
  }

  /// Days from 1 January 1970 in the Gregorian calendar.
  public static func days(year: Int, month: Int, day: Int) -> Int {
    // Years begin in March, so that a leap day is the last of its year.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// How many days a month has.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A point in time, UTC.
public struct Instant: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var nanoseconds: Int64
  /// How many digits of a second's fraction the log gave, at most 9.
  @Narrow<Int8> public var fractionDigits: Int

  /// The instant `nanoseconds` after 1970 began, of which the log gave `fractionDigits` digits.
  public init(nanoseconds: Int64, fractionDigits: Int) {
    self.nanoseconds = nanoseconds
    self.fractionDigits = fractionDigits
  }

  /// Orders by time.
  public static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The instant `microseconds` after 1970 began; nil where that is too far away.
  public init?(microseconds: Int64) {
    let (nanoseconds, overflow) = microseconds.multipliedReportingOverflow(by: 1_000)
    if overflow { return nil }
    self.init(nanoseconds: nanoseconds, fractionDigits: 6)
  }

  /// The instant of a file's time, in seconds after 1970 began and nanoseconds behind that; nil where it is too far away.
  public init?(seconds: Int64, nanoseconds: Int64) {
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = scaled.addingReportingOverflow(nanoseconds)
    if overflow || carry { return nil }
    self.init(nanoseconds: sum, fractionDigits: 9)
  }

  /// The civil time at `offset` seconds east of UTC.
  public func civil(offset: Int = 0) -> CivilTime {
    let shifted = nanoseconds + Int64(offset) * 1_000_000_000
    let seconds = shifted >= 0 ? shifted / 1_000_000_000 : (shifted - 999_999_999) / 1_000_000_000
    let nanosecond = Int(shifted - seconds * 1_000_000_000)
    let day = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    let inDay = Int(seconds) - day * 86_400
    let shiftedDay = day + 719_468
    let era = (shiftedDay >= 0 ? shiftedDay : shiftedDay - 146_096) / 146_097
    let dayOfEra = shiftedDay - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return CivilTime(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * marchMonth + 2) / 5 + 1, hour: inDay / 3_600, minute: inDay / 60 % 60,
      second: inDay % 60, nanosecond: nanosecond, fractionDigits: fractionDigits)
  }
}

/// What a line says of its own time.
public struct Stamp: Hashable, Sendable {
  /// The logger's date and time, where the line has one.
  public var civil: CivilTime?
  /// Seconds east of UTC, where the line says so.
  @NarrowOptional<Int32> public var offset: Int?
  /// Nanoseconds since boot by the kernel's own clock, where the line has that stamp.
  public var monotonic: Int64?
  /// Whether `monotonic` may be when the logger got the line, at boot some seconds after the kernel wrote it.
  public var isReceived: Bool

  /// A stamp; what the line does not say is nil.
  public init(civil: CivilTime? = nil, offset: Int? = nil, monotonic: Int64? = nil, isReceived: Bool = false) {
    self.civil = civil
    self.offset = offset
    self.monotonic = monotonic
    self.isReceived = isReceived
  }
}

/// A line's stamp: as understood, as printed, and how often the stream's year had turned by then.
public struct SeenStamp: Hashable, Sendable {
  /// What it says.
  public var stamp: Stamp
  /// As printed.
  public var text: String?
  /// See ``StreamClock``.
  @Narrow<Int32> public var yearTurns: Int

  /// A stamp.
  public init(stamp: Stamp, text: String?, yearTurns: Int) {
    self.stamp = stamp
    self.text = text
    self.yearTurns = yearTurns
  }
}

/// How a wall time was known.
public enum WallBasis: String, Sendable {
  /// The stamp had a zone.
  case zoned
  /// The stamp had a year but no zone; the zone is the one asked for, else UTC.
  case assumedZone = "assumed_zone"
  /// The stamp had no year (nor a zone); the year was inferred or asked for.
  case inferredYear = "inferred_year"
  /// Made of a kernel stamp and the boot's wall time.
  case bootAnchor = "boot_anchor"
  /// Made of an age relative to a dump's time.
  case relativeAge = "relative_age"
}

/// How the zone of a wall time was known.
public enum ZoneBasis: String, Sendable {
  /// The stamp had one.
  case stamp
  /// The bundle says it of the host (`timedatectl`, `/etc/timezone`, `/etc/localtime`).
  case bundle
  /// What `date` or `timedatectl` printed when the bundle was taken tells it, for as much of the year as that does.
  case bundleDate = "bundle_date"
  /// Another copy of the same kill has it, or of another kill of the same log.
  case copies
  /// The reader gave it.
  case option
  /// Nothing tells it: UTC.
  case assumed
}

/// How the year of a wall time was known.
public enum YearBasis: String, Sendable {
  /// The stamp had one.
  case stamp
  /// Another copy of the same kill has it, or of another kill of the same log.
  case copies
  /// The reader gave it, for this log or for the newest of its rotations.
  case option
  /// Of the years in which the log can end, it is the last.
  case inferred
}

/// What a boot's wall time was taken from.
public enum AnchorBasis: String, Sendable {
  /// A copy of a kill of the same boot has both clocks.
  case copies
  /// `btime` of the bundle's `/proc/stat`.
  case bootTime = "boot_time"
  /// The bundle's `date`, less its uptime.
  case uptime
  /// A line of the audit system, which tells the time, under the kernel's stamp.
  case audit
  /// A logger's stamp on the boot's first line.
  case firstLine = "first_line"
}

/// When an event happened, as well as the input tells.
public struct EventTime: Hashable, Sendable {
  /// The instant, or nil where the input cannot give one.
  public var wall: Instant?
  /// The other instant that the stamp may mean: its hour comes twice, because the zone's clocks are set back.
  public var repeated: Instant?
  /// Whether the zone's clocks never showed the stamp, because they were set forward over it.
  public var isSkipped = false
  /// How `wall` is known.
  public var basis: WallBasis?
  /// How the zone of `wall` is known.
  public var zone: ZoneBasis?
  /// How the year of `wall` is known.
  public var year: YearBasis?
  /// Where `basis` is a boot's wall time: what that was taken from.
  public var anchor: AnchorBasis?
  /// Where `wall` is the middle of an interval: how far from its ends that is, in nanoseconds.
  public var halfWidth: Int64?
  /// Nanoseconds since boot.
  public var monotonic: Int64?
  /// The leftmost stamp of the event's first line, as printed.
  public var text: String?

  /// A time; what is not known is nil.
  public init(wall: Instant? = nil, basis: WallBasis? = nil, monotonic: Int64? = nil, text: String? = nil) {
    self.wall = wall
    self.basis = basis
    self.monotonic = monotonic
    self.text = text
  }
}

/// What one stream's stamps say of its years, for stamps that have none.
public struct StreamClock: Hashable, Sendable {
  /// How often a year turned up to the stream's end.
  public var turns = 0
  /// The newest year-less stamp after the last turn.
  public var newest: CivilTime?
  /// The turn counts at which a 29 February was seen.
  public var leapDays: [Int] = []
  /// The newest stamp of the stream that has a year.
  public var dated: Instant?
  /// The time in a gzip header: when the log was last written, as logrotate keeps it.
  public var compressed: Instant?
  /// The file's modification time.
  public var modified: Instant?
  /// The end of the day on which it was rotated away, as its name tells.
  public var named: Instant?
  /// When its successor in the rotation begins: it ends before that.
  public var rotated: Instant?
  /// The years of the newest stamps that its predecessor in the rotation, which ends where it begins, leaves possible.
  public var years: ClosedRange<Int>?
  /// The first jump within the stamps of which nothing shows whether a year turned in it.
  public var jump: StampJump?

  /// A clock that has seen nothing.
  public init() {}
}

/// A jump from one year-less stamp to the next, over months.
public struct StampJump: Hashable, Sendable {
  /// The stamp before it.
  public var from: CivilTime
  /// The stamp behind it.
  public var to: CivilTime

  /// A jump.
  public init(from: CivilTime, to: CivilTime) {
    self.from = from
    self.to = to
  }
}

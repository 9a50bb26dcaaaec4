// Places stamps in time: adds the year and the zone that they lack, and says which was added.

public import TrailModel
import TrailZones

/// A zone and how it is known.
struct KnownZone {
  var zone: LocalZone
  var basis: ZoneBasis
}

/// Makes instants of stamps.
public struct WallClock: Sendable {
  /// The year of the newest stamps, where it is known from elsewhere than the stream.
  var year: (value: Int, basis: YearBasis)?
  /// The zones of stamps that have none: the first that knows an offset tells it.
  private var zones: [KnownZone]

  /// A clock that follows `options`.
  public init(options: CaseOptions) { self.init(options: options, zones: []) }

  /// A clock that follows `options` where the bundle's `zones` do not know better.
  init(options: CaseOptions, zones: [KnownZone]) {
    year = options.year.map { ($0, .option) }
    self.zones = zones + (options.zone.map { [KnownZone(zone: $0, basis: .option)] } ?? [])
  }

  /// Believes `zone`, where no other knows better.
  mutating func believe(_ zone: KnownZone) { zones.append(zone) }

  /// How far from UTC a local time with a year is.
  private func offset(at civil: CivilTime) -> (offset: LocalOffset, basis: ZoneBasis) {
    for known in zones {
      if let offset = known.zone.offset(at: civil) { return (offset, known.basis) }
    }
    return (LocalOffset(0), .assumed)
  }

  /// The time of a line: what its `stamp` means in a stream that `clock` describes.
  ///
  /// `text` is the stamp as printed and `yearTurns` the line's own count of New Years; see ``StreamClock``.
  public func resolve(_ stamp: Stamp, text: String?, yearTurns: Int, clock: StreamClock) -> EventTime {
    var base: Int?
    if stamp.civil?.year == nil { base = newestYear(of: clock) }
    return resolve(stamp, text: text, year: base.map { $0 - clock.yearsBehind(yearTurns) })
  }

  /// The time of a line whose stamp, should it lack one, belongs to `year`.
  func resolve(_ stamp: Stamp, text: String?, year: Int?) -> EventTime {
    var time = EventTime(monotonic: stamp.monotonic, text: text)
    guard var civil = stamp.civil, civil.isPlausible, let known = civil.year ?? year else { return time }
    let isInferred = civil.year == nil
    civil.year = known
    let printed = stamp.offset.flatMap { abs($0) <= Self.widestOffset ? $0 : nil }
    let (offset, zone) = printed.map { (LocalOffset($0), .stamp) } ?? self.offset(at: civil)
    time.wall = civil.instant(year: known, offset: offset.seconds)
    guard time.wall != nil else { return time }
    time.repeated = offset.repeated.flatMap { civil.instant(year: known, offset: $0) }
    time.isSkipped = offset.isSkipped
    time.basis = isInferred ? .inferredYear : printed == nil ? .assumedZone : .zoned
    time.zone = zone
    time.year = isInferred ? self.year?.basis ?? .inferred : .stamp
    return time
  }

  /// The year of the newest stamps of a stream whose stamps have none; nil where nothing tells it.
  ///
  /// It is the latest year in which the newest stamp is not later than the stream can be and in which each
  /// 29 February of the stream existed. Where no year satisfies the leap days, they are disregarded. Where the log's
  /// predecessor in the rotation shows that the file's times are too early, it is the first year behind that.
  public func newestYear(of clock: StreamClock) -> Int? {
    // The year that the reader gives is that of the newest log; older ones are counted back from it.
    if let year, year.basis != .option || clock.rotated == nil { return year.value }
    guard let limit = latestEnd(of: clock) else { return clock.years?.lowerBound }
    let last = min((limit.civil().year ?? 0) + 1, clock.years?.upperBound ?? .max)
    let first = max(last - 12, clock.years?.lowerBound ?? .min)
    var fallback: Int?
    // Around 1900 and 2100 leap years are eight years apart; a run of twelve holds every case.
    for year in stride(from: last, through: first, by: -1)
    where isPossible(clock.newest, in: year, until: limit) {
      if clock.leapDays.allSatisfy({ Self.isLeap(year - (clock.turns - $0)) }) { return year }
      if fallback == nil { fallback = year }
    }
    return fallback ?? clock.years?.lowerBound
  }

  /// The latest moment at which the stream's newest year-less stamp can have been written.
  ///
  /// A stamp with a year in the same stream is trusted more than the file's times, but year-less stamps may
  /// follow it (a logger whose format was changed back), so it only bounds them to the half year behind it,
  /// and only as far as the file's own time reaches. The day in the file's name goes before its times, which copying
  /// changes.
  private func latestEnd(of clock: StreamClock) -> Instant? {
    if year != nil { return clock.rotated?.later(byHours: Self.slackHours) }
    let written = [clock.named ?? clock.compressed ?? clock.modified, clock.rotated].compactMap { $0 }.min()
    guard let dated = clock.dated else { return written?.later(byHours: Self.slackHours) }
    guard let written, written > dated else { return dated.later(byHours: Self.slackHours) }
    return min(written, dated.later(byHours: 183 * 24)).later(byHours: Self.slackHours)
  }

  private func isPossible(_ newest: CivilTime?, in year: Int, until limit: Instant) -> Bool {
    guard var civil = newest else { return year <= limit.civil().year ?? year }
    civil.year = year
    guard let instant = civil.instant(year: year, offset: offset(at: civil).offset.seconds) else { return false }
    return instant <= limit
  }

  static func isLeap(_ year: Int) -> Bool { CivilTime.days(inMonth: 2, of: year) == 29 }

  /// 14 hours for a zone that is not known and 12 for a clock that is wrong.
  private static let slackHours = 26
  /// Beyond two days an offset is damage.
  private static let widestOffset = 2 * 86_400
}

extension StreamClock {
  /// How many years a line is behind the newest. A turn that was taken back leaves lines with one more.
  func yearsBehind(_ yearTurns: Int) -> Int { max(0, turns - yearTurns) }
}

extension WallClock {
  /// What stands in the way of placing an input's year-less stamps; nil where nothing does.
  func obstacle(of clock: StreamClock, path: String) -> Problem? {
    guard let newest = newestYear(of: clock) else {
      return Problem(
        path: path, kind: .time,
        detail: "The stamps have no year and nothing tells it; give it with --year to place these events.")
    }
    let years = clock.leapDays.map { newest - (clock.turns - $0) }
    guard let year = years.first(where: { !Self.isLeap($0) }) else { return nil }
    return Problem(
      path: path, kind: .time,
      detail: "A stamp says 29 February, which \(year) did not have; another --year would place it.")
  }
}

extension Problem {
  /// Says how a jump within the year-less stamps of an input was taken.
  init(path: String, jump: StampJump) {
    func text(_ civil: CivilTime) -> String { "day \(civil.day) of month \(civil.month)" }
    let isFall = jump.to.dayOfLeapYear < jump.from.dayOfLeapYear
    self.init(
      path: path, kind: .time,
      detail: "Stamps without a year go from \(text(jump.from)) to \(text(jump.to)), which is taken for "
        + (isFall ? "a clock that was set back" : "a silence") + " within one year.")
  }
}

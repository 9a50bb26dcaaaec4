// The clock of one input: its stamps' year and zone, as well as the case knows them.

import TrailModel

/// Places the stamps of one input.
struct InputClock {
  @Boxed private var stream: StreamClock
  /// For stamps of hosts of which copies tell nothing.
  private(set) var wall: WallClock
  private var newestYear: Int?
  /// For stamps of hosts, by ``HostName/label``, whose zone or year copies tell.
  private var byHost: [String?: (wall: WallClock, newestYear: Int?)] = [:]

  /// A clock for the stamps of `input` that follows `options`; `zones` are the bundle's.
  init(_ input: Input, options: CaseOptions, zones: [KnownZone]) {
    _stream = input.$clock
    wall = WallClock(options: options, zones: zones)
    newestYear = wall.newestYear(of: input.clock)
  }

  /// Believes what copies of a host's kills tell of its stamps.
  mutating func believe(_ votes: ClockVotes, of host: String?) {
    var better = wall
    if let zone = votes.zone { better.believe(KnownZone(zone: zone, basis: .copies)) }
    if better.year == nil, let year = votes.newestYear(turns: stream.turns) { better.year = (year, .copies) }
    byHost[host] = (better, better.newestYear(of: stream))
  }

  /// The time of a line of `host`.
  func resolve(_ stamp: Stamp, text: String?, yearTurns: Int, host: String?) -> EventTime {
    var (clock, newest) = (wall, newestYear)
    if !byHost.isEmpty, let known = byHost[HostName.label(of: host)] { (clock, newest) = known }
    return clock.resolve(stamp, text: text, year: newest.map { $0 - stream.yearsBehind(yearTurns) })
  }

  /// When a report was logged.
  func resolve(_ seen: Observation) -> EventTime {
    resolve(seen.stamp, text: seen.stampText, yearTurns: seen.yearTurns, host: seen.host)
  }

  /// The time of a stamp of the stream's own: that of its only host, where it has one.
  func resolve(_ seen: SeenStamp?, host: String?) -> EventTime? {
    guard let seen else { return nil }
    return resolve(seen.stamp, text: seen.text, yearTurns: seen.yearTurns, host: host)
  }
}

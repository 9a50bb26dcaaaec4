// What copies with a zone and a year tell of the stamps of copies that have none.

import TrailModel
import TrailZones

/// A kill that one log stamps in local time and another one in UTC: how far the first is from UTC, and its year.
struct ClockVote {
  /// The local stamp as if it were UTC, in seconds.
  var local: Int64
  /// Seconds east of UTC.
  var offset: Int
  /// The stamp's year.
  var year: Int
  /// How often the stream's year had turned by then.
  var yearTurns: Int
}

/// The votes on the stamps of one host in one input.
struct ClockVotes {
  /// Whose stamps they are about: a relay's file has those of many zones.
  struct Key: Hashable, Comparable {
    var input: Int
    var host: String?

    static func < (left: Key, right: Key) -> Bool {
      (left.input, left.host ?? "") < (right.input, right.host ?? "")
    }
  }

  /// Those that are believed, in the order of the stamps.
  private var votes: [ClockVote]
  /// How many kills tell anything.
  private let kills: Int

  /// Compares all `copies` of kills that are the same to the byte, one with a zone and one without.
  static func collect(from copies: [Copy], of observations: [Observation]) -> [Key: ClockVotes] {
    var zoned: [VictimFacts: [Int]] = [:]
    for copy in copies where copy.time.basis == .zoned {
      guard let victim = copy.victim, victim.hasSizes else { continue }
      if zoned[victim, default: []].count < mostWitnesses { zoned[victim, default: []].append(copy.index) }
    }
    guard !zoned.isEmpty else { return [:] }
    var found: [Key: [[ClockVote]]] = [:]
    // What the bundle or the reader says of the zone needs no guess.
    for copy in copies where copy.time.zone == .assumed {
      guard let victim = copy.victim, let witnesses = zoned[victim] else { continue }
      var possible: [ClockVote] = []
      for witness in witnesses {
        guard let vote = vote(on: copy, by: copies[witness], turns: observations[copy.index].yearTurns) else {
          continue
        }
        if !possible.contains(where: { $0.offset == vote.offset && $0.year == vote.year }) { possible.append(vote) }
      }
      if !possible.isEmpty { found[Key(input: copy.input, host: copy.hostLabel), default: []].append(possible) }
    }
    return found.mapValues(ClockVotes.init)
  }

  /// Believes the offset that most kills agree on, each of which has its possible votes: kills that look alike have
  /// several. Beside it those of the other half of the year are believed, an hour away at most.
  private init(_ kills: [[ClockVote]]) {
    self.kills = kills.count
    votes = []
    var counts: [Int: Int] = [:]
    for kill in kills { for offset in Set(kill.map(\.offset)) { counts[offset, default: 0] += 1 } }
    let most = counts.values.max() ?? 0
    let agreed = Set(counts.lazy.filter { $0.value == most }.map(\.key))
    // As many on summer's as on winter's are no contradiction.
    guard let low = agreed.min(), let high = agreed.max(), high - low <= Self.hour else { return }
    func only(_ kill: [ClockVote], _ isMeant: (Int) -> Bool) -> ClockVote? {
      let meant = kill.filter { isMeant($0.offset) }
      return meant.count == 1 ? meant[0] : nil
    }
    let sure = kills.compactMap { only($0, agreed.contains) }.sorted { $0.local < $1.local }
    guard !sure.isEmpty else { return }
    let others = kills.filter { kill in !kill.contains { agreed.contains($0.offset) } }.compactMap { kill in
      only(kill) { abs($0 - low) <= Self.hour }
    }
    votes = sure + others.filter { !Self.isWithin(sure, $0) }
    votes.sort { $0.local < $1.local }
  }

  /// Whether a vote stands between two others that are too close for clocks to have been changed twice between them.
  private static func isWithin(_ sure: [ClockVote], _ vote: ClockVote) -> Bool {
    let next = sure.prefixCount { $0.local < vote.local }
    return next > 0 && next < sure.count && sure[next].local - sure[next - 1].local < shortestSeason
  }

  private static func vote(on copy: Copy, by witness: Copy, turns: Int) -> ClockVote? {
    guard let civil = copy.stamp.civil, let wall = witness.time.wall, HostName.agree(copy.host, witness.host),
      !contradict(copy.bootID, witness.bootID)
    else { return nil }
    var delay = unprovenDelay
    if let one = copy.time.monotonic, let other = witness.time.monotonic {
      guard distance(one, other) <= 1_000_000_000 else { return nil }
      delay = longestDelay
    }
    let near = wall.civil().year ?? 0
    for year in civil.year.map({ [$0] }) ?? [near, near - 1, near + 1] {
      guard let local = civil.instant(year: year, offset: 0) else { continue }
      let difference = (local.nanoseconds - wall.nanoseconds) / 1_000_000_000
      let offset = ((difference + quarter / 2).floored(by: quarter)) * quarter
      guard distance(difference, offset) <= delay, isInUse(offset) else { continue }
      return ClockVote(local: local.nanoseconds / 1_000_000_000, offset: Int(offset), year: year, yearTurns: turns)
    }
    return nil
  }

  /// Zones lie at multiples of 15 minutes from UTC.
  private static let quarter: Int64 = 900

  /// Whether some zone is so far from UTC (IANA's database, since 1970): whole hours, and these.
  private static func isInUse(_ offset: Int64) -> Bool {
    guard offset >= -12 * 3_600, offset <= 14 * 3_600 else { return false }
    let minutes = offset / 60
    return minutes % 60 == 0
      || [-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825].contains(minutes)
  }

  /// Loggers stamp a line when they read it, at boot minutes after the kernel wrote it.
  private static let longestDelay: Int64 = 300
  /// Where only the facts of the kill are the same, chance must not look like a zone.
  private static let unprovenDelay: Int64 = 30
  private static let mostWitnesses = 32

  /// By how much clocks are set forward in summer, at most.
  private static let hour = 3_600
  /// Daylight time and standard time last longer.
  private static let shortestSeason: Int64 = 100 * 86_400

  /// The zone they make: at each time the distance that the nearest of them tells. Nil where they contradict each
  /// other.
  var zone: LocalZone? {
    guard !votes.isEmpty else { return nil }
    let votes = votes
    return LocalZone(name: "that of copies") { civil in
      guard let local = civil.instant(year: civil.year ?? 0, offset: 0) else { return nil }
      let seconds = local.nanoseconds / 1_000_000_000
      let low = votes.prefixCount { $0.local < seconds }
      let around = votes[max(0, low - 1)..<min(votes.count, low + 1)]
      let nearest = around.min { distance($0.local, seconds) < distance($1.local, seconds) }
      return nearest.map { LocalOffset($0.offset) }
    }
  }

  /// Says what was taken, of the stamps of `host` in the input at `path`; nil where it is what would be assumed.
  func note(path: String, host: String?) -> Problem? {
    if !votes.isEmpty, votes.allSatisfy({ $0.offset == 0 }) { return nil }
    let whose = "Stamps\(host.map { " of \($0)" } ?? "") have no zone"
    let offsets = Set(votes.map(\.offset)).sorted().map(LocalOffset.text).joined(separator: " and ")
    let count = votes.count < kills ? "\(votes.count) of \(kills)" : "\(kills)"
    let detail =
      votes.isEmpty
      ? "\(whose), and the kills that other logs have with one (\(kills)) contradict each other: UTC is assumed."
      : "\(whose): UTC\(offsets) is taken, from the kills that other logs have with one (\(count))."
    return Problem(path: path, kind: votes.isEmpty ? .contradiction : .time, detail: detail)
  }

  /// The year of the newest stamps of a stream whose year turned so often, as most of them tell it.
  func newestYear(turns: Int) -> Int? {
    var counts: [Int: Int] = [:]
    for vote in votes { counts[vote.year + turns - vote.yearTurns, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }
}

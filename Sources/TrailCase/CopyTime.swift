// Whether the times of copies let them be one event: by the kernel's clock, then by the loggers'.

import TrailModel

/// The kernel stamps of the copies of one event.
struct KernelTimes {
  /// Those of reports that begin with their first line.
  private var whole: Extent?
  /// Those of reports whose first line was lost.
  private var headless: Extent?
  /// Those of loggers, which may be late.
  private var received: Extent?

  mutating func include(_ copy: Copy) {
    guard let stamp = copy.time.monotonic else { return }
    if copy.stamp.isReceived {
      received = .including(stamp, in: received)
    } else if copy.isHeadless {
      headless = .including(stamp, in: headless)
    } else {
      whole = .including(stamp, in: whole)
    }
  }

  func relation(to copy: Copy) -> TimeRelation {
    guard let stamp = copy.time.monotonic, whole != nil || headless != nil || received != nil else { return .silent }
    if copy.stamp.isReceived { return relation(toReceived: stamp) }
    var relation = TimeRelation.equal
    if let received, received.reach(of: stamp) > Self.tolerance {
      // A copy that lost its head begins later than the report did.
      guard copy.isHeadless || stamp <= received.low.saturating(Self.tolerance),
        received.reach(of: stamp) <= Self.longestDelay
      else { return .apart }
      relation = .near
    }
    if let whole, whole.reach(of: stamp) > Self.tolerance {
      // A report whose head was lost starts later, but not before the whole one and within its printing.
      let follows = copy.isHeadless && stamp.saturating(Self.tolerance) >= whole.high
      guard follows, whole.reach(of: stamp) <= Self.longestReport else { return .apart }
      relation = .near
    }
    if let headless, headless.reach(of: stamp) > Self.tolerance {
      let precedes = copy.isHeadless || stamp <= headless.low.saturating(Self.tolerance)
      guard precedes, headless.reach(of: stamp) <= Self.longestReport else { return .apart }
      relation = .near
    }
    return relation
  }

  /// How a stamp that a logger may have given relates: it is never early.
  private func relation(toReceived stamp: Int64) -> TimeRelation {
    var relation = TimeRelation.equal
    if let received, received.reach(of: stamp) > Self.tolerance {
      guard received.reach(of: stamp) <= Self.longestDelay else { return .apart }
      relation = .near
    }
    for (known, isHeadless) in [(whole, false), (headless, true)] {
      guard let known, known.reach(of: stamp) > Self.tolerance else { continue }
      guard isHeadless || stamp >= known.low.saturating(-Self.tolerance),
        known.reach(of: stamp) <= Self.longestDelay
      else { return .apart }
      relation = .near
    }
    return relation
  }

  /// Stamps have six digits, but some copies carry the moment at which a logger passed the line on.
  private static let tolerance: Int64 = 1_000_000
  /// How long a slow serial console takes to print a report.
  private static let longestReport: Int64 = 120_000_000_000
  /// How late a logger gets a line at boot.
  private static let longestDelay: Int64 = 300_000_000_000
}

/// The wall times of the copies of one event.
struct WallTimes {
  /// Those whose stamps have a zone, those whose zone or year is a guess, and of both those whose hour comes twice.
  private var groups: [Walls] = []

  private struct Walls {
    let isZoneKnown: Bool
    /// How long behind each of them the other instant is that it may mean, in nanoseconds; 0 where there is none.
    let shift: Int64
    var instants: Extent
    var seasons: Extent
    var isYearInferred: Bool

    /// How far an instant is from them, in seconds.
    func reach(of instant: Instant, isSeasonal: Bool) -> Int64 {
      let apart = reach(ofOne: instant, isSeasonal)
      if shift == 0 { return apart }
      let earlier = Instant(nanoseconds: instant.nanoseconds.saturating(-shift), fractionDigits: 0)
      return min(apart, reach(ofOne: earlier, isSeasonal))
    }

    private func reach(ofOne instant: Instant, _ isSeasonal: Bool) -> Int64 {
      isSeasonal
        ? WallTimes.seasonal(seasons, instant.secondOfLeapYear)
        : instants.reach(of: instant.nanoseconds) / 1_000_000_000
    }
  }

  mutating func include(_ copy: Copy) {
    guard let wall = copy.time.wall else { return }
    let shift = copy.time.repeated.map { $0.nanoseconds.saturating(-wall.nanoseconds) } ?? 0
    let isInferred = copy.time.basis == .inferredYear
    let isKnown = copy.time.isZoneKnown
    guard let place = groups.firstIndex(where: { $0.isZoneKnown == isKnown && $0.shift == shift }) else {
      groups.append(
        Walls(
          isZoneKnown: isKnown, shift: shift, instants: Extent(wall.nanoseconds),
          seasons: Extent(wall.secondOfLeapYear), isYearInferred: isInferred))
      return
    }
    groups[place].instants.include(wall.nanoseconds)
    groups[place].seasons.include(wall.secondOfLeapYear)
    groups[place].isYearInferred = groups[place].isYearInferred || isInferred
  }

  /// How `copy`'s wall time relates to these; with the seconds between them where they go together.
  ///
  /// A guessed year may be wrong where the facts are `certain`; a guessed zone only where the kernel's
  /// stamps are equal (`isProven`), for two kills can look alike and be some hours apart.
  func relation(to copy: Copy, isCertain: Bool, isProven: Bool) -> (relation: TimeRelation, seconds: Int64) {
    guard let wall = copy.time.wall, !groups.isEmpty else { return (.silent, .max) }
    var farthest: Int64 = 0
    for walls in groups {
      let mayMissYear = (isCertain || isProven) && (walls.isYearInferred || copy.time.basis == .inferredYear)
      var apart = walls.reach(of: wall, isSeasonal: mayMissYear)
      if let other = copy.time.repeated { apart = min(apart, walls.reach(of: other, isSeasonal: mayMissYear)) }
      let mayMissZone = isProven && walls.isZoneKnown != copy.time.isZoneKnown
      guard apart <= Self.tolerance || (mayMissZone && Self.isZoneDifference(apart)) else {
        return (.apart, apart)
      }
      farthest = max(farthest, apart)
    }
    return (.near, farthest)
  }

  /// The distance within the year, which ends where it begins.
  fileprivate static func seasonal(_ seasons: Extent, _ second: Int64) -> Int64 {
    let apart = seasons.reach(of: second)
    return min(apart, Instant.leapYear - apart)
  }

  /// Zones lie at multiples of 15 minutes from each other, up to 14 hours from UTC.
  private static func isZoneDifference(_ seconds: Int64) -> Bool {
    let quarter: Int64 = 900
    let beyond = seconds % quarter
    return seconds <= 14 * 3_600 + tolerance && min(beyond, quarter - beyond) <= tolerance
  }

  /// Loggers stamp a line when they read it, at boot minutes after the kernel wrote it.
  private static let tolerance: Int64 = 300
}

extension EventTime {
  /// Whether it is known how far from UTC the stamp is: it said so itself, or its bundle or other copies did.
  var isZoneKnown: Bool {
    basis == .zoned || basis == .bootAnchor || zone == .bundle || zone == .bundleDate || zone == .copies
  }
}

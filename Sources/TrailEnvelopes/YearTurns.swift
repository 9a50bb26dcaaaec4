// Counts the New Years of a stream whose stamps have no year, up or, where the newest stands first, down.

public import TrailModel

/// Follows the months of a stream's stamps in file order.
public struct YearTurns: Sendable {
  /// What the stream's stamps say of its years so far.
  public private(set) var clock = StreamClock()
  /// Whether the newest stands first: then the counts of older years are less than that of the newest.
  public var isFalling = false
  /// The latest day of the current year, 1 to 366; where times fall, the earliest.
  private var latest: Int?
  /// The latest day before a turn that may have been none.
  private var doubtful: Int?
  /// How many years the lines are behind the newest; only where times fall.
  private var behind = 0

  /// A count that has seen nothing.
  public init() {}

  /// Begins anew: what was seen will be seen again.
  public mutating func restart() {
    var fresh = YearTurns()
    fresh.isFalling = isFalling
    self = fresh
  }

  /// How often the year had turned at a line with this stamp.
  ///
  /// A fall of more than half a year is a new year, whatever the log was silent of; a rise from January to the end of
  /// the year is a straggler of last year (a relay, a slow host). Smaller steps back are clock corrections and bursts.
  /// Of larger jumps nothing tells whether a year turned in them: none is counted, and ``StreamClock/jump`` says so.
  public mutating func turns(at stamp: Stamp) -> Int {
    guard let civil = stamp.civil else { return clock.turns }
    if civil.year != nil {
      if let instant = civil.instant(year: 0, offset: stamp.offset ?? 0),
        instant > (clock.dated ?? instant) || clock.dated == nil
      {
        clock.dated = instant
      }
      return clock.turns
    }
    let day = civil.dayOfLeapYear
    takeBack(at: day)
    var turns = clock.turns
    if isFalling {
      turns = fallingTurns(at: day)
      if clock.newest == nil { clock.newest = civil }
    } else if let latest {
      if latest - day > Self.halfYear {
        doubtful = civil.isFirstMorning && latest < Self.december ? latest : nil
        clock.turns += 1
        turns = clock.turns
        self.latest = day
        clock.newest = civil
      } else if day - latest > Self.leapYear - Self.longestDelay {
        turns -= 1
      } else {
        if latest - day > Self.longestDelay || day - latest > Self.halfYear, clock.jump == nil {
          clock.jump = clock.newest.map { StampJump(from: $0, to: civil) }
        }
        if day >= latest {
          self.latest = day
          clock.newest = civil
        }
      }
    } else {
      latest = day
      clock.newest = civil
    }
    if civil.month == 2, civil.day == 29, clock.leapDays.last != turns { clock.leapDays.append(turns) }
    return turns
  }

  /// Takes back a turn that was none: a machine without a clock of its own begins each boot with 1970, until somebody
  /// tells it the time. Then its stamps go on where they were.
  private mutating func takeBack(at day: Int) {
    guard let before = doubtful, let latest, day > 1 else { return }
    doubtful = nil
    let isBack = day - latest > Self.halfYear && day - latest <= Self.leapYear - Self.longestDelay
    guard isBack, day >= before - 1 else { return }
    clock.turns -= 1
    self.latest = before
  }

  private static let leapYear = 366
  private static let halfYear = 183
  /// So many days late no line comes.
  private static let longestDelay = 62
  /// The first day of December.
  private static let december = 336

  /// The same count in a stream that goes back in time: a rise of more than half a year is January to December, a fall
  /// of more than that a straggler of the year before in the stream.
  private mutating func fallingTurns(at day: Int) -> Int {
    let latest = latest ?? day
    if day - latest > 183 {
      behind += 1
    } else if latest - day > 183 {
      return clock.turns - max(0, behind - 1)
    }
    self.latest = day - latest > 183 ? day : min(latest, day)
    return clock.turns - behind
  }
}

extension CivilTime {
  /// Whether this is the beginning of a year in UTC, and of 1970, in some zone east of it.
  fileprivate var isFirstMorning: Bool { month == 1 && day == 1 && hour < 15 }
}

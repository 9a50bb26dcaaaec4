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
  /// How many years the lines are behind the newest; only where times fall.
  private var behind = 0

  /// A count that has seen nothing.
  public init() {}

  /// How often the year had turned at a line with this stamp.
  ///
  /// A fall of more than half a year is December to January; a rise of more than that is a straggler of last year
  /// (a relay, a slow host); smaller steps back are clock corrections and bursts.
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
    var turns = clock.turns
    if isFalling {
      turns = fallingTurns(at: day)
      if clock.newest == nil { clock.newest = civil }
    } else if let latest {
      if latest - day > 183 {
        clock.turns += 1
        turns = clock.turns
        self.latest = day
        clock.newest = civil
      } else if day - latest > 183 {
        turns -= 1
      } else if day >= latest {
        self.latest = day
        clock.newest = civil
      }
    } else {
      latest = day
      clock.newest = civil
    }
    if civil.month == 2, civil.day == 29, clock.leapDays.last != turns { clock.leapDays.append(turns) }
    return turns
  }

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

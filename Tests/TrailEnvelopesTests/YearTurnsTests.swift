// New Years, stragglers and leap days of a stream whose stamps have no year.

import TestKit
import Testing
import TrailEnvelopes
import TrailModel

@Suite struct YearTurnsTests {
  private static func stamp(_ month: Int, _ day: Int, _ hour: Int = 12, year: Int? = nil, offset: Int? = nil) -> Stamp {
    Stamp(civil: CivilTime(year: year, month: month, day: day, hour: hour, minute: 0, second: 0), offset: offset)
  }

  /// The turns of each day, and the clock at the end.
  private func turns(_ days: [(Int, Int)]) -> ([Int], StreamClock) {
    var years = YearTurns()
    let turns = days.map { years.turns(at: Self.stamp($0.0, $0.1)) }
    return (turns, years.clock)
  }

  @Test func nothing() {
    let years = YearTurns()
    #expect(years.clock == StreamClock())
  }

  @Test func aNewYear() {
    let (turns, clock) = turns([(12, 30), (12, 31), (1, 1), (1, 2)])
    #expect(turns == [0, 0, 1, 1])
    #expect(clock.turns == 1)
    #expect(clock.newest == Self.stamp(1, 2).civil)
  }

  @Test func manyNewYears() {
    let days = (0..<5).flatMap { _ in (1...12).map { ($0, 15) } }
    let (turns, clock) = turns(days)
    #expect(turns == (0..<60).map { $0 / 12 })
    #expect(clock.turns == 4)
  }

  @Test func stragglersOfLastYear() {
    let (turns, clock) = turns([(12, 31), (1, 1), (12, 31), (12, 31), (1, 1), (1, 2), (12, 30)])
    #expect(turns == [0, 1, 0, 0, 1, 1, 0])
    #expect(clock.turns == 1)
    #expect(clock.newest == Self.stamp(1, 2).civil)
  }

  @Test func aStragglerBeforeTheFirstTurn() {
    #expect(turns([(1, 1), (12, 31), (1, 1)]).0 == [0, -1, 0])
  }

  @Test func downwards() {
    var years = YearTurns()
    years.isFalling = true
    let days = [(1, 2), (1, 1), (12, 31), (1, 1), (12, 30), (7, 1), (2, 29), (1, 3), (12, 20), (12, 21)]
    #expect(days.map { years.turns(at: Self.stamp($0.0, $0.1)) } == [0, 0, -1, 0, -1, -1, -1, -1, -2, -2])
    #expect(years.clock.turns == 0)
    #expect(years.clock.newest == Self.stamp(1, 2).civil)
    #expect(years.clock.leapDays == [-1])
  }

  @Test func downwardsOnlyAfterSomeLines() {
    var years = YearTurns()
    _ = years.turns(at: Self.stamp(1, 2))
    _ = years.turns(at: Self.stamp(12, 31))
    years.isFalling = true
    #expect(
      [(12, 31), (8, 1), (5, 1), (1, 1), (12, 31)].map { years.turns(at: Self.stamp($0.0, $0.1)) }
        == [-1, -1, -1, -1, -2])
    #expect(years.clock.newest == Self.stamp(1, 2).civil)
  }

  @Test func smallStepsBackAreNoTurns() {
    let (turns, clock) = turns([(3, 10), (3, 9), (3, 10), (3, 1), (2, 20), (3, 10)])
    #expect(turns == [0, 0, 0, 0, 0, 0])
    #expect(clock.newest == Self.stamp(3, 10).civil)
    #expect(self.turns([(10, 26), (10, 25), (10, 26)]).1.turns == 0)
  }

  @Test func halfAYearIsTheBorder() {
    // Days 366 and 183 of a leap year are 183 apart, 366 and 182 are 184.
    #expect(turns([(12, 31), (7, 1)]).0 == [0, 0])
    #expect(turns([(12, 31), (6, 30)]).0 == [0, 1])
    #expect(turns([(7, 1), (12, 31)]).0 == [0, 0])
    #expect(turns([(6, 30), (12, 31)]).0 == [0, 0])
  }

  @Test func silencesOfMoreThanHalfAYear() {
    // A fall is a new year, however long the log was silent.
    #expect(turns([(11, 20), (2, 10), (2, 11)]).0 == [0, 1, 1])
    #expect(turns([(12, 30), (6, 20)]).0 == [0, 1])
    // A rise of months is no straggler.
    let (turned, clock) = turns([(3, 1), (11, 1), (11, 2), (1, 5)])
    #expect(turned == [0, 0, 0, 1])
    #expect(clock.jump == StampJump(from: Self.day(3, 1), to: Self.day(11, 1)))
    // One of the last days of the year is, for weeks.
    #expect(turns([(1, 5), (11, 25), (1, 6)]).0 == [0, -1, 0])
    #expect(turns([(1, 5), (11, 25), (1, 6)]).1.jump == nil)
  }

  @Test func aFallOfMonthsIsUndecided() {
    let (turned, clock) = turns([(9, 10), (4, 5), (4, 6)])
    #expect(turned == [0, 0, 0])
    #expect(clock.jump == StampJump(from: Self.day(9, 10), to: Self.day(4, 5)))
    #expect(turns([(9, 10), (7, 15)]).1.jump == nil)
  }

  @Test func aClockThatBeginsWith1970IsNoNewYear() {
    let (turned, clock) = turns([(9, 10), (1, 1), (1, 1), (9, 10), (9, 11), (1, 1), (9, 12)])
    #expect(turned == [0, 1, 1, 0, 0, 1, 0])
    #expect(clock.newest == Self.day(9, 12))
    #expect(clock.turns == 0)
    #expect(clock.jump == nil)
    // So does a year.
    #expect(turns([(12, 31), (1, 1), (1, 2)]).0 == [0, 1, 1])
    #expect(turns([(9, 10), (1, 1), (1, 2), (9, 10)]).0 == [0, 1, 1, 1])
    #expect(turns([(9, 10), (1, 1), (6, 20)]).0 == [0, 1, 1])
  }

  private static func day(_ month: Int, _ day: Int) -> CivilTime {
    CivilTime(year: nil, month: month, day: day, hour: 12, minute: 0, second: 0)
  }

  @Test func leapDays() {
    #expect(turns([(2, 28), (3, 1)]).1.leapDays == [])
    #expect(turns([(2, 29), (2, 29), (3, 1)]).1.leapDays == [0])
    let days = (0..<5).flatMap { year in [(1, 5), (2, year % 4 == 1 ? 29 : 28), (6, 1), (11, 1)] }
    #expect(turns(days).1.leapDays == [1])
    let twice = (0..<6).flatMap { year in [(1, 5), (2, year % 4 == 1 ? 29 : 28), (6, 1), (11, 1)] }
    #expect(turns(twice).1.leapDays == [1, 5])
  }

  @Test func linesWithoutACivilTimeCountNothing() {
    var years = YearTurns()
    #expect(years.turns(at: Stamp()) == 0)
    #expect(years.turns(at: Stamp(monotonic: 5)) == 0)
    #expect(years.clock == StreamClock())
    _ = years.turns(at: Self.stamp(12, 31))
    _ = years.turns(at: Self.stamp(1, 1))
    #expect(years.turns(at: Stamp()) == 1)
    #expect(years.turns(at: Stamp(monotonic: 5)) == 1)
  }

  @Test func stampsWithAYearAreKeptApart() {
    var years = YearTurns()
    _ = years.turns(at: Self.stamp(12, 31))
    #expect(years.turns(at: Self.stamp(6, 1, year: 2025, offset: 0)) == 0)
    #expect(years.clock.dated == Self.stamp(6, 1).civil?.instant(year: 2025, offset: 0))
    #expect(years.clock.newest == Self.stamp(12, 31).civil)
    // An older one changes nothing; a newer one does, in whatever zone.
    _ = years.turns(at: Self.stamp(5, 1, year: 2025, offset: 0))
    #expect(years.clock.dated == Self.stamp(6, 1).civil?.instant(year: 2025, offset: 0))
    _ = years.turns(at: Self.stamp(6, 1, year: 2025, offset: -3_600))
    #expect(years.clock.dated == Self.stamp(6, 1, 13).civil?.instant(year: 2025, offset: 0))
    #expect(years.turns(at: Self.stamp(1, 1)) == 1)
    // A year that no instant can have is passed over.
    _ = years.turns(at: Self.stamp(1, 1, year: 9999))
    #expect(years.clock.dated == Self.stamp(6, 1, 13).civil?.instant(year: 2025, offset: 0))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func daysInOrderGiveTheirYears(seed: UInt64) {
    // Any stream that is silent for less than half a year at a time, with stragglers of a few days.
    var random = SplitMix64(seed: seed)
    var years = YearTurns()
    let epoch = CivilTime.days(year: 2020, month: 7, day: 1)
    var day = epoch
    var newest = day
    for _ in 0..<300 {
      day = newest + Int.random(in: 0...180, using: &random)
      newest = day
      let late = random.next() % 4 == 0 ? Int.random(in: 0...20, using: &random) : 0
      for shown in [day, max(epoch, day - late)] {
        let civil = Instant(nanoseconds: Int64(shown) * 86_400_000_000_000, fractionDigits: 0).civil()
        guard let year = civil.year, year < 2250 else { return }
        let turns = years.turns(at: Self.stamp(civil.month, civil.day))
        #expect(turns == year - 2020, "\(spelled(civil)), seed \(seed)")
      }
    }
  }
}

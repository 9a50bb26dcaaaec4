// Years and zones that stamps lack.

import Testing
import TrailCase
import TrailModel
import TrailZones

@Suite struct ClockTests {
  private func resolve(
    _ stamp: Stamp, turns: Int = 0, _ clock: StreamClock, year: Int? = nil, zone: LocalZone = .utc
  ) -> EventTime {
    WallClock(options: CaseOptions(year: year, zone: zone)).resolve(
      stamp, text: "as printed", yearTurns: turns, clock: clock)
  }

  @Test func aStampWithAZoneNeedsNothing() {
    let time = resolve(
      Stamp(civil: civil(2026, 4, 27, 15), offset: -14_400), StreamClock(), zone: .fixed(3_600, name: "x"))
    #expect(time.wall == utc(2026, 4, 27, 19))
    #expect(time.basis == .zoned)
    #expect(time.text == "as printed")
  }

  @Test func aStampWithAYearIsOfTheZoneAskedFor() {
    let stamp = Stamp(civil: civil(2026, 4, 27, 15))
    #expect(resolve(stamp, StreamClock()).wall == utc(2026, 4, 27, 15))
    let time = resolve(stamp, StreamClock(), zone: .fixed(7_200, name: "x"))
    #expect(time.wall == utc(2026, 4, 27, 13))
    #expect(time.basis == .assumedZone)
  }

  @Test func aZoneMayDependOnTheDate() {
    let summer = LocalZone(name: "half") { civil in
      #expect(civil.year == 2025)
      return LocalOffset((4...10).contains(civil.month) ? 7_200 : 3_600)
    }
    var clock = StreamClock()
    clock.newest = civil(nil, 7, 1)
    clock.modified = utc(2025, 7, 2)
    let july = resolve(Stamp(civil: civil(nil, 7, 1)), clock, year: 2025, zone: summer)
    let january = resolve(Stamp(civil: civil(nil, 1, 1)), clock, year: 2025, zone: summer)
    #expect(july.wall == utc(2025, 7, 1, 10))
    #expect(january.wall == utc(2025, 1, 1, 11))
  }

  @Test func aStreamOverNewYearIsOfTwoYears() {
    var clock = StreamClock()
    clock.turns = 1
    clock.newest = civil(nil, 1, 2, 3)
    clock.modified = utc(2026, 1, 2, 4)
    let december = resolve(Stamp(civil: civil(nil, 12, 31, 23, 59, 58)), turns: 0, clock)
    let january = resolve(Stamp(civil: civil(nil, 1, 1, 0, 0, 1)), turns: 1, clock)
    #expect(december.wall == utc(2025, 12, 31, 23, 59, 58))
    #expect(january.wall == utc(2026, 1, 1, 0, 0, 1))
    #expect(december.basis == .inferredYear)
    // A straggler that a relay passed on before the stream's first turn.
    #expect(resolve(Stamp(civil: civil(nil, 12, 30)), turns: -1, clock).wall == utc(2024, 12, 30))
  }

  @Test(arguments: [(25, 2026), (27, 2025)])
  func theNewestStampMayBeTwentySixHoursAheadOfTheFile(hours: Int, year: Int) {
    var clock = StreamClock()
    clock.newest = civil(nil, 4, 27, 0)
    clock.modified = Instant(
      nanoseconds: utc(2026, 4, 27, 0).nanoseconds - Int64(hours) * 3_600_000_000_000, fractionDigits: 0)
    #expect(WallClock(options: CaseOptions()).newestYear(of: clock) == year)
  }

  @Test func aLogReadInJanuaryWhoseNewestStampIsOfDecember() {
    var clock = StreamClock()
    clock.newest = civil(nil, 12, 31)
    clock.modified = utc(2026, 1, 5)
    #expect(resolve(Stamp(civil: civil(nil, 12, 31)), clock).wall == utc(2025, 12, 31))
  }

  @Test func aLeapDayNeedsALeapYear() {
    var clock = StreamClock()
    clock.newest = civil(nil, 3, 1)
    clock.modified = utc(2026, 5, 1)
    clock.leapDays = [0]
    #expect(resolve(Stamp(civil: civil(nil, 2, 29)), clock).wall == utc(2024, 2, 29))
    // One turn later: the leap day was in the year before the newest.
    clock.turns = 1
    #expect(resolve(Stamp(civil: civil(nil, 3, 1)), turns: 1, clock).wall == utc(2025, 3, 1))
  }

  @Test func aLeapDayAcrossTheCenturyThatHasNone() {
    var clock = StreamClock()
    clock.newest = civil(nil, 2, 29)
    clock.leapDays = [0]
    clock.modified = utc(2104, 1, 1)
    #expect(WallClock(options: CaseOptions()).newestYear(of: clock) == 2096)
  }

  @Test func aYearAskedForIsThatOfTheNewestStamps() {
    var clock = StreamClock()
    clock.turns = 1
    clock.newest = civil(nil, 1, 2)
    clock.modified = utc(2026, 1, 2)
    #expect(resolve(Stamp(civil: civil(nil, 12, 31)), turns: 0, clock, year: 2020).wall == utc(2019, 12, 31))
    #expect(resolve(Stamp(civil: civil(nil, 1, 1)), turns: 1, clock, year: 2020).wall == utc(2020, 1, 1))
  }

  @Test func theFilesTimesAreTrustedInOrder() {
    var clock = StreamClock()
    clock.newest = civil(nil, 4, 27)
    let wallClock = WallClock(options: CaseOptions())
    #expect(wallClock.newestYear(of: clock) == nil)
    clock.modified = utc(2026, 6, 1)
    #expect(wallClock.newestYear(of: clock) == 2026)
    clock.compressed = utc(2024, 6, 1)
    #expect(wallClock.newestYear(of: clock) == 2024)
    clock.dated = utc(2022, 6, 1)
    #expect(wallClock.newestYear(of: clock) == 2022)
  }

  @Test func stampsWithoutAYearMayFollowOneWithAYear() {
    var clock = StreamClock()
    clock.newest = civil(nil, 1, 3)
    clock.dated = utc(2025, 12, 31)
    clock.modified = utc(2026, 1, 3)
    #expect(WallClock(options: CaseOptions()).newestYear(of: clock) == 2026)
    // A copy made long after says no more than the dated stamp does.
    clock.modified = utc(2029, 1, 3)
    #expect(WallClock(options: CaseOptions()).newestYear(of: clock) == 2026)
  }

  @Test func kernelStampsAlonePlaceNothing() {
    let time = resolve(kernel(12.5), StreamClock(), year: 2026)
    #expect(time.wall == nil)
    #expect(time.basis == nil)
    #expect(time.monotonic == 12_500_000_000)
  }

  @Test func nonsenseIsNotPlaced() {
    #expect(resolve(Stamp(civil: civil(2026, 2, 30), offset: 0), StreamClock()).wall == nil)
    #expect(resolve(Stamp(civil: civil(2026, 13, 1), offset: 0), StreamClock()).wall == nil)
    #expect(resolve(Stamp(civil: civil(2026, 1, 1), offset: .max), StreamClock()).basis == .assumedZone)
    #expect(resolve(Stamp(civil: civil(nil, 1, 1)), StreamClock(), year: 99_999).wall == nil)
  }

  @Test func aCaseGoesOverNewYear() {
    var clock = StreamClock()
    clock.turns = 1
    clock.newest = civil(nil, 1, 1)
    clock.modified = utc(2026, 1, 1, 13)
    var builder = CaseBuilder(options: CaseOptions())
    builder.add(
      input: input("a", clock: clock),
      observations: [
        seen(kill(1), Stamp(civil: civil(nil, 12, 31, 23, 59, 59))),
        seen(kill(2), Stamp(civil: civil(nil, 1, 1, 0, 0, 1)), line: 20, turns: 1),
      ])
    let result = builder.finish()
    #expect(result.events.map(\.time.wall) == [utc(2025, 12, 31, 23, 59, 59), utc(2026, 1, 1, 0, 0, 1)])
    #expect(result.groups.byProcess.first?.interval?.maximum == 2)
  }

  // MARK: Problems

  private func problems(_ clock: StreamClock, _ observations: [Observation], year: Int? = nil) -> [Problem] {
    var builder = CaseBuilder(options: CaseOptions(year: year))
    builder.add(input: input("a", clock: clock), observations: observations)
    let result = builder.finish()
    #expect(result.inputs[0].problems == result.problems)
    return result.problems
  }

  @Test func anUnknownYearIsSaidOnce() {
    var clock = StreamClock()
    clock.newest = civil(nil, 4, 27)
    let twice = [seen(kill(1), bare(0)), seen(kill(2), bare(5), line: 20)]
    let found = problems(clock, twice)
    #expect(found.map(\.kind) == [.time])
    #expect(found.first?.path == "a")
    #expect(found.first?.detail.contains("--year") == true)
    #expect(problems(clock, twice, year: 2026).isEmpty)
    #expect(problems(clock, [seen(kill(1), kernel(5))]).isEmpty)
    #expect(problems(clock, [seen(kill(1), zoned(5))]).isEmpty)
  }

  @Test func aYearAskedForThatHasNoSuchDayIsSaid() {
    var clock = StreamClock()
    clock.newest = civil(nil, 3, 1)
    clock.leapDays = [0]
    let found = problems(clock, [seen(kill(1), Stamp(civil: civil(nil, 2, 29)))], year: 2026)
    #expect(found.map(\.kind) == [.time])
    #expect(found.first?.detail.contains("2026") == true)
  }
}

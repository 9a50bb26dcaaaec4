// What the letters of a zone tell.

import Testing
import TrailModel
import TrailZones

@Suite struct ZoneAbbreviationTests {
  private func at(_ month: Int, _ day: Int, _ hour: Int = 12, year: Int = 2026) -> CivilTime {
    CivilTime(year: year, month: month, day: day, hour: hour, minute: 30, second: 0)
  }

  @Test func aTimeOfTheOtherHalfYearIsNone() {
    #expect(ZoneAbbreviation.meaning(of: "EDT", at: at(1, 15)) == nil)
    #expect(ZoneAbbreviation.meaning(of: "NZDT", at: at(7, 15)) == nil)
    #expect(ZoneAbbreviation.meaning(of: "NZDT", at: at(1, 15))?.offset == 46_800)
    #expect(ZoneAbbreviation.meaning(of: "XYZ", at: at(1, 15)) == nil)
  }

  @Test func theRepeatedHourIsToldByItsName() {
    #expect(ZoneAbbreviation.meaning(of: "EDT", at: at(11, 1, 1))?.offset == -14_400)
    #expect(ZoneAbbreviation.meaning(of: "EST", at: at(11, 1, 1))?.offset == -18_000)
  }

  @Test func oldYearsHadOtherRules() throws {
    let zone = try #require(ZoneAbbreviation.meaning(of: "EDT", at: at(4, 27))?.zone)
    #expect(zone.offset(at: at(7, 1, year: 2007))?.seconds == -14_400)
    #expect(zone.offset(at: at(7, 1, year: 2006)) == nil)
  }

  @Test func aSeasonEndsWhereClocksAreChanged() {
    let europe = ZoneSeason.zone(7_200, name: "+02:00", around: at(4, 27))
    #expect(europe.offset(at: at(3, 29, 1)) == nil)
    #expect(europe.offset(at: at(3, 29, 5))?.seconds == 7_200)
    #expect(europe.offset(at: at(10, 24))?.seconds == 7_200)
    #expect(europe.offset(at: at(10, 26)) == nil)
    #expect(europe.offset(at: at(4, 27, year: 2025)) == nil)
    let india = ZoneSeason.zone(19_800, name: "+05:30", around: at(4, 27))
    #expect(india.offset(at: at(1, 1))?.seconds == 19_800)
    let america = ZoneSeason.zone(-14_400, name: "-04:00", around: at(4, 27))
    #expect(america.offset(at: at(3, 31)) == nil)
    #expect(america.offset(at: at(8, 31))?.seconds == -14_400)
  }
}

// Zone files: built ones, damaged ones, and the system's own against Foundation.

import Foundation
import Testing
import TrailModel
import TrailZones

@Suite struct ZoneFileTests {
  static let berlins: [TZif] = [
    .berlin(version: 0),
    .berlin(footer: "CET-1CEST,M3.5.0,M10.5.0/3"),
    .berlin(isFat: true, footer: "CET-1CEST,M3.5.0,M10.5.0/3"),
    .berlin(version: UInt8(ascii: "3"), footer: "CET-1CEST,M3.5.0,M10.5.0/3"),
    .berlin(version: UInt8(ascii: "4"), isFat: true),
  ]

  @Test(arguments: 0..<berlins.count)
  func listedChangesAreFollowed(index: Int) throws {
    let zone = try #require(ZoneFile.zone(name: "Berlin", tzif: Self.berlins[index].bytes()))
    #expect(zone.name == "Berlin")
    #expect(zone.hours(2000, 7, 1) == 1)
    #expect(zone.hours(2024, 3, 31, 1, 59) == 1)
    #expect(zone.hours(2024, 3, 31, 3) == 2)
    #expect(zone.hours(2024, 10, 27, 1, 59) == 2)
    #expect(zone.hours(2024, 10, 27, 3) == 1)
    #expect(zone.hours(2025, 7, 1) == 2)
  }

  @Test func anHourThatComesTwiceIsTheFirst() throws {
    let zone = try #require(ZoneFile.zone(name: "Berlin", tzif: TZif.berlin().bytes()))
    #expect(zone.hours(2024, 10, 27, 2) == 2)
    #expect(zone.hours(2024, 10, 27, 2, 59) == 2)
    let leap = CivilTime(year: 2024, month: 10, day: 27, hour: 2, minute: 59, second: 60)
    #expect(zone.offset(at: leap)?.seconds == 7_200)
  }

  @Test func anHourThatNeverComesHasTheOffsetBefore() throws {
    let zone = try #require(ZoneFile.zone(name: "Berlin", tzif: TZif.berlin().bytes()))
    #expect(zone.hours(2024, 3, 31, 2) == 1)
    #expect(zone.hours(2024, 3, 31, 2, 59) == 1)
    let hours = (1...3).map { CivilTime(year: 2024, month: 3, day: 31, hour: $0, minute: 0, second: 0) }
    #expect(hours.map { zone.offset(at: $0)?.isSkipped } == [false, true, false])
  }

  @Test func theRuleHoldsBehindTheLastChange() throws {
    let with = TZif.berlin(footer: "CET-1CEST,M3.5.0,M10.5.0/3").bytes()
    let ruled = try #require(ZoneFile.zone(name: "with", tzif: with))
    let unruled = try #require(ZoneFile.zone(name: "without", tzif: TZif.berlin().bytes()))
    for year in [2025, 2037, 2038, 2100, 2261] {
      #expect(ruled.hours(year, 12, 1) == 1)
      #expect(unruled.hours(year, 12, 1) == 2)
    }
    #expect(ruled.hours(2026, 3, 29, 1, 59) == 1)
    #expect(ruled.hours(2026, 3, 29, 3) == 2)
    #expect(ruled.hours(2026, 10, 25, 2, 59) == 2)
    #expect(ruled.hours(2026, 10, 25, 3) == 1)
    // Not before it, whatever it says.
    #expect(ruled.hours(2023, 7, 1) == 1)
  }

  @Test func theBlockOf64BitsIsPreferred() throws {
    var narrow = TZif.berlin(version: 0)
    narrow.kinds[0].offset = 0
    let first = narrow.bytes()
    // The first block says UTC in winter, the second an hour more.
    var bytes = TZif.berlin(isFat: true).bytes()
    bytes.replaceSubrange(5..<first.count, with: first[5...])
    let zone = try #require(ZoneFile.zone(name: "x", tzif: bytes))
    #expect(zone.hours(2024, 1, 1) == 1)
  }

  @Test func leapSecondsAreTakenOut() throws {
    var file = TZif.berlin()
    file.leaps = [(seconds(1972, 7, 1), 1), (seconds(1973, 1, 1) + 1, 2)]
    for index in file.changes.indices { file.changes[index].at += 2 }
    let zone = try #require(ZoneFile.zone(name: "right", tzif: file.bytes()))
    #expect(zone.offset(seconds(2024, 3, 31, 3)) == 7_200)
    #expect(zone.offset(seconds(2024, 10, 27, 3) - 1) == 7_200)
    #expect(zone.offset(seconds(2024, 10, 27, 3)) == 3_600)
  }

  @Test func ofChangesAtOneInstantTheLastCounts() throws {
    var file = TZif.berlin()
    file.changes = [(0, 1), (0, 0), (100_000, 1)]
    let zone = try #require(ZoneFile.zone(name: "x", tzif: file.bytes()))
    #expect(zone.offset(50_000) == 3_600)
    #expect(zone.offset(200_000) == 7_200)
  }

  @Test func changesMayOvertakeEachOther() throws {
    var file = TZif.berlin()
    file.kinds = [.init(offset: 0), .init(offset: 36_000), .init(offset: -36_000)]
    file.changes = [(1_000, 1), (2_000, 2), (3_000, 0), (4_000, 1)]
    let zone = try #require(ZoneFile.zone(name: "x", tzif: file.bytes()))
    #expect(zone.offset(-100_000) == 0)
    #expect(zone.offset(100_000) == 36_000)
  }

  @Test func farTimesDoNotOverflow() throws {
    var file = TZif.berlin()
    file.changes = [(.min, 1), (.min + 1, 0), (.max - 1, 1), (.max, 0)]
    file.leaps = [(.min, Int(Int32.min)), (.max, Int(Int32.max))]
    let zone = try #require(ZoneFile.zone(name: "x", tzif: file.bytes()))
    #expect(zone.hours(2026, 1, 1) == 1)
    for year in [Int.min, -1, 0, 9_999, .max] {
      let civil = CivilTime(year: year, month: 2, day: 29, hour: 23, minute: 59, second: 60)
      #expect(zone.offset(at: civil)?.seconds == 3_600)
    }
    #expect(zone.offset(at: CivilTime(year: nil, month: 1, day: 1, hour: 0, minute: 0, second: 0))?.seconds == 3_600)
  }

  @Test(arguments: [
    "", "/", "/usr/share/zoneinfo/UTC", "..", "../zoneinfo/UTC", "Europe/../UTC", "a..b", "UTC\0", "\0",
    "UTC ",
    "U TC", "Europe\\Berlin", "Zürich", "UTC\n", "UTC:", "~", "No/Such_Zone", "Europe", "Europe/", ".", "./",
    "tzdata.zi",
  ])
  func namesThatAreNoZonesAreRefused(name: String) {
    #expect(ZoneFile.named(name) == nil)
  }
}

/// The rules at the end of files.
@Suite struct ZoneRuleTests {
  /// The zone of a file whose whole content is a rule.
  private func zone(_ rule: String) throws -> LocalZone {
    try #require(ZoneFile.zone(name: rule, tzif: TZif.rule(rule).bytes()))
  }

  @Test func rulesWithoutDaylightTime() throws {
    #expect(try zone("<+0330>-3:30").hours(2026, 7, 1) == 3.5)
    #expect(try zone("IST-5:30").hours(1900, 7, 1) == 5.5)
    #expect(try zone("<-03>3").hours(2026, 7, 1) == -3)
    #expect(try zone("ABC+0:20:30").offset(0) == -1_230)
    #expect(try zone("XYZ-24:59:59").offset(0) == 89_999)
  }

  @Test func daylightTimeSouthOfTheEquatorLastsIntoTheNextYear() throws {
    let zone = try zone("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")
    #expect(zone.hours(2026, 1, 1) == 11)
    #expect(zone.hours(2026, 4, 5, 1, 59) == 11)
    #expect(zone.hours(2026, 4, 5, 2) == 10.5)
    #expect(zone.hours(2026, 10, 4, 1, 59) == 10.5)
    #expect(zone.hours(2026, 10, 4, 2, 30) == 11)
    #expect(zone.hours(2026, 12, 31, 23, 59) == 11)
  }

  @Test func daysOfTheYearAreCountedInTwoWays() throws {
    // J60 is 1 March in every year; 60 is that only in leap years, and 2 March otherwise.
    let julian = try zone("AAA0BBB,J60/0,J300")
    let counted = try zone("AAA0BBB,60/0,300")
    for year in [2000, 2023, 2024, 2100] {
      #expect(julian.hours(year, 2, 28, 23) == 0)
      #expect(julian.hours(year, 3, 1, 1) == 1)
    }
    #expect(julian.hours(2024, 2, 29, 23) == 0)
    #expect(counted.hours(2024, 2, 29, 23) == 0)
    #expect(counted.hours(2024, 3, 1, 1) == 1)
    #expect(counted.hours(2023, 3, 1, 23) == 0)
    #expect(counted.hours(2023, 3, 2, 1) == 1)
  }

  @Test func timesOfAChangeMayLieOnOtherDays() throws {
    // West Greenland: an hour before a Sunday begins, and when it begins.
    let nuuk = try zone("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
    #expect(nuuk.hours(2026, 3, 28, 22, 59) == -2)
    #expect(nuuk.hours(2026, 3, 29, 0) == -1)
    #expect(nuuk.hours(2026, 10, 24, 23, 59) == -1)
    #expect(nuuk.hours(2026, 10, 25, 0) == -2)
    // Gaza: 50 hours after the fourth Thursday began.
    let gaza = try zone("EET-2EEST,M3.4.4/50,M10.4.4/50")
    #expect(gaza.hours(2026, 3, 28, 1, 59) == 2)
    #expect(gaza.hours(2026, 3, 28, 3) == 3)
    #expect(try zone("AAA0BBB,M6.1.0/-167:59:59,M7.1.0/+167").hours(2026, 5, 31, 2) == 1)
  }

  @Test func daylightTimeMayBeBehindStandardTime() throws {
    let dublin = try zone("IST-1GMT0,M10.5.0,M3.5.0/1")
    #expect(dublin.hours(2026, 1, 1) == 0)
    #expect(dublin.hours(2026, 7, 1) == 1)
    #expect(dublin.hours(2026, 3, 29, 2) == 1)
    // Of the hour that comes twice the first is in Irish standard time.
    #expect(dublin.hours(2026, 10, 25, 1, 30) == 1)
    #expect(dublin.hours(2026, 10, 25, 2) == 0)
  }

  @Test(arguments: ["EST5EDT,0/0,J365/25", "XXX3EDT4,0/0,J365/23", "EST5EDT,0/0,J365/26"])
  func daylightTimeMayNeverEnd(rule: String) throws {
    let zone = try zone(rule)
    for year in [1678, 2000, 2023, 2024, 2261] {
      for (month, day, hour) in [(1, 1, 0), (1, 1, 2), (7, 1, 0), (12, 31, 23)] {
        #expect(zone.hours(year, month, day, hour) == -4, "\(year)-\(month)-\(day)")
      }
    }
  }

  @Test(arguments: [
    "CET", "CE-1", "-1", "CET-1 ", "CET-25", "CET-1:60", "CET-1:00:60", "CET-1CEST", "CET-1CEST,",
    "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M0.1.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J10",
    "CET-1CEST,J366,J10", "CET-1CEST,366,10", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0/,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0x", "<CET-1", "<+1>-1", "<CET>", "C3T-1", "CET-99999999999999999999", "CET--1",
    "CET-+1", "CET-1CEST,M3.5.0,M10.5.0\0",
  ])
  func malformedRulesAreRefused(rule: String) {
    #expect(ZoneFile.zone(name: "x", tzif: TZif.rule(rule).bytes()) == nil)
  }
}

/// Files that are none, or damaged.
@Suite struct DamagedZoneFileTests {
  @Test func inconsistentFilesAreRefused() {
    func isRefused(_ change: (inout TZif) -> Void) -> Bool {
      var file = TZif.berlin(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
      change(&file)
      return ZoneFile.zone(name: "x", tzif: file.bytes()) == nil
    }
    #expect(!isRefused { _ in })
    #expect(isRefused { $0.version = UInt8(ascii: "5") })
    #expect(isRefused { $0.version = UInt8(ascii: "1") })
    #expect(isRefused { $0.kinds = [] })
    #expect(isRefused { $0.kinds = Array(repeating: .init(offset: 0), count: 257) })
    #expect(isRefused { $0.kinds[0].offset = 93_600 })
    #expect(isRefused { $0.kinds[0].offset = -90_000 })
    #expect(isRefused { $0.kinds[0].offset = Int(Int32.min) })
    #expect(isRefused { $0.kinds[0].name = 8 })
    #expect(isRefused { $0.names = [] })
    #expect(isRefused { $0.changes[1].kind = 2 })
    #expect(isRefused { $0.changes.swapAt(0, 1) })
    #expect(isRefused { $0.flagCounts = (1, 2) })
    #expect(isRefused { $0.flagCounts = (2, 3) })
    #expect(isRefused { $0.leaps = [(5, 1), (5, 2)] })
    #expect(isRefused { $0.footer = "?" })
    // A rule ends at its newline; what is behind it may belong to a version to come.
    #expect(!isRefused { $0.footer = "CET-1\nCEST" })
  }

  @Test func largeFilesAndCountsAreRefused() {
    let intact = TZif.berlin().bytes()
    #expect(ZoneFile.zone(name: "x", tzif: intact + [0, 1, 2]) != nil)
    #expect(ZoneFile.zone(name: "x", tzif: intact + [UInt8](repeating: 0, count: 1 << 20)) == nil)
    for offset in stride(from: 20, to: 44, by: 4) {
      for count: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0x10, 0]] {
        var bytes = intact
        bytes.replaceSubrange(offset..<offset + 4, with: count)
        #expect(ZoneFile.zone(name: "x", tzif: bytes) == nil)
      }
    }
    #expect(ZoneFile.zone(name: "x", tzif: []) == nil)
    #expect(ZoneFile.zone(name: "x", tzif: Array("TZif".utf8)) == nil)
  }

  @Test func cutFilesAreRefused() {
    for file in ZoneFileTests.berlins {
      let bytes = file.bytes()
      for count in 0..<bytes.count where ZoneFile.zone(name: "x", tzif: Array(bytes[..<count])) != nil {
        Issue.record("a zone of the first \(count) of \(bytes.count) bytes")
      }
    }
  }

  @Test func flippedBytesNeverTrap() {
    var random = SplitMix64(state: 20_260_427)
    for file in ZoneFileTests.berlins {
      let intact = file.bytes()
      for offset in intact.indices {
        for flip in [UInt8(0x01), 0x80, 0xFF] {
          var bytes = intact
          bytes[offset] ^= flip
          probe(bytes)
        }
      }
      for _ in 0..<1_000 {
        var bytes = intact
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
        }
        probe(bytes)
      }
    }
  }

  @Test func spoiltRulesNeverTrap() {
    var random = SplitMix64(state: 7)
    let letters = Array("ABC<>+-:/,.JM0123456789\n".utf8)
    let rule = Array("CET-1CEST,M3.5.0/-2:30,J300/167".utf8)
    for _ in 0..<3_000 {
      var text = rule
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        text[Int.random(in: 0..<text.count, using: &random)] = letters.randomElement(using: &random) ?? 0
      }
      probe(TZif.rule(String(decoding: text, as: UTF8.self)).bytes())
    }
  }

  /// Asks a zone, if the bytes are one, for offsets; none may be so large that an instant cannot bear it.
  private func probe(_ bytes: [UInt8]) {
    guard let zone = ZoneFile.zone(name: "x", tzif: bytes) else { return }
    for year in [1678, 1969, 2024, 2025, 2261] {
      for month in [1, 3, 4, 7, 10, 12] {
        let offset = zone.offset(seconds(year, month, 29, 2, 30))
        if abs(offset) > 26 * 3_600 { Issue.record("offset \(offset) of \(bytes)") }
      }
    }
  }
}

/// The system's files against Foundation, which has tables of its own.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")))
struct SystemZoneTests {
  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca",
    "America/Sao_Paulo",
  ])
  func offsetsAreFoundations(name: String) throws {
    let zone = try #require(ZoneFile.named(name))
    let foundation = try #require(TimeZone(identifier: name))
    #expect(zone.name == name)
    var times: [Int] = []
    var last = foundation.offset(seconds(1995, 1, 1))
    for time in stride(from: seconds(1995, 1, 1), to: seconds(2061, 1, 1), by: 90_061) {
      times.append(time)
      let offset = foundation.offset(time)
      if offset != last {
        // A change lies between: every quarter of an hour around it, and the seconds before.
        for near in (time - 130_000) / 900...(time + 50_000) / 900 { times += [near * 900, near * 900 - 1] }
      }
      last = offset
    }
    let wrong = times.filter { zone.offset($0) != foundation.expected($0) }
    let first = wrong.first.map { "\(civil($0)): \(zone.offset($0)), not \(foundation.expected($0))" }
    #expect(wrong.isEmpty, "\(wrong.count) of \(times.count), the first \(first ?? "")")
  }

  @Test func plainNamesAreZonesToo() throws {
    #expect(try #require(ZoneFile.named("UTC")).hours(2026, 7, 1) == 0)
    #expect(ZoneFile.named("./Europe/Berlin") != nil)
  }
}

/// A zone file to be written.
struct TZif {
  struct Kind {
    var offset: Int
    var isDaylight = false
    var name = 0
  }

  var version = UInt8(ascii: "2")
  var kinds = [Kind(offset: 0)]
  var changes: [(at: Int, kind: Int)] = []
  var leaps: [(at: Int, correction: Int)] = []
  var names: [UInt8] = Array("XXX\0YYY\0".utf8)
  /// Nil: as many as kinds.
  var flagCounts: (Int, Int)?
  /// Whether the block for readers of version 1 has everything, or nearly nothing.
  var isFat = false
  var footer = ""

  /// Berlin from March 2024 to March 2025, then perhaps a rule.
  static func berlin(version: UInt8 = UInt8(ascii: "2"), isFat: Bool = false, footer: String = "") -> TZif {
    TZif(
      version: version, kinds: [Kind(offset: 3_600), Kind(offset: 7_200, isDaylight: true, name: 4)],
      changes: [(seconds(2024, 3, 31, 1), 1), (seconds(2024, 10, 27, 1), 0), (seconds(2025, 3, 30, 1), 1)],
      isFat: isFat, footer: footer)
  }

  /// A file that has nothing but a rule.
  static func rule(_ footer: String) -> TZif { TZif(version: UInt8(ascii: "3"), footer: footer) }

  func bytes() -> [UInt8] {
    if version == 0 { return block(timeWidth: 4) }
    let first = isFat ? self : TZif(version: version, names: [0], flagCounts: (0, 0))
    return first.block(timeWidth: 4) + block(timeWidth: 8) + [0x0A] + Array(footer.utf8) + [0x0A]
  }

  private func block(timeWidth: Int) -> [UInt8] {
    let flags = flagCounts ?? (kinds.count, kinds.count)
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [flags.0, flags.1, leaps.count, changes.count, kinds.count, names.count] {
      bytes += TZif.number(count, 4)
    }
    for change in changes { bytes += TZif.number(change.at, timeWidth) }
    for change in changes { bytes.append(UInt8(change.kind)) }
    for kind in kinds { bytes += TZif.number(kind.offset, 4) + [kind.isDaylight ? 1 : 0, UInt8(kind.name)] }
    bytes += names
    for leap in leaps { bytes += TZif.number(leap.at, timeWidth) + TZif.number(leap.correction, 4) }
    return bytes + [UInt8](repeating: 0, count: flags.0 + flags.1)
  }

  private static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
  }
}

/// Seconds from 1970 to a date and time, both on the same clock.
private func seconds(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Int {
  CivilTime.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60
}

/// The date and time `seconds` after 1970 began.
private func civil(_ seconds: Int) -> CivilTime {
  Instant(nanoseconds: Int64(seconds) * 1_000_000_000, fractionDigits: 0).civil()
}

extension LocalZone {
  /// Seconds east of UTC at a local time, given in seconds.
  fileprivate func offset(_ local: Int) -> Int { offset(at: civil(local))?.seconds ?? .min }

  /// Hours east of UTC at a local time.
  fileprivate func hours(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0
  ) -> Double {
    Double(offset(seconds(year, month, day, hour, minute))) / 3_600
  }
}

extension TimeZone {
  /// Seconds east of UTC at an instant.
  fileprivate func offset(_ instant: Int) -> Int {
    secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant)))
  }

  /// How a local time is to be read: as the first instant that shows it, else by the offset before.
  fileprivate func expected(_ local: Int) -> Int {
    let before = offset(local - 100_000)
    let after = offset(local + 100_000)
    // Where both are possible, the one farther east came first.
    for candidate in [max(before, after), min(before, after)] where offset(local - candidate) == candidate {
      return candidate
    }
    return before
  }
}

/// A generator whose numbers are the same everywhere.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

// What `date` prints, in languages and by options.

import TestKit
import Testing
import TrailModel

@testable import TrailHost

@Suite struct DateOutputTests {
  private func read(_ text: String) -> DateOutput? { DateOutput(Array(text.utf8).span) }

  private static let moment = CivilTime(year: 2026, month: 4, day: 27, hour: 15, minute: 50, second: 37)

  @Test(arguments: [
    ("Mon Apr 27 15:50:37 EDT 2026\n", "EDT"), ("Mon Apr 27 03:50:37 PM EDT 2026", "EDT"),
    ("Mon 27 Apr 2026 03:50:37 PM EDT", "EDT"), ("Mon 27 Apr 15:50:37 BST 2026", "BST"),
    ("Mo 27. Apr 15:50:37 CEST 2026", "CEST"), ("lun. 27 avril 2026 15:50:37 CEST", "CEST"),
    ("lun 27 abr 2026 15:50:37 CEST", "CEST"), ("Пн 27 апр 2026 15:50:37 MSK", "MSK"),
    ("2026年 04月 27日 月曜日 15:50:37 JST", "JST"), ("2026. 04. 27. (월) 15:50:37 KST", "KST"),
    // Tuesday is called like March.
    ("mar 27 abr 2026 15:50:37 CEST", "CEST"),
  ])
  func languages(text: String, name: String) throws {
    let found = try #require(read(text))
    #expect(found.civil == Self.moment)
    #expect(found.abbreviation == name)
    #expect(found.offset == nil)
  }

  @Test(arguments: [
    ("2026-04-27T15:50:37-04:00", -14_400), ("2026-04-27 15:50:37+05:30", 19_800),
    ("2026-04-27T15:50:37,123456789-04:00", -14_400), ("2026-04-27 15:50:37.123+02:00", 7_200),
    ("Mon, 27 Apr 2026 15:50:37 -0400", -14_400), ("2026-04-27T15:50:37Z", 0), ("2026-04-27T15:50:37+00:00", 0),
    ("Mon Apr 27 15:50:37 -03 2026", -10_800), ("Mon Apr 27 15:50:37 +0545 2026", 20_700),
    ("Mon Apr 27 15:50:37 UTC 2026", 0), ("Mon Apr 27 15:50:37 GMT 2026", 0),
    ("Mon 2026-04-27 15:50:37 UTC", 0),
  ])
  func numbers(text: String, offset: Int) throws {
    let found = try #require(read(text))
    #expect(found.civil == Self.moment)
    #expect(found.offset == offset)
  }

  @Test(arguments: [("12:05:00 AM", 0), ("12:05:00 PM", 12), ("01:05:00 a.m.", 1), ("11:05:00 pm", 23)])
  func halvesOfTheDay(time: String, hour: Int) {
    #expect(read("Mon Apr 27 \(time) EDT 2026")?.civil.hour == hour)
  }

  @Test(arguments: [
    "", "yesterday", "Mon Apr 27 EDT 2026", "15:50:37", "Mon Apr 27 15:50:37", "Mon Apr 31 15:50:37 EDT 2026",
    "Mon Apr 27 15:50:37 EDT 1926", "Mon Apr 27 25:50:37 EDT 2026", "Mon Apr 27 15:50:37 PM EDT 2026",
    "Mon Apr 27 00:50:37 AM EDT 2026", "2026-04-27T15:50:37+99:00", "2026-13-27T15:50:37+01:00",
    "99999999999999999999-04-27 15:50:37", "2026-04-27 15:50:37 2026-04-28 16:00:00", "2026-04-27 15:50",
    // Which half of the day it is, is said in words that are not known.
    "Mon Apr 27 03:50:37 μμ EEST 2026",
    // A log is none.
    "Apr 27 15:50:37 web-07 kernel: nothing 2026",
  ])
  func othersAreNone(text: String) { #expect(read(text) == nil) }

  @Test func spoiltOnesNeverTrap() {
    var random = SplitMix64(seed: 12)
    let start = Array("Mon, 27 Apr 2026 03:50:37.5 PM -0400 月 2026-04-27T15:50:37Z".utf8)
    var found = 0
    for _ in 0..<5_000 {
      var bytes = start
      for _ in 0..<random.below(12) { bytes.remove(at: random.below(bytes.count)) }
      for _ in 0..<random.below(6) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
      let end = random.below(bytes.count)
      if DateOutput(bytes.span.extracting(0..<end)) != nil { found += 1 }
    }
    #expect(found > 0)
  }
}

// Ages, quantities and times.

import Testing
import TrailBytes
import TrailModel

@testable import TrailKubernetes

@Suite struct AgeTests {
  private func age(_ text: String) -> KubernetesAge? {
    let bytes = Array(text.utf8)
    var cursor = Cursor(bytes.span)
    return cursor.age()
  }

  @Test(arguments: [
    ("45s", 45, 46), ("119s", 119, 120), ("7m48s", 468, 469), ("7m", 420, 421), ("12m", 720, 780),
    ("3h", 10_800, 10_860),
    ("5h33m", 19_980, 20_040), ("11h", 39_600, 43_200), ("2d5h", 190_800, 194_400), ("2d", 172_800, 176_400),
    ("102d", 8_812_800, 8_899_200), ("2y10d", 63_936_000, 64_022_400),
  ]) func anAgeIsAnInterval(_ text: String, _ least: Int64, _ end: Int64) {
    #expect(age(text)?.least == least)
    #expect(age(text)?.end == end)
  }

  @Test func oldClientsCutAgesOff() {
    #expect(age("2m")?.oldEnd == 180)
    #expect(age("5d")?.oldEnd == 518_400)
    #expect(age("7m48s")?.isNew == true)
    #expect(age("90m")?.isNew == true)
    #expect(age("5m")?.isNew == false)
  }

  @Test(arguments: ["", "s", "5", "5x", "<unknown>", "5m3h", "99999999d", "5mm"])
  func whatIsNoAgeIsNone(_ text: String) { #expect(age(text) == nil) }

  private func memory(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return bytes.span.memoryQuantity(0..<bytes.count)?.count
  }

  private func milli(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return bytes.span.milliQuantity(0..<bytes.count)
  }

  @Test func quantitiesHaveUnits() {
    #expect(memory("512Mi") == 512 << 20)
    #expect(memory("1G") == 1_000_000_000)
    #expect(memory("7Gi") == 7 << 30)
    #expect(memory("316669952") == 316_669_952)
    #expect(memory("1e9") == 1_000_000_000)
    #expect(memory("1.5Gi") == 3 << 29)
    #expect(memory("128974848000m") == 128_974_848)
    #expect(memory("16Ei") == nil)
    #expect(memory("7Ei") == 7 << 60)
    #expect(memory("0") == 0)
    #expect(memory("12Q") == nil)
    #expect(memory("") == nil)
    #expect(milli("100m") == 100)
    #expect(milli("2") == 2_000)
    #expect(milli("0.5") == 500)
    #expect(milli("1500000u") == 1_500)
  }

  private func time(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    return bytes.span.describedTime(0..<bytes.count).map { $0.nanoseconds / 1_000_000_000 }
  }

  @Test func timesHaveZones() {
    #expect(time("Mon, 27 Apr 2026 15:50:37 -0400") == 1_777_319_437)
    // The weekday is wrong, as people write it.
    #expect(time("Fri, 27 Apr 2026 19:50:37 +0000") == 1_777_319_437)
    #expect(time("2026-04-27T19:50:37Z") == 1_777_319_437)
    #expect(time("2026-04-27T21:50:37.250+02:00") == 1_777_319_437)
    #expect(time("2026-04-27 19:50:37 +0000 UTC") == 1_777_319_437)
    #expect(time("Mon, 01 Jan 0001 00:00:00 +0000") == nil)
    #expect(time("0001-01-01T00:00:00Z") == nil)
    #expect(time("Mon, 31 Feb 2026 00:00:00 +0000") == nil)
    #expect(time("<unknown>") == nil)
  }
}

// Sizes, numbers and durations for people.

import Testing
import TrailModel

@testable import TrailRender

@Suite struct HumanTests {
  @Test(arguments: [
    (Int64(0), "0 B"), (1_023, "1023 B"), (1_024, "1 KiB"), (40_960, "40 KiB"), (1_536, "1.5 KiB"),
    (1_048_575, "1.0 MiB"), (1_048_576, "1.0 MiB"), (42_152_755, "40.2 MiB"), (536_870_912, "512.0 MiB"),
    (1_073_741_823, "1.0 GiB"), (4_187_593_113, "3.9 GiB"), (-4_096, "-4 KiB"), (.max, "8.0 EiB"),
    (.min, "-8.0 EiB"),
  ])
  func sizes(_ bytes: Int64, _ text: String) { #expect(Bytes(bytes).human == text) }

  @Test func pagesWithoutTheirSizeStayPages() {
    #expect(Pages(1_234_567).human(pageSize: nil) == "1,234,567 pages")
    #expect(Pages(1).human(pageSize: nil) == "1 page")
    #expect(Pages(16).human(pageSize: 65_536) == "1.0 MiB")
    #expect(Pages(.max).human(pageSize: 4_096) == "9,223,372,036,854,775,807 pages")
  }

  @Test(arguments: [(Int64(0), "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
  func thousands(_ number: Int64, _ text: String) { #expect(number.grouped == text) }

  @Test(arguments: [
    (0.04, "0 s"), (1.44, "1.4 s"), (90.0, "90 s"), (100.0, "1 min 40 s"), (3_600.0, "1 h"),
    (11_220.0, "3 h 7 min"),
    (529_200.0, "6 d 3 h"), (.infinity, "–"), (.nan, "–"),
  ])
  func durations(_ seconds: Double, _ text: String) { #expect(duration(seconds: seconds) == text) }

  @Test func stretchesOfEvents() {
    #expect(EventNumbers.text([4]) == "event 4")
    #expect(EventNumbers.text([1, 2, 3, 7]) == "events 1-3, 7")
    #expect(EventNumbers.text([1, 3, 5], limit: 2) == "events 1, 3, …")
  }
}

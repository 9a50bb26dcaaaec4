// sar's tables of memory and swap, in the dates and hours of several locales.

import TestKit
import Testing
import TrailHost
import TrailModel

@Suite struct SarFileTests {
  private func history(_ text: String, at path: String = "c/var/log/sa/sar27") -> MemoryHistory? {
    var facts = HostFacts()
    let bytes = Array(text.utf8)
    HostFile.at(path)?.file.read(bytes.span, path, &facts)
    return facts.memoryHistories.first
  }

  /// Points as `month-day hour:minute available free swap @line`, sizes in kB.
  private func points(_ text: String, at path: String = "c/var/log/sa/sar27") -> [String] {
    (history(text, at: path)?.points ?? []).map { point in
      let civil = Instant(nanoseconds: point.local * 1_000_000_000, fractionDigits: 0).civil()
      let sizes = [point.amounts.available, point.amounts.free, point.amounts.swapFree]
        .map { $0.map { "\($0.count / 1_024)" } ?? "-" }.joined(separator: " ")
      return "\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute) \(sizes) @\(point.line)"
    }
  }

  private static func header(_ date: String) -> String {
    "Linux 6.1.0-50-cloud-amd64 (web-07) \t\(date) \t_x86_64_\t(2 CPU)\n\n"
  }

  private static let memory = "kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit\n"
  private static let row = "    81240    318204   3691332     92.07      1112     92100   4120000    102.82\n"

  @Test func memoryAndSwapAreOnePoint() throws {
    let text =
      Self.header("2026-04-27") + "00:00:01        CPU     %user     %nice\n00:10:01        all      1.01      0.00\n"
      + "Average:        all      1.01      0.00\n\n21:40:01    \(Self.memory)21:50:01 \(Self.row)"
      + "22:00:01 \(Self.row)Average: \(Self.row)\n21:40:01    kbswpfree kbswpused  %swpused  kbswpcad   %swpcad\n"
      + "21:50:01       548572    500000     47.68         0      0.00\nAverage: 1 2 3 4 5\n\n"
      + "21:40:01    kbhugfree kbhugused  %hugused\n21:50:01         7         0      0.00\n"
    #expect(points(text) == ["4-27 21:50 318204 81240 548572 @8", "4-27 22:0 318204 81240 - @9"])
    #expect(history(text)?.host == "web-07")
    #expect(history(text)?.isCut == false)
  }

  @Test func oldTablesHaveBoth() {
    let text =
      Self.header("04/27/12") + "09:40:01 PM kbmemfree kbmemused  %memused kbbuffers  kbcached kbswpfree kbswpused\n"
      + "09:50:01 PM 71240 3691332     92.07      1112     92100   548572 0\n"
      + "12:00:01 AM 61240 3691332     92.07      1112     92100   548572 0\n"
      + "12:10:01 PM 51240 3691332     92.07      1112     92100   548572 0\n"
    #expect(
      points(text)
        == ["4-27 21:50 - 71240 548572 @4", "4-28 0:0 - 61240 548572 @5", "4-28 12:10 - 51240 548572 @6"])
  }

  @Test(arguments: [
    ("2026-04-05", "", "sar", "4-5" as String?), ("05.04.2026", "", "sar", "4-5"), ("04/27/26", "", "sar", "4-27"),
    ("27/04/2026", "", "sar", "4-27"), ("05/05/26", "", "sar", "5-5"),
    // Month or day may stand first: the name of the file tells, or American hours.
    ("04/05/26", "", "sar", nil), ("04/05/26", "", "var/log/sa/sar05", "4-5"),
    ("04/05/26", "", "var/log/sa/sar04", "5-4"), ("04/05/26", "", "var/log/sa/sar20260405", "4-5"),
    ("04/05/26", "", "var/log/sa/sar09", nil), ("04/05/2026", " AM", "sar", "4-5"),
    ("04/05/26", " AM", "var/log/sa/sar04", "5-4"), ("13/13/26", "", "sar", nil), ("02/30/26", "", "sar", nil),
    ("1626-04-05", "", "sar", nil), ("x", "", "sar", nil), ("99999999999999999999/04/05", "", "sar", nil),
  ])
  func dates(date: String, half: String, path: String, day: String?) {
    let text = Self.header(date) + "08:40:01\(half)    \(Self.memory)08:50:01\(half) \(Self.row)"
    #expect(points(text, at: path) == (day.map { ["\($0) 8:50 318204 81240 - @4"] } ?? []))
  }

  @Test func aNightGoesOnToTheNextDay() {
    let text = Self.header("2026-12-31") + "23:40:01    \(Self.memory)23:50:01 \(Self.row)00:00:01 \(Self.row)"
    #expect(points(text) == ["12-31 23:50 318204 81240 - @4", "1-1 0:0 318204 81240 - @5"])
  }

  @Test func severalDaysInOneText() {
    let day = "08:40:01    \(Self.memory)08:50:01 \(Self.row)\n"
    let text = Self.header("2026-04-27") + day + Self.header("2026-04-28") + day
    #expect(points(text).map { $0.prefix(4) } == ["4-27", "4-28"])
  }

  @Test(arguments: [
    "", "Linux\n", "Linux 6.1 (x\n", "08:40:01    \(memory)08:50:01 \(row)",
    header("2026-04-27") + "08:40:01    \(memory)08:50:01 LINUX RESTART\n08:55:01 1.2G 3.4G\n",
    header("2026-04-27") + "25:40:01    \(memory)08:50:01 \(row)",
    header("2026-04-27") + "08:40:01    \(memory)8:50 \(row)",
    header("2026-04-27") + "08:40:01    \(memory)08:50:01 9223372036854775807 1\n08:51:01 1\n08:52:01\n",
    header("2026-04-27") + "08:40:01    \(memory)\n08:50:01 \(row)",
    header("2026-04-27") + "13:40:01 PM    \(memory)13:50:01 PM \(row)",
  ])
  func othersTellNothing(text: String) { #expect(points(text) == []) }
}

// Borders between boots in text of the journal: whose boot a kill is of, and what ends there.

import TestKit
import Testing
import TrailModel

@testable import Oomtrail

@Suite struct BootBorderTests {
  private static let one = "23952af7cbc14b75a2c87de295ff7251"
  private static let two = "9f0c3c5de1a84f3c8c44a0d1b2e3f405"

  /// A capture's report as journalctl prints it.
  private static func report(_ name: String = "x86_64-6.1--global-noswap") throws -> [[UInt8]] {
    try Capture.named(name).reportLines().map { line in
      let text = line.firstIndex(of: 0x5D).map { line[($0 + 2)...] } ?? line[...]
      return Array("Apr 27 19:50:37 web-07 kernel: ".utf8) + text
    }
  }

  private static func line(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func linesAreOfTheBootThatIsNamed() throws {
    let report = try Self.report()
    let stream = joined(
      [Self.line("-- Journal begins at Mon 2026-04-27 19:47:40 UTC, ends at Mon 2026-04-27 20:00:00 UTC. --")] + report
        + [Self.line("-- Boot \(Self.one) --")] + report + [Self.line("-- Boot \(Self.two) --\r")] + report
        + [Self.line("-- Reboot --")] + report)
    let readings = analyze(stream)
    #expect(readings.map(\.bootID) == [nil, Self.one, Self.two, nil])
    #expect(readings.allSatisfy { $0.host == "web-07" && $0.facts.missing.isEmpty && $0.facts.otherLines.isEmpty })
    for sizes in [[1], [7], [4_099]] { #expect(difference(analyze(stream, sizes: sizes), readings) == nil) }
  }

  /// A border is found however far it lies before the kill.
  @Test func aBorderFarBefore() throws {
    let noise = Self.line("Apr 27 19:48:00 web-07 systemd[1]: Started one of very many things.")
    let stream = joined(
      [Self.line("-- Boot \(Self.one) --")] + Array(repeating: noise, count: 20_000) + (try Self.report()))
    #expect(analyze(stream).map(\.bootID) == [Self.one])
  }

  /// What one boot began, the next does not end.
  @Test func aReportEndsAtTheBorder() throws {
    let report = try Self.report()
    let half = report.count / 2
    let stream = joined(report[..<half] + [Self.line("-- Reboot --")] + report[half...])
    let readings = analyze(stream)
    #expect(readings.first?.last.line == half)
    #expect(readings.first?.dead.isEmpty == true)
    #expect(readings.count == 2)
  }

  @Test func headersOfFilesAreNoLines() throws {
    let report = try Self.report()
    let stream = joined(
      [Self.line("==> /var/log/kern.log.1 <==")] + report + [[], Self.line("==> messages <==")] + report)
    let readings = analyze(stream)
    #expect(readings.count == 2)
    #expect(readings.allSatisfy { $0.facts.otherLines.isEmpty && $0.facts.missing.isEmpty })
  }

  @Test(arguments: [
    "-- Boot 23952af7 --", "-- Boot 23952af7cbc14b75a2c87de295ff725x --", "-- MARK --", "-- Boot", "--", "==>",
    "==> <==x", "-- Boot --", "-- ", "==> <=", "- Boot 23952af7cbc14b75a2c87de295ff7251 --",
  ])
  func isNoBorder(_ text: String) { #expect(BootBorder(Array(text.utf8).span) == nil) }

  /// Borders without end cost no more than lines do.
  @Test func manyBordersAndHosts() {
    var text = ""
    for number in 0..<3_000 {
      text += "Apr 27 19:50:37 web-\(number) kernel: x invoked oom-killer: gfp_mask=0x0, order=0\n"
      text += "-- Boot \(Self.one) --\n"
    }
    #expect(analyze(Array(text.utf8)).count == 3_000)
  }
}

// What the memory of a host was like before a kill, as sar wrote it down.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel
import TrailZones

@testable import Oomtrail

@Suite struct MemoryBeforeTests {
  /// sar of every ten minutes from `from` to `to`, of a host with less and less memory.
  private func sar(_ host: String = "web-07", from: Int = 60, to: Int = 120) -> String {
    let rows = stride(from: from, through: to, by: 10).map { minute in
      "\(stamp(minute)) 1 \(2_000_000 - minute * 10_000) 1 1.00\n"
    }
    return "Linux 6.1.0-50-cloud-amd64 (\(host)) \t2026-04-27 \t_x86_64_\t(2 CPU)\n\n"
      + "\(stamp(from - 10)) kbmemfree   kbavail kbmemused  %memused\n" + rows.joined()
  }

  private func stamp(_ minute: Int) -> String {
    let (hour, rest) = (minute / 60, minute % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest):01"
  }

  private func kill(_ stamp: String, _ host: String = "web-07") -> String {
    "\(stamp) \(host) kernel: Out of memory: Killed process 374 (hog) total-vm:51812kB, anon-rss:48904kB, "
      + "file-rss:1004kB, shmem-rss:0kB\n"
  }

  /// The minutes of the samples before the only kill, and its `available` in kB.
  private func samples(_ files: [(String, String)], _ options: CaseOptions = CaseOptions()) throws -> [String] {
    let scratch = try Scratch()
    for (path, text) in files { try scratch.write(path, text) }
    let found = Analyzer(options: options).analyze(paths: [scratch.path]).found
    #expect(found.events.count == 1)
    return try #require(found.events.first).memoryBefore.map { sample in
      let civil = sample.time.civil()
      return
        "\(civil.hour):\(civil.minute) \((sample.amounts.available?.count ?? 0) / 1_024) \(sample.zone?.rawValue ?? "")"
    }
  }

  private static let berlin = ("a/date", "Mon Apr 27 22:00:00 CEST 2026\n")

  @Test func theHalfHourBefore() throws {
    let files = [Self.berlin, ("a/sar27", sar()), ("a/var/log/kern.log", kill("2026-04-26T23:45:30+00:00"))]
    // 1:45 in Berlin.
    #expect(
      try samples(files)
        == ["23:20 1200000 bundle_date", "23:30 1100000 bundle_date", "23:40 1000000 bundle_date"])
    let late = kill("2026-04-27T00:45:30+00:00")
    #expect(try samples([files[0], files[1], ("a/var/log/kern.log", late)]) == [])
  }

  @Test func aCopyOfTheFileTellsNothingMore() throws {
    let log = ("a/var/log/kern.log", kill("2026-04-26T23:45:30+00:00"))
    let files = [Self.berlin, ("a/sar27", sar()), ("a/sos_commands/sar/sar27", sar()), log]
    #expect(try samples(files).count == 3)
  }

  @Test func whatIsOfAnotherHostIsNotTaken() throws {
    let log = ("a/var/log/kern.log", kill("2026-04-26T23:45:30+00:00"))
    #expect(try samples([Self.berlin, ("a/sar27", sar("web-08")), log]) == [])
    #expect(try samples([Self.berlin, ("a/sar27", sar("web-07.example.com")), log]).count == 3)
    #expect(
      try samples(
        [Self.berlin, ("a/sar27", sar("web-07.example.com"))] + [
          ("a/var/log/kern.log", kill("2026-04-26T23:45:30+00:00", "web-07.example.org"))
        ]) == [])
  }

  @Test func withoutAZoneLocalTimesFitOfOneBundleOnly() throws {
    #expect(
      try samples([("a/sar27", sar()), ("a/var/log/kern.log", kill("Apr 27 01:45:30"))], CaseOptions(year: 2026))
        == ["1:20 1200000 assumed", "1:30 1100000 assumed", "1:40 1000000 assumed"])
    let apart = [("a/sar27", sar()), ("b/var/log/kern.log", kill("Apr 27 01:45:30"))]
    #expect(try samples(apart, CaseOptions(year: 2026)) == [])
    let zoned = [("a/sar27", sar()), ("a/var/log/kern.log", kill("2026-04-27T01:45:30+00:00"))]
    #expect(try samples(zoned) == [])
    #expect(try samples(zoned, CaseOptions(zone: .utc)).count == 3)
  }

  // MARK: earlyoom

  /// What earlyoom wrote at some seconds behind 1:40, of memory in MiB.
  private func earlyoom(_ lines: [(second: Int, available: Int)], zone: String = "+02:00") -> String {
    lines.map { second, available in
      let (minute, rest) = (40 + second / 60, second % 60)
      return "2026-04-27T01:\(minute):\(rest < 10 ? "0" : "")\(rest)\(zone) web-07 earlyoom[712]: mem avail: "
        + "\(available < 1_000 ? "  " : " ")\(available) of  3920 MiB (31.49%), swap free:    0 of 1023 MiB ( 0.00%)\n"
    }.joined()
  }

  @Test func linesOfEarlyoom() throws {
    let lines = earlyoom([(0, 1_234), (60, 900), (240, 310)])
    let log = kill("2026-04-27T01:45:30+02:00") + earlyoom([(500, 3_000)])
    for files in [[("a/syslog", lines + log)], [("a/daemon.log", lines), ("a/kern.log", log)]] {
      #expect(
        try samples(files) == ["23:40 1263616 stamp", "23:41 921600 stamp", "23:44 317440 stamp"])
    }
    // In a log without zones they are of the same clock.
    let local = [("a/syslog", (lines + log).replacing("2026-04-27T", with: "Apr 27 ").replacing("+02:00", with: ""))]
    #expect(try samples(local, CaseOptions(year: 2026)).map { $0.prefix(4) } == ["1:40", "1:41", "1:44"])
  }

  @Test func ofManyLinesThoseThatTellSomethingAreKept() throws {
    let log = kill("2026-04-27T01:45:30+02:00")
    let steady = earlyoom((0..<60).map { ($0, 2_000) })
    #expect(try samples([("a/syslog", steady + log)]).count == 3)
    let falling = earlyoom((0..<60).map { ($0, 2_000) } + [(60, 400), (61, 100)])
    #expect(
      try samples([("a/syslog", falling + log)]).suffix(2).map { $0.dropFirst(6) } == ["409600 stamp", "102400 stamp"])
  }

  @Test func whatOthersSayOfMemoryIsNot() throws {
    let log = kill("2026-04-27T01:45:30+02:00")
    let lines = earlyoom([(0, 1_234)])
    #expect(try samples([("a/syslog", lines.replacing("earlyoom[", with: "app[") + log)]) == [])
    #expect(try samples([("a/syslog", lines.replacing("web-07", with: "web-08") + log)]) == [])
    #expect(try samples([("a/syslog", lines.replacing("MiB (31", with: "apples (31") + log)]) == [])
    let old = lines.replacing(" of  3920 MiB", with: " MiB").replacing(" of 1023 MiB", with: " MiB")
    #expect(try samples([("a/syslog", old + log)]).count == 1)
  }

  // MARK: Limits

  @Test func tenAreKeptTheLatest() throws {
    let rows = (0..<50).map { "01:40:\($0 < 10 ? "0" : "")\($0) 1 \($0 + 1) 1 1.00\n" }.joined()
    let text = sar(from: 30, to: 30) + rows
    let log = ("a/var/log/kern.log", kill("2026-04-27T01:40:30+02:00"))
    let found = try samples([Self.berlin, ("a/sar27", text), log])
    #expect(found.count == 10)
    #expect(found.first == "23:40 22 bundle_date")
    #expect(found.last == "23:40 31 bundle_date")
  }

  @Test func whatIsNotReadOfALongListIsSaid() throws {
    let scratch = try Scratch()
    let text = sar(from: 30, to: 50) + String(repeating: "# \(String(repeating: "x", count: 1 << 16))\n", count: 260)
    try scratch.write("a/sar27", text)
    let found = Analyzer().analyze(paths: [scratch.path]).found
    #expect(found.problems.map(\.kind).contains(.report))
  }
}

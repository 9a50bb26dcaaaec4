// Years and hours of a bundle's logs, from files as a host has them.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel

@testable import Oomtrail

@Suite struct BundleTimeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func line(_ stamp: String, _ pid: Int) -> String {
    "\(stamp) web-07 kernel: \(pid < 100 ? "" : "[\(pid).000000] ")Out of memory: Killed process \(pid) (hog) "
      + "total-vm:51812kB, anon-rss:\(pid)kB, file-rss:1004kB, shmem-rss:0kB\n"
  }

  private func write(_ path: String, _ text: String, modified: (Int, Int, Int)) throws {
    let file = try scratch.write(path, text)
    let days = CivilTime.days(year: modified.0, month: modified.1, day: modified.2)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(days) * 86_400)], ofItemAtPath: file)
  }

  private func walls(_ options: CaseOptions = CaseOptions()) -> [Int64: String] {
    let found = Analyzer(options: options).analyze(paths: [scratch.path]).found
    return Dictionary(
      uniqueKeysWithValues: found.events.compactMap { event in
        guard let pid = event.report.victim?.pid, let civil = event.time.wall?.civil() else { return nil }
        return (pid, "\(civil.year ?? 0)-\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute)")
      })
  }

  @Test func theYearGivenIsCountedBackOverASeries() throws {
    let late = (2028, 7, 1)
    try write("var/log/messages", line("Jan  4 03:10:00", 10) + line("Jan  9 12:00:00", 11), modified: late)
    try write("var/log/messages.1", line("Dec 28 03:10:00", 12) + line("Jan  4 03:05:00", 13), modified: late)
    try write("var/log/messages.2", line("Dec 21 03:10:00", 14) + line("Dec 28 03:05:00", 15), modified: late)
    #expect(
      walls(CaseOptions(year: 2026)) == [
        10: "2026-1-4 3:10", 11: "2026-1-9 12:0", 12: "2025-12-28 3:10", 13: "2026-1-4 3:5", 14: "2025-12-21 3:10",
        15: "2025-12-28 3:5",
      ])
  }

  @Test func theDateInANameTellsThatOfItsSuccessor() throws {
    let late = (2028, 7, 1)
    try write("var/log/messages", line("Jan  4 03:10:00", 10) + line("Jan  9 12:00:00", 11), modified: late)
    try write("var/log/messages-20260104", line("Dec 28 03:10:00", 12) + line("Jan  4 03:05:00", 13), modified: late)
    #expect(
      walls() == [10: "2026-1-4 3:10", 11: "2026-1-9 12:0", 12: "2025-12-28 3:10", 13: "2026-1-4 3:5"])
  }

  @Test func lettersOfAZonePlaceAStamp() throws {
    try scratch.write(
      "short-full.txt", line("Mon 2026-04-27 15:50:40 EDT", 10) + line("Mon 2026-04-27 15:59:10 EDT", 11))
    try scratch.write("messages", line("2026-04-27T19:50:40+00:00", 10))
    let found = Analyzer().analyze(paths: [scratch.path]).found
    #expect(found.events.map(\.sources.count) == [2, 1])
    #expect(found.events.map(\.time.zone) == [.stamp, .stamp])
    #expect(walls() == [10: "2026-4-27 19:50", 11: "2026-4-27 19:59"])
  }

  @Test func aSilenceOfMonthsIsSaid() throws {
    try write("kern.log", line("Mar  1 03:10:00", 10) + line("Nov  1 12:00:00", 11), modified: (2026, 11, 2))
    let found = Analyzer().analyze(paths: [scratch.path]).found
    #expect(found.events.compactMap { $0.time.wall?.civil().year } == [2026, 2026])
    #expect(found.problems.map(\.kind) == [.time])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")))
  func theHourThatComesTwice() throws {
    try scratch.write("etc/timezone", "Europe/Berlin\n")
    // The number in the stamp is the pid: 2:50 in summer, then 2:30 and 3:10 in winter.
    let text = line("Oct 25 02:50:00", 1_000) + line("Oct 25 02:30:00", 3_400) + line("Oct 25 03:10:00", 5_800)
    try write("var/log/kern.log", text, modified: (2026, 11, 2))
    #expect(walls() == [1_000: "2026-10-25 0:50", 3_400: "2026-10-25 1:30", 5_800: "2026-10-25 2:10"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")))
  func theHourThatNeverComes() throws {
    try scratch.write("etc/timezone", "Europe/Berlin\n")
    try write("kern.log", line("Mar 29 01:50:00", 10) + line("Mar 29 02:30:00", 11), modified: (2026, 11, 2))
    let problems = Analyzer().analyze(paths: [scratch.path]).found.problems
    #expect(problems.map(\.kind) == [.time])
    #expect(problems.first?.line == 2)
    #expect(walls() == [10: "2026-3-29 0:50", 11: "2026-3-29 1:30"])
  }

  @Test func aBootsFirstLineWithBothStampsTellsTheTime() throws {
    let banner = "Linux version 6.1.0-50-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP"
    try scratch.write("b/etc/hostname", "web-07\n")
    try write(
      "b/var/log/kern.log", "2026-04-27T19:47:40+00:00 web-07 kernel: [    0.000000] \(banner)\n",
      modified: (2026, 5, 1))
    try write(
      "b/dmesg",
      "[    0.000000] \(banner)\n[  177.366785] Out of memory: Killed process 374 (hog) total-vm:51812kB, "
        + "anon-rss:48904kB, file-rss:1004kB, shmem-rss:0kB\n", modified: (2026, 5, 1))
    let event = try #require(Analyzer().analyze(paths: [scratch.path]).found.events.first)
    #expect(event.time.anchor == .firstLine)
    #expect(
      event.time.wall
        == CivilTime(
          year: 2026, month: 4, day: 27, hour: 19, minute: 50, second: 37
        ).instant(year: 0, offset: 0))
  }
}

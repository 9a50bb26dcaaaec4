// The zone of a bundle's host: by /etc/localtime, /etc/timezone, timedatectl, or what `date` showed.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel
import TrailZones

@testable import Oomtrail

@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")))
struct BundleZoneTests {
  private static let berlin = Array(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin") ?? Data())

  /// The case of a bundle that has a kill in its log at each of `stamps`.
  private func analyze(_ stamps: [String], _ scratch: Scratch) throws -> Case {
    let lines = stamps.enumerated().map { index, stamp in
      "\(stamp) web-07 kernel: Out of memory: Killed process \(300 + index) (hog) total-vm:51812kB, "
        + "anon-rss:48904kB, file-rss:1004kB, shmem-rss:0kB"
    }
    try scratch.write("b/var/log/messages", lines.joined(separator: "\n") + "\n")
    return Analyzer().analyze(paths: [scratch.path]).found
  }

  private func walls(_ result: Case) -> [String] {
    result.events.map { event in
      guard let civil = event.time.wall?.civil() else { return "none" }
      return "\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute)"
    }
  }

  @Test(arguments: [
    ("../usr/share/zoneinfo/Europe/Berlin", true), ("/usr/share/zoneinfo/Europe/Berlin", true),
    ("/etc/elsewhere", false),
  ])
  func aLinkNamesTheZone(target: String, isNamed: Bool) throws {
    let scratch = try Scratch()
    try scratch.write("b/etc/hostname", "web-07\n")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/b/etc/localtime", withDestinationPath: target)
    let result = try analyze(["2026-01-27 15:50:37", "2026-04-27 15:50:37"], scratch)
    #expect(walls(result) == (isNamed ? ["1-27 14:50", "4-27 13:50"] : ["1-27 15:50", "4-27 15:50"]))
    #expect(result.events.map(\.time.zone) == (isNamed ? [.bundle, .bundle] : [.assumed, .assumed]))
    // A link that tells nothing is said not to be followed.
    #expect(result.problems.map(\.kind) == (isNamed ? [] : [.link]))
    // What lies outside the bundle is not read.
    #expect(!result.inputs.contains { $0.path.hasSuffix("localtime") })
  }

  @Test func aLinkWithinTheBundleIsFollowed() throws {
    let scratch = try Scratch()
    try scratch.write("b/usr/share/zoneinfo/Mars/Base", Self.berlin)
    try scratch.write("b/etc/hostname", "web-07\n")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/b/etc/localtime", withDestinationPath: "../usr/./share/zoneinfo/Mars/Base")
    let result = try analyze(["2026-04-27 15:50:37"], scratch)
    #expect(walls(result) == ["4-27 13:50"])
    // Its name is not known here.
    #expect(result.problems.map(\.kind) == [.time])
  }

  @Test func aCopyOfTheZonesFileTellsTheZone() throws {
    let scratch = try Scratch()
    try scratch.write("b/etc/localtime", Self.berlin)
    let result = try analyze(["2026-01-27 15:50:37", "2026-04-27 15:50:37"], scratch)
    #expect(walls(result) == ["1-27 14:50", "4-27 13:50"])
    #expect(result.problems.isEmpty)
    #expect(result.inputs.map(\.kind) == ["binary", "text"])
  }

  @Test func adamagedZoneFileIsSaid() throws {
    let scratch = try Scratch()
    try scratch.write("b/etc/localtime", Array(Self.berlin.prefix(70)))
    let result = try analyze(["2026-04-27 15:50:37"], scratch)
    #expect(result.events.map(\.time.zone) == [.assumed])
    #expect(result.problems.map(\.kind) == [.time])
    #expect(result.problems.first?.path.hasSuffix("b/etc/localtime") == true)
  }

  @Test func anUnknownZoneIsSaid() throws {
    let scratch = try Scratch()
    try scratch.write("b/etc/timezone", "Mars/Base\n")
    try scratch.write("b/date", "Mon Apr 27 16:00:00 CEST 2026\n")
    let result = try analyze(["2026-04-27 15:50:37"], scratch)
    #expect(walls(result) == ["4-27 13:50"])
    #expect(result.problems.map(\.kind) == [.time])
    #expect(result.problems.first?.path.hasSuffix("b/etc/timezone") == true)
    #expect(result.problems.first?.detail.contains("Mars/Base") == true)
  }

  @Test func filesThatContradictEachOtherAreSaid() throws {
    let scratch = try Scratch()
    try scratch.write("b/etc/localtime", Self.berlin)
    try scratch.write("b/etc/timezone", "America/New_York\n")
    try scratch.write("b/date", "Mon Apr 27 16:00:00 EDT 2026\n")
    let result = try analyze(["2026-04-27 15:50:37"], scratch)
    #expect(walls(result) == ["4-27 13:50"])
    #expect(result.problems.map(\.kind) == [.contradiction, .contradiction])
    let agreed = try Scratch()
    try agreed.write("b/etc/localtime", Self.berlin)
    try agreed.write("b/etc/timezone", "Europe/Paris\n")
    try agreed.write("b/date", "Mon Apr 27 16:00:00 CEST 2026\n")
    #expect(try analyze(["2026-04-27 15:50:37"], agreed).problems.isEmpty)
  }

  @Test(
    arguments: [
      // Daylight time tells the rule, standard time in winter only the winter, in summer all of the year.
      ("Mon Apr 27 15:55:37 EDT 2026", ["4-27 19:50", "1-27 20:50"], [.bundleDate, .bundleDate]),
      ("Mon Apr 27 03:55:37 PM EDT 2026", ["4-27 19:50", "1-27 20:50"], [.bundleDate, .bundleDate]),
      ("Mo 27. Apr 15:55:37 CEST 2026", ["4-27 13:50", "1-27 14:50"], [.bundleDate, .bundleDate]),
      ("Tue Jan 27 15:55:37 EST 2026", ["4-27 15:50", "1-27 20:50"], [.assumed, .bundleDate]),
      ("Mon Apr 27 15:55:37 EST 2026", ["4-27 20:50", "1-27 20:50"], [.bundleDate, .bundleDate]),
      ("Mon Apr 27 15:55:37 AEST 2026", ["4-27 5:50", "1-27 15:50"], [.bundleDate, .assumed]),
      ("Mon Apr 27 15:55:37 JST 2026", ["4-27 6:50", "1-27 6:50"], [.bundleDate, .bundleDate]),
      // Letters of several zones tell nothing.
      ("Mon Apr 27 15:55:37 IST 2026", ["4-27 15:50", "1-27 15:50"], [.assumed, .assumed]),
      ("Mon Apr 27 15:55:37 BST 2026", ["4-27 15:50", "1-27 15:50"], [.assumed, .assumed]),
      ("Mon Apr 27 15:55:37 PST 2026", ["4-27 15:50", "1-27 15:50"], [.assumed, .assumed]),
      // A number tells the offset until clocks are changed.
      ("2026-04-27T15:55:37-04:00", ["4-27 19:50", "1-27 15:50"], [.bundleDate, .assumed]),
      ("Mon, 27 Apr 2026 15:55:37 +0530", ["4-27 10:20", "1-27 10:20"], [.bundleDate, .bundleDate]),
    ] as [(String, [String], [ZoneBasis])])
  func dateTellsTheZone(text: String, walls: [String], zones: [ZoneBasis]) throws {
    let scratch = try Scratch()
    try scratch.write("b/date", text + "\n")
    let result = try analyze(["2026-04-27 15:50:37", "2026-01-27 15:50:37"], scratch)
    #expect(Set(self.walls(result)) == Set(walls))
    #expect(Set(result.events.map(\.time.zone)) == Set(zones))
  }

  @Test func dateInUTCBesideItTellsTheOffset() throws {
    let scratch = try Scratch()
    try scratch.write("b/sos_commands/date/date", "Mon Apr 27 21:25:37 IST 2026\n")
    try scratch.write("b/sos_commands/date/date_--utc", "Mon Apr 27 15:55:38 UTC 2026\n")
    let result = try analyze(["2026-04-27 15:50:37"], scratch)
    #expect(walls(result) == ["4-27 10:20"])
    #expect(result.events.first?.time.zone == .bundleDate)
  }

  @Test(arguments: [
    "Mon Apr 27 15:54:00 EDT 2026", "Mon Apr 27 03:54:00 PM EDT 2026", "2026-04-27T15:54:00-04:00",
    "Mon, 27 Apr 2026 15:54:00 -0400", "2026-04-27 21:54:00+02:00", "Mo 27. Apr 21:54:00 CEST 2026",
  ])
  func dateAndUptimeTellWhenTheHostBooted(text: String) throws {
    let scratch = try Scratch()
    try scratch.write("b/date", text + "\n")
    try scratch.write("b/proc/uptime", "380.00 100.00\n")
    try scratch.write(
      "b/dmesg",
      "[  177.366785] Out of memory: Killed process 374 (hog) total-vm:51812kB, anon-rss:48904kB, file-rss:1004kB\n")
    let event = try #require(Analyzer().analyze(paths: [scratch.path]).found.events.first)
    #expect(event.time.anchor == .uptime)
    // 19:54:00 less 380 s and 177 s later.
    #expect(
      event.time.wall
        == CivilTime(
          year: 2026, month: 4, day: 27, hour: 19, minute: 50, second: 37
        ).instant(year: 0, offset: 0))
  }
}

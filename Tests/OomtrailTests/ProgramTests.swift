// One boot's records as real programs log them: each tells the same two events, in every fact that it can carry.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel
import TrailZones

@testable import Oomtrail

@Suite struct ProgramTests {
  /// What a program does not hand on.
  struct Lacks: OptionSet, Sendable {
    let rawValue: Int
    static let host = Lacks(rawValue: 1)
    static let boot = Lacks(rawValue: 2)
    static let kernelStamp = Lacks(rawValue: 4)
    static let wall = Lacks(rawValue: 8)
    /// One read of /proc/kmsg gives 1 KiB of a record, of 47 lines of cgroup statistics the first 29.
    static let statsTail = Lacks(rawValue: 16)
    /// As ``kernelStamp``, but the time since boot at which journald had the line stands in its place.
    static let ownMonotonic = Lacks(rawValue: 32)
  }

  /// One output and what it lacks.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var lacks: Lacks
    /// The case that has the same wall times with at least as many digits.
    var clock: String?
    /// Whether its wall times are New York's and say no zone.
    var isLocal = false
    /// What is not read yet.
    var testDescription: String { name }

    init(_ name: String, _ lacks: Lacks, clock: String? = nil, isLocal: Bool = false) {
      self.name = name
      self.lacks = lacks
      self.clock = clock
      self.isLocal = isLocal
    }
  }

  /// dmesg reads /dev/kmsg, which names neither host nor boot.
  static let dmesg = [
    Case("dmesg-plain", [.host, .boot, .wall]), Case("dmesg-x", [.host, .boot, .wall]),
    Case("dmesg-r", [.host, .boot, .wall]), Case("dmesg-raw", [.host, .boot, .wall]),
    Case("dmesg-d", [.host, .boot, .wall]), Case("dmesg-J", [.host, .boot, .wall]),
    Case("dmesg-J-x", [.host, .boot, .wall]), Case("dmesg-two-formats", [.host, .boot]),
    Case("dmesg-T", [.host, .boot, .kernelStamp]), Case("dmesg-T-x", [.host, .boot, .kernelStamp]),
    Case("dmesg-iso", [.host, .boot, .kernelStamp]),
    // Times relative to a minute's first line, or to the line before, or none.
    Case("dmesg-e", [.host, .boot, .kernelStamp, .wall]), Case("dmesg-H", [.host, .boot, .kernelStamp, .wall]),
    Case("dmesg-delta", [.host, .boot, .kernelStamp, .wall]), Case("dmesg-t", [.host, .boot, .kernelStamp, .wall]),
    // A file as /proc/kmsg gives it.
    Case("dmesg-F", [.host, .boot, .wall, .statsTail]), Case("dmesg-238", [.host, .boot, .wall, .statsTail]),
    Case("dmesg-238-x", [.host, .boot, .wall, .statsTail]),
    Case("dmesg-238-T", [.host, .boot, .kernelStamp, .statsTail]),
  ]

  /// The journal keeps all; the short forms print its own time, the host, and the message.
  static let journal = [
    Case("journald-file", []), Case("journal-remote-file", [], clock: "journald-file"),
    Case("journald-export", [], clock: "journald-file"), Case("journald-json", [], clock: "journald-file"),
    Case("journald-json-pretty", [], clock: "journald-file"), Case("journald-json-seq", [], clock: "journald-file"),
    Case("journald-json-sse", [], clock: "journald-file"), Case("journald-252-json", [], clock: "journald-file"),
    Case("journald-verbose", [], clock: "journald-file"),
    Case("journald-252-verbose", [], clock: "journald-file"),
    Case("journald-short", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-short-precise", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-reverse", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-short-iso", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-short-iso-zone", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-short-iso-precise", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-252-short-iso-precise", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-short-full", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-no-hostname", [.host, .boot, .kernelStamp], clock: "journald-file"),
    Case("journald-with-unit", [.boot, .kernelStamp], clock: "journald-file"),
    Case("journald-short-unix", [.boot, .kernelStamp], clock: "journald-file"),
    // 252 prints the kernel's stamp, 257 when journald had the line.
    Case("journald-252-short-monotonic", [.boot, .wall]), Case("journald-252-short-delta", [.boot, .wall]),
    Case("journald-short-monotonic", [.boot, .wall, .ownMonotonic]),
    Case("journald-short-delta", [.boot, .wall, .ownMonotonic]),
    // Messages alone.
    Case("journald-cat", [.host, .boot, .kernelStamp, .wall]),
  ]

  /// rsyslog of Debian 13 drops the kernel's stamp, that of Debian 12 keeps it; both read /proc/kmsg.
  static let rsyslog = [
    Case("rsyslog-file", [.boot, .kernelStamp, .statsTail]),
    Case("rsyslog-traditional", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case("rsyslog-5424", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case("rsyslog-json", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case("rsyslog-relay", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case("rsyslog-relay-5424", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case("rsyslog-tcp-lines", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case(
      "rsyslog-tcp-counted", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case(
      "rsyslog-forward", [.boot, .kernelStamp, .statsTail], clock: "rsyslog-file"),
    Case("rsyslog-stamps-file", [.boot, .statsTail]),
    Case("rsyslog-stamps-traditional", [.boot, .statsTail], clock: "rsyslog-stamps-file", isLocal: true),
    Case("rsyslog-stamps-5424", [.boot, .statsTail], clock: "rsyslog-stamps-file"),
    Case("rsyslog-stamps-json", [.boot, .statsTail], clock: "rsyslog-stamps-file"),
    Case("rsyslog-stamps-relay", [.boot, .statsTail], clock: "rsyslog-stamps-file", isLocal: true),
    Case("rsyslog-stamps-relay-5424", [.boot, .statsTail], clock: "rsyslog-stamps-file"),
    Case("rsyslog-stamps-tcp-lines", [.boot, .statsTail], clock: "rsyslog-stamps-file", isLocal: true),
    Case(
      "rsyslog-stamps-tcp-counted", [.boot, .statsTail], clock: "rsyslog-stamps-file"),
    Case(
      "rsyslog-stamps-forward", [.boot, .statsTail], clock: "rsyslog-stamps-file", isLocal: true),
    Case("rsyslog-logger", [.boot, .statsTail]),
  ]

  static let others = [
    Case("syslog-ng-iso", [.boot, .statsTail]), Case("syslog-ng", [.boot, .statsTail], clock: "syslog-ng-iso"),
    Case("syslog-ng-5424", [.boot, .statsTail], clock: "syslog-ng-iso"),
    Case("syslog-ng-json", [.boot, .statsTail], clock: "syslog-ng-iso"), Case("busybox", [.boot, .statsTail]),
  ]

  static let cases = dmesg + journal + rsyslog + others

  static let bootID = "23952af7cbc14b75a2c87de295ff7251"
  /// When the host booted, to the second, in nanoseconds since 1970.
  static let boot: Int64 = 1_795_375_177_000_000_000
  /// The kernel's stamps of the two reports, in nanoseconds.
  static let stamps: [Int64] = [5_691_733_000, 8_518_009_000]

  @Test(arguments: cases)
  func theSameEvents(_ output: Case) throws {
    let found = Self.analyze(output)
    #expect(found.problems.isEmpty, "\(found.problems)")
    try #require(found.events.count == 2)
    let reference = output.clock.flatMap { Self.clocks[$0] }
    for (index, event) in found.events.enumerated() {
      let truth = Self.events[index]
      let expected = output.lacks.contains(.statsTail) ? Self.cut(truth.report) : truth.report
      expectSame(event.report, expected)
      #expect(event.id == truth.id)
      #expect(event.sources.count == 1)
      #expect(event.host == (output.lacks.contains(.host) ? nil : "web-07"))
      #expect(event.bootID == (output.lacks.contains(.boot) ? nil : Self.bootID))
      let stamp = Self.stamps[index]
      if output.lacks.contains(.ownMonotonic) {
        #expect((event.time.monotonic ?? 0) > stamp)
      } else {
        #expect(event.time.monotonic == (output.lacks.contains(.kernelStamp) ? nil : stamp))
      }
      guard !output.lacks.contains(.wall) else {
        #expect(event.time.wall == nil)
        continue
      }
      let wall = try #require(event.time.wall)
      // A logger is late by what it takes to start; the clocks agree to a second, and some forms cut one.
      #expect((-2_000_000_000...8_000_000_000).contains(wall.nanoseconds - Self.boot - stamp), "\(wall)")
      if let reference { #expect(wall == reference[index]?.cut(to: wall.fractionDigits)) }
    }
  }

  /// The records are those of the captures, and hold what the captures' way to print them cut off.
  @Test func theRecordsAreTheCaptures() throws {
    let captures = try ["x86_64-6.1--memcg2-group", "x86_64-6.1--global-swap-db"].map { name in
      let events = Analyzer().analyze(paths: [Capture.named(name).path]).found.events
      #expect(events.count == 1)
      return try #require(events.first)
    }
    try #require(Self.events.count == 2)
    for (capture, event) in zip(captures, Self.events) {
      expectSame(Self.cut(event.report), capture.report)
      #expect(event.id == capture.id)
    }
    #expect(Self.events[0].report.memcg?.stats.count == 47)
    #expect(captures[0].report.memcg?.stats.count == 29)
  }

  /// Each output is a case, and has a line that says how it was made.
  @Test func everyOutputIsACase() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.folder.path).compactMap { file in
      file.range(of: ".log").map { String(file[..<$0.lowerBound]) }
    }
    #expect(files.sorted() == Self.cases.map(\.name).sorted())
    let sources = try Self.folder.text("source.txt").split(separator: "\n").map { $0.prefix { $0 != ":" } }
    #expect(sources.map(String.init).sorted() == files.sorted())
  }

  // MARK: Reading

  private static let folder = Fixture("programs")

  /// The events of the records themselves.
  private static let events = Analyzer().analyze(paths: [folder.path("run.kmsg")]).found.events

  /// The wall times of the cases that others are compared with.
  private static let clocks = Dictionary(
    uniqueKeysWithValues: Set(cases.compactMap(\.clock)).map { name in
      (name, analyze(Case(name, [])).events.map(\.time.wall))
    })

  private static func analyze(_ output: Case) -> TrailModel.Case {
    let zone = output.isLocal ? LocalZone.fixed(-5 * 3_600, name: "New York's winter") : .utc
    let path = ["log", "log.gz"].map { folder.path("\(output.name).\($0)") }.first {
      FileManager.default.fileExists(atPath: $0)
    }
    return Analyzer(options: CaseOptions(year: 2026, zone: zone)).analyze(paths: [path ?? output.name]).found
  }

  /// The report as /proc/kmsg gives it.
  private static func cut(_ report: KillReport) -> KillReport {
    var report = report
    if let stats = report.memcg?.stats { report.memcg?.stats = Array(stats.prefix(29)) }
    return report
  }

  /// Expects two reports to be equal in all they hold.
  private func expectSame(_ actual: KillReport, _ expected: KillReport) {
    for (mine, theirs) in zip(Mirror(reflecting: actual).children, Mirror(reflecting: expected).children) {
      let (now, then) = (JSON.of(mine.value), JSON.of(theirs.value))
      if now != then { Issue.record("\(mine.label ?? "") is \(now.pretty) instead of \(then.pretty)") }
    }
  }
}

extension Instant {
  /// The same instant as a log shows it that gives `digits` of a second's fraction.
  fileprivate func cut(to digits: Int) -> Instant {
    var unit: Int64 = 1
    for _ in digits..<9 { unit *= 10 }
    return Instant(nanoseconds: nanoseconds - nanoseconds % unit, fractionDigits: digits)
  }
}

// What files of a bundle say of its host, and what that says of the kills.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel

@testable import Oomtrail

@Suite struct HostFactTests {
  private static let fixture = Fixture("hosts/prefork")
  private static let whole = Analyzer().analyze(paths: [fixture.folder.path]).found

  private func analyze(_ files: [(String, String)]) throws -> Case {
    let scratch = try Scratch()
    for (path, text) in files { try scratch.write(path, text) }
    return Analyzer().analyze(paths: [scratch.path]).found
  }

  private static let banner =
    "[    0.000000] Linux version 6.1.0-50-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP\n"

  private static func kill(_ pid: Int, _ comm: String, at seconds: Int = 177) -> String {
    "[  \(seconds).366785] Memory cgroup out of memory: Killed process \(pid) (\(comm)) total-vm:51812kB, "
      + "anon-rss:48904kB, file-rss:1004kB, shmem-rss:0kB, UID:0 pgtables:140kB oom_score_adj:0\n"
  }

  // MARK: Facts

  @Test func theFactsOfABundleHaveTheirFiles() throws {
    let host = try #require(Self.whole.hosts.first)
    #expect(Self.whole.hosts.count == 1)
    #expect(host.name == "web-07")
    func expect(_ name: HostFactName, _ value: HostValue, _ file: String, _ line: Int?) {
      #expect(host.facts.known[name] == .init(value, path: Self.fixture.path(file), line: line), "\(name)")
    }
    expect(.kernelRelease, .text("6.1.0-50-cloud-amd64"), "sos_commands/kernel/uname_-a", nil)
    expect(.machine, .text("x86_64"), "sos_commands/kernel/uname_-a", nil)
    expect(.pageSize, .number(4_096), "getconf_-a", 5)
    // The exact one, not what `free -h` rounds.
    expect(.ram, .number(25_276_514_304), "proc/meminfo", 1)
    expect(.swap, .number(0), "free_-h", 3)
    expect(.cgroupVersion, .number(2), "proc/1/mountinfo", 2)
    expect(.oomKills, .number(3), "proc/vmstat", 5)
    expect(.killAllocatingTask, .number(1), "sos_commands/kernel/sysctl_-a", 7)
    expect(.swappiness, .number(60), "sos_commands/kernel/sysctl_-a", 12)
    expect(.userReserveKbytes, .number(100_407), "sos_commands/kernel/sysctl_-a", 13)
    // What is only configured is told apart.
    let configured = host.facts.configured.mapValues(\.value)
    #expect(configured == [.swappiness: .number(10), .overcommitMemory: .number(2), .panicOnOOM: .number(1)])
  }

  @Test func aHostWithoutKillsIsShownToo() throws {
    let found = try analyze([("a/etc/hostname", "db-01\n"), ("a/proc/meminfo", "MemTotal:  2048 kB\n")])
    #expect(found.hosts.map(\.name) == ["db-01"])
    #expect(found.hosts.first?.events == 0)
    #expect(found.hosts.first?.facts.known[.ram]?.value == .number(2_097_152))
    let nameOnly = try analyze([("a/etc/hostname", "db-01\n")])
    #expect(nameOnly.hosts.isEmpty)
  }

  @Test func factsOfTwoHostsAreNotMixed() throws {
    let found = try analyze([
      ("a/etc/hostname", "db-01\n"), ("a/proc/meminfo", "MemTotal:  2048 kB\n"), ("b/etc/hostname", "db-02\n"),
      ("b/proc/meminfo", "MemTotal:  4096 kB\n"),
    ])
    #expect(found.hosts.map { $0.facts.known[.ram]?.value.number } == [2_097_152, 4_194_304])
  }

  @Test func aBundleWithoutANameIsThatOfItsLogs() throws {
    let log = "2026-04-27T19:50:37+00:00 web-09 kernel: " + Self.kill(374, "hog")
    let found = try analyze([("a/var/log/kern.log", log), ("a/proc/meminfo", "MemTotal:  2048 kB\n")])
    #expect(found.hosts.map(\.name) == ["web-09"])
    #expect(found.hosts.first?.facts.known[.ram]?.value == .number(2_097_152))
  }

  @Test func aPageSizeCompletesAReportOfTheSameKernel() throws {
    let files = [("a/etc/hostname", "db-01\n"), ("a/getconf_PAGESIZE", "65536\n"), ("a/dmesg", Self.kill(374, "hog"))]
    #expect(try analyze(files).events.map { $0.report.kernel.pageSize } == [65_536])
    #expect(try analyze([files[0], files[2]]).events.map { $0.report.kernel.pageSize } == [nil])
  }

  // MARK: Counters

  @Test func killsThatNoLogHasAreSaid() throws {
    let problem = try #require(Self.whole.problems.first { $0.kind == .unlogged })
    #expect(problem.path == Self.fixture.path("proc/vmstat"))
    #expect(problem.line == 5)
    #expect(
      problem.detail
        == "The kernel of web-07 counts 3 processes killed since boot; 2 of them are not in the logs that were read.")
  }

  private func unlogged(_ files: [(String, String)]) throws -> [String] {
    let host = [("a/etc/hostname", "db-01\n"), ("a/proc/stat", "btime 1777319260\n")]
    return try analyze(host + files).problems.filter { $0.kind == .unlogged }.map(\.detail)
  }

  @Test func onlyKillsOfTheBootAreCounted() throws {
    let now =
      "2026-04-27T19:50:37+00:00 db-01 kernel: Out of memory: Killed process 374 (hog) total-vm:51812kB, "
      + "anon-rss:48904kB, file-rss:1004kB, shmem-rss:0kB\n"
    let before = now.replacing("04-27", with: "04-26")
    func details(_ log: String) throws -> [String] {
      try unlogged([("a/proc/vmstat", "pgfault 3\noom_kill 1\n"), ("a/var/log/kern.log", log)])
    }
    #expect(try details(now) == [])
    #expect(
      try details(before)
        == ["The kernel of db-01 counts 1 process killed since boot; none of them is in the logs that were read."])
    #expect(try unlogged([("a/proc/vmstat", "oom_kill 0\n")]) == [])
  }

  @Test func countersOfCgroupsAreThoseOfTheHighest() throws {
    let folder = "a/sys/fs/cgroup/system.slice"
    let details = try unlogged([
      ("\(folder)/memory.events", "low 0\noom 4\noom_kill 2\n"),
      ("\(folder)/app.service/memory.events", "low 0\noom 4\noom_kill 2\noom_group_kill 0\n"),
      ("a/sys/fs/cgroup/user.slice/memory.events", "oom_kill 1\n"),
    ])
    #expect(
      details
        == ["The cgroups of db-01 count 3 processes killed since boot; none of them is in the logs that were read."])
  }

  // MARK: Parents

  private static let list = """
    UID          PID    PPID  C STIME TTY          TIME CMD
    root           1       0  0 19:47 ?        00:00:00 /sbin/init
    root         100       1  0 19:47 ?        00:00:01 gunicorn: master [app]
    www          201     100  0 19:48 ?        00:00:02 gunicorn: worker [app]
    www          202     100  0 19:48 ?        00:00:02 gunicorn: worker [app]
    www          203     100  0 19:48 ?        00:00:02 gunicorn: worker [app]
    www          300       1  0 19:48 ?        00:00:00 /usr/bin/lonely
    www          301       1  0 19:48 ?        00:00:00 /usr/bin/lonely

    """

  /// The parent of the victim of a kill at 177 s, by a list taken when the host was up for `uptime` seconds.
  private func parent(
    _ pid: Int, _ comm: String, list: String = list, uptime: Int = 600, kill at: Int = 177
  ) throws -> Parent? {
    try analyze([
      ("a/etc/hostname", "db-01\n"), ("a/proc/stat", "btime 1777319260\n"), ("a/proc/uptime", "\(uptime).00 1.00\n"),
      ("a/proc/sys/kernel/random/boot_id", "23952af7-cbc1-4b75-a2c8-7de295ff7251\n"), ("a/ps_-ef", list),
      ("a/dmesg", Self.banner + Self.kill(pid, comm, at: at)),
    ]).events.first?.parent
  }

  @Test func othersOfTheVictimsNameShowItsParent() throws {
    let found = try #require(try parent(150, "gunicorn"))
    #expect(found.pid == 100)
    #expect(found.comm == "gunicorn")
    #expect(found.basis == .processList)
    #expect(found.confidence == .low)
    #expect(found.path?.hasSuffix("a/ps_-ef") == true)
    #expect(found.line == 4)
  }

  @Test func whoHasTheVictimsNumberLaterIsNotTheVictim() throws {
    // It is a sibling that goes on, or another that got the number; the others still have one parent.
    #expect(try parent(201, "gunicorn")?.confidence == .low)
    // Of two no sibling but one is left.
    let two = Self.list.split(separator: "\n").filter { !$0.contains(" 203 ") }.joined(separator: "\n")
    #expect(try parent(201, "gunicorn", list: two) == nil)
  }

  @Test func initIsNobodysParentByAList() throws { #expect(try parent(150, "lonely") == nil) }

  @Test func anotherNameHasNoParent() throws { #expect(try parent(150, "hog") == nil) }

  @Test func whoeverDiedIsNoParent() throws { #expect(try parent(100, "gunicorn") == nil) }

  @Test func aListOfAnotherBootTellsNothing() throws {
    let log =
      "2026-04-26T19:50:37+00:00 db-01 kernel: Out of memory: Killed process 150 (gunicorn) total-vm:51812kB, "
      + "anon-rss:48904kB, file-rss:1004kB, shmem-rss:0kB\n"
    func parent(_ log: String) throws -> Parent? {
      try analyze([
        ("a/etc/hostname", "db-01\n"), ("a/proc/stat", "btime 1777319260\n"),
        ("a/date", "Mon Apr 27 19:57:44 UTC 2026\n"), ("a/ps_-ef", Self.list), ("a/var/log/kern.log", log),
      ]).events.first?.parent
    }
    #expect(try parent(log) == nil)
    #expect(try parent(log.replacing("04-26", with: "04-27"))?.pid == 100)
    // After the list there may have been another boot.
    #expect(try parent(log.replacing("04-26", with: "04-28")) == nil)
  }

  @Test func aListFromBeforeShowsTheVictimItself() throws {
    func parent(at second: Int, _ pid: Int, _ comm: String) throws -> Parent? {
      let minute = second / 60
      let log =
        "2026-04-27T20:\(minute < 10 ? "0" : "")\(minute):00+00:00 db-01 kernel: [ \(740 + minute * 60).000000] "
        + "Out of memory: Killed process \(pid) (\(comm)) total-vm:51812kB, anon-rss:48904kB, file-rss:1004kB, "
        + "shmem-rss:0kB\n"
      return try analyze([
        ("a/etc/hostname", "db-01\n"), ("a/proc/stat", "btime 1777319260\n"),
        ("a/date", "Mon Apr 27 19:57:44 UTC 2026\n"), ("a/ps_-ef", Self.list), ("a/var/log/kern.log", log),
      ]).events.first?.parent
    }
    let found = try #require(try parent(at: 1_200, 201, "gunicorn"))
    #expect(found.pid == 100)
    #expect(found.confidence == .medium)
    #expect(found.line == 4)
    #expect(try parent(at: 1_200, 201, "nginx") == nil)
    #expect(try parent(at: 1_200, 300, "lonely") == nil)
  }
}

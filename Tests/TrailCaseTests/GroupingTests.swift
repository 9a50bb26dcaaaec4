// What repeats, and the figures about it.

import Testing
import TrailModel

@testable import TrailCase

@Suite struct GroupingTests {
  private func groups(_ observations: [Observation]) -> Groups { makeCase([("a", observations)]).groups }

  private func names(_ groups: [Group]) -> [String] { groups.map { $0.key[1].value } }

  @Test func processesAreCountedByName() throws {
    let found = groups([
      seen(kill(1, "web"), zoned(0), host: "x"), seen(kill(2, "web"), zoned(10), host: "y", line: 20),
      seen(kill(3, "db"), zoned(20), host: "x", line: 40), seen(kill(4, "app"), zoned(30), line: 60),
    ]).byProcess
    #expect(names(found) == ["web", "app", "db"])
    let web = try #require(found.first)
    #expect(web.key == [Named("kind", "process"), Named("name", "web")])
    #expect(web.kills == 2)
    #expect(web.hosts == ["x", "y"])
    #expect(web.victims == [Named("web", 2)])
    #expect(web.firstTime == utc(2026, 4, 27))
    #expect(web.lastTime == utc(2026, 4, 27, 12, 0, 10))
    #expect(web.interval == nil)
    #expect(web.parent == nil)
  }

  @Test func membersCountAsVictimsAndTheEventOnce() throws {
    var report = kill(1, "web", cgroup: "/app")
    report.alsoKilled = [try #require(kill(2, "web").victim), try #require(kill(3, "log", anon: 70).victim)]
    let found = groups([seen(report, zoned(0)), seen(kill(9, "web", cgroup: "/app"), zoned(5), line: 20)])
    #expect(found.byProcess.map(\.kills) == [2, 1])
    #expect(found.byProcess.map(\.victims) == [[Named("web", 3)], [Named("log", 1)]])
    #expect(found.byProcess[1].memoryAtKill?.first == Bytes(kilobytes: 74))
    #expect(found.byCgroup.map(\.kills) == [2])
    #expect(found.byCgroup[0].victims == [Named("web", 3), Named("log", 1)])
  }

  @Test func theCgroupIsTheLimitsElseTheVictims() throws {
    var global = kill(3)
    global.victim?.cgroup = "/own"
    global.memcg = Memcg()
    global.memcg?.limitCgroup = "/not/asked"
    let found = groups([
      seen(kill(1, cgroup: "/limit"), zoned(0)), seen(kill(2, cgroup: "/limit"), zoned(5), line: 20),
      seen(global, zoned(9), line: 40), seen(kill(4), zoned(12), line: 60),
    ]).byCgroup
    #expect(found.map(\.key) == ["/limit", "/own"].map { [Named("kind", "cgroup"), Named("name", $0)] })
    #expect(found.map(\.kills) == [2, 1])
  }

  @Test func parentsAreOfOneHost() throws {
    func child(_ pid: Int64) -> KillReport {
      var report = kill(pid, "worker")
      report.selected = Selected(pid: 100, comm: "master", score: nil)
      return report
    }
    let found = groups([
      seen(child(1), zoned(0), host: "x"), seen(child(2), zoned(8), host: "y", line: 20),
      seen(child(3), zoned(9), host: "y", line: 40),
    ]).byParent
    #expect(found.map(\.kills) == [2, 1])
    #expect(
      found[0].key == [
        Named("kind", "parent"), Named("name", "master"), Named("pid", "100"),
        Named("basis", "sacrificed_child"),
        Named("host", "y"),
      ])
    #expect(found[0].parent == Parent(pid: 100, comm: "master", basis: .sacrificedChild, confidence: .high))
    #expect(found[0].victims == [Named("worker", 2)])
  }

  @Test func whoDidNotDieIsNotCounted() {
    var panic = header(1)
    panic.outcome = .panic
    panic.scope = .memcg
    panic.memcg = Memcg()
    panic.memcg?.limitCgroup = "/app"
    let found = groups([seen(panic, zoned(0))])
    #expect(found.byCgroup.isEmpty)
    #expect(found.byProcess.isEmpty)
  }

  @Test func intervalsAreOfOneHostEach() throws {
    let times = [("x", 0), ("y", 1), ("x", 10), ("y", 101), ("x", 40)]
    let observations = times.enumerated().map { index, time in
      seen(kill(Int64(index + 1)), zoned(time.1), host: time.0, line: index * 20 + 1)
    }
    let group = try #require(groups(observations).byProcess.first)
    #expect(group.interval == Group.Interval(minimum: 10, median: 30, maximum: 100))
    #expect(group.eventIDs.count == 5)
    let two = try #require(
      groups(Array(observations.prefix(3)) + [seen(kill(9), zoned(30), host: "x", line: 99)]).byProcess.first)
    #expect(two.interval == Group.Interval(minimum: 10, median: 15, maximum: 20))
  }

  @Test func memoryIsWhatTheKillLinesSay() throws {
    var silent = kill(2)
    silent.victim?.anonRSS = nil
    let found = groups([
      seen(kill(1, anon: 300), zoned(0)), seen(silent, zoned(5), line: 20),
      seen(kill(3, anon: 100), zoned(10), line: 40),
    ]).byProcess
    let memory = try #require(found.first?.memoryAtKill)
    #expect(memory.first == Bytes(kilobytes: 304))
    #expect(memory.last == Bytes(kilobytes: 104))
    #expect(memory.minimum == Bytes(kilobytes: 104))
    #expect(memory.maximum == Bytes(kilobytes: 304))
    #expect(memory.trend == nil)
    #expect(groups([seen(silent, zoned(0))]).byProcess.first?.memoryAtKill == nil)
  }

  @Test(
    arguments: [
      ([100, 97, 95], .flat), ([100, 100, 100], .flat), ([100, 120, 150], .growing),
      ([100, 99, 150], .growing),
      ([100, 97, 150], .mixed), ([150, 120, 100], .shrinking), ([150, 152, 100], .shrinking),
      ([150, 154, 100], .mixed), ([100, 200, 101], .mixed), ([0, 0, 0], .flat), ([100, 200], nil), ([], nil),
      // Each step is within the tolerance of the one before, but not of the peak.
      ([100, 150, 148, 146, 144, 160], .mixed),
    ] as [([Int64], Group.MemoryAtKill.Trend?)])
  func trends(sizes: [Int64], expected: Group.MemoryAtKill.Trend?) {
    #expect(trend(of: sizes.map { Bytes($0) }) == expected)
  }

  @Test func enormousSizesDoNotTrap() {
    var report = kill(1)
    report.victim?.anonRSS = Bytes(.max)
    report.victim?.fileRSS = Bytes(.max)
    #expect(groups([seen(report, zoned(0))]).byProcess.first?.memoryAtKill?.first == Bytes(.max))
  }

  @Test func hostsListBootsAndKernels() throws {
    var old = kill(1)
    old.kernel.release = "5.10"
    var new = kill(2)
    new.kernel.release = "6.1"
    let hosts = makeCase([
      (
        "a",
        [
          seen(new, zoned(9), host: "x", boot: "b", line: 20), seen(old, zoned(0), host: "x", boot: "a"),
          seen(kill(3), zoned(12), host: "w", line: 40), seen(kill(4), zoned(15), host: nil, line: 60),
        ]
      )
    ]).hosts
    #expect(hosts.map(\.name) == ["w", "x"])
    let host = try #require(hosts.last)
    #expect(host.boots == ["a", "b"])
    #expect(host.kernelReleases == ["5.10", "6.1"])
    #expect(host.events == 2)
    #expect(host.firstTime == utc(2026, 4, 27))
    #expect(host.lastTime == utc(2026, 4, 27, 12, 0, 9))
  }
}

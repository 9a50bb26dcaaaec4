// Groups of owners and workloads, limits, lifetimes, and what goes on.

import Testing
import TrailModel

@testable import TrailCase

private let uid = "5e0c1d7a-91b2-4c3d-8e4f-0a1b2c3d4e5f"
private let podPath = "/kubepods/burstable/pod\(uid)"
private let logs = "node-1/var/log/pods/shop_payments-6d5c7b8f9d-x2x7k_\(uid)/api/0.log"

private func id(_ number: Int) -> String { String(repeating: "\(number)", count: 64) }

/// A kill in a container of the pod, at a limit of 512 MiB.
private func podKill(_ pid: Int64, _ container: Int, limit: String? = nil) -> KillReport {
  var report = kill(pid, "java", anon: 500_000, cgroup: limit ?? "\(podPath)/\(id(container))")
  report.victim?.cgroup = "\(podPath)/\(id(container))"
  report.memcg?.memory.usage = Bytes(kilobytes: 524_288)
  report.memcg?.memory.limit = Bytes(kilobytes: 524_288)
  return report
}

@Suite struct OwnerGroupTests {
  @Test func anOwnerIsOneOverItsRestarts() throws {
    let found = makeCase([
      ("a", [seen(podKill(1, 1), zoned(0)), seen(podKill(2, 2), zoned(60), line: 20)]), (logs, []),
    ])
    let groups = found.groups.byCgroup
    #expect(groups.map(\.kills) == [2, 1, 1])
    let owner = try #require(groups.first)
    #expect(owner.key.first == Named("kind", "kubernetes_container"))
    #expect(owner.key.contains(Named("pod_uid", uid)))
    #expect(owner.key.contains(Named("namespace", "shop")))
    #expect(owner.limitAtKill?.first == Bytes(kilobytes: 524_288))
    let share = try #require(owner.limitAtKill?.residentShare)
    #expect(share.lowerBound == 500_004.0 / 524_288)
    #expect(found.events[0].owner?.owner.pod == "payments-6d5c7b8f9d-x2x7k")
    #expect(found.events[0].owner?.namedBy == logs)
    #expect(found.groups.byNamespace.map(\.kills) == [2])
    #expect(found.groups.byNode.map { $0.key[1].value } == ["web-01"])
  }

  @Test func theWorkloadIsInferredFromThePodsName() throws {
    let found = makeCase([
      ("a", [seen(podKill(1, 1), zoned(0)), seen(podKill(2, 2), zoned(60), line: 20)]), (logs, []),
    ])
    let group = try #require(found.groups.byWorkload.first)
    #expect(
      group.key == [
        Named("kind", "Deployment"), Named("name", "payments"), Named("namespace", "shop"),
        Named("basis", "name"),
      ])
    #expect(group.kills == 2)
    // Without a name for the pod nothing is made up.
    let unnamed = makeCase([("a", [seen(podKill(1, 1), zoned(0))])])
    #expect(unnamed.groups.byWorkload.isEmpty)
    #expect(unnamed.groups.byNamespace.isEmpty)
    #expect(unnamed.events[0].workload == nil)
    #expect(unnamed.groups.byNode.count == 1)
  }

  @Test func aContainersLogNamesIt() throws {
    let path = "var/log/containers/payments-6d5c7b8f9d-x2x7k_shop_api-\(id(1)).log"
    let found = makeCase([("a", [seen(podKill(1, 1), zoned(0)), seen(podKill(2, 2), zoned(9), line: 20)]), (path, [])])
    #expect(found.events[0].owner?.owner.container == "api")
    #expect(found.events[0].owner?.key == "pod/\(uid)/container/api")
    // Only its own id is named by it.
    #expect(found.events[1].owner?.owner.container == nil)
    #expect(found.groups.byWorkload.first?.key.contains(Named("container", "api")) == true)
  }

  @Test func whoseLimitItIs() throws {
    let found = makeCase([("a", [seen(podKill(1, 1, limit: podPath), zoned(0)), seen(kill(2), zoned(9), line: 20)])])
    #expect(found.events[0].limitOwner?.owner.kind == .kubernetesPod)
    #expect(found.events[0].owner?.owner.kind == .kubernetesContainer)
    #expect(found.events[1].limitOwner == nil)
    #expect(found.events[1].owner == nil)
    let owned = try #require(found.groups.byCgroup.first { $0.key[0].value == "kubernetes_pod" })
    #expect(owned.key[1].value == "pod \(uid)")
  }

  @Test func aLimitThatChanges() throws {
    var second = podKill(2, 1)
    second.memcg?.memory.limit = Bytes(kilobytes: 600_000)
    second.memcg?.memory.usage = Bytes(kilobytes: 600_000)
    let found = makeCase([("a", [seen(podKill(1, 1), zoned(0)), seen(second, zoned(9), line: 20)])])
    let limit = try #require(found.groups.byCgroup.first?.limitAtKill)
    #expect(limit.first == Bytes(kilobytes: 524_288))
    #expect(limit.last == Bytes(kilobytes: 600_000))
    #expect(found.findings.map(\.code).contains("limit_changed"))
    // A kill for want of the node's memory has no limit.
    #expect(makeCase([("a", [seen(kill(1), zoned(0))])]).groups.byProcess.first?.limitAtKill == nil)
  }

  // MARK: Lifetimes

  /// A table with these processes, of which one is killed.
  private func table(_ pids: [Int64], kills pid: Int64, resident: Int64 = 100) -> KillReport {
    var report = kill(pid, "job", anon: 4 * 400)
    report.kernel.pageSize = 4_096
    report.processes = ProcessTable(columns: ["rss"])
    for other in pids { report.processes.append(pid: other, values: [other == pid ? 401 : resident], comm: "job") }
    return report
  }

  @Test func whoWasNotThereBeforeIsYoungerThanThat() throws {
    let events = makeCase([
      (
        "a",
        [
          seen(table([1, 10], kills: 10), zoned(0, kernel: 100)),
          seen(table([1, 11], kills: 11), zoned(30, kernel: 130), line: 20),
          seen(table([1, 12], kills: 12), zoned(70, kernel: 170), line: 40),
        ]
      )
    ])
    #expect(events.events.map(\.lifetime?.atMost) == [nil, 30, 40])
    #expect(events.events.map(\.lifetime?.atLeast) == [nil, nil, nil])
    let group = try #require(events.groups.byProcess.first)
    #expect(group.growth == Growth(verdict: .hitsAtOnce, basis: .processTables, kills: 2, seconds: 0...40))
  }

  @Test func whoWasThereIsOlder() throws {
    let events = makeCase([
      (
        "a",
        [
          seen(table([1, 2, 10, 11], kills: 10), zoned(0, kernel: 100)),
          seen(table([1, 2, 11, 12], kills: 11), zoned(600, kernel: 700), line: 20),
          seen(table([1, 2, 12], kills: 12), zoned(1_300, kernel: 1_400), line: 40),
        ]
      )
    ])
    #expect(events.events.map(\.lifetime?.atLeast) == [nil, 600, 700])
    #expect(events.events.map(\.lifetime?.atMost) == [nil, nil, 1_300])
    #expect(events.events[1].lifetime?.residentBefore == Bytes(100 * 4_096))
    // It was a quarter of that when it was first seen.
    #expect(
      events.groups.byProcess.first?.growth
        == Growth(verdict: .growsIntoLimit, basis: .processTables, kills: 2, seconds: 600...700))
  }

  @Test func whatWasAsLargeBeforeHasNotGrown() {
    let events = makeCase([
      (
        "a",
        [
          seen(table([10, 11, 12], kills: 10, resident: 400), zoned(0, kernel: 100)),
          seen(table([11, 12], kills: 11, resident: 400), zoned(600, kernel: 700), line: 20),
          seen(table([12], kills: 12, resident: 400), zoned(1_300, kernel: 1_400), line: 40),
        ]
      )
    ])
    #expect(events.events[1].lifetime?.atLeast == 600)
    #expect(events.groups.byProcess.first?.growth == nil)
  }

  @Test func aCutTableProvesNothing() {
    var cut = table([1], kills: 10)
    cut.missing = [.lines]
    let events = makeCase([
      ("a", [seen(cut, zoned(0, kernel: 100)), seen(table([1, 11], kills: 11), zoned(30, kernel: 130), line: 20)])
    ])
    #expect(events.events.allSatisfy { $0.lifetime == nil })
  }

  @Test func anotherBootProvesNothing() {
    let events = makeCase([
      (
        "a",
        [
          seen(table([1], kills: 10), zoned(0, kernel: 100), boot: "a"),
          seen(table([1, 11], kills: 11), zoned(30, kernel: 130), boot: "b", line: 20),
        ]
      )
    ])
    #expect(events.events.allSatisfy { $0.lifetime == nil })
  }

  // MARK: Still going on

  @Test(
    arguments: [
      // Three kills a minute apart; the log ends so many seconds behind the last.
      (30, true), (120, true), (121, false),
    ] as [(Int, Bool)])
  func whetherItGoesOn(end: Int, expected: Bool) throws {
    var builder = CaseBuilder(options: CaseOptions())
    var log = input("a")
    let last = zoned(120 + end)
    log.stamps.last = SeenStamp(stamp: last, text: nil, yearTurns: 0)
    builder.add(
      input: log,
      observations: [0, 60, 120].enumerated().map { index, second in
        seen(kill(Int64(index + 1)), zoned(second), line: index * 20 + 1)
      })
    #expect(builder.finish().groups.byProcess.first?.isOngoing == expected)
  }

  @Test func whatKubernetesSaysOfObjectsIsNoLogThatEnds() throws {
    var builder = CaseBuilder(options: CaseOptions())
    var dump = input("a")
    dump.kubernetes.add(NodeRecord(source: Source(path: "a", firstLine: 1, lastLine: 1, firstOffset: 0, lastOffset: 0)))
    dump.stamps.last = SeenStamp(stamp: zoned(130), text: nil, yearTurns: 0)
    builder.add(
      input: dump,
      observations: [0, 60, 120].enumerated().map { index, second in
        seen(kill(Int64(index + 1)), zoned(second), line: index * 20 + 1)
      })
    let group = try #require(builder.finish().groups.byProcess.first)
    #expect(group.kills == 3)
    #expect(group.isOngoing == nil)
  }

  // MARK: What shows growth, and one parent

  @Test(arguments: [([0, 3_600, 7_200], true), ([0, 1, 2], false), ([0, 3_600], false)] as [([Int], Bool)])
  func instancesThatDieApartShowGrowth(seconds: [Int], expected: Bool) {
    var events = makeCase([
      (
        "a",
        seconds.enumerated().map { number, second in
          seen(podKill(Int64(number + 1), number + 1), zoned(second), line: number * 20 + 1)
        }
      )
    ]).events
    for index in events.indices { events[index].lifetime = Lifetime(atLeast: 400, atMost: 400, basis: .container) }
    #expect((Growth(of: events)?.verdict == .growsIntoLimit) == expected)
  }

  @Test(arguments: [(7_300, 1), (7_200, 1), (3_600, 2), (60, 2)]) func aParentIsOfOneBoot(later: Int64, parents: Int) {
    var events = makeCase([
      ("a", [seen(kill(1), zoned(0), line: 1), seen(kill(2), zoned(3_600), line: 20)])
    ]).events
    for index in events.indices {
      events[index].parent = Parent(pid: 500, comm: "gunicorn", basis: .witnessLine, confidence: .high)
      events[index].time.monotonic = (index == 0 ? 3_600 : later) * 1_000_000_000
    }
    #expect(Groups(events).byParent.count == parents)
  }

  @Test func oneKillTellsNothingOfWhatGoesOn() {
    #expect(makeCase([("a", [seen(kill(1), zoned(0))])]).groups.byProcess.first?.isOngoing == nil)
    // Nor do kills on a host without a name.
    let unnamed = makeCase([
      ("a", [seen(kill(1), zoned(0), host: nil), seen(kill(2), zoned(5), host: nil, line: 20)])
    ])
    #expect(unnamed.groups.byProcess.first?.isOngoing == nil)
  }

  @Test func aParentThatLivesOn() throws {
    func child(_ pid: Int64) -> KillReport {
      var report = kill(pid, "worker")
      report.selected = Selected(pid: 100, comm: "master", score: nil)
      return report
    }
    let two = [seen(child(1), zoned(0)), seen(child(2), zoned(8), line: 20)]
    #expect(makeCase([("a", two)]).groups.byParent.first?.parentSurvives == true)
    // One child alone: nothing shows what became of the parent.
    #expect(makeCase([("a", [two[0]])]).groups.byParent.first?.parentSurvives == nil)
    var group = child(3)
    group.alsoKilled = [try #require(kill(100, "master").victim)]
    let dead = makeCase([("a", two + [seen(group, zoned(9), line: 40)])])
    #expect(dead.groups.byParent.first?.parentSurvives == false)
  }
}

@Suite struct OwnerIncidentTests {
  private func service(_ pid: Int64, _ name: String = "shop.service") -> KillReport {
    var report = kill(pid, "api", anon: 50_000, cgroup: "/system.slice/\(name)")
    report.memcg?.memory.usage = Bytes(kilobytes: 65_536)
    report.memcg?.memory.limit = Bytes(kilobytes: 65_536)
    return report
  }

  @Test func aCrashLoop() throws {
    let seconds = [0, 60, 180, 1_500]
    let found = makeCase([
      (
        "a",
        seconds.enumerated().map { index, second in
          seen(service(Int64(index + 1)), zoned(second), line: index * 20 + 1)
        }
      )
    ])
    let incident = try #require(found.incidents.first)
    // The last came later than ten minutes, but it is of the same owner.
    #expect(incident.eventIDs.count == 4)
    #expect(incident.kind == .crashLoop)
    #expect(incident.owner?.owner.unit == "shop.service")
    #expect(
      incident.summary
        == "processes of `shop.service` (limit 64.0 MiB) were killed 4 times in 25 min on web-01, at 64.0 MiB each time, "
        + "60 s to 22 min apart.")
  }

  @Test func aFleet() throws {
    let hosts = ["w", "x", "y"]
    let found = makeCase([
      (
        "a",
        hosts.enumerated().map { index, host in
          seen(service(Int64(index + 1)), zoned(index * 200), host: host, line: index * 20 + 1)
        }
      )
    ])
    let incident = try #require(found.incidents.first)
    #expect(incident.kind == .fleet)
    #expect(incident.hosts == hosts)
    #expect(
      incident.summary
        == "processes of `shop.service` (limit 64.0 MiB) were killed 3 times in 6 min on 3 hosts, at 64.0 MiB each time."
    )
  }

  @Test func twiceIsNoLoop() throws {
    let found = makeCase([("a", [seen(service(1), zoned(0)), seen(service(2), zoned(60), line: 20)])])
    #expect(found.incidents.map(\.kind) == [.repeated])
    #expect(found.incidents.first?.owner?.owner.unit == "shop.service")
  }

  @Test func aKillThatWasAskedForIsNoStorm() throws {
    var asked = kill(1, "a")
    asked.isManual = true
    var again = kill(2, "b")
    again.isManual = true
    let found = makeCase([("a", [seen(asked, zoned(0)), seen(again, zoned(60), line: 20)])])
    #expect(found.incidents.map(\.kind) == [.mixed])
  }

  @Test func aStorm() throws {
    let found = makeCase([("a", [seen(kill(1, "a"), zoned(0)), seen(kill(2, "b"), zoned(5), line: 20)])])
    #expect(found.incidents.map(\.kind) == [.nodeStorm])
    #expect(found.incidents.first?.owner == nil)
  }

  @Test func differentOwnersAreMixed() throws {
    let found = makeCase([
      ("a", [seen(service(1), zoned(0)), seen(service(2, "other.service"), zoned(5), line: 20)])
    ])
    #expect(found.incidents.map(\.kind) == [.mixed])
    #expect(found.incidents.first?.owner == nil)
  }

  @Test func workloadsAreTheSubject() throws {
    let found = makeCase([
      (
        "a",
        [
          seen(podKill(1, 1, limit: podPath), zoned(0)),
          seen(podKill(2, 2, limit: podPath), zoned(400), line: 20),
        ]
      ),
      (logs, []),
    ])
    #expect(
      found.incidents.first?.summary
        == "`payments` (the pod's limit 512.0 MiB) was killed 2 times in 6 min on web-01, at 512.0 MiB each time, "
        + "6 min 40 s apart.")
    #expect(found.incidents.first?.workload?.name == "payments")
  }
}

// What joins ends of containers, kills and witnesses, and what keeps them apart.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel

@testable import Oomtrail

@Suite struct JoinTests {
  private func analyze(_ files: [(String, String)], _ options: CaseOptions = CaseOptions()) throws -> Case {
    let scratch = try Scratch()
    for (path, text) in files { try scratch.write(path, text) }
    return Analyzer(options: options).analyze(paths: [scratch.path]).found
  }

  private static func uid(_ digit: Int) -> String { "\(digit)1111111-aaaa-4bbb-8ccc-00000000000\(digit)" }
  private static func id(_ digit: Int) -> String { String(repeating: "\(digit)a", count: 32) }

  private static func cgroup(_ digit: Int) -> String {
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
      + uid(digit).replacingOccurrences(of: "-", with: "_") + ".slice/cri-containerd-\(id(digit)).scope"
  }

  /// A kernel's report of a kill at the limit of a container's own cgroup.
  private func kill(
    _ time: String, pid: Int, comm: String = "java", digit: Int, limit: Int = 262_144, host: String = "node-a"
  ) -> String {
    let cgroup = Self.cgroup(digit)
    return [
      "\(comm) invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=985",
      "memory: usage \(limit)kB, limit \(limit)kB, failcnt 68",
      "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=\(cgroup),"
        + "task_memcg=\(cgroup),task=\(comm),pid=\(pid),uid=1000",
      "Memory cgroup out of memory: Killed process \(pid) (\(comm)) total-vm:2097152kB, anon-rss:240000kB, "
        + "file-rss:1024kB, shmem-rss:0kB, UID:1000 pgtables:2048kB oom_score_adj:985",
    ].map { "2026-11-02T\(time)+00:00 \(host) kernel: \($0)\n" }.joined()
  }

  /// A pod as `kubectl describe` prints it, whose container ended and runs again.
  private func pod(
    _ name: String, reason: String, finished: String, limit: String = "256Mi", node: String = "node-a",
    events: String = "<none>", start: String = "07:00:00"
  ) -> String {
    """
    Name:             \(name)
    Namespace:        prod
    Node:             \(node)/10.0.0.1
    Start Time:       Mon, 02 Nov 2026 \(start) +0000
    Status:           Running
    Controlled By:    StatefulSet/\(name.dropLast(2))
    Containers:
      api:
        Container ID:  containerd://\(String(repeating: "ef", count: 32))
        State:          Running
          Started:      Mon, 02 Nov 2026 12:01:00 +0000
        Last State:     Terminated
          Reason:       \(reason)
          Exit Code:    137
          Started:      Mon, 02 Nov 2026 07:00:02 +0000
          Finished:     Mon, 02 Nov 2026 \(finished) +0000
        Ready:          True
        Restart Count:  1
        Limits:
          memory:  \(limit)
        Environment:   <none>
    QoS Class:         Burstable
    Events:            \(events)


    """
  }

  private func verdicts(_ found: Case) -> [String: Container.Verdict] {
    Dictionary(found.containers.map { ($0.pod ?? "", $0.verdict) }) { first, _ in first }
  }

  // MARK: Ends and kills

  @Test(arguments: [false, true]) func aProvenEndGoesFirstWhateverStandsFirst(isTurned: Bool) throws {
    let pods = [
      pod("killed-0", reason: "OOMKilled", finished: "12:00:01"),
      pod("other-0", reason: "Error", finished: "12:00:00"),
    ]
    let found = try analyze([
      ("kern.log", kill("12:00:00.1", pid: 4711, digit: 1)), ("pods.txt", (isTurned ? pods.reversed() : pods).joined()),
    ])
    #expect(found.events.count == 1)
    #expect(verdicts(found) == ["killed-0": .oomKilled, "other-0": .killedUnproven])
  }

  @Test func asManyKillsAsThereWere() throws {
    let found = try analyze([
      ("kern.log", kill("12:00:00.1", pid: 4711, digit: 1) + kill("12:00:01.1", pid: 4811, digit: 2)),
      (
        "pods.txt",
        pod("a-0", reason: "OOMKilled", finished: "12:00:01") + pod("b-0", reason: "OOMKilled", finished: "12:00:02")
          + pod("c-0", reason: "OOMKilled", finished: "12:00:02")
      ),
    ])
    // Two reports, three ends: one end is of a kill whose report is lost.
    #expect(found.events.count == 3)
    #expect(verdicts(found) == ["a-0": .oomKilled, "b-0": .oomKilled, "c-0": .oomKilled])
    let joins = found.containers.flatMap(\.joins)
    #expect(joins.count == 3 && Set(joins.map(\.eventID)).count == 3)
    #expect(joins.count { $0.basis == .nodeAndTime && $0.confidence == .low } == 2)
  }

  @Test func limitsTellWhichIsWhich() throws {
    let found = try analyze([
      (
        "kern.log",
        kill("12:00:00.1", pid: 4711, digit: 1) + kill("12:00:01.1", pid: 4811, digit: 2, limit: 524_288)
      ),
      (
        "pods.txt",
        pod("large-0", reason: "OOMKilled", finished: "12:00:01", limit: "512Mi")
          + pod("small-0", reason: "OOMKilled", finished: "12:00:02")
      ),
    ])
    #expect(found.events.count == 2)
    let pids = Dictionary(found.events.map { ($0.id, $0.report.victim?.pid) }) { first, _ in first }
    for container in found.containers {
      #expect(container.joins.map(\.confidence) == [.medium])
      #expect(pids[container.joins.first?.eventID ?? ""] == (container.pod == "large-0" ? 4811 : 4711))
    }
  }

  @Test func anotherLimitIsAnothersKill() throws {
    let found = try analyze([
      ("kern.log", kill("12:00:00.1", pid: 4711, digit: 1)),
      ("pods.txt", pod("api-0", reason: "Error", finished: "12:00:01", limit: "2Gi")),
    ])
    #expect(verdicts(found) == ["api-0": .killedUnproven])
    #expect(found.events.count == 1)
  }

  @Test func theUidOfAJoinedKillNamesThePodsEarlierOnes() throws {
    let times = ["09:00:00.1", "10:00:00.1", "12:00:00.1"]
    let log = times.enumerated().map { kill($1, pid: 4000 + $0, digit: 1) }.joined()
    let found = try analyze([
      ("kern.log", log), ("pods.txt", pod("api-0", reason: "OOMKilled", finished: "12:00:01")),
    ])
    #expect(found.events.count == 3)
    #expect(found.events.map { $0.owner?.owner.pod } == ["api-0", "api-0", "api-0"])
    #expect(found.groups.byWorkload.map(\.kills) == [3])
    #expect(found.groups.byWorkload.map(\.restarts) == [1])
  }

  @Test func anEvictionIsNotOfThePodThatRunsNow() throws {
    let event = """
      {"kind": "Event", "apiVersion": "v1", "reason": "Evicted", "type": "Warning",
       "message": "The node was low on resource: memory. Threshold quantity: 100Mi, available: 87608Ki. Container api was using 4Gi, request is 1Gi, has larger consumption of memory. ",
       "metadata": {"name": "x", "namespace": "prod"}, "lastTimestamp": "2026-11-02T06:00:00Z",
       "source": {"component": "kubelet", "host": "node-b"},
       "involvedObject": {"kind": "Pod", "namespace": "prod", "name": "db-0", "uid": "\(Self.uid(2))"}}
      """
    let found = try analyze([
      ("events.json", event), ("pods.txt", pod("db-0", reason: "Error", finished: "12:00:01")),
    ])
    #expect(found.containers.map(\.verdict).contains(.evictedForMemory))
    #expect(found.containers.first { $0.node == "node-a" }?.verdict == .killedUnproven)
    #expect(found.containers.count == 2)
    let eviction = try #require(found.events.first { $0.report.outcome == .evicted })
    #expect(eviction.host == "node-b")
    let told = try #require(eviction.report.eviction)
    #expect(told.threshold == Bytes(100 << 20))
    #expect(told.available == Bytes(87_608 << 10))
    #expect(
      told.offenders == [PodEviction.Offender(container: "api", usage: Bytes(4 << 30), request: Bytes(1 << 30))])
  }

  @Test func agesCountFromWhenTheBundleWasTaken() throws {
    let table = """
      LAST SEEN   TYPE      REASON    OBJECT      MESSAGE
      30m         Warning   Evicted   pod/api-0   The node was low on resource: memory. Container api was using 4Gi, which exceeds its request of 0.

      """
    let alone = try analyze([("b/events.txt", table)])
    #expect(alone.events.map(\.time.wall) == [nil])
    let found = try analyze([("b/events.txt", table), ("b/date", "Mon Nov  2 12:00:00 UTC 2026\n")])
    let wall = try #require(found.events.first?.time.wall?.civil())
    #expect((wall.hour, wall.day) == (11, 2))
    #expect(found.events.first?.report.eviction?.offenders.first?.request == Bytes(0))
  }

  // MARK: Filters

  @Test func aFilterLeavesTheContainersOfWhatRemains() throws {
    let files = [
      ("kern.log", kill("12:00:00.1", pid: 4711, digit: 1)),
      (
        "pods.txt",
        pod("api-0", reason: "OOMKilled", finished: "12:00:01")
          + pod("web-0", reason: "OOMKilled", finished: "08:00:00")
      ),
    ]
    var options = CaseOptions()
    options.filter.pods = ["api-*"]
    let found = try analyze(files, options)
    #expect(found.events.map { $0.report.victim?.pid } == [4711])
    #expect(found.containers.map(\.pod) == ["api-0"])
    options.filter.pods = ["none"]
    #expect(try analyze(files, options).containers.isEmpty)
  }

  // MARK: Runtimes and witnesses

  @Test func aNoticeThatRepeatsIsOneKill() throws {
    let lines = (0..<5).map {
      "2026-11-02T12:0\($0 * 2):00.000000+00:00 node-a containerd[611]: time=\"2026-11-02T12:0\($0 * 2):00.0Z\" "
        + "level=info msg=\"TaskOOM event container_id:\\\"\(Self.id(3))\\\"\"\n"
    }
    #expect(try analyze([("syslog", lines.joined())]).events.count == 1)
  }

  @Test func anotherPidIsAnotherDeath() throws {
    let service = "/system.slice/postgresql.service"
    let log =
      "2026-11-02T12:00:00.1+00:00 db-01 kernel: oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,"
      + "mems_allowed=0,global_oom,task_memcg=\(service),task=postgres,pid=222,uid=1000\n"
      + "2026-11-02T12:00:00.1+00:00 db-01 kernel: Out of memory: Killed process 222 (postgres) total-vm:1000kB, "
      + "anon-rss:900kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:8kB oom_score_adj:0\n"
    func postmaster(_ pid: Int) -> String {
      "2026-11-02T12:00:01.0+00:00 db-01 postgres[100]: [5-1] LOG:  server process (PID \(pid)) was terminated by signal 9: "
        + "Killed\n"
    }
    #expect(try analyze([("syslog", log + postmaster(222))]).events.map { $0.parent?.pid } == [100])
    #expect(try analyze([("syslog", log + postmaster(111))]).events.map { $0.parent?.pid } == [nil])
  }

  @Test func ofTwoHostsNoneIsGuessed() throws {
    func log(_ host: String) -> String {
      "2026-11-02T12:00:00.1+00:00 \(host) kernel: Out of memory: Killed process 4711 (gunicorn) total-vm:1000kB, "
        + "anon-rss:900kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:8kB oom_score_adj:0\n"
    }
    let line = "[2026-11-02 12:00:00 +0000] [900] [ERROR] Worker (pid:4711) was sent SIGKILL! Perhaps out of memory?\n"
    let one = try analyze([("a.log", log("web-01")), ("gunicorn.log", line)])
    #expect(one.events.map { $0.parent?.pid } == [900])
    let two = try analyze([("a.log", log("web-01")), ("b.log", log("web-02")), ("gunicorn.log", line)])
    #expect(two.events.count == 2)
    #expect(two.events.allSatisfy { $0.parent == nil })
  }

  // MARK: What speaks against a join, and for one

  @Test func aNeighboursCrashLoopIsNotGivenToThePod() throws {
    // Three instances of another pod, which died while the one instance of this pod ran.
    let loop = [(4711, 4), (4712, 5), (4713, 6)].enumerated().map { number, kill in
      self.kill("1\(number):00:00.1", pid: kill.0, digit: 1)
        .replacingOccurrences(of: Self.id(1), with: Self.id(kill.1))
    }
    let found = try analyze([
      ("kern.log", loop.joined()), ("pods.txt", pod("a-0", reason: "OOMKilled", finished: "12:00:01")),
    ])
    #expect(found.events.count == 3)
    let joins = try #require(found.containers.first).joins
    #expect(joins.map(\.confidence) == [.low])
    #expect(found.events.allSatisfy { $0.workload == nil && $0.owner?.owner.pod == nil })
  }

  @Test func aContainerCalledAsTheVictimHasItsKill() throws {
    func named(_ pod: String, _ container: String) -> String {
      self.pod(pod, reason: "OOMKilled", finished: "12:00:01").replacingOccurrences(
        of: "  api:\n", with: "  \(container):\n")
    }
    let found = try analyze([
      (
        "kern.log",
        kill("12:00:00.1", pid: 11, comm: "redis-server", digit: 1)
          + kill("12:00:00.3", pid: 22, comm: "postgres", digit: 2)
      ), ("pods.txt", named("a-0", "postgres") + named("b-0", "redis-server")),
    ])
    #expect(found.events.count == 2)
    let pids = Dictionary(found.events.map { ($0.id, $0.report.victim?.pid) }) { first, _ in first }
    for container in found.containers {
      #expect(container.joins.map(\.confidence) == [.medium])
      #expect(pids[container.joins.first?.eventID ?? ""] == (container.name == "postgres" ? 22 : 11))
    }
  }

  @Test func aPodIsFoundAlsoWhereItsKillIsNotSure() throws {
    var options = CaseOptions()
    options.filter.pods = ["a-0"]
    let found = try analyze(
      [
        ("kern.log", kill("12:00:00.1", pid: 4711, digit: 1) + kill("12:00:01.1", pid: 4811, digit: 2)),
        (
          "pods.txt",
          pod("a-0", reason: "OOMKilled", finished: "12:00:01") + pod("b-0", reason: "OOMKilled", finished: "12:00:02")
        ),
      ], options)
    #expect(found.events.count == 1)
    #expect(found.containers.map(\.pod) == ["a-0"])
  }

  @Test func aRuntimesNoticeOfTheVeryInstanceIsAKillInIt() throws {
    let id = Self.id(7)
    let dead = pod("a-0", reason: "Error", finished: "12:00:01")
      .replacingOccurrences(of: String(repeating: "ef", count: 32), with: id)
      .replacingOccurrences(
        of:
          "    State:          Running\n      Started:      Mon, 02 Nov 2026 12:01:00 +0000\n    Last State:     Terminated",
        with: "    State:          Terminated")
    let notice =
      "time=\"2026-11-02T12:00:00.9Z\" level=info msg=\"TaskOOM event &TaskOOM{ContainerID:\(id),}\"\n"
    let found = try analyze([("containerd.log", notice), ("pods.txt", dead)])
    #expect(found.events.count == 1)
    let container = try #require(found.containers.first)
    #expect(container.verdict == .oomKilled)
    #expect(container.joins.map(\.basis) == [.containerID])
    #expect(found.events.first?.workload?.name == "a")
  }

  @Test(arguments: [(5, 2), (1, 1)]) func aNewerTableOfPodsIsHeard(restarts: Int, events: Int) throws {
    let table =
      "NAMESPACE   NAME   READY   STATUS      RESTARTS     AGE\nprod        a-0    0/1     OOMKilled   \(restarts) (3s ago)   5d\n"
    let found = try analyze([
      ("kern.log", kill("09:00:00.1", pid: 1, digit: 1).replacingOccurrences(of: Self.id(1), with: "x")),
      (
        "describe.txt", pod("a-0", reason: "Completed", finished: "11:00:01").replacingOccurrences(of: "137", with: "0")
      ),
      ("pods.txt", table),
    ])
    #expect(found.events.count == events)
    #expect(verdicts(found)["a-0"] == (events == 2 ? .oomKilled : .healthy))
  }

  // MARK: Notices

  @Test func aUnitOfWhichOnlySystemdTellsIsAnOwner() throws {
    let notice =
      "kernel: x\n2026-11-02T12:00:00.9+00:00 web-01 systemd[1]: app.service: Failed with result 'oom-kill'.\n"
    let found = try analyze([("messages", "2026-11-02T11:00:00.9+00:00 web-01 \(notice)")])
    #expect(found.events.map { $0.owner?.owner.unit } == ["app.service"])
    #expect(found.groups.byCgroup.map { $0.key[1].value } == ["app.service"])
    // What another program says of it is no word of systemd's.
    let quoted = try analyze([
      ("messages", "2026-11-02T12:00:00.9+00:00 web-01 grep[5]: app.service: Failed with result 'oom-kill'.\n")
    ])
    #expect(quoted.events.isEmpty)
  }

  @Test func dockersEventsAsJSON() throws {
    let id = Self.id(3)
    func event(_ action: String, _ second: Int, _ more: String = "") -> String {
      "{\"status\":\"\(action)\",\"id\":\"\(id)\",\"from\":\"shop/api:1\",\"Type\":\"container\",\"Action\":\"\(action)\","
        + "\"Actor\":{\"ID\":\"\(id)\",\"Attributes\":{\(more)\"image\":\"shop/api:1\",\"name\":\"api\"}},"
        + "\"scope\":\"local\",\"time\":\(1_772_000_000 + second),\"timeNano\":\(1_772_000_000 + second)123456789}\n"
    }
    let found = try analyze([
      (
        "events.json",
        event("start", 0) + event("oom", 5) + event("die", 5, "\"exitCode\":\"137\",")
          + event("kill", 600, "\"signal\":\"9\",")
          + event("die", 601, "\"exitCode\":\"137\",")
      )
    ])
    #expect(found.events.count == 1)
    let kill = try #require(found.events.first)
    #expect(kill.time.wall == Instant(nanoseconds: 1_772_000_005_123_456_000, fractionDigits: 6))
    #expect(kill.owner?.owner.containerID == id)
    #expect(found.witnesses.map(\.statement.certainty) == [.oom, .sigkill, .notOOM])
    #expect(found.witnesses.map { $0.eventID == kill.id } == [true, true, false])
  }

  @Test func ofSeveralContainersTheLimitTellsWhose() throws {
    // Two earlier instances of the one container, while the other had long been running.
    let log = [(4711, "09:00:00.1", 4, 262_144), (4712, "10:00:00.1", 5, 262_144), (4713, "12:00:00.1", 1, 262_144)]
      .map { kill($1, pid: $0, digit: 1, limit: $3).replacingOccurrences(of: Self.id(1), with: Self.id($2)) }.joined()
    let both = pod("a-0", reason: "OOMKilled", finished: "12:00:01")
      .replacingOccurrences(of: "07:00:02", with: "11:30:00")
      .replacingOccurrences(of: "Restart Count:  1", with: "Restart Count:  3")
      .replacingOccurrences(
        of: "QoS Class:", with: "  proxy:\n    State:  Running\n    Limits:\n      memory:  128Mi\nQoS Class:")
    let found = try analyze([("kern.log", log), ("pods.txt", both)])
    #expect(found.events.count == 3)
    let joins = Dictionary(found.containers.map { ($0.name ?? "", $0.joins.count) }) { first, _ in first }
    #expect(joins == ["api": 3, "proxy": 0])
  }

  @Test func aJobsOutputRepeatsWhatTheNodesLogSays() throws {
    let said = "error: Detected 1 oom_kill event in StepId=123.batch. Some of the step tasks have been OOM Killed.\n"
    let node = ("slurmd.log", "[2026-11-02T12:00:00.100] [123.batch] \(said)")
    let found = try analyze([node, ("slurm-123.out", "slurmstepd: \(said)")])
    #expect(found.events.map { $0.owner?.key } == ["slurm/123"])
    #expect(found.witnesses.map { $0.eventID == found.events.first?.id } == [true, true])
    let other = try analyze([
      node, ("slurm-124.out", "slurmstepd: \(said)".replacingOccurrences(of: "123", with: "124")),
    ])
    #expect(other.events.count == 2)
  }

  @Test func twoEvictionsOfOneNameAreTwo() throws {
    func row(_ age: String, _ available: Int) -> String {
      "shop   \(age)   Warning   Evicted   pod/web-0   The node was low on resource: memory. Threshold quantity: 100Mi, "
        + "available: \(available)Ki. Container api was using 4Gi, request is 1Gi, has larger consumption of memory.\n"
    }
    let head = "NAMESPACE   LAST SEEN   TYPE   REASON   OBJECT   MESSAGE\n"
    let found = try analyze([
      ("a.txt", head + row("50m", 87_608) + row("10m", 67_608)), ("b.txt", head + row("50m", 87_608)),
    ])
    #expect(found.events.map { $0.report.eviction?.available } == [Bytes(87_608 << 10), Bytes(67_608 << 10)])
    #expect(found.containers.count == 2)
  }

  @Test func theDeadMainProcessOfAUnitIsSystemdsChild() throws {
    let lines = [
      "A process of this unit has been killed by the OOM killer.", "Main process exited, code=killed, status=9/KILL",
      "Failed with result 'oom-kill'.",
    ]
    let found = try analyze([
      ("messages", lines.map { "2026-11-02T12:00:00.9+00:00 web-01 systemd[1]: app.service: \($0)\n" }.joined())
    ])
    #expect(found.events.map { $0.parent?.basis } == [.unit])
    #expect(found.witnesses.allSatisfy { $0.eventID == found.events.first?.id })
  }

  @Test func equalWordsOfTwoPodsAreTwo() throws {
    let line =
      "2026-11-02T12:00:00.5Z stderr F [2026-11-02 12:00:00 +0000] [1] [ERROR] Worker (pid:9) was sent SIGKILL! "
      + "Perhaps out of memory?\n"
    func log(_ digit: Int) -> (String, String) { ("pods/shop_web-\(digit)_\(Self.uid(digit))/api/0.log", line) }
    #expect(try analyze([log(1), log(2)]).witnesses.count == 2)
    #expect(try analyze([log(1), ("copy.log", line)]).witnesses.count == 1)
  }

  // MARK: Names of pods

  @Test(arguments: [0, 1, 2]) func aNodesOwnLogsNameThePod(way: Int) throws {
    let (uid, id, sandbox) = (Self.uid(1), Self.id(1), Self.id(9))
    let names = [
      [
        "kubelet[7]: I1102 12:00:01.1 7 kubelet.go:2467] \"SyncLoop (PLEG): event for pod\" "
          + "pod=\"shop/api-6d8f7c9b54-x2k9q\" event={\"ID\":\"\(uid)\",\"Type\":\"ContainerDied\",\"Data\":\"\(id)\"}"
      ],
      [
        "containerd[9]: time=\"2026-11-02T11:00:00.1Z\" level=info msg=\"CreateContainer within sandbox "
          + "\\\"\(sandbox)\\\" for &ContainerMetadata{Name:api,Attempt:0,} returns container id \\\"\(id)\\\"\"",
        "containerd[9]: time=\"2026-11-02T11:00:00.1Z\" level=info msg=\"RunPodSandbox for &PodSandboxMetadata{"
          + "Name:api-6d8f7c9b54-x2k9q,Uid:\(uid),Namespace:shop,Attempt:0,} returns sandbox id \\\"\(sandbox)\\\"\"",
      ],
      [
        "crio[9]: time=\"2026-11-02T11:00:00.1Z\" level=info msg=\"Created container \(id): shop/api-6d8f7c9b54-x2k9q/api\""
      ],
    ][way].map { "2026-11-02T11:00:00.1+00:00 node-a \($0)\n" }.joined()
    let found = try analyze([("kern.log", kill("12:00:00.1", pid: 4711, digit: 1)), ("daemons.log", names)])
    let event = try #require(found.events.first)
    #expect(event.owner?.owner.pod == "api-6d8f7c9b54-x2k9q")
    #expect(event.owner?.owner.container == (way == 0 ? nil : "api"))
    #expect(event.workload?.name == "api" && event.workload?.namespace == "shop")
    #expect(event.owner?.namedBy?.hasSuffix("daemons.log") == true)
  }

  // MARK: One death, two killers

  @Test(arguments: [(2, true), (90, false)]) func aProcessThatWasAskedToEndDiesOnce(seconds: Int, isOne: Bool) throws {
    let asked =
      "2026-11-02T11:\(60 - 1 - seconds / 60):\(60 - seconds % 60 - 1).5+00:00 node-a earlyoom[5]: sending SIGTERM to process "
      + "4711 uid 1000 \"java\": badness 900, VmRSS 240 MiB\n"
    let found = try analyze([("kern.log", asked + kill("12:00:00.1", pid: 4711, digit: 1))])
    #expect(found.events.map(\.isKill) == [!isOne, true])
    #expect(found.events.first?.report.userspace?.overtakenBy == (isOne ? found.events.last?.id : nil))
    #expect(found.groups.byProcess.map(\.kills) == [isOne ? 1 : 2])
  }

  // MARK: Evictions in the kubelet's log

  private func eviction(_ time: String, of resource: String, pod: String = "cache-5f7b8c9d6-bcdfg") -> String {
    let manager =
      "2026-11-02T\(time)+00:00 node-a kubelet[7]: I1102 \(time).1 7 eviction_manager.go:351] \"Eviction manager: "
    return manager + "attempting to reclaim\" resourceName=\"\(resource)\"\n" + manager
      + "pod is evicted successfully\" pod=\"shop/\(pod)\"\n"
  }

  @Test func theKubeletsLogTellsOfEvictions() throws {
    let found = try analyze([("syslog", eviction("12:00:00", of: "memory"))])
    let event = try #require(found.events.first)
    #expect(found.events.count == 1)
    #expect(event.report.outcome == .evicted && event.report.killer == .kubelet && !event.isKill)
    #expect(event.workload?.name == "cache" && event.host == "node-a")
    #expect(found.containers.map(\.verdict) == [.evictedForMemory])
    #expect(found.witnesses.map(\.eventID) == [event.id])
    let other = try analyze([("syslog", eviction("12:00:00", of: "ephemeral-storage"))])
    #expect(other.events.isEmpty)
    #expect(other.containers.map(\.verdict) == [.evictedOtherwise])
  }

  @Test func evictionsOfOneNameHoursApartAreTwo() throws {
    let log = eviction("08:00:00", of: "memory", pod: "web-0") + eviction("12:00:00", of: "memory", pod: "web-0")
    let event = """
      {"kind": "Event", "apiVersion": "v1", "reason": "Evicted", "type": "Warning",
       "message": "The node was low on resource: memory. Threshold quantity: 100Mi, available: 87608Ki. ",
       "metadata": {"name": "x", "namespace": "shop"}, "lastTimestamp": "2026-11-02T12:00:01Z",
       "source": {"component": "kubelet", "host": "node-a"},
       "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "web-0", "uid": "\(Self.uid(2))"}}
      """
    let found = try analyze([("events.json", event), ("syslog", log)])
    #expect(found.events.map { $0.time.wall?.civil().hour } == [8, 12])
    #expect(found.events.map { $0.report.eviction?.available } == [nil, Bytes(87_608 << 10)])
    #expect(found.events.last?.sources.count == 2)
  }

  // MARK: Statuses that name another end than SIGKILL

  @Test(arguments: [143, 1, 0]) func theKillOfAChildIsThatOfItsContainer(code: Int) throws {
    let dead = pod("api-0", reason: "OOMKilled", finished: "12:00:01").replacingOccurrences(
      of: "Exit Code:    137", with: "Exit Code:    \(code)")
    let found = try analyze([("kern.log", kill("09:00:00.1", pid: 4711, digit: 1)), ("pods.txt", dead)])
    #expect(found.events.count == 1)
    #expect(found.containers.first?.joins.map(\.confidence) == [.medium])
    #expect(found.events.first?.workload?.name == "api")
    // One of another limit, or before it was started, was another's.
    for other in [kill("09:00:00.1", pid: 4711, digit: 1, limit: 524_288), kill("06:00:00.1", pid: 4711, digit: 1)] {
      #expect(try analyze([("kern.log", other), ("pods.txt", dead)]).events.count == 2)
    }
  }

  @Test func aStatusOfLongAgoIsToldApart() throws {
    let lives = pod("api-0", reason: "OOMKilled", finished: "08:00:00").replacingOccurrences(
      of: String(repeating: "ef", count: 32), with: Self.id(1))
    let found = try analyze([("kern.log", kill("12:00:00.1", pid: 4711, digit: 1)), ("pods.txt", lives)])
    #expect(found.events.count == 2)
    let reason = try #require(found.containers.first?.verdictReason)
    #expect(reason.contains("recorded OOMKilled for the end at 2026-11-02T08:00:00Z"))
    let group = try #require(found.groups.byCgroup.first { $0.kills == 2 })
    #expect(group.memoryAtKill?.count == 1)
    #expect(found.incidents.isEmpty)
  }

  // MARK: Groups

  @Test func aWorkloadIsCountedAsAWholeToo() throws {
    // Another pod of the Deployment, of which only the kernel and the kubelet tell.
    let named =
      "2026-11-02T13:00:00.1+00:00 node-a kubelet[7]: I1102 12:00:01.1 7 kubelet.go:2467] \"SyncLoop (PLEG): event for "
      + "pod\" pod=\"prod/api-6d8f7c9b54-x2k9q\" event={\"ID\":\"\(Self.uid(2))\",\"Type\":\"ContainerDied\"}\n"
    let first = pod("api-6d8f7c9b54-aaaaa", reason: "OOMKilled", finished: "12:00:01").replacingOccurrences(
      of: "StatefulSet/\("api-6d8f7c9b54-aaaaa".dropLast(2))", with: "ReplicaSet/api-6d8f7c9b54")
    let found = try analyze([
      ("kern.log", kill("12:00:00.1", pid: 1, digit: 1) + kill("13:00:00.1", pid: 2, digit: 2) + named),
      ("pods.txt", first),
    ])
    #expect(found.events.map { $0.workload?.name } == ["api", "api"])
    #expect(found.groups.byWorkload.map(\.kills) == [2, 1])
    #expect(found.groups.byWorkload.map { $0.key.contains { $0.name == "container" } } == [false, true])
  }

  @Test func childrenOfOneInstanceAreNoCrashLoop() throws {
    let log = (0..<3).map { kill("12:0\($0):00.1", pid: 4711 + $0, digit: 1) }.joined()
    let found = try analyze([("kern.log", log)])
    let incident = try #require(found.incidents.first)
    #expect(incident.kind == .repeated)
    #expect(incident.summary.hasPrefix("processes of "))
    let made = (0..<3).map { kill("12:0\($0):00.1", pid: 4711 + $0, digit: 1) }.enumerated().map {
      $1.replacingOccurrences(of: Self.id(1), with: Self.id($0 + 4))
    }
    #expect(try analyze([("kern.log", made.joined())]).incidents.first?.kind == .crashLoop)
  }

  @Test func aNamelessKillIsNobodysByName() throws {
    let found = try analyze([
      ("kern.log", kill("12:00:00.1", pid: 4711, digit: 1)),
      ("pods.txt", pod("web-0", reason: "OOMKilled", finished: "12:00:05", limit: "2Gi")),
    ])
    #expect(found.events.count == 2)
    #expect(found.incidents.first?.summary.contains("1 of which no name is known") == true)
  }

  @Test func aSiblingContainersProcessIsNoParent() throws {
    func report(_ time: String, _ pid: Int, _ id: Int) -> String {
      let row = "[ pid ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name"
      let pod = Self.cgroup(1).replacingOccurrences(of: "/cri-containerd-\(Self.id(1)).scope", with: "")
      return [
        "envoy invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=985",
        "memory: usage 524288kB, limit 524288kB, failcnt 68", "Tasks state (memory values in pages):", row,
        "[   7000]  1000  7000    10000    60000   200000        0           985 app",
        "[   \(pid)]  1000  \(pid)    10000    50000   200000        0           985 envoy",
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=\(pod),"
          + "task_memcg=\(pod)/cri-containerd-\(Self.id(id)).scope,task=envoy,pid=\(pid),uid=1000",
        "Memory cgroup out of memory: Killed process \(pid) (envoy) total-vm:40000kB, anon-rss:200000kB, file-rss:0kB, "
          + "shmem-rss:0kB, UID:1000 pgtables:200kB oom_score_adj:985",
      ].map { "2026-11-02T\(time)+00:00 node-a kernel: \($0)\n" }.joined()
    }
    let apart = try analyze([("kern.log", report("12:00:00.1", 8000, 1) + report("12:05:00.1", 8001, 2))])
    #expect(apart.events.count == 2 && apart.events.allSatisfy { $0.parent == nil })
    // Within one container it may be another container's process all the same, unless it is known to start others.
    let one = report("12:00:00.1", 8000, 1) + report("12:05:00.1", 8001, 1)
    #expect(try analyze([("kern.log", one)]).events.allSatisfy { $0.parent == nil })
    let supervisor = one.replacingOccurrences(of: "985 app", with: "985 supervisord")
    #expect(try analyze([("kern.log", supervisor)]).events.map { $0.parent?.comm } == ["supervisord", "supervisord"])
  }

  @Test func aUsersManagerTellsOfTheUsersUnit() throws {
    let said = "A process of this unit has been killed by the OOM killer."
    let found = try analyze([
      (
        "messages",
        "2026-11-02T12:00:00.8+00:00 d systemd[1]: user@1000.service: \(said)\n"
          + "2026-11-02T12:00:00.9+00:00 d systemd[3000]: app-gnome-firefox-4242.scope: \(said)\n"
      )
    ])
    #expect(found.events.count == 1)
    #expect(found.events.first?.sources.count == 2)
    let two = try analyze([
      (
        "messages",
        "2026-11-02T12:00:00.8+00:00 d systemd[1]: user@1000.service: \(said)\n"
          + "2026-11-02T12:00:00.9+00:00 d systemd[1]: web.service: \(said)\n"
      )
    ])
    #expect(two.events.count == 2)
  }

  @Test func aProcessOfAContainerThatEarlyoomKilled() throws {
    let (id, pid) = (Self.id(3), 4444)
    let log =
      "2026-11-02T12:00:00.1+00:00 node-a earlyoom[5]: sending SIGKILL to process \(pid) uid 1000 \"java\": badness 900, "
      + "VmRSS 240 MiB\n"
      + "2026-11-02T12:00:00.5+00:00 node-a containerd[9]: time=\"2026-11-02T12:00:00.5Z\" level=info msg=\"TaskExit event "
      + "container_id:\\\"\(id)\\\" id:\\\"\(id)\\\" pid:\(pid) exit_status:137\"\n"
    let dead = pod("api-0", reason: "Error", finished: "12:00:01").replacingOccurrences(
      of:
        "    State:          Running\n      Started:      Mon, 02 Nov 2026 12:01:00 +0000\n    Last State:     Terminated",
      with: "    State:          Terminated"
    ).replacingOccurrences(of: String(repeating: "ef", count: 32), with: id)
    let found = try analyze([("syslog", log), ("pods.txt", dead)])
    #expect(found.events.count == 1)
    #expect(found.containers.first?.verdict == .killedOtherwise)
    #expect(found.containers.first?.joins.map(\.eventID) == found.events.map(\.id))
  }

  @Test func aCutDumpIsAProblem() throws {
    let event = """
      {"kind": "Event", "apiVersion": "v1", "reason": "Evicted", "type": "Warning", "message": "x",
       "metadata": {"name": "x", "namespace": "shop"}, "lastTimestamp": "2026-11-02T12:00:01Z",
       "involvedObject": {"kind": "Pod", "namespace": "shop", "name": "web-0"}}
      """
    #expect(try analyze([("events.json", "{\"items\": [\(event)]}\n")]).problems.isEmpty)
    let cut = try analyze([("events.json", "{\"items\": [\(event), {\"kind\": \"Eve")])
    #expect(cut.problems.map(\.kind) == [.format])
  }
}

// Verdicts on containers, joins and workloads, by values alone.

import Testing
import TrailModel

@testable import TrailCase

@Suite struct ContainerTests {
  private static let source = Source(path: "pods.json", firstLine: 1, lastLine: 2, firstOffset: 0, lastOffset: 9)
  private static let id = String(repeating: "4f", count: 32)
  private static let uid = "7f8061d3-3603-49d6-8e03-77cb4b1bbe0b"

  private func ended(_ reason: String?, _ code: Int64?, second: Int? = 30) -> ContainerState {
    var state = ContainerState(.terminated)
    state.reason = reason
    state.exitCode = code
    if let second {
      state.started = utc(2026, 4, 27, 11, 50)
      state.finished = utc(2026, 4, 27, 12, 0, second)
    }
    state.source = Self.source
    return state
  }

  private func pod(_ last: ContainerState?, restarts: Int64 = 1, change: (inout PodRecord) -> Void = { _ in })
    -> PodRecord
  {
    var container = ContainerRecord(source: Self.source)
    container.name = "api"
    container.kind = .app
    container.state = ContainerState(.running)
    container.lastState = last
    container.restartCount = restarts
    container.limits.memory = Bytes(512 << 20)
    var pod = PodRecord(source: Self.source)
    (pod.name, pod.namespace, pod.uid, pod.node) = ("api-0", "shop", Self.uid, "web-01")
    pod.isWhole = true
    pod.containers = [container]
    change(&pod)
    return pod
  }

  private func event(_ reason: String, _ message: String, _ time: KubernetesEvent.Time?, kind: String = "Pod")
    -> KubernetesEvent
  {
    var event = KubernetesEvent(
      reason: reason, message: message,
      source: Source(path: "pods.json", firstLine: 9, lastLine: 9, firstOffset: 90, lastOffset: 99))
    event.objectKind = kind
    event.objectName = kind == "Pod" ? "api-0" : "web-01"
    event.namespace = kind == "Pod" ? "shop" : nil
    event.host = "web-01"
    (event.first, event.last) = (time, time)
    return event
  }

  private func made(
    _ pods: [PodRecord], events: [KubernetesEvent] = [], kernel: [Observation] = [],
    options: CaseOptions = CaseOptions()
  ) -> Case {
    var facts = KubernetesFacts()
    pods.forEach { facts.add($0) }
    events.forEach { facts.add($0) }
    var told = input("pods.json")
    told.kubernetes = facts
    var builder = CaseBuilder(options: options)
    builder.add(input: told, observations: [])
    builder.add(input: input("messages"), observations: kernel)
    return builder.finish()
  }

  private func cgroup(_ id: String = ContainerTests.id, uid: String = ContainerTests.uid) -> String {
    "/kubepods/burstable/pod\(uid)/\(id)"
  }

  private func inCgroup(_ cgroup: String, pid: Int64 = 9) -> KillReport {
    var report = kill(pid, cgroup: cgroup)
    report.victim?.cgroup = cgroup
    return report
  }

  @Test func aStatusAloneIsAKill() throws {
    let found = made([pod(ended("OOMKilled", 137), restarts: 14)])
    let event = try #require(found.events.first)
    #expect(found.events.count == 1)
    #expect(event.report.killer == .kernel && event.report.outcome == .killed && event.report.scope == .unknown)
    #expect(event.report.victim == nil && event.host == "web-01")
    #expect(event.time.wall == utc(2026, 4, 27, 12, 0, 30) && event.time.basis == .zoned)
    #expect(event.sources == [Self.source])
    let container = try #require(found.containers.first)
    #expect(container.verdict == .oomKilled)
    #expect(container.joins == [Container.Join(eventID: event.id, basis: .status, confidence: .high)])
    #expect(container.verdictReason.contains("Its memory limit is 512 MiB."))
    #expect(container.verdictReason.contains("restarted 14 times"))
  }

  @Test func aChildsDeathHasNoTime() throws {
    let found = made([pod(ended("OOMKilled", 0))])
    #expect(found.events.count == 1 && found.events[0].time.wall == nil)
    #expect(found.containers[0].verdictReason.contains("another process of the container"))
  }

  @Test func anExitCodeIsNoKill() {
    let found = made([pod(ended("Error", 137))])
    #expect(found.events.isEmpty)
    #expect(found.containers[0].verdict == .killedUnproven)
  }

  @Test func aPlaceholderIsNoKill() {
    let found = made([pod(ended("ContainerStatusUnknown", 137, second: nil))])
    #expect(found.events.isEmpty)
    #expect(found.containers[0].verdict == .unknown)
  }

  @Test func aStopIsToldByItsEvent() {
    let stop = "Container api failed liveness probe, will be restarted"
    let near = KubernetesEvent.Time.at(utc(2026, 4, 27, 12, 0, 0))
    let far = KubernetesEvent.Time.at(utc(2026, 4, 27, 14, 0, 0))
    func verdict(_ events: [KubernetesEvent]) -> Container.Verdict {
      made([pod(ended("Error", 137))], events: events).containers[0].verdict
    }
    #expect(verdict([event("Killing", stop, near)]) == .killedOtherwise)
    #expect(verdict([event("Killing", stop, far)]) == .killedUnproven)
    #expect(verdict([event("Killing", "Stopping container proxy", near)]) == .killedUnproven)
    // The kernel's word goes before.
    #expect(
      made([pod(ended("OOMKilled", 137))], events: [event("Killing", stop, near)]).containers[0].verdict == .oomKilled)
  }

  @Test func anEvictionIsByItsResource() {
    func verdict(_ message: String?) -> (Container.Verdict, Int) {
      let found = made([
        pod(nil, restarts: 0) {
          $0.reason = "Evicted"
          $0.message = message
        }
      ])
      return (found.containers[0].verdict, found.events.count)
    }
    #expect(
      verdict("The node was low on resource: memory. Container api was using 9Ki, which exceeds its request of 0. ")
        == (.evictedForMemory, 1))
    #expect(verdict("The node was low on resource: memory.") == (.evictedForMemory, 1))
    #expect(verdict("The node had condition: [MemoryPressure]. ") == (.evictedForMemory, 1))
    #expect(
      verdict("The node was low on resource: ephemeral-storage. Container memory was using 1Gi. ") == (
        .evictedOtherwise, 0
      ))
    #expect(verdict("Usage of EmptyDir volume \"memory\" exceeds the limit \"1Gi\". ") == (.evictedOtherwise, 0))
    #expect(verdict(nil) == (.unknown, 0))
  }

  @Test func aKernelReportIsTheSameKill() throws {
    let found = made(
      [pod(ended("OOMKilled", 137)) { $0.containers[0].lastState?.containerID = Self.id }],
      kernel: [seen(inCgroup(cgroup()), zoned(29))])
    #expect(found.events.count == 1)
    #expect(found.events[0].report.victim?.pid == 9 && found.events[0].sources.count == 2)
    #expect(found.containers[0].joins.map(\.basis) == [.containerID])
  }

  @Test func anErrorWithAKernelReportIsAKill() {
    let found = made(
      [pod(ended("Error", 137)) { $0.containers[0].lastState?.containerID = Self.id }],
      kernel: [seen(inCgroup(cgroup()), zoned(29))])
    #expect(found.containers[0].verdict == .oomKilled)
    #expect(found.containers[0].verdictReason.contains("The runtime missed it"))
  }

  @Test func earlierInstancesAreKnownByThePod() {
    let other = String(repeating: "5e", count: 32)
    let found = made(
      [pod(ended("OOMKilled", 137))],
      kernel: [
        seen(inCgroup(cgroup(other)), zoned(-3_000)), seen(inCgroup(cgroup(Self.id), pid: 10), zoned(30), line: 20),
      ])
    #expect(found.events.count == 2)
    #expect(found.containers[0].joins.map(\.basis) == [.podUID, .podUID])
  }

  @Test func aKillOnTheNodeWithinSecondsIsIt() {
    func joins(_ second: Int, _ cgroup: String, host: String = "web-01") -> [Container.Join.Basis] {
      made(
        [pod(ended("OOMKilled", 137)) { $0.uid = nil }], kernel: [seen(inCgroup(cgroup), zoned(second), host: host)]
      ).containers[0].joins.map(\.basis)
    }
    #expect(joins(28, cgroup()) == [.nodeAndTime])
    #expect(joins(31, cgroup()) == [.nodeAndTime])
    #expect(joins(50, cgroup()) == [.status])
    #expect(joins(28, "/user.slice/user-1000.slice") == [.status])
    #expect(joins(28, cgroup(), host: "web-02") == [.status])
    // Another pod's kill at that second is not this one's.
    let found = made(
      [pod(ended("OOMKilled", 137))],
      kernel: [seen(inCgroup(cgroup(uid: "00000000-3603-49d6-8e03-77cb4b1bbe0b")), zoned(28))])
    #expect(found.containers[0].joins.map(\.basis) == [.status] && found.events.count == 2)
  }

  @Test func replayedKillsAreCountedOnce() throws {
    let age = KubernetesEvent.Time.ago(KubernetesAge(least: 1_020, end: 1_080, oldEnd: 1_080, isNew: false))
    let oom = event("SystemOOM", "System OOM encountered", age, kind: "Node")
    let start = event("Starting", "Starting kubelet.", age, kind: "Node")
    let options = CaseOptions(dumpTime: utc(2026, 4, 27, 13))
    let replayed = made([], events: [start, oom, oom, oom], options: options).events
    #expect(replayed.count == 1 && replayed[0].time.wall == nil)
    #expect(made([], events: [oom], options: options).events.first?.time.basis == .relativeAge)
    // Where the kernel's own log is here, the event adds nothing.
    #expect(made([], events: [oom], kernel: [seen(kill(7), zoned(3))], options: options).events.count == 1)
    let named = event("SystemOOM", "System OOM encountered, victim process: hog, pid: 7", age, kind: "Node")
    #expect(made([], events: [named], kernel: [seen(kill(7), zoned(3))]).events.count == 1)
    let other = made([], events: [named, named], kernel: [seen(kill(8), zoned(3))]).events
    #expect(other.count == 2 && other.contains { $0.report.victim?.pid == 7 })
  }

  @Test func twoTextsOfOneContainerAreOne() {
    var older = pod(ended("OOMKilled", 137, second: 10), restarts: 1)
    older.uid = nil
    let newer = pod(ended("OOMKilled", 137, second: 40), restarts: 2)
    for pods in [[older, newer], [newer, older]] {
      let found = made(pods)
      #expect(found.containers.count == 1 && found.events.count == 2)
      #expect(found.containers[0].restartCount == 2)
      #expect(found.containers[0].lastState?.finished == utc(2026, 4, 27, 12, 0, 40))
    }
  }

  @Test(
    arguments: [
      (
        "api-6d8f7c9b54-x2k9q", "ReplicaSet/api-6d8f7c9b54", ["pod-template-hash": "6d8f7c9b54"], "Deployment/api",
        "label"
      ),
      (
        "api-79f7cbc6cf-rzck9", "ReplicaSet/api-79f7cbc6cf", ["pod-template-hash": "3593767279"], "Deployment/api",
        "name"
      ),
      ("old-x2k9q", "ReplicaSet/old", [:], "ReplicaSet/old", "owner"),
      ("db-776f7959cb-mysql-1", nil, [:], "StatefulSet/db-776f7959cb-mysql", "name"),
      ("db-1", "StatefulSet/db", [:], "StatefulSet/db", "owner"),
      ("agent-x2k9q", nil, ["controller-revision-hash": "abc"], "DaemonSet/agent", "label"),
      ("nightly-29384640-7xw4k", "Job/nightly-29384640", [:], "CronJob/nightly", "name"),
      ("once-7xw4k", nil, ["job-name": "once"], "Job/once", "label"),
      ("etcd-web-01", "Node/web-01", [:], "StaticPod/etcd", "owner"),
      ("run-1", "Worker/run", [:], "Worker/run", "owner"),
      ("api-6d8f7c9b54-x2k9q", nil, [:], "Deployment/api", "name"), ("shell", nil, [:], nil, nil),
      ("agent-x2k9q", nil, [:], "-/agent", "name"),
    ] as [(String, String?, [String: String], String?, String?)])
  func aWorkloadIsToldByOwnerLabelOrName(
    _ pod: String, _ owner: String?, _ labels: [String: String], _ workload: String?, _ basis: String?
  ) {
    let parts = owner?.split(separator: "/").map(String.init)
    let found = Workload(
      pod: pod, owner: parts.map { PodRecord.Owner(kind: $0[0], name: $0[1]) }, labels: labels, isWhole: false)
    #expect(found.map { "\($0.kind ?? "-")/\($0.name)" } == workload)
    #expect(found?.basis.rawValue == basis)
  }

  @Test func aWholePodWithoutAnOwnerHasNoWorkload() {
    #expect(Workload(pod: "web-0", owner: nil, labels: [:], isWhole: true) == nil)
  }
}

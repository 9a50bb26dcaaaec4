// A sample case with owners, a workload, lifetimes, findings and a filter.

import TrailModel

extension Case {
  /// A container of a pod dies at the pod's limit, and somebody asked for one host only.
  static var ownedPods: Case {
    let uid = "5e0c1d7a-91b2-4c3d-8e4f-0a1b2c3d4e5f"
    var pod = Owner(.kubernetesPod, "pod shop/payments-6d5c7b8f9d-x2x7k", key: "pod/\(uid)")
    pod.podUID = uid
    pod.qosClass = "Burstable"
    pod.namespace = "shop"
    pod.pod = "payments-6d5c7b8f9d-x2x7k"
    var container = pod
    container.kind = .kubernetesContainer
    container.name = "container api of pod shop/payments-6d5c7b8f9d-x2x7k"
    container.key = "pod/\(uid)/container/api"
    container.container = "api"
    container.containerID = String(repeating: "3f9c", count: 16)
    container.engine = "containerd"
    let limitPath = "/kubepods/burstable/pod\(uid)"
    var owner = CgroupOwner(
      path: "\(limitPath)/\(String(repeating: "3f9c", count: 16))", chain: [container, pod], key: container.key)
    owner.namedBy = "var/log/containers/a.log"
    let limit = CgroupOwner(path: limitPath, chain: [pod], key: pod.key)
    let workload = Workload(kind: "Deployment", name: "payments", namespace: "shop", basis: .name)

    var trail = Case()
    for index in 0..<3 {
      var report = KillReport.worker(pid: 300 + Int64(index), anon: 500_000 + Int64(index) * 1_000)
      report.victim?.cgroup = owner.path
      report.memcg?.limitCgroup = limit.path
      var event = Event(
        id: "pod\(index)",
        time: EventTime(wall: .sample(Double(index) * 420), basis: .zoned, text: "2026-11-22T10:15:00Z"),
        host: "node-1", bootID: nil, report: report, parent: nil,
        sources: [
          Source(path: "kern.log", firstLine: 10 * index + 1, lastLine: 10 * index + 9, firstOffset: 0, lastOffset: 80)
        ])
      event.owner = owner
      event.limitOwner = limit
      event.workload = workload
      if index > 0 {
        event.lifetime = Lifetime(
          atLeast: 400, atMost: index == 1 ? nil : 418.5, residentBefore: Bytes(kilobytes: 90_000),
          basis: .processTables)
      }
      trail.events.append(event)
    }
    let ids = trail.events.map(\.id)
    var group = Group(
      key: [], parent: nil, kills: 3, firstTime: .sample(0), lastTime: .sample(840), hosts: ["node-1"],
      victims: [Named("worker", 3)], eventIDs: ids,
      interval: Group.Interval(minimum: 420, median: 420, maximum: 420),
      memoryAtKill: Group.MemoryAtKill(
        count: 3, first: Bytes(kilobytes: 500_000), last: Bytes(kilobytes: 502_000), minimum: Bytes(kilobytes: 500_000),
        maximum: Bytes(kilobytes: 502_000), trend: .flat))
    let size = Bytes(kilobytes: 524_288)
    group.limitAtKill = LimitAtKill(first: size, last: size, minimum: size, maximum: size, residentShare: 0.953...0.957)
    group.growth = Growth(verdict: .growsIntoLimit, basis: .processTables, kills: 2, seconds: 400...400)
    group.isOngoing = true
    func keyed(_ key: [Named<String>]) -> Group {
      var keyed = group
      keyed.key = key
      return keyed
    }
    trail.groups.byCgroup = [
      keyed([Named("kind", "cgroup"), Named("name", limit.path ?? "")]),
      keyed([Named("kind", "kubernetes_pod"), Named("name", limit.title), Named("owner", limit.key)]),
    ]
    trail.groups.byWorkload = [
      keyed([
        Named("kind", "Deployment"), Named("name", "payments"), Named("namespace", "shop"), Named("container", "api"),
        Named("basis", "name"),
      ])
    ]
    trail.groups.byProcess = [keyed([Named("kind", "process"), Named("name", "worker")])]
    trail.groups.byHost = [keyed([Named("kind", "host"), Named("name", "node-1")])]
    trail.groups.byNamespace = [keyed([Named("kind", "namespace"), Named("name", "shop")])]
    trail.groups.byNode = [keyed([Named("kind", "node"), Named("name", "node-1")])]
    var incident = Incident(
      id: "incident-pod0", hosts: ["node-1"], firstTime: .sample(0), lastTime: .sample(840), eventIDs: ids,
      summary: "`payments` was killed 3 times.")
    incident.kind = .crashLoop
    incident.owner = limit
    incident.workload = workload
    trail.incidents = [incident]
    trail.findings = [
      Finding(
        code: "grows_into_limit", severity: .high, title: "Memory grows until the limit is hit",
        detail: "`payments` hit its limit of 512.0 MiB 3 times.", eventIDs: ids,
        evidence: [Finding.Evidence(path: "kern.log", line: 1)]),
      Finding(
        code: "panic_on_oom", severity: .medium, title: "The host is set to panic", detail: "`vm.panic_on_oom` was 1.",
        eventIDs: [ids[0]], evidence: [Finding.Evidence(path: "sysctl|a`", line: 3), Finding.Evidence(path: "b")]),
    ]
    trail.filter = AppliedFilter(
      terms: [Named("host", "node-1"), Named("host", "n`|*"), Named("since", "2026-11-22T00:00:00Z")], leftOut: 4,
      untimed: 1)
    trail.hosts = [
      Host(
        name: "node-1", boots: [], kernelReleases: [], events: 3, firstTime: .sample(0), lastTime: .sample(840))
    ]
    trail.inputs = [.sample("kern.log", envelope: "iso8601", host: "node-1", bytes: 4_000, lines: 40, events: 3)]
    return trail
  }
}

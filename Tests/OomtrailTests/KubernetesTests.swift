// Containers from texts of Kubernetes to verdicts and events.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel

@testable import Oomtrail

@Suite struct KubernetesTests {
  /// What is held of a case: its containers, and its events without what the kernel's reports have beside.
  private func told(_ found: Case) -> JSON {
    .object([
      "containers": JSON.of(found.containers, special: Self.special),
      "events": .array(
        found.events.map { event in
          .object([
            "id": .string(event.id), "killer": .string(event.report.killer.rawValue),
            "outcome": .string(event.report.outcome.rawValue), "scope": .string(event.report.scope.rawValue),
            "host": event.host.map { .string($0) } ?? .null,
            "victim": event.report.victim.map { JSON.of($0) } ?? .null,
            "time": JSON.of(event.time, special: Self.special),
            "sources": JSON.of(event.sources, special: Self.special),
          ])
        }),
    ])
  }

  private static func special(_ value: Any) -> JSON? {
    if let source = value as? Source {
      return .string("\(source.firstLine)-\(source.lastLine) (\(source.firstOffset)-\(source.lastOffset))")
    }
    guard let instant = value as? Instant else { return nil }
    let civil = instant.civil()
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return .string(
      "\(civil.year ?? 0)-\(two(civil.month))-\(two(civil.day)) \(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))"
    )
  }

  private func analyze(_ paths: [String], _ options: CaseOptions = CaseOptions()) -> Case {
    Analyzer(options: options).analyze(paths: paths).found
  }

  @Test(arguments: Fixture.all("kubernetes")) func everyCaseIsAsRecorded(_ fixture: Fixture) throws {
    let name = try #require(
      ["input.txt", "input.json", "input.yaml"].first {
        FileManager.default.fileExists(atPath: fixture.path($0))
      })
    try Golden.expect(told(analyze([fixture.path(name)])), "expected.json", of: fixture)
  }

  /// A kernel's report of a kill in a container's cgroup.
  private func report(_ second: Int, pid: Int, cgroup: String, host: String = "web-07") -> String {
    let stamp = "2026-04-27T19:51:0\(second)+00:00 \(host) kernel: [ 177.36678\(second)] "
    return [
      "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=\(cgroup),"
        + "task_memcg=\(cgroup),task=java,pid=\(pid),uid=1000",
      "Memory cgroup out of memory: Killed process \(pid) (java) total-vm:2097152kB, anon-rss:523264kB, "
        + "file-rss:1024kB, shmem-rss:0kB, UID:1000 pgtables:1288kB oom_score_adj:992",
    ].map { stamp + $0 + "\n" }.joined()
  }

  private static let uid = "7f8061d3-3603-49d6-8e03-77cb4b1bbe0b"
  private static let dead = String(repeating: "ab", count: 32)
  private static let cgroup =
    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(uid.replacingOccurrences(of: "-", with: "_")).slice/"
    + "cri-containerd-\(dead).scope"

  @Test func aBundleTellsOneKillOnce() throws {
    let scratch = try Scratch()
    try scratch.write("var/log/messages", report(3, pid: 4711, cgroup: Self.cgroup))
    try scratch.write("pods.json", try Fixture("kubernetes/watch-lines").bytes("input.json"))
    try scratch.write(
      "describe.txt",
      """
      Name:             search-0
      Namespace:        shop
      Node:             web-07/10.0.3.7
      Controlled By:    StatefulSet/search
      Containers:
        search:
          State:          Running
            Started:      Mon, 27 Apr 2026 15:51:05 -0400
          Last State:     Terminated
            Reason:       OOMKilled
            Exit Code:    137
            Started:      Mon, 27 Apr 2026 15:41:05 -0400
            Finished:     Mon, 27 Apr 2026 15:51:03 -0400
          Restart Count:  1
      QoS Class:          Burstable
      """)
    try scratch.write(
      "events.txt",
      """
      LAST SEEN   TYPE      REASON       OBJECT        MESSAGE
      4m10s       Warning   OOMKilling   node/web-07   Memory cgroup out of memory: Killed process 4711 (java) total-vm:2097152kB, anon-rss:523264kB, file-rss:1024kB, shmem-rss:0kB, UID:1000 pgtables:1288kB oom_score_adj:992

      """)
    let found = analyze([scratch.path])
    let event = try #require(found.events.first)
    #expect(found.events.count == 1)
    #expect(event.host == "web-07" && event.report.victim?.pid == 4_711)
    #expect(
      Set(event.sources.map { $0.path.split(separator: "/").last }) == [
        "messages", "pods.json", "describe.txt", "events.txt",
      ])
    let search = try #require(found.containers.first { $0.pod == "search-0" })
    #expect(search.verdict == .oomKilled && search.podUID == Self.uid && search.sources.count == 2)
    #expect(search.joins == [Container.Join(eventID: event.id, basis: .containerID, confidence: .high)])
    #expect(search.verdictReason.contains("the container's own memory cgroup reached its limit"))
    #expect(search.workload == Workload(kind: "StatefulSet", name: "search", basis: .owner))
    #expect(found.containers.map(\.pod) == ["search-0", "search-1", "search-2"])
    #expect(found.containers[1].verdict == .healthy)
  }

  @Test func aQuotedLineIsTheKernelsOwn() throws {
    let scratch = try Scratch()
    let kill = "Memory cgroup out of memory: Kill process 8123 (indexer) score 1012 or sacrifice child"
    try scratch.write(
      "var/log/messages",
      """
      2026-04-27T19:51:03+00:00 web-12 kernel: [  203.413356] \(kill)
      2026-04-27T19:51:03+00:00 web-12 kernel: [  203.413359] Killed process 8123 (indexer) total-vm:904512kB, anon-rss:261120kB, file-rss:2048kB, shmem-rss:0kB

      """)
    try scratch.write(
      "node.txt",
      """
      Name:               web-12
      Roles:              <none>
      Events:
        Type     Reason      Age   From                    Message
        ----     ------      ----  ----                    -------
        Warning  OOMKilling  8m46s  kernel-monitor, web-12  \(kill)

      """)
    let events = analyze([scratch.path]).events
    #expect(events.count == 1)
    #expect(events.first?.sources.count == 2 && events.first?.time.basis == .zoned)
  }

  @Test func theOrderOfInputsMakesNoDifference() throws {
    let scratch = try Scratch()
    let paths = [
      try scratch.write("a.txt", try Fixture("kubernetes/describe-pods-1.33").bytes("input.txt")),
      try scratch.write("b.json", try Fixture("kubernetes/pods-json-1.33").bytes("input.json")),
      try scratch.write("c.txt", try Fixture("kubernetes/describe-node-1.33").bytes("input.txt")),
      try scratch.write("d.json", try Fixture("kubernetes/events-json-1.33").bytes("input.json")),
    ]
    let one = analyze(paths)
    #expect(told(one) == told(analyze(paths.reversed())))
    // Each death once, though all four tell of most.
    #expect(one.containers.count == 6)
    #expect(one.events.count { $0.report.outcome == .evicted } == 1)
    #expect(one.events.count { $0.report.victim?.pid == 4_711 } == 1)
    let api = try #require(one.containers.first { $0.name == "api" })
    #expect(api.verdict == .oomKilled && api.joins.count == 1 && api.sources.count == 2)
    let verdicts = Dictionary(one.containers.map { ($0.name ?? "", $0.verdict) }) { first, _ in first }
    #expect(
      verdicts == [
        "api": .oomKilled, "proxy": .healthy, "report": .killedOtherwise, "pack": .oomKilled,
        "cache": .evictedForMemory, "worker": .killedUnproven,
      ])
  }

  @Test func agesCountFromTheTimeGiven() throws {
    let path = Fixture("kubernetes/events-1.10").path("input.txt")
    let without = analyze([path]).events
    #expect(without.count == 2 && without.allSatisfy { $0.time.wall == nil })
    let noon = Instant(nanoseconds: 1_777_291_200_000_000_000, fractionDigits: 0)
    let events = analyze([path], CaseOptions(dumpTime: noon)).events
    let kill = try #require(events.first { $0.report.victim?.pid == 5_150 })
    // `2m`, of a client that may print seconds or not: 120 to 180 s before.
    #expect(kill.time.basis == .relativeAge && kill.time.halfWidth == 30_000_000_000)
    #expect(kill.time.wall?.nanoseconds == noon.nanoseconds - 150_000_000_000)
    #expect(kill.host == "web-07")
  }
}

// The JSON documents: the keys that the contract promises.

import Foundation
import TestKit
import Testing

@Suite struct DocumentTests {
  typealias Object = [String: Any]

  static let documentKeys: Set = [
    "schema", "generator", "inputs", "bundles", "hosts", "events", "groups", "incidents", "containers", "witnesses",
    "problems",
    "notices",
  ]
  static let inputKeys: Set = [
    "path", "kind", "envelope", "host", "bytes", "lines", "first_time", "last_time", "events", "problems",
  ]
  static let hostKeys: Set = [
    "name", "boots", "kernel_releases", "events", "first_time", "last_time", "facts", "configured",
    "memory_limits",
  ]
  static let eventKeys: Set = [
    "id", "killer", "scope", "manual", "outcome", "time", "host", "boot_id", "kernel", "trigger", "victim",
    "also_killed", "selected", "memcg", "memory", "processes", "parent", "reaped", "complete", "missing", "sources",
    "losses", "lowmemorykiller", "userspace", "context", "spared", "memory_before",
    "bundled_limit",
  ]
  static let victimKeys: Set = [
    "pid", "comm", "uid", "total_vm_bytes", "anon_rss_bytes", "file_rss_bytes", "shmem_rss_bytes", "pgtables_bytes",
    "swap_bytes", "oom_score_adj", "score", "cgroup",
  ]
  static let memcgKeys: Set = [
    "limit_cgroup", "task_cgroup", "usage_bytes", "limit_bytes", "failcnt", "memsw_usage_bytes", "memsw_limit_bytes",
    "memsw_failcnt", "kmem_usage_bytes", "kmem_limit_bytes", "kmem_failcnt", "stats",
  ]
  static let memoryKeys: Set = [
    "ram_pages", "reserved_pages", "highmem_pages", "ram_bytes", "swap_total_bytes", "swap_free_bytes",
    "swap_cache_pages", "counters", "nodes", "zones", "hugepages", "unreclaimable_slabs",
  ]
  static let processKeys: Set = [
    "pid", "tgid", "uid", "comm", "total_vm_bytes", "rss_bytes", "rss_anon_bytes", "rss_file_bytes", "rss_shmem_bytes",
    "pgtables_bytes", "swap_bytes", "oom_score_adj", "badness", "rank",
  ]
  static let groupKeys: Set = [
    "key", "kills", "first_time", "last_time", "hosts", "victims", "event_ids", "interval_seconds", "memory_at_kill",
  ]
  static let sourceKeys: Set = ["path", "first_line", "last_line", "first_offset", "last_offset"]
  static let words: [String: Set<String>] = [
    "killer": ["kernel", "lowmemorykiller", "kubelet", "unknown"],
    "scope": ["global", "memcg", "cpuset", "mempolicy", "unknown"],
    "outcome": ["killed", "evicted", "no_killable_process", "panic", "unknown"],
    "verdict": [
      "oom_killed", "evicted_memory", "evicted_other", "killed_other", "killed_unproven", "healthy", "unknown",
    ],
  ]
  static let containerKeys: Set = [
    "namespace", "pod", "pod_uid", "container", "kind", "node", "workload", "qos_class", "container_id", "runtime",
    "restart_count", "limits", "requests", "state", "last_state", "pod_status", "pod_reason", "pod_message", "verdict",
    "verdict_reason", "event_ids", "sources", "joins",
  ]

  /// The run on all captures, which the tests share.
  private static let run = Result { try BuiltProgram.run(["--format", "json", Fixture("captures").folder.path]) }

  @Test func everyKeyOfTheContractIsThere() throws {
    let document = try Self.run.get().json()
    try expect(document, has: Self.documentKeys, "document")
    #expect(document["schema"] as? String == "oomtrail.report/1")
    try expect(document["generator"], has: ["name", "version"], "generator")
    for input in try list(document["inputs"]) { try expect(input, has: Self.inputKeys, "input") }
    for host in try list(document["hosts"]) { try expect(host, has: Self.hostKeys, "host") }
    for incident in try list(document["incidents"]) {
      try expect(incident, has: ["id", "first_time", "last_time", "event_ids", "summary"], "incident")
    }
    let events = try list(document["events"])
    #expect(events.count > 40)
    for event in events { try check(event) }
    let groups = try #require(document["groups"] as? Object)
    for kind in ["by_parent", "by_cgroup", "by_process"] {
      for group in try list(groups[kind]) {
        try expect(group, has: Self.groupKeys, kind)
        try expect(group["key"], has: ["kind", "name"], "key")
      }
    }
    let ids = Set(events.compactMap { $0["id"] as? String })
    #expect(ids.count == events.count, "an event has an id of its own")
  }

  private func check(_ event: Object) throws {
    try expect(event, has: Self.eventKeys, "event")
    for (key, allowed) in Self.words where key != "verdict" {
      #expect(allowed.contains(event[key] as? String ?? ""), "\(key)")
    }
    try expect(event["time"], has: ["wall", "wall_basis", "monotonic_seconds", "text"], "time")
    try expect(event["kernel"], has: ["release", "page_size_bytes"], "kernel")
    try expect(event["trigger"], has: ["comm", "pid", "gfp_mask", "gfp_flags", "order", "oom_score_adj"], "trigger")
    try expectIfAny(event["victim"], has: Self.victimKeys, "victim")
    for victim in try list(event["also_killed"]) { try expect(victim, has: Self.victimKeys, "also_killed") }
    try expectIfAny(event["selected"], has: ["pid", "comm", "score"], "selected")
    try expectIfAny(event["memcg"], has: Self.memcgKeys, "memcg")
    try expectIfAny(event["memory"], has: Self.memoryKeys, "memory")
    try expectIfAny(event["parent"], has: ["pid", "comm", "basis", "confidence"], "parent")
    try expectIfAny(event["reaped"], has: ["anon_rss_bytes", "file_rss_bytes", "shmem_rss_bytes"], "reaped")
    for process in try list(event["processes"]) { try expect(process, has: Self.processKeys, "process") }
    let complete = try #require(event["complete"] as? Bool)
    #expect(complete == (event["missing"] as? [Any])?.isEmpty)
    let sources = try list(event["sources"])
    #expect(!sources.isEmpty)
    for source in sources {
      try expect(source, has: Self.sourceKeys, "source")
      let lines = (source["first_line"] as? Int ?? 0, source["last_line"] as? Int ?? 0)
      #expect(lines.0 > 0 && lines.0 <= lines.1)
    }
  }

  @Test func everyKeyOfAContainerIsThere() throws {
    let document = try BuiltProgram.run(["--format", "json", Fixture("kubernetes").folder.path]).json()
    let containers = try list(document["containers"])
    #expect(containers.count > 10)
    let ids = Set(try list(document["events"]).compactMap { $0["id"] as? String })
    for container in containers {
      try expect(container, has: Self.containerKeys, "container")
      #expect(Self.words["verdict"]?.contains(container["verdict"] as? String ?? "") == true)
      try expect(container["limits"], has: ["memory_bytes", "cpu_millicores"], "limits")
      try expect(container["requests"], has: ["memory_bytes", "cpu_millicores"], "requests")
      try expectIfAny(container["workload"], has: ["kind", "name", "basis"], "workload")
      for state in ["state", "last_state"] {
        try expectIfAny(
          container[state], has: ["kind", "reason", "exit_code", "signal", "started", "finished", "message"], state)
      }
      for source in try list(container["sources"]) { try expect(source, has: Self.sourceKeys, "source") }
      let joined = try #require(container["event_ids"] as? [String])
      #expect(joined.allSatisfy { ids.contains($0) })
      #expect(try list(container["joins"]).map { $0["event_id"] as? String } == joined)
    }
    for event in try list(document["events"]) { try check(event) }
  }

  @Test func sourcesPointAtTheReport() throws {
    let fixture = Fixture("captures/x86_64-6.12--respawn")
    let bytes = try fixture.bytes("input.log")
    let lines = try fixture.text("input.log").split(separator: "\n", omittingEmptySubsequences: false)
    let document = try BuiltProgram.run(["--format", "json", fixture.path("input.log")]).json()
    let events = try list(document["events"])
    #expect(events.count == 6)
    for event in events {
      let source = try #require(try list(event["sources"]).first)
      let first = try #require(source["first_line"] as? Int)
      let last = try #require(source["last_line"] as? Int)
      #expect(lines[first - 1].contains("invoked oom-killer"))
      let pid = try #require((event["victim"] as? Object)?["pid"] as? Int)
      #expect(lines[(first - 1)..<last].contains { $0.contains("Killed process \(pid) (") })
      let from = try #require(source["first_offset"] as? Int)
      let to = try #require(source["last_offset"] as? Int)
      let text = String(decoding: bytes[from..<to], as: UTF8.self)
      #expect(text == lines[(first - 1)..<last].joined(separator: "\n"))
    }
  }

  @Test func eachLineOfNDJSONIsAnEvent() throws {
    let outcome = try BuiltProgram.run(["--format", "ndjson", Fixture("captures").folder.path])
    let document = try Self.run.get().json()
    let lines = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last == "")
    let events = try lines.dropLast().map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Object)
    }
    let whole = try list(document["events"])
    #expect(events.count == whole.count)
    for (event, same) in zip(events, whole) {
      #expect(NSDictionary(dictionary: event) == NSDictionary(dictionary: same))
    }
  }

  @Test func aCaseOfNothingIsADocumentToo() throws {
    let outcome = try BuiltProgram.run(["--format", "json", "-"], input: Array("quiet\n".utf8))
    let document = try outcome.json()
    try expect(document, has: Self.documentKeys, "document")
    #expect(try list(document["events"]).isEmpty)
    #expect(try BuiltProgram.run(["--format", "ndjson", "-"], input: Array("quiet\n".utf8)).output.isEmpty)
  }

  private func list(_ value: Any?) throws -> [Object] { try #require(value as? [Object]) }

  private func expect(_ value: Any?, has keys: Set<String>, _ what: String) throws {
    let object = try #require(value as? Object, "\(what)")
    let missing = keys.subtracting(object.keys)
    #expect(missing.isEmpty, "\(what) lacks \(missing.sorted())")
  }

  private func expectIfAny(_ value: Any?, has keys: Set<String>, _ what: String) throws {
    if value is NSNull { return }
    try expect(value, has: keys, what)
  }
}

// The JSON formats against the contract: valid, every key present, numbers exact, absent facts null.

import Foundation
import Testing
import TrailModel

@testable import TrailRender

private typealias Object = [String: Any]

/// The contract's keys by object.
private enum Contract {
  static let document = [
    "schema", "generator", "inputs", "hosts", "events", "groups", "incidents", "containers", "witnesses",
    "findings",
    "problems", "notices",
  ]
  static let input = [
    "path", "kind", "envelope", "host", "bytes", "lines", "first_time", "last_time", "events", "problems",
  ]
  static let host = ["name", "boots", "kernel_releases", "events", "first_time", "last_time", "facts", "configured"]
  static let problem = ["path", "kind", "detail", "line", "offset"]
  static let groups = ["by_parent", "by_cgroup", "by_workload", "by_process"]
  static let group = [
    "key", "kills", "first_time", "last_time", "hosts", "victims", "event_ids", "interval_seconds",
    "memory_at_kill",
  ]
  static let incident = ["id", "host", "hosts", "first_time", "last_time", "event_ids", "summary"]
  static let event = [
    "id", "killer", "scope", "manual", "outcome", "time", "host", "boot_id", "kernel", "trigger", "victim",
    "also_killed", "selected", "memcg", "memory", "processes", "parent", "owner", "reaped", "complete",
    "missing",
    "sources", "losses", "lowmemorykiller", "userspace", "context", "spared",
  ]
  static let time = ["wall", "wall_basis", "monotonic_seconds", "text"]
  static let kernel = ["release", "page_size_bytes"]
  static let trigger = ["comm", "pid", "gfp_mask", "gfp_flags", "order", "oom_score_adj", "oom_adj"]
  static let victim = [
    "pid", "comm", "uid", "total_vm_bytes", "anon_rss_bytes", "file_rss_bytes", "shmem_rss_bytes",
    "pgtables_bytes",
    "swap_bytes", "oom_score_adj", "score", "cgroup",
  ]
  static let selected = ["pid", "comm", "score"]
  static let memcg = [
    "limit_cgroup", "task_cgroup", "usage_bytes", "limit_bytes", "failcnt", "memsw_usage_bytes",
    "memsw_limit_bytes",
    "memsw_failcnt", "kmem_usage_bytes", "kmem_limit_bytes", "kmem_failcnt", "stats",
  ]
  static let memory = [
    "ram_pages", "reserved_pages", "highmem_pages", "ram_bytes", "swap_total_bytes", "swap_free_bytes",
    "swap_cache_pages", "counters", "nodes", "zones", "hugepages", "unreclaimable_slabs",
  ]
  static let process = [
    "pid", "tgid", "uid", "comm", "total_vm_bytes", "rss_bytes", "rss_anon_bytes", "rss_file_bytes",
    "rss_shmem_bytes", "pgtables_bytes", "swap_bytes", "oom_score_adj", "badness", "rank",
  ]
  static let parent = ["pid", "comm", "basis", "confidence"]
  static let reaped = ["anon_rss_bytes", "file_rss_bytes", "shmem_rss_bytes"]
  static let notice = ["kind", "host", "count", "first_time", "last_time", "first_text", "sources", "boot_id", "exact"]
  static let context = ["kind", "time", "text", "source", "comm", "pid", "order", "gfp_mask", "nodemask"]
  static let loss = ["by", "count", "text"]
  static let lowMemoryKill = [
    "to_free_bytes", "cache_bytes", "limit_bytes", "min_score_adj", "on_behalf", "free_above_reserved_bytes", "adj",
    "size_pages",
  ]
  static let source = ["path", "first_line", "last_line", "first_offset", "last_offset"]
}

@Suite struct JSONContractTests {
  @Test(arguments: SampleCase.all)
  func documentHasEveryKey(_ sample: SampleCase) throws {
    let document = try parse(render(sample.trail, .json))
    expect(Contract.document, in: document)
    #expect(document["schema"] as? String == "oomtrail.report/1")
    for input in objects(document["inputs"]) {
      expect(Contract.input, in: input)
      for problem in objects(input["problems"]) { expect(Contract.problem, in: problem) }
    }
    for host in objects(document["hosts"]) { expect(Contract.host, in: host) }
    for problem in objects(document["problems"]) { expect(Contract.problem, in: problem) }
    for incident in objects(document["incidents"]) { expect(Contract.incident, in: incident) }
    let groups = try #require(document["groups"] as? Object)
    expect(Contract.groups, in: groups)
    for name in Contract.groups {
      for group in objects(groups[name]) {
        expect(Contract.group, in: group)
        for victim in objects(group["victims"]) { expect(["comm", "kills"], in: victim) }
      }
    }
    for notice in objects(document["notices"]) {
      expect(Contract.notice, in: notice)
      for source in objects(notice["sources"]) { expect(Contract.source, in: source) }
    }
    for event in objects(document["events"]) { expectEvent(event) }
  }

  /// The same event object stands in both formats.
  @Test(arguments: SampleCase.all)
  func ndjsonHasTheDocumentsEvents(_ sample: SampleCase) throws {
    let lines = render(sample.trail, .ndjson).split(separator: "\n")
    #expect(lines.count == sample.trail.events.count)
    let document = render(sample.trail, .json)
    for line in lines {
      expectEvent(try parse(String(line)))
      #expect(document.contains("\n\(line)"))
    }
  }

  @Test func numbersBeyondDoublesAreExact() {
    let json = render(.oldKernelLargeNumbers, .json)
    for text in [
      "\"pid\":9007199254740993", "\"total_vm_bytes\":9223372036854775807", "\"free\":9007199254740993",
      "\"memsw_usage_bytes\":9007199254740995", "\"last_offset\":9223372036854775807",
      "\"monotonic_seconds\":9223372036.854775807", "\"wall\":\"1969-12-31T23:59:59.999999999Z\"",
    ] {
      #expect(json.contains(text), "\(text)")
    }
  }

  @Test func whatIsNotKnownIsNull() throws {
    let document = try parse(render(.damagedReports, .json))
    let event = try #require(objects(document["events"]).first)
    for key in ["host", "boot_id", "selected", "memcg", "memory", "parent", "owner", "reaped"] {
      #expect(event[key] is NSNull, "\(key)")
    }
    let victim = try #require(event["victim"] as? Object)
    for key in ["uid", "file_rss_bytes", "shmem_rss_bytes", "swap_bytes", "oom_score_adj", "cgroup"] {
      #expect(victim[key] is NSNull, "\(key)")
    }
    // Without the page's size a row has pages and no bytes.
    let last = try #require(objects(document["events"]).last)
    let row = try #require(objects(last["processes"]).first)
    #expect(row["rss_bytes"] is NSNull)
    #expect(row["rss_pages"] as? Int == 800)
  }

  @Test func noLimitIsSaid() throws {
    let document = try parse(render(.twoHosts, .json))
    let memcg = try #require(objects(document["events"]).last?["memcg"] as? Object)
    #expect(memcg["swap_limit_bytes"] is NSNull)
    #expect(memcg["swap_limit_unlimited"] as? Bool == true)
    #expect(memcg["limit_unlimited"] as? Bool == false)
    #expect(memcg["memsw_limit_unlimited"] is NSNull)
  }

  /// What a key that repeats means differs from reader to reader, so none may.
  @Test func keysAreUnique() throws {
    for line in render(.hostileNames, .ndjson).split(separator: "\n") {
      // JSONSerialization would take the later of two, which is 1.
      let memcg = try #require(try parse(String(line))["memcg"] as? Object)
      let stats = try #require(memcg["stats"] as? [String: Int])
      #expect(Array(stats.values) == [4_096])
    }
  }

  private func expectEvent(_ event: Object) {
    expect(Contract.event, in: event)
    expect(Contract.time, in: event["time"])
    expect(Contract.kernel, in: event["kernel"])
    expect(Contract.trigger, in: event["trigger"])
    let optional = [
      ("victim", Contract.victim), ("selected", Contract.selected), ("memcg", Contract.memcg),
      ("memory", Contract.memory), ("parent", Contract.parent), ("reaped", Contract.reaped),
      ("lowmemorykiller", Contract.lowMemoryKill),
    ]
    for (key, keys) in optional where !(event[key] is NSNull) { expect(keys, in: event[key]) }
    for victim in objects(event["also_killed"]) { expect(Contract.victim, in: victim) }
    for row in objects(event["processes"]) { expect(Contract.process, in: row) }
    for source in objects(event["sources"]) { expect(Contract.source, in: source) }
    for loss in objects(event["losses"]) { expect(Contract.loss, in: loss) }
    for line in objects(event["context"]) {
      expect(Contract.context, in: line)
      expect(Contract.time, in: line["time"])
      expect(Contract.source, in: line["source"])
    }
  }

  private func expect(_ keys: [String], in value: Any?) {
    let object = value as? Object
    #expect(object != nil)
    for key in keys { #expect(object?[key] != nil, "\(key) is missing") }
  }

  private func objects(_ value: Any?) -> [Object] { value as? [Object] ?? [] }

  private func parse(_ json: String) throws -> Object {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? Object)
  }
}

// Each finding, in a case that proves it and in one that does not.

import Testing
import TrailModel
import TrailZones

@testable import TrailCase

private let page: Int64 = 4_096

/// A kill for want of the node's memory, of 1,000,000 pages, with its counters.
private func nodeKill(
  _ pid: Int64 = 10, counters: [(String, Int64)] = [], swap: (total: Int64, free: Int64)? = (1_000, 500),
  _ change: (inout KillReport) -> Void = { _ in }
) -> KillReport {
  var report = kill(pid)
  report.kernel.pageSize = page
  var memory = Memory()
  memory.ramPages = Pages(1_000_000)
  memory.reservedPages = Pages(10_000)
  memory.counters = counters.map { Named($0.0, Pages($0.1)) }
  memory.swapTotal = swap.map { Bytes(kilobytes: $0.total) }
  memory.swapFree = swap.map { Bytes(kilobytes: $0.free) }
  report.memory = memory
  change(&report)
  return report
}

/// All counters that Mem-Info has, `free` pages of them free.
private func counters(free: Int64, slab: Int64 = 1_000, shmem: Int64 = 1_000) -> [(String, Int64)] {
  [
    ("active_anon", 300_000), ("inactive_anon", 300_000), ("active_file", 10_000), ("inactive_file", 10_000),
    ("unevictable", 0), ("slab_reclaimable", 1_000), ("slab_unreclaimable", slab), ("pagetables", 1_000),
    ("free", free), ("shmem", shmem),
  ]
}

private func limitKill(_ pid: Int64, _ change: (inout KillReport) -> Void = { _ in }) -> KillReport {
  var report = kill(pid, "api", cgroup: "/system.slice/shop.service")
  report.kernel.pageSize = page
  report.memcg?.memory.usage = Bytes(kilobytes: 65_536)
  report.memcg?.memory.limit = Bytes(kilobytes: 65_536)
  change(&report)
  return report
}

private func table(_ rows: [(pid: Int64, rss: Int64, adj: Int64, comm: String)]) -> ProcessTable {
  var table = ProcessTable(columns: ["rss", "oom_score_adj"])
  for row in rows { table.append(pid: row.pid, values: [row.rss, row.adj], comm: row.comm) }
  return table
}

@Suite struct FindingTests {
  private func findings(_ reports: [KillReport], facts: HostFacts? = nil) -> [Finding] {
    var builder = CaseBuilder(options: CaseOptions())
    builder.add(
      input: input("host/log"),
      observations: reports.enumerated().map { index, report in
        seen(report, zoned(index * 30, kernel: Double(100 + index * 30)), line: index * 20 + 1)
      })
    if var facts {
      facts.name = HostFacts.Fact("web-01", path: "host/etc/hostname")
      builder.add(bundle: Bundle(root: "host/", facts: facts, zone: .utc))
    }
    return builder.finish().findings
  }

  private func expect(
    _ code: String, in reports: [KillReport], not others: [KillReport], facts: HostFacts? = nil,
    says words: [String] = [], location: SourceLocation = #_sourceLocation
  ) throws {
    let found = findings(reports, facts: facts)
    let own = try #require(found.first { $0.code == code }, "\(found.map(\.code))", sourceLocation: location)
    #expect(!own.eventIDs.isEmpty, sourceLocation: location)
    #expect(!own.evidence.isEmpty, sourceLocation: location)
    for word in words { #expect(own.detail.contains(word), "\(own.detail)", sourceLocation: location) }
    #expect(!findings(others).contains { $0.code == code }, sourceLocation: location)
  }

  @Test func nothingIsFoundInNothing() { #expect(findings([]).isEmpty) }

  @Test func theWorstStandFirst() {
    var panic = nodeKill(swap: (0, 0))
    panic.outcome = .panic
    let kill = nodeKill(counters: counters(free: 9, slab: 400_000), swap: (0, 0))
    let severities = findings([kill, panic]).map(\.severity)
    #expect(severities.first == .high)
    #expect(severities.last == .low)
    #expect(severities.contains(.medium))
  }

  @Test func aParentThatRespawns() throws {
    func child(_ pid: Int64) -> KillReport {
      var report = kill(pid, "worker")
      report.selected = Selected(pid: 100, comm: "master", score: nil)
      return report
    }
    try expect(
      "respawning_parent", in: [child(1), child(2)], not: [child(1)],
      says: ["`master` (pid 100)", "2 times", "`worker`"])
  }

  @Test func aLimitThatIsTooLow() throws {
    func one(_ pid: Int64) -> KillReport { limitKill(pid) { $0.processes = table([(pid, 10, 0, "api")]) } }
    try expect(
      "limit_too_low", in: [one(1), one(2), one(3)], not: [limitKill(1), limitKill(2), limitKill(3)],
      says: ["`shop.service`", "64.0 MiB", "3 times", "at most 30 s"])
  }

  @Test func aLimitThatIsGrownInto() throws {
    func one(_ pid: Int64, _ rows: [Int64]) -> KillReport {
      limitKill(pid) { report in report.processes = table(rows.map { ($0, $0 == pid ? 1_251 : 100, 0, "api") }) }
    }
    // Those that die later are there when others die before them, and small.
    let grown = [one(1, [1, 2, 3]), limitKill(8), limitKill(9), one(2, [2, 3]), one(3, [3])]
    try expect(
      "grows_into_limit", in: grown, not: [limitKill(1), limitKill(2)],
      says: ["`shop.service`", "64.0 MiB", "5 times", "at least 90 s"])
    #expect(!findings(grown).contains { $0.code == "limit_too_low" })
    // Of 9 nothing shows that it was there before.
    #expect(!findings(grown + [one(7, [7])]).contains { $0.code == "grows_into_limit" })
  }

  @Test func aLimitThatWasChanged() throws {
    let raised = limitKill(2) {
      $0.memcg?.memory.usage = Bytes(kilobytes: 131_072)
      $0.memcg?.memory.limit = Bytes(kilobytes: 131_072)
    }
    try expect(
      "limit_changed", in: [limitKill(1), raised], not: [limitKill(1), limitKill(2)],
      says: ["64.0 MiB at the first kill", "128.0 MiB at the last", "raised"])
  }

  @Test func somebodyElsesLimit() throws {
    let uid = "5e0c1d7a-91b2-4c3d-8e4f-0a1b2c3d4e5f"
    let report = limitKill(1) {
      $0.memcg?.limitCgroup = "/kubepods/burstable/pod\(uid)"
      $0.victim?.cgroup = "/kubepods/burstable/pod\(uid)/\(String(repeating: "a", count: 64))"
      $0.allocation = AllocationVerdict(
        cause: .ancestorLimit, request: nil, zones: [], swap: nil, counter: "memory", levelsAbove: 1)
    }
    try expect("ancestor_limit", in: [report], not: [limitKill(1)], says: ["pod \(uid)", "64.0 MiB", "containers"])
  }

  @Test func aNodeThatHadRoom() throws {
    var facts = HostFacts()
    facts.note(.ram, HostFacts.Fact(.number(8 << 30), path: "host/proc/meminfo"))
    var amounts = MemoryAmounts()
    amounts.available = Bytes(4 << 30)
    let moment = utc(2026, 4, 27, 11, 55).wholeSeconds
    func history(_ size: Int64) -> MemoryHistory {
      amounts.available = Bytes(size)
      return MemoryHistory(
        .sar, path: "host/sar", host: nil, points: [MemoryHistory.Point(local: moment, amounts: amounts, line: 7)])
    }
    facts.memoryHistories = [history(4 << 30)]
    let found = try #require(
      findings([limitKill(1)], facts: facts).first { $0.code == "node_had_memory" })
    #expect(found.detail.contains("4.0 GiB"))
    #expect(found.evidence == [Finding.Evidence(path: "host/sar", line: 7)])
    facts.memoryHistories = [history(1 << 30)]
    #expect(!findings([limitKill(1)], facts: facts).contains { $0.code == "node_had_memory" })
  }

  @Test func whatMemoryWasFullOf() throws {
    let usual = nodeKill(counters: counters(free: 360_000))
    try expect(
      "unreclaimable_slab",
      in: [
        nodeKill(counters: counters(free: 9, slab: 300_000)) {
          $0.memory?.slabs = [Slab(name: "dentry", used: Bytes(1), total: Bytes(1 << 30))]
        }
      ], not: [usual], says: ["30 %", "`dentry` 1.0 GiB"])
    try expect(
      "shared_memory", in: [nodeKill(counters: counters(free: 9, shmem: 500_000))], not: [usual], says: ["50 %"])
    var pool = HugePages()
    pool.total = 1_000
    pool.free = 400
    pool.size = Bytes(2 << 20)
    try expect(
      "huge_pages", in: [nodeKill(counters: counters(free: 9)) { $0.memory?.hugePages = [pool] }], not: [usual],
      says: ["2.0 GiB", "800.0 MiB of them unused"])
    try expect("unaccounted_memory", in: [nodeKill(counters: counters(free: 9))], not: [usual], says: ["36 %"])
    // A counter that is missing may be the one that has it.
    let partial = counters(free: 9).filter { $0.0 != "active_anon" }
    #expect(!findings([nodeKill(counters: partial)]).contains { $0.code == "unaccounted_memory" })
  }

  @Test func swap() throws {
    try expect("no_swap", in: [nodeKill(swap: (0, 0))], not: [nodeKill(swap: nil)], says: ["swap was 0"])
    #expect(!findings([nodeKill()]).contains { ["no_swap", "swap_full"].contains($0.code) })
    try expect("swap_full", in: [nodeKill(swap: (1_024, 0))], not: [nodeKill(swap: (0, 0))], says: ["1.0 MiB"])
  }

  @Test func hostsWithoutANameAreNotOne() {
    let found = makeCase([
      ("a", [seen(nodeKill(1, swap: (0, 0)), zoned(0), host: nil)]),
      ("b", [seen(nodeKill(2, swap: (0, 0)), zoned(0), host: nil)]),
    ]).findings.filter { $0.code == "no_swap" }
    #expect(found.map(\.eventIDs.count) == [1, 1])
    #expect(Set(found.flatMap(\.evidence).map(\.path)) == ["a", "b"])
  }

  @Test func zones() throws {
    func verdict(_ cause: AllocationVerdict.Cause) -> KillReport {
      nodeKill { report in
        let dma = ZoneVerdict(
          node: 0, zone: "DMA32", isUsable: true, free: Bytes(0), minimum: Bytes(9), reserve: nil, hasRoom: false,
          largestBlock: nil)
        let normal = ZoneVerdict(
          node: 0, zone: "Normal", isUsable: false, free: Bytes(1 << 30), minimum: Bytes(9), reserve: nil,
          hasRoom: true, largestBlock: nil)
        report.allocation = AllocationVerdict(
          cause: cause, request: Bytes(65_536), zones: [dma, normal], swap: nil, counter: nil)
      }
    }
    try expect("zone_exhausted", in: [verdict(.elsewhere)], not: [verdict(.exhausted)], says: ["`DMA32`", "`Normal`"])
    try expect("fragmented_memory", in: [verdict(.fragmented)], not: [verdict(.exhausted)], says: ["64 KiB"])
    var bound = nodeKill()
    bound.scope = .cpuset
    bound.trigger.cpuset = "pinned"
    bound.trigger.memsAllowed = "1"
    try expect("allowed_nodes_exhausted", in: [bound], not: [nodeKill()], says: ["`pinned`", "nodes 1"])
  }

  @Test func whoWasSpared() throws {
    func one(_ adjustment: Int64) -> KillReport {
      nodeKill { $0.processes = table([(5, 200_000, adjustment, "db"), (10, 100_000, 0, "hog")]) }
    }
    try expect(
      "protected_larger_process", in: [one(-900), one(-900)], not: [one(0)],
      says: ["`db` (781.3 MiB)", "-900", "`hog`", "2 times"])
    try expect("exempt_process_large", in: [one(-1_000)], not: [one(-999)], says: ["`db`", "-1000"])
    var asked = one(-900)
    asked.killedAllocatingTask = true
    try expect("kills_allocating_task", in: [asked], not: [one(-900)])
    #expect(!findings([asked]).contains { $0.code == "protected_larger_process" })
    var manual = nodeKill()
    manual.isManual = true
    try expect("requested_by_sysrq", in: [manual], not: [nodeKill()])
  }

  @Test func settings() throws {
    var facts = HostFacts()
    facts.note(.panicOnOOM, HostFacts.Fact(.number(1), path: "host/sysctl", line: 3))
    facts.note(.overcommitMemory, HostFacts.Fact(.number(1), path: "host/sysctl", line: 4))
    var panic = header(1)
    panic.outcome = .panic
    panic.scope = .global
    try expect("panicked", in: [panic], not: [nodeKill()], facts: facts, says: ["`vm.panic_on_oom` is 1"])
    try expect("panic_on_oom", in: [nodeKill()], not: [nodeKill()], facts: facts, says: ["`web-01`"])
    try expect("overcommit_always", in: [nodeKill()], not: [nodeKill()], facts: facts)
    let own = try #require(findings([nodeKill()], facts: facts).first { $0.code == "overcommit_always" })
    #expect(own.evidence == [Finding.Evidence(path: "host/sysctl", line: 4)])
  }

  @Test func whatTheLogsLack() throws {
    let loss = Loss(reporter: .printk, count: 12, text: "12 callbacks suppressed", concern: .anyLine)
    var cut = nodeKill()
    cut.missing = [.suppressedLines]
    cut.losses = [loss]
    try expect("log_lines_lost", in: [cut], not: [nodeKill()], says: ["rate limit", "1 report"])
  }

  @Test func aLogThatEndsInAReport() {
    func found(bytes: Int64) -> [String] {
      var builder = CaseBuilder(options: CaseOptions())
      var log = input("log")
      log.bytes = bytes
      builder.add(input: log, observations: [seen(header(1), zoned(0), line: 1)])
      return builder.finish().findings.map(\.code)
    }
    // The report's last byte is the log's.
    #expect(found(bytes: 1_099).contains("log_ends_in_report"))
    #expect(!found(bytes: 5_000).contains("log_ends_in_report"))
  }
}

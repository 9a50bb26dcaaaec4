// What a node's memory was full of when it ran out, where that is not the processes that could be killed.

import TrailModel

extension FindingCheck {
  /// The kernel's own objects.
  static let slab = FindingCheck(code: "unreclaimable_slab") { evidence in
    large("slab_unreclaimable", in: evidence) { size, whole, event, events in
      let caches = (event.report.memory?.slabs ?? []).sorted { ($1.total, $0.name) < ($0.total, $1.name) }.prefix(3)
        .map { "`\($0.name)` \($0.total.human)" }
      let names = caches.isEmpty ? "" : ", most in \(caches.joined(separator: ", "))"
      return Finding(
        "unreclaimable_slab", .medium, "The kernel's own objects took a large part of memory",
        "Unreclaimable slab was \(size.human)\(event.atHost), \(percent(size.count, of: whole)) of memory\(names). No kill "
          + "gives that back: look for what makes the kernel keep it (many open files, sockets or cgroups, a leaking driver).",
        events)
    }
  }

  /// Shared memory and tmpfs.
  static let sharedMemory = FindingCheck(code: "shared_memory") { evidence in
    large("shmem", in: evidence) { size, whole, event, events in
      Finding(
        "shared_memory", .medium, "Shared memory or tmpfs took a large part of memory",
        "`shmem` was \(size.human)\(event.atHost), \(percent(size.count, of: whole)) of memory: files on tmpfs (`/dev/shm`, "
          + "`/run`, `/tmp`), System V segments and memory that processes share. Files on tmpfs stay when processes are "
          + "killed: bound the mounts by `size=`, and see who writes there.",
        events)
    }
  }

  /// Pools of huge pages.
  static let hugePages = FindingCheck(code: "huge_pages") { evidence in
    let events = evidence.nodeKills.filter { hugePool(of: $0) != nil }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      guard let event = events.last, let pool = hugePool(of: event), let ram = event.ram else { return nil }
      return Finding(
        "huge_pages", .medium, "Huge pages that are set aside took a large part of memory",
        "\(Bytes(pool.total).human)\(event.atHost), \(percent(pool.total, of: ram)) of memory, were set aside for huge pages, "
          + "\(Bytes(pool.free).human) of them unused. Nothing else can use them: lower `vm.nr_hugepages` to what is used.",
        events)
    }
  }

  /// Memory in none of the counters.
  static let unaccounted = FindingCheck(code: "unaccounted_memory") { evidence in
    let events = evidence.nodeKills.filter { uncounted($0) != nil }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      guard let event = events.last, let size = uncounted(event), let ram = event.ram else { return nil }
      return Finding(
        "unaccounted_memory", .medium, "A large part of memory is in none of the counters",
        "\(Bytes(size).human)\(event.atHost), \(percent(size, of: ram)) of memory, is neither free, nor of processes, page "
          + "cache, slab, page tables or huge pages. Drivers, a balloon of the hypervisor, vmalloc and per-CPU memory are "
          + "not counted there: compare `/proc/meminfo` and `/proc/vmallocinfo`, and ask the hypervisor.",
        events)
    }
  }

  /// No swap at all.
  static let noSwap = FindingCheck(code: "no_swap") { evidence in
    evidence.findings(in: evidence.nodeKills.filter { $0.report.memory?.swapTotal?.count == 0 }, by: \.whereabouts) {
      _, events in
      guard let event = events.last else { return nil }
      return Finding(
        "no_swap", .low, "The node has no swap",
        "The node ran out of memory \(times(events.count))\(event.atHost), and swap was 0: anonymous memory could go "
          + "nowhere. Some swap (or zram) lets idle memory go and gives time to act; where latency forbids it, bound what "
          + "runs there instead.",
        events)
    }
  }

  /// Swap that is used up.
  static let swapFull = FindingCheck(code: "swap_full") { evidence in
    let events = evidence.nodeKills.filter { event in
      guard let total = event.report.memory?.swapTotal?.count, let free = event.report.memory?.swapFree?.count else {
        return false
      }
      return total > 0 && free <= total / 100
    }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      guard let event = events.last, let total = event.report.memory?.swapTotal else { return nil }
      return Finding(
        "swap_full", .medium, "Swap was full too",
        "All \(total.human) of swap\(event.atHost) were used when the node ran out of memory \(times(events.count)). More "
          + "swap would put it off; the demand is what to look at, and it can be seen growing there.",
        events)
    }
  }

  /// Free memory in pieces that are too small.
  static let fragmented = FindingCheck(code: "fragmented_memory") { evidence in
    let events = evidence.nodeKills.filter { $0.report.allocation?.cause == .fragmented }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      guard let event = events.last else { return nil }
      let request = event.report.allocation?.request.map { " of \($0.human)" } ?? ""
      let who = event.report.trigger.comm.map { " (asked for by `\($0)`)" } ?? ""
      return Finding(
        "fragmented_memory", .medium, "There was memory, but not in one piece",
        "A request\(request)\(who) could not be met\(event.atHost) though memory was free: no block was large enough. Raise "
          + "`vm.min_free_kbytes`, let compaction work ahead (`vm.compaction_proactiveness`), or find out why that code "
          + "needs so much in one piece.",
        events)
    }
  }

  /// Memory in zones that the request may not use.
  static let zoneExhausted = FindingCheck(code: "zone_exhausted") { evidence in
    let events = evidence.nodeKills.filter { $0.report.allocation?.cause == .elsewhere }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      guard let event = events.last, let zones = event.report.allocation?.zones else { return nil }
      let full = zones.filter { $0.isUsable != false }.map { "`\($0.zone)`" }
      let spare = zones.filter { $0.isUsable == false && $0.hasRoom == true }.map { "`\($0.zone)`" }
      return Finding(
        "zone_exhausted", .medium, "One zone ran out while others had memory",
        "The request\(event.atHost) could use only zone \(full.joined(separator: ", ")), which had none left; "
          + "\(spare.joined(separator: ", ")) had. A 32-bit kernel, a driver with a narrow DMA mask, or movable-only memory "
          + "(`movablecore`, `kernelcore`, hot-plugged) is the reason; more memory in the other zones does not help.",
        events)
    }
  }

  /// Nodes of a policy or cpuset.
  static let nodesExhausted = FindingCheck(code: "allowed_nodes_exhausted") { evidence in
    let events = evidence.trail.events.filter { $0.report.scope == .cpuset || $0.report.scope == .mempolicy }
    return evidence.findings(in: events, by: { $0.report.scope }) { scope, events in
      guard let event = events.last else { return nil }
      let trigger = event.report.trigger
      let nodes =
        (scope == .cpuset ? trigger.memsAllowed : trigger.nodemask ?? trigger.memsAllowed)
        .map { " (nodes \($0))" } ?? ""
      let whose =
        scope == .cpuset
        ? trigger.cpuset.map { "the cpuset `\($0)`" } ?? "a cpuset"
        : trigger.comm.map { "the memory policy of `\($0)`" } ?? "a memory policy"
      return Finding(
        "allowed_nodes_exhausted", .medium, "The memory nodes that were allowed ran out, not the machine",
        "What \(whose) allows\(nodes) ran out \(times(events.count))\(places(of: events)). Allow more nodes, or place less "
          + "there; `numactl --hardware` and `numastat -p` show how memory lies.",
        events)
    }
  }
}

/// Findings about a counter that is a quarter of memory or more, one a host.
private func large(
  _ counter: String, in evidence: Evidence, _ finding: (Bytes, Int64, Event, [Event]) -> Finding
) -> [Finding] {
  let events = evidence.nodeKills.filter { event in
    guard let size = event.counter(counter), let ram = event.ram else { return false }
    return size >= ram / 4
  }
  return evidence.findings(in: events, by: \.whereabouts) { _, events in
    guard let event = events.last, let size = event.counter(counter), let ram = event.ram else { return nil }
    return finding(Bytes(size), ram, event, events)
  }
}

/// The huge pages of a node, where they are a quarter of its memory or more.
private func hugePool(of event: Event) -> (total: Int64, free: Int64)? {
  guard let pools = event.report.memory?.hugePages, let ram = event.ram else { return nil }
  func sum(_ count: (HugePages) -> Int64?) -> Int64 {
    saturatingSum(
      pools.map { pool in
        let (product, overflow) = (count(pool) ?? 0).multipliedReportingOverflow(by: pool.size?.count ?? 0)
        return overflow ? .max : product
      })
  }
  let total = sum(\.total)
  return total >= ram / 4 ? (total, sum(\.free)) : nil
}

/// What of a node's memory no counter has, where that is a quarter or more; nil where a counter is missing.
private func uncounted(_ event: Event) -> Int64? {
  guard let ram = event.ram, let memory = event.report.memory, !event.report.isMixed,
    let reserved = memory.reservedPages?.bytes(pageSize: event.report.kernel.pageSize)?.count
  else { return nil }
  var known = reserved
  let names = [
    "active_anon", "inactive_anon", "active_file", "inactive_file", "unevictable", "slab_reclaimable",
    "slab_unreclaimable", "pagetables", "free",
  ]
  for name in names {
    guard let size = event.counter(name) else { return nil }
    known = saturatingSum([known, size])
  }
  for name in ["isolated_anon", "isolated_file", "sec_pagetables", "kernel_misc_reclaimable"] {
    known = saturatingSum([known, event.counter(name) ?? 0])
  }
  for pool in memory.hugePages {
    let (product, overflow) = (pool.total ?? 0).multipliedReportingOverflow(by: pool.size?.count ?? 0)
    known = saturatingSum([known, overflow ? .max : product])
  }
  let (rest, overflow) = ram.subtractingReportingOverflow(known)
  return !overflow && rest >= ram / 4 ? rest : nil
}

// An event as a JSON object.

import TrailBytes
import TrailModel

extension ByteWriter {
  /// The members of an event: those of the contract in its order, then the additions.
  mutating func members(of event: Event) {
    let report = event.report
    let pageSize = report.kernel.pageSize
    field("id", event.id)
    field("killer", report.killer.rawValue)
    field("scope", report.scope.rawValue)
    field("manual", report.isManual)
    field("outcome", report.outcome.rawValue)
    object("time") { $0.members(of: event.time) }
    field("host", event.host)
    field("host_basis", event.hostBasis?.rawValue)
    field("boot_id", event.bootID)
    object("kernel") { writer in
      writer.field("release", report.kernel.release)
      writer.field("page_size_bytes", pageSize)
    }
    object("trigger") { $0.members(of: report.trigger) }
    object("victim", report.victim) { $0.members(of: $1, pageSize: pageSize) }
    array("also_killed", report.alsoKilled) { $0.members(of: $1, pageSize: pageSize) }
    object("selected", report.selected) { writer, selected in
      writer.field("pid", selected.pid)
      writer.field("comm", selected.comm)
      writer.field("score", selected.score)
    }
    object("memcg", report.memcg) { writer, memcg in
      writer.members(of: memcg)
      writer.object("limit_owner", event.limitOwner) { $0.members(of: $1) }
    }
    object("memory", report.memory) { $0.members(of: $1, pageSize: pageSize) }
    array("processes") { $0.rows(of: report.processes, pageSize: pageSize) }
    object("parent", event.parent) { $0.members(of: $1) }
    object("owner", event.owner) { $0.members(of: $1) }
    object("reaped", report.reaped) { writer, reaped in
      writer.field("anon_rss_bytes", reaped.anonRSS)
      writer.field("file_rss_bytes", reaped.fileRSS)
      writer.field("shmem_rss_bytes", reaped.shmemRSS)
      writer.field("pid", reaped.pid)
      writer.field("succeeded", reaped.succeeded)
    }
    field("complete", report.isComplete)
    array("missing", report.missing.map(\.rawValue))
    array("sources", event.sources) { $0.members(of: $1) }
    field("constraint", report.constraint)
    object("allocation", report.allocation) { writer, verdict in
      writer.field("cause", verdict.cause.rawValue)
      writer.field("request_bytes", verdict.request)
      writer.field("swap", verdict.swap?.rawValue)
      writer.field("counter", verdict.counter)
      writer.field("limit_levels_above", verdict.levelsAbove)
      writer.array("zones", verdict.zones) { writer, zone in
        writer.field("node", zone.node)
        writer.field("zone", zone.zone)
        writer.field("usable", zone.isUsable)
        writer.field("free_bytes", zone.free)
        writer.field("min_bytes", zone.minimum)
        writer.field("high_bytes", zone.high)
        writer.field("reserve_bytes", zone.reserve)
        writer.field("withheld_bytes", zone.withheld)
        writer.field("has_room", zone.hasRoom)
        writer.field("largest_block_bytes", zone.largestBlock)
        writer.field("serves_order", zone.servesOrder)
      }
    }
    object("choice", report.choice) { writer, choice in
      writer.field("pid", choice.pid)
      writer.field("comm", choice.comm)
      writer.field("total_pages", choice.totalPages)
      writer.field("total_basis", choice.totalBasis)
      writer.field("total_assumed", choice.isTotalAssumed)
      writer.field("verdict", choice.verdict?.rawValue)
      writer.field("victim_rank", choice.victimRank)
      writer.field("score", choice.score)
    }
    object("scoring", report.scoring) { writer, scoring in
      writer.field("formula", scoring.formula?.rawValue)
      writer.field("badness_unknown", scoring.unknown?.rawValue)
      writer.field("eligible_rows", scoring.eligibleRows)
      writer.field("scored_rows", scoring.scoredRows)
    }
    field("group_cgroup", report.groupCgroup)
    field("killed_allocating_task", report.killedAllocatingTask)
    object("spared", report.spared) { writer, spared in
      writer.field("reason", spared.reason.rawValue)
      writer.members(of: spared.process, pageSize: pageSize)
    }
    field("unreadable_rows", report.unreadableRows)
    field("mixed", report.isMixed)
    array("printing_defects", report.printingDefects.map(\.rawValue))
    array("other_lines", report.otherLines)
    field("other_line_count", report.otherLineCount)
    array("losses", report.losses) { $0.members(of: $1) }
    object("lowmemorykiller", report.lowMemoryKill) { $0.members(of: $1, report.trigger) }
    object("userspace", report.userspace) { $0.members(of: $1) }
    object("eviction", report.eviction) { $0.members(of: $1) }
    array("context", event.context) { $0.members(of: $1) }
    array("memory_before", event.memoryBefore) { $0.members(of: $1) }
    object("bundled_limit", event.bundledLimit) { $0.members(of: $1) }
    object("workload", event.workload) { $0.members(of: $1) }
    object("lifetime", event.lifetime) { $0.members(of: $1) }
  }

  mutating func members(of time: EventTime) {
    field("wall", time.wall)
    field("wall_basis", time.basis?.rawValue)
    field("zone_basis", time.zone?.rawValue)
    field("year_basis", time.year?.rawValue)
    field("anchor_basis", time.anchor?.rawValue)
    if let monotonic = time.monotonic {
      write(key: "monotonic_seconds")
      write(seconds: monotonic)
    } else {
      null("monotonic_seconds")
    }
    field("text", time.text)
    // Only where the time is the middle of an interval.
    if let halfWidth = time.halfWidth { field("half_width_seconds", Double(halfWidth) / 1e9) }
  }

  mutating func members(of trigger: Trigger) {
    field("comm", trigger.comm)
    field("pid", trigger.pid)
    field("gfp_mask", trigger.gfpMask)
    array("gfp_flags", trigger.gfpFlags)
    field("order", trigger.order)
    field("oom_score_adj", trigger.oomScoreAdj)
    field("oom_adj", trigger.oomAdj)
    field("nodemask", trigger.nodemask)
    field("cpuset", trigger.cpuset)
    field("mems_allowed", trigger.memsAllowed)
    // Only where the two disagree.
    if !trigger.gfpFlagsByTable.isEmpty { array("gfp_flags_by_table", trigger.gfpFlagsByTable) }
  }

  mutating func members(of victim: Victim, pageSize: Int64?) {
    field("pid", victim.pid)
    field("comm", victim.comm)
    field("uid", victim.uid)
    field("total_vm_bytes", victim.totalVM)
    field("anon_rss_bytes", victim.anonRSS)
    field("file_rss_bytes", victim.fileRSS)
    field("shmem_rss_bytes", victim.shmemRSS)
    field("pgtables_bytes", victim.pageTables)
    field("swap_bytes", victim.swapEntries?.bytes(pageSize: pageSize))
    field("oom_score_adj", victim.oomScoreAdj)
    field("score", victim.score)
    field("cgroup", victim.cgroup)
    field("swap_pages", victim.swapEntries)
  }

  mutating func members(of limit: MemoryLimit) {
    switch limit.owner {
    case .cgroup(let path): field("cgroup", path)
    case .unit(let name): field("unit", name)
    case .container(let id): field("container_id", id)
    }
    field("limit_bytes", limit.bytes)
    field("path", limit.path)
    field("line", limit.line)
  }

  mutating func members(of sample: MemorySample) {
    field("time", sample.time)
    field("zone_basis", sample.zone?.rawValue)
    field("recorder", sample.recorder.rawValue)
    field("available_bytes", sample.amounts.available)
    field("free_bytes", sample.amounts.free)
    field("swap_free_bytes", sample.amounts.swapFree)
    field("path", sample.path)
    field("line", sample.line)
  }

  mutating func members(of parent: Parent) {
    field("pid", parent.pid)
    field("is_pid_of_container", parent.isPIDOfContainer)
    field("comm", parent.comm)
    field("basis", parent.basis.rawValue)
    field("confidence", parent.confidence.rawValue)
    field("path", parent.path)
    field("line", parent.line)
  }

  mutating func members(of source: Source) {
    field("path", source.path)
    field("first_line", source.firstLine)
    field("last_line", source.lastLine)
    field("first_offset", source.firstOffset)
    field("last_offset", source.lastOffset)
  }
}

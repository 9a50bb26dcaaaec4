// Holds the request against the zones' watermarks and free lists, or the cgroup's counters against their limits.

import TrailModel

/// Judges why a report's request could not be served.
enum AllocationJudge {
  /// The verdict, or nil where the report lacks the numbers.
  static func judge(_ report: KillReport) -> AllocationVerdict? {
    let request = requestSize(report)
    if report.isManual {
      return AllocationVerdict(cause: .requested, request: nil, zones: zones(report), swap: swap(report), counter: nil)
    }
    if report.scope == .memcg { return memcg(report, request) }
    let zones = zones(report)
    guard !zones.isEmpty else { return nil }
    return AllocationVerdict(
      cause: cause(zones, request: request), request: request, zones: zones, swap: swap(report), counter: nil)
  }

  private static func requestSize(_ report: KillReport) -> Bytes? {
    guard let order = report.trigger.order, (0...20).contains(order), let page = report.kernel.pageSize else {
      return nil
    }
    return Bytes(page << order)
  }

  private static func cause(_ zones: [ZoneVerdict], request: Bytes?) -> AllocationVerdict.Cause {
    let usable = zones.filter(\.isUsable)
    guard let request else { return .notShown }
    let roomy = usable.filter(\.hasRoom)
    if roomy.isEmpty { return zones.contains { !$0.isUsable && $0.hasRoom } ? .elsewhere : .exhausted }
    let fits = roomy.contains { $0.largestBlock.map { $0 >= request } ?? true }
    return fits ? .notShown : .fragmented
  }

  // MARK: Zones

  /// The zones in printed order. Since 6.1 the kernel leaves out those above the highest that the request may use.
  private static func zones(_ report: KillReport) -> [ZoneVerdict] {
    guard let memory = report.memory, let page = report.kernel.pageSize else { return [] }
    let highest = highestZone(report.trigger)
    let allowed = allowedNodes(report)
    let hasHighMem = memory.zones.contains { $0.name == "HighMem" }
    return memory.zones.compactMap { zone in
      guard let free = zone.sizes.first(where: { $0.name == "free" })?.value,
        let minimum = zone.sizes.first(where: { $0.name == "min" })?.value
      else { return nil }
      let isUsable = rank(zone.name) <= highest && (allowed?.contains(zone.node ?? 0) ?? true)
      let reserve = reserve(zone, highest: highest, hasHighMem: hasHighMem).map { Bytes($0 &* page) }
      let floor = minimum.count.addingReportingOverflow(reserve?.count ?? 0).partialValue
      let largest = zone.freeBlocks.filter { $0.count > 0 }.map(\.blockSize).max()
      return ZoneVerdict(
        node: zone.node, zone: zone.name, isUsable: isUsable, free: free, minimum: minimum, reserve: reserve,
        hasRoom: free.count > floor, largestBlock: largest)
    }
  }

  private static func rank(_ zone: String) -> Int {
    switch zone {
    case "DMA": 0
    case "DMA32": 1
    case "Normal": 2
    case "HighMem": 3
    default: 4
    }
  }

  /// The highest zone that the mask allows (include/linux/gfp.h, gfp_zone).
  private static func highestZone(_ trigger: Trigger) -> Int {
    let flags = trigger.gfpFlags
    if flags.contains("GFP_DMA") || flags.contains("__GFP_DMA") { return 0 }
    if flags.contains("GFP_DMA32") || flags.contains("__GFP_DMA32") { return 1 }
    if flags.contains(where: { $0.hasPrefix("GFP_HIGHUSER_MOVABLE") || $0.hasPrefix("GFP_TRANSHUGE") }) { return 4 }
    if flags.contains("GFP_HIGHUSER") || flags.contains("__GFP_HIGHMEM") {
      return flags.contains("__GFP_MOVABLE") ? 4 : 3
    }
    return 2
  }

  /// What a zone keeps from this request: its entry for the highest zone that the request may use. The list has an
  /// entry for each zone type that the kernel was built with, and the last ones repeat.
  private static func reserve(_ zone: Zone, highest: Int, hasHighMem: Bool) -> Int64? {
    guard let last = zone.lowmemReserve.last else { return nil }
    // With HighMem the types are DMA, Normal, HighMem, Movable: Normal requests have an entry of their own.
    if hasHighMem, highest == 2, zone.lowmemReserve.count > 1 { return zone.lowmemReserve[1] }
    return highest < 2 ? zone.lowmemReserve.first : last
  }

  private static func allowedNodes(_ report: KillReport) -> NodeList? {
    switch report.scope {
    case .mempolicy: report.trigger.nodemask.flatMap { NodeList($0) }
    case .cpuset: report.trigger.memsAllowed.flatMap { NodeList($0) }
    default: nil
    }
  }

  // MARK: Swap and cgroups

  private static func swap(_ report: KillReport) -> AllocationVerdict.Swap? {
    guard let total = report.memory?.swapTotal else { return nil }
    if total.count == 0 { return .absent }
    guard let free = report.memory?.swapFree else { return nil }
    // The last few pages are slots in flight.
    return free.count <= total.count / 100 ? .full : .available
  }

  private static func memcg(_ report: KillReport, _ request: Bytes?) -> AllocationVerdict? {
    guard let memcg = report.memcg else { return nil }
    var cause = AllocationVerdict.Cause.notShown
    if let limit = memcg.limitCgroup, let own = memcg.taskCgroup ?? report.victim?.cgroup {
      cause = limit == own ? .ownLimit : .ancestorLimit
    }
    let counters = [("memory", memcg.memory), ("memory+swap", memcg.memorySwap), ("kmem", memcg.kmem)]
    let hit = counters.filter { isAtLimit($0.1) }.map(\.0)
    guard cause != .notShown || !hit.isEmpty else { return nil }
    // Where memory and swap together are at their limit, that one was hit: memory alone could have been swapped out.
    let counter =
      hit.contains("memory+swap") && memcg.memorySwap.limit != memcg.memory.limit ? "memory+swap" : hit.first
    return AllocationVerdict(cause: cause, request: request, zones: [], swap: swap(report), counter: counter)
  }

  /// Whether a counter stands at its limit: within the 64 pages that a CPU may have charged ahead.
  private static func isAtLimit(_ counter: MemcgCounter) -> Bool {
    guard let usage = counter.usage, let limit = counter.limit, !counter.isUnlimited else { return false }
    return limit.count > 0 && usage.count > 0 && limit.count - usage.count <= 64 * 4096
  }
}

// Holds the request against the zones' watermarks and free lists (mm/page_alloc.c, __zone_watermark_ok), or the
// cgroup's counters against their limits (mm/memcontrol.c, try_charge).

import TrailModel

/// Judges why a report's request could not be served.
struct AllocationJudge {
  private let report: KillReport
  /// Whether a zone's watermark halves with each order below the request's (until 4.3); nil where that is not certain.
  private let halves: Bool?
  /// Whether the kernel leaves out zones above the highest that the request may use (6.1 and later), or may.
  private let mayOmitZones: Bool
  private let request: Request

  /// The verdict, or nil where the report lacks the numbers.
  static func judge(_ report: KillReport, of kernels: PossibleKernels? = nil) -> AllocationVerdict? {
    let judge = AllocationJudge(report, kernels)
    if report.isManual {
      return AllocationVerdict(
        cause: .requested, request: nil, zones: judge.zones(), swap: judge.swap, counter: nil)
    }
    return report.scope == .memcg ? judge.memcg() : judge.node()
  }

  private init(_ report: KillReport, _ kernels: PossibleKernels?) {
    self.report = report
    request = Request(report)
    if let kernels, let change = KernelVersion("6.1") {
      mayOmitZones = kernels.last >= change
    } else {
      mayOmitZones = true
    }
    if let kernels, let change = KernelVersion("4.4") {
      halves = kernels.last < change ? true : kernels.first >= change ? false : nil
    } else {
      // The names of the mask came two versions later.
      halves = report.trigger.gfpMask?.hasSuffix(")") == true ? false : nil
    }
  }

  // MARK: The node

  private func node() -> AllocationVerdict? {
    let zones = zones()
    guard let cause = cause(zones) else { return nil }
    return AllocationVerdict(cause: cause, request: request.size, zones: zones, swap: swap, counter: nil)
  }

  private func cause(_ zones: [ZoneVerdict]) -> AllocationVerdict.Cause? {
    // Where the mask is not known every zone may have been one that the request can use.
    let usable = zones.filter { $0.isUsable != false }
    guard !usable.isEmpty else { return nil }
    let roomy = usable.filter { $0.hasRoom != false }
    if roomy.isEmpty { return zones.contains { $0.isUsable == false && $0.hasRoom == true } ? .elsewhere : .exhausted }
    let certain = roomy.filter { $0.isUsable == true && $0.hasRoom == true }
    guard !certain.isEmpty, request.order != nil else { return nil }
    if roomy.allSatisfy({ $0.servesOrder == false }) { return .fragmented }
    // Before 4.4 a block that is large enough may not do.
    guard certain.contains(where: { $0.servesOrder != false }), halves != nil || request.order == 0 else { return nil }
    return .notShown
  }

  /// The zones in printed order.
  private func zones() -> [ZoneVerdict] {
    guard let memory = report.memory, let page = report.kernel.pageSize else { return [] }
    let highest = request.highestZone(of: memory)
    let allowed = allowedNodes
    let nodes = Dictionary(grouping: memory.zones, by: \.node)
    return memory.zones.compactMap { zone in
      guard let free = zone.size("free"), let minimum = zone.size("min") else { return nil }
      // 2.6 prints zones without memory too.
      if zone.size("present")?.count == 0 { return nil }
      let isAllowed = allowed?.contains(zone.node ?? 0) ?? true
      let isUsable = !isAllowed ? false : highest.map { ZoneType(zone.name) <= $0 }
      let reserve = highest.flatMap { self.reserve(of: zone, upTo: $0, among: nodes[zone.node] ?? []) }.map {
        Bytes($0 &* page)
      }
      let withheld = withheld(zone)
      // The last page of the request may not touch the watermark either.
      let rest = free.count &- withheld &- page &* (request.pages &- 1)
      // An urgent request may take half of what is below the mark.
      let mark = request.isUrgent ? minimum.count / 2 : minimum.count
      let (high, kept) = (zone.size("high"), reserve?.count ?? 0)
      let hasRoom: Bool? = rest <= mark &+ kept ? false : reserve == nil ? nil : true
      let blocks = zone.freeBlocks.filter { $0.count > 0 && request.mayTake($0) }
      return ZoneVerdict(
        node: zone.node, zone: zone.name, isUsable: isUsable, free: free, minimum: minimum, high: high,
        reserve: reserve, withheld: withheld > 0 ? Bytes(withheld) : nil, hasRoom: hasRoom,
        hasRoomAboveHigh: high.map { rest > $0.count &+ kept } ?? true,
        largestBlock: zone.isFreeListCut ? nil : blocks.map(\.blockSize).max(),
        servesOrder: servesOrder(zone, blocks, rest: rest, mark: mark))
    }
  }

  /// What of a zone's free memory the watermark does not count for this request.
  private func withheld(_ zone: Zone) -> Int64 {
    // Only movable pages may stand in CMA; nobody knows where the mask is not known.
    let cma = request.flags.isEmpty || request.flags.contains("MOVABLE") ? 0 : zone.size("free_cma")?.count ?? 0
    let kept = (zone.size("free_highatomic") ?? zone.size("reserved_highatomic"))?.count ?? 0
    return max(0, cma) &+ max(0, kept)
  }

  private func servesOrder(_ zone: Zone, _ blocks: [FreeBlocks], rest: Int64, mark: Int64) -> Bool? {
    guard let size = request.size, !zone.freeBlocks.isEmpty, !zone.isFreeListCut else { return nil }
    guard blocks.contains(where: { $0.blockSize >= size }) else { return false }
    guard halves == true else { return true }
    var (rest, mark) = (rest, mark)
    for small in zone.freeBlocks where small.blockSize < size {
      let (sum, overflow) = small.blockSize.count.multipliedReportingOverflow(by: small.count)
      if overflow { return nil }
      rest &-= sum
      mark /= 2
    }
    return rest > mark
  }

  /// What a zone keeps from a request that could use zones up to `highest`, in pages; `zones` are its node's.
  ///
  /// The list has an entry for each zone type of the kernel's configuration, which the report does not name. But the
  /// entries are sums over the zones above: they grow at each zone of the node that has memory, and nowhere else.
  private func reserve(of zone: Zone, upTo highest: ZoneType, among zones: [Zone]) -> Int64? {
    let above = zones.filter {
      ZoneType($0.name) > ZoneType(zone.name) && ($0.size("present")?.count ?? 1) > 0
    }
    let wanted = above.count { ZoneType($0.name) <= highest }
    if wanted == 0 { return 0 }
    // The `protections[]` of 2.6.9 are other sums, beginning with the zone's own.
    guard let first = zone.lowmemReserve.first, first == 0 else { return nil }
    var steps: [Int64] = []
    for pages in zone.lowmemReserve where pages > (steps.last ?? 0) { steps.append(pages) }
    if steps.isEmpty { return 0 }
    // About 5.7 the entry of a type without memory falls back to a lower sum, and whether that one counts has changed.
    let top = above.map { ZoneType($0.name) }.max()
    if zone.lowmemReserve.last != steps.last, highest > top ?? highest { return nil }
    if wanted == above.count, steps.count <= wanted { return steps.last }
    // A zone too small to add anything leaves no step, and a lost line leaves one too many: which is whose?
    guard steps.count == above.count || steps.count > above.count && mayOmitZones else { return nil }
    return steps[wanted - 1]
  }

  private var allowedNodes: NodeList? {
    switch report.scope {
    case .mempolicy: report.trigger.nodemask.flatMap { NodeList($0) }
    case .cpuset: report.trigger.memsAllowed.flatMap { NodeList($0) }
    default: nil
    }
  }

  private var swap: AllocationVerdict.Swap? {
    guard let total = report.memory?.swapTotal else { return nil }
    if total.count == 0 { return .absent }
    guard let free = report.memory?.swapFree else { return nil }
    // The last few pages are slots in flight; the kernel can even print a negative number.
    if free.count <= total.count / 100 { return .full }
    return request.cannotSwap && !report.isManual ? .unusable : .available
  }

  // MARK: The cgroup

  private func memcg() -> AllocationVerdict? {
    guard let memcg = report.memcg else { return nil }
    var levels: Int?
    if let limit = memcg.limitCgroup, let own = memcg.taskCgroup ?? report.victim?.cgroup {
      levels = Self.levels(from: limit, to: own)
    }
    let cause: AllocationVerdict.Cause = levels.map { $0 == 0 ? .ownLimit : .ancestorLimit } ?? .notShown
    let counter = counterAtLimit(memcg)
    guard cause != .notShown || counter != nil else { return nil }
    return AllocationVerdict(
      cause: cause, request: request.size, zones: [], swap: swap(of: memcg), counter: counter, levelsAbove: levels)
  }

  /// How many cgroups lie between a limit's and one below it; nil where it is not below.
  private static func levels(from limit: String, to own: String) -> Int? {
    if limit == own { return 0 }
    let front = limit.hasSuffix("/") ? limit : limit + "/"
    guard own.hasPrefix(front) else { return nil }
    return own.utf8.dropFirst(front.utf8.count).reduce(1) { $0 + ($1 == 0x2F ? 1 : 0) }
  }

  /// The counter that stands at its limit. Of several, the one that failed; memory and swap together is tried first
  /// (mm/memcontrol.c, try_charge), and a limit on it that memory alone cannot reach is its own.
  private func counterAtLimit(_ memcg: Memcg) -> String? {
    let counters = [("memory+swap", memcg.memorySwap), ("memory", memcg.memory), ("kmem", memcg.kmem)]
    var hit = counters.filter { isAtLimit($0.1) }
    let failed = hit.filter { ($0.1.failcnt ?? 0) > 0 }
    if !failed.isEmpty { hit = failed }
    if hit.count > 1, memcg.memorySwap.limit == memcg.memory.limit { hit.removeAll { $0.0 == "memory+swap" } }
    return hit.first?.0
  }

  /// Whether a counter stands at its limit: within the 64 pages that a CPU may have charged ahead.
  private func isAtLimit(_ counter: MemcgCounter) -> Bool {
    guard let usage = counter.usage, let limit = counter.limit, !counter.isUnlimited else { return false }
    return limit.count > 0 && usage.count > 0 && limit.count &- usage.count <= 64 * (report.kernel.pageSize ?? 4096)
  }

  /// What the cgroup may use of swap; how much the host has is in its report only until 3.8.
  private func swap(of memcg: Memcg) -> AllocationVerdict.Swap? {
    if let limit = memcg.swap.limit, !memcg.swap.isUnlimited {
      if limit.count == 0 { return .notAllowed }
      if let usage = memcg.swap.usage, usage >= limit { return .full }
    }
    if let both = memcg.memorySwap.limit, !memcg.memorySwap.isUnlimited {
      if both == memcg.memory.limit { return .notAllowed }
      if isAtLimit(memcg.memorySwap) { return .full }
    }
    return swap
  }
}

/// What was asked for.
private struct Request {
  let order: Int64?
  /// How much in one piece.
  let size: Bytes?
  /// How many pages; 1 where that is not known.
  let pages: Int64
  /// The mask's flags, without `__GFP_`; empty where they are not known.
  let flags: Set<String>
  /// The mask's number.
  private let mask: UInt64?

  init(_ report: KillReport) {
    let order = report.trigger.order.flatMap { (0...20).contains($0) ? $0 : nil }
    self.order = order
    pages = 1 << (order ?? 0)
    size = order.flatMap { order in report.kernel.pageSize.map { Bytes($0 << order) } }
    flags = GFPMask.flags(of: report.trigger.gfpFlags)
    mask = report.trigger.gfpMask.flatMap(GFPMask.number)
  }

  /// Whether the request may go below the watermark.
  var isUrgent: Bool { flags.contains("HIGH") }

  /// Whether reclaim for this request could not write to swap (mm/vmscan.c, shrink_folio_list).
  var cannotSwap: Bool { !flags.isEmpty && !flags.contains("IO") }

  /// The highest zone that the mask allows (include/linux/gfp.h, gfp_zone); nil where it does not tell.
  func highestZone(of memory: Memory) -> ZoneType? {
    func has(_ flag: String, _ bit: UInt64) -> Bool {
      flags.isEmpty ? (mask ?? 0) & bit != 0 : flags.contains(flag)
    }
    // The page fault path has lost the request.
    guard let mask, mask != 0 else { return nil }
    let types = Set(memory.zones.map { ZoneType($0.name) })
    // A kernel without the zone takes the next higher one, and the report may leave zones out.
    if has("DMA", 1) { return types.contains(.dma) ? .dma : nil }
    if has("DMA32", 4) { return types.contains(.dma32) ? .dma32 : nil }
    guard has("HIGHMEM", 2) else { return .normal }
    // Where movable memory is has moved; the three bits above have not.
    if flags.isEmpty, types.contains(.movable) { return nil }
    return flags.contains("MOVABLE") ? .movable : .highMem
  }

  /// Whether the request may take such blocks. Any of the common types does, because each falls back on the others;
  /// those kept for urgent requests and the isolated ones do not (mm/page_alloc.c, __zone_watermark_ok).
  func mayTake(_ blocks: FreeBlocks) -> Bool {
    if blocks.types.isEmpty || blocks.types.utf8.contains(where: { "UMER".utf8.contains($0) }) { return true }
    return blocks.types.contains("C") && (flags.isEmpty || flags.contains("MOVABLE"))
  }
}

/// The zone types in the kernel's order (include/linux/mmzone.h).
enum ZoneType: Int, Comparable {
  case dma, dma32, normal, highMem, movable
  /// Memory of devices, from which nothing is allocated.
  case device

  init(_ name: String) {
    switch name {
    case "DMA": self = .dma
    case "DMA32": self = .dma32
    case "Normal": self = .normal
    case "HighMem": self = .highMem
    case "Movable": self = .movable
    default: self = .device
    }
  }

  static func < (left: ZoneType, right: ZoneType) -> Bool { left.rawValue < right.rawValue }
}

extension Zone {
  fileprivate func size(_ name: String) -> Bytes? { sizes.first { $0.name == name }?.value }
}

// How much memory a choice is made within: what a row's oom_score_adj is a share of (mm/oom_kill.c, constrained_alloc).

import TrailModel

/// All memory of a report's domain, in pages.
struct TotalPages: Equatable {
  var pages: Int64
  /// How it is known.
  var basis: String
  /// Whether a part of it is assumed, because the report does not print it.
  var isAssumed = false
  /// Whether it was worked out from the printed score, which then says nothing more of the points.
  var isOfScore = false

  /// The domain's size as the report's own lines give it; nil where they do not.
  static func of(_ report: KillReport) -> TotalPages? {
    guard let pageSize = report.kernel.pageSize, pageSize > 0 else { return nil }
    let total: TotalPages? =
      switch report.scope {
      case .global: node(report, pageSize)
      case .memcg: memcg(report, pageSize)
      case .cpuset: nodes(report.trigger.memsAllowed, report, pageSize)
      case .mempolicy: nodes(report.trigger.nodemask, report, pageSize)
      case .unknown, .pressure, .swap: nil
      }
    // Absurd numbers are damage, not memory.
    guard let total, total.pages > 0, total.pages < BadnessFormula.ceiling else { return nil }
    return total
  }

  // MARK: The node

  /// RAM that is managed, and swap.
  private static func node(_ report: KillReport, _ pageSize: Int64) -> TotalPages? {
    guard let memory = report.memory, let ram = memory.ramPages?.count else { return nil }
    let (swap, swapBasis) = swap(memory, pageSize)
    let isAssumed = memory.swapTotal == nil
    if isReservedExact(report) {
      guard let reserved = memory.reservedPages?.count else { return nil }
      return TotalPages(
        pages: ram &- reserved &+ swap, basis: "pages RAM less reserved\(swapBasis)", isAssumed: isAssumed)
    }
    // Zones print what they manage since 3.8, but only those of the nodes that the request may use.
    var present: Int64 = 0
    var managed: Int64 = 0
    for zone in memory.zones {
      present &+= zone.pages("present", pageSize) ?? 0
      managed &+= zone.pages("managed", pageSize) ?? 0
    }
    if managed > 0, present == ram {
      return TotalPages(
        pages: managed &+ swap, basis: "what all zones manage\(swapBasis)", isAssumed: isAssumed)
    }
    // Before, `pages reserved` counts whatever is marked so, which is near (lib/show_mem.c).
    guard !report.processes.columns.contains("swapents"), let reserved = memory.reservedPages?.count else { return nil }
    return TotalPages(
      pages: ram &- reserved &+ swap, basis: "pages RAM less reserved as this kernel counts them\(swapBasis)",
      isAssumed: true)
  }

  /// All swap in pages, and how a basis speaks of it. A kernel without swap prints none, and a cut report may lack it.
  private static func swap(_ memory: Memory, _ pageSize: Int64) -> (pages: Int64, basis: String) {
    guard let total = memory.swapTotal else { return (0, "; no swap, for none is printed") }
    return (total.count / pageSize, ", and total swap")
  }

  /// Whether `pages reserved` is what zones have and do not manage: since 3.18, but without CMA until 4.1, and in RHEL
  /// 7. 3.13 to 3.16 print the last zone's only (lib/show_mem.c).
  private static func isReservedExact(_ report: KillReport) -> Bool {
    let hasCMA = report.memory?.otherPages.contains { $0.name.contains("cma") && $0.value.count > 0 } ?? false
    if let version = KernelVersion(report.kernel.release) {
      if version.isRHEL(7) { return true }
      return KernelVersion(hasCMA ? 4 : 3, hasCMA ? 2 : 18) <= version
    }
    let columns = report.processes.columns
    return columns.contains("pgtables_bytes") || (columns.contains("nr_pmds") && !hasCMA)
  }

  // MARK: Some nodes

  /// What the zones of some nodes hold, and swap. Since 5.4 the kernel adds up present pages; before, spanned ones,
  /// which it does not print.
  private static func nodes(_ list: String?, _ report: KillReport, _ pageSize: Int64) -> TotalPages? {
    guard let list, let allowed = NodeList(list), let memory = report.memory else { return nil }
    let version = KernelVersion(report.kernel.release)
    if let version, version < KernelVersion(5, 4) { return nil }
    guard report.processes.columns.contains("pgtables_bytes") else { return nil }
    var pages: Int64 = 0
    var found: Set<Int64> = []
    for zone in memory.zones where allowed.contains(zone.node ?? 0) {
      guard let present = zone.pages("present", pageSize) else { return nil }
      pages &+= present
      found.insert(zone.node ?? 0)
    }
    guard !found.isEmpty else { return nil }
    let (swap, swapBasis) = swap(memory, pageSize)
    pages &+= swap
    // Since 6.1 zones above those that the request may use are not shown (mm/show_mem.c, show_free_areas).
    let showsAll = report.trigger.gfpFlags.contains { $0.contains("MOVABLE") || $0.hasPrefix("GFP_TRANSHUGE") }
    if !showsAll, version.map({ KernelVersion(6, 1) <= $0 }) ?? true {
      return TotalPages(
        pages: pages, basis: "present pages of the zones shown of nodes \(list)\(swapBasis); there may be others",
        isAssumed: true)
    }
    return TotalPages(
      pages: pages, basis: "present pages of nodes \(list)\(swapBasis)",
      isAssumed: version == nil || memory.swapTotal == nil)
  }

  // MARK: A cgroup

  /// The limit, and as much swap as there is and the cgroup may use (mm/memcontrol.c, mem_cgroup_get_max).
  private static func memcg(_ report: KillReport, _ pageSize: Int64) -> TotalPages? {
    guard let memcg = report.memcg, let limit = memcg.memory.limit, !memcg.memory.isUnlimited else { return nil }
    let pages = limit.count / pageSize
    let room = swapRoom(memcg, limit).map { max($0, 0) / pageSize }
    if room == 0 {
      let isShared = memcg.swap.limit == nil
      return TotalPages(
        pages: pages,
        basis: isShared
          ? "the cgroup's limit, which holds for memory and swap together" : "the cgroup's limit; it may not swap")
    }
    // Until 3.8 the node's Mem-Info stands in the cgroup's report too, and with it how much swap there is.
    guard let swap = report.memory?.swapTotal else {
      return TotalPages(
        pages: pages, basis: "the cgroup's limit alone: how much swap the host has is not in the report",
        isAssumed: true)
    }
    guard swap.count > 0 else { return TotalPages(pages: pages, basis: "the cgroup's limit; there is no swap") }
    let total = swap.count / pageSize
    // From 3.8 on swap counts only if the cgroup's swappiness, which no report has, is not 0.
    let hasSwappiness = report.processes.columns.contains("swapents") && !isBefore3_8(report)
    let assumed = hasSwappiness ? "; if its swappiness is not 0" : ""
    if let room, room < total {
      return TotalPages(
        pages: pages &+ room, basis: "the cgroup's limit, and the swap it may use\(assumed)", isAssumed: hasSwappiness)
    }
    return TotalPages(
      pages: pages &+ total, basis: "the cgroup's limit, and total swap\(assumed)", isAssumed: hasSwappiness)
  }

  /// The swap that the cgroup's own limits leave it, in bytes; nil where they set none.
  private static func swapRoom(_ memcg: Memcg, _ limit: Bytes) -> Int64? {
    if let swap = memcg.swap.limit, !memcg.swap.isUnlimited { return swap.count }
    if let both = memcg.memorySwap.limit, !memcg.memorySwap.isUnlimited { return both.count &- limit.count }
    return nil
  }

  private static func isBefore3_8(_ report: KillReport) -> Bool {
    KernelVersion(report.kernel.release).map { $0 < KernelVersion(3, 8) } ?? false
  }

  // MARK: The printed score

  /// What the score of the chosen process says of `known`: where that is printed, nothing; where it is assumed, whether
  /// it fits; where there is none, how much it must be (3.5 to 5.0: score = points * 1000 / total).
  ///
  /// - Parameters:
  ///   - known: The total by the report's lines.
  ///   - score: The printed score.
  ///   - points: The points of the process that has it, by a total.
  ///   - share: Thousandths of the total that are in these points.
  static func confirmed(
    _ known: TotalPages?, by score: Int64, of points: (_ total: Int64?) -> Int64?, share: Int64
  ) -> TotalPages? {
    guard known?.isAssumed != false else { return known }
    if var known, let own = points(known.pages).flatMap({ BadnessFormula.score($0, total: known.pages) }),
      abs(own &- score) <= 1
    {
      known.basis += "; the printed score confirms it"
      known.isAssumed = false
      return known
    }
    // Of a small score a total cannot be told: it is exact to one part in so many.
    let own = score &- share
    guard own >= 20, own < 1 << 20, (-1_030...1_000).contains(share), let pages = points(nil), pages > 0 else {
      return known
    }
    // Between these two are all totals that give that score; up to 999 pages of a total are in no share of it.
    let least = (pages * 1_000 - 999 * max(share, 0)) / (own + 1)
    let most = (pages * 1_000 + 999 * max(-share, 0)) / own
    let total = (least + most) / 2
    guard total > 0, total < BadnessFormula.ceiling else { return known }
    return TotalPages(
      pages: total, basis: "the printed score \(score) of the chosen process, to one part in \(own)",
      isAssumed: true, isOfScore: true)
  }
}

extension Zone {
  fileprivate func pages(_ name: String, _ pageSize: Int64) -> Int64? {
    sizes.first { $0.name == name }.map { $0.value.count / pageSize }
  }
}

/// A list of node numbers as the kernel prints it: `0`, `0-1,3`.
struct NodeList {
  private var ranges: [ClosedRange<Int64>] = []

  /// The nodes of `text`; nil where it is no such list.
  init?(_ text: String) {
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int64($0) }
      guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
        return nil
      }
      ranges.append(first...last)
    }
    if ranges.isEmpty { return nil }
  }

  /// Whether `node` is in the list.
  func contains(_ node: Int64) -> Bool { ranges.contains { $0.contains(node) } }
}

// How much memory a choice is made within: what a row's oom_score_adj is a share of (mm/oom_kill.c, constrained_alloc).

import TrailModel

/// All memory of a report's domain, in pages.
struct TotalPages {
  var pages: Int64
  /// How it is known.
  var basis: String
  /// Whether a part of it is assumed, because the report does not print it.
  var isAssumed = false

  /// The domain's size as the report's own lines give it; nil where they do not.
  static func of(_ report: KillReport) -> TotalPages? {
    guard let pageSize = report.kernel.pageSize else { return nil }
    switch report.scope {
    case .global: return node(report, pageSize)
    case .memcg: return memcg(report, pageSize)
    case .cpuset: return nodes(report.trigger.memsAllowed, report, pageSize)
    case .mempolicy: return nodes(report.trigger.nodemask, report, pageSize)
    case .unknown: return nil
    }
  }

  /// RAM without the reserved pages, and swap.
  private static func node(_ report: KillReport, _ pageSize: Int64) -> TotalPages? {
    guard let memory = report.memory, let ram = memory.ramPages?.count, let reserved = memory.reservedPages?.count
    else { return nil }
    // 3.13 to 3.16 print the last zone's reserved pages only, 2.6 counts something else (lib/show_mem.c).
    if let version = KernelVersion(report.kernel.release), version < KernelVersion(3, 18), !version.isEnterprise7 {
      return nil
    }
    let swap = (memory.swapTotal?.count ?? 0) / pageSize
    let pages = ram &- reserved &+ swap
    // Absurd numbers are damage, not memory.
    guard pages > 0, pages < 1 << 50 else { return nil }
    return TotalPages(pages: pages, basis: "pages RAM less reserved, and total swap")
  }

  /// What the zones of some nodes hold, and swap. Since 5.4 the kernel adds up present pages; before, spanned ones,
  /// which it does not print.
  private static func nodes(_ list: String?, _ report: KillReport, _ pageSize: Int64) -> TotalPages? {
    guard let list, let allowed = NodeList(list), let memory = report.memory else { return nil }
    if let version = KernelVersion(report.kernel.release), version < KernelVersion(5, 4) { return nil }
    var pages: Int64 = 0
    var found: Set<Int64> = []
    for zone in memory.zones where allowed.contains(zone.node ?? 0) {
      guard let present = zone.sizes.first(where: { $0.name == "present" }) else { return nil }
      pages &+= present.value.count / pageSize
      found.insert(zone.node ?? 0)
    }
    guard !found.isEmpty else { return nil }
    return TotalPages(
      pages: pages &+ (memory.swapTotal?.count ?? 0) / pageSize, basis: "present pages of nodes \(list), and total swap"
    )
  }

  /// The limit, and as much swap as the cgroup may use where the report says so.
  private static func memcg(_ report: KillReport, _ pageSize: Int64) -> TotalPages? {
    guard let memcg = report.memcg, let limit = memcg.memory.limit, !memcg.memory.isUnlimited else { return nil }
    let pages = limit.count / pageSize
    if let swap = memcg.swap.limit, !memcg.swap.isUnlimited, swap.count == 0 {
      return TotalPages(pages: pages, basis: "the cgroup's limit; it may not swap")
    }
    if let both = memcg.memorySwap.limit, !memcg.memorySwap.isUnlimited, both == limit {
      return TotalPages(pages: pages, basis: "the cgroup's limit, which holds for memory and swap together")
    }
    if let swap = report.memory?.swapTotal {
      guard swap.count > 0 else { return TotalPages(pages: pages, basis: "the cgroup's limit; there is no swap") }
      return TotalPages(pages: pages &+ swap.count / pageSize, basis: "the cgroup's limit, and total swap")
    }
    return TotalPages(
      pages: pages, basis: "the cgroup's limit alone: how much swap the host has is not in the report", isAssumed: true)
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

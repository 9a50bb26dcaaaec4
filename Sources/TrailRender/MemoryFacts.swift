// The memory counters that tell what memory was full of, largest first.

import TrailModel

struct MemoryFacts {
  let report: KillReport

  private static let limit = 8
  private static let shares = 5

  func add(to facts: inout FactList) {
    facts.add("Printed wrong by this kernel", nil, report.printingDefects.map(\.meaning))
    if let memcg = report.memcg {
      facts.add("In the cgroup (counters overlap)", largest(of: sizes(of: memcg)))
      addShares(of: memcg, to: &facts)
    }
    guard let memory = report.memory else { return }
    facts.add("In memory (counters overlap)", largest(of: memory))
    let pools = memory.hugePages.filter { ($0.total ?? 0) > 0 }.compactMap(text(of:))
    facts.add("Huge pages", nil, pools)
    let slabs = memory.slabs.sorted { ($1.total, $0.name) < ($0.total, $1.name) }.prefix(5)
    facts.add(
      "Largest unreclaimable slab caches", nil,
      slabs.map { "\($0.name.code): \($0.total.human), of which \($0.used.human) used" })
  }

  /// The counters that are sizes: of cgroup v1's since 6.5 those of the whole subtree, which is what the limit saw.
  private func sizes(of memcg: Memcg) -> [Named<Int64>] {
    let totals = memcg.stats.filter { $0.name.hasPrefix("total_") && $0.isSize }
    return totals.isEmpty ? memcg.stats.filter(\.isSize) : totals
  }

  /// Which cgroups below the limit used most themselves.
  private func addShares(of memcg: Memcg, to facts: inout FactList) {
    guard memcg.cgroups.count > 1 else { return }
    let uses = memcg.cgroups.map { share in
      saturatingSum(share.stats.filter { $0.name == "rss" || $0.name == "cache" }.map(\.value))
    }
    let order = uses.indices.filter { uses[$0] > 0 }.sorted { (uses[$1], $0) < (uses[$0], $1) }
    guard !order.isEmpty else { return }
    let items = order.prefix(Self.shares).map { index in
      let share = memcg.cgroups[index]
      let parts = ["rss", "cache", "swap"].compactMap { name in
        share.stats.first { $0.name == name && $0.value > 0 }.map { "\(name) \(Bytes($0.value).human)" }
      }
      return "\(share.path?.code ?? "a cgroup that the log does not name"): \(parts.joined(separator: ", "))"
    }
    let all = saturatingSum([Int64(memcg.cgroups.count), Int64(memcg.unkeptCgroups)])
    let which = items.count < all ? "the largest \(items.count) of \(all.of("cgroup")), by" : "by"
    facts.add("Who used it", "\(which) resident memory and page cache of their own", items)
  }

  private func largest(of stats: [Named<Int64>]) -> String? {
    join(stats.map { ($0.name, $0.value, Bytes($0.value).human) })
  }

  private func largest(of memory: Memory) -> String? {
    join(memory.counters.map { ($0.name, $0.value.count, $0.value.human(pageSize: report.kernel.pageSize)) })
  }

  private func join(_ counters: [(name: String, value: Int64, text: String)]) -> String? {
    let shown = counters.enumerated().filter { $0.element.value > 0 }
      .sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
      .prefix(Self.limit)
    return shown.isEmpty
      ? nil : shown.map { "\($0.element.name.code) \($0.element.text)" }.joined(separator: ", ")
  }

  private func text(of pool: HugePages) -> String? {
    guard let total = pool.total else { return nil }
    var text = pool.node.map { "node \($0): " } ?? ""
    text += "\(total.grouped)" + (pool.size.map { " of \($0.human)" } ?? "") + " set aside"
    if let free = pool.free { text += ", \(free.grouped) of them free" }
    if let surplus = pool.surplus, surplus > 0 { text += ", \(surplus.grouped) surplus" }
    return text
  }
}

extension PrintingDefect {
  /// What it means for who compares this with the log.
  fileprivate var meaning: String {
    switch self {
    case .hugePageValuesShifted:
      "the nodes' `shmem`, `shmem_thp`, `shmem_pmdmapped` and `anon_thp` stand under each other's names in the log; "
        + "they are put right here"
    case .pageTablesInBytes: "`pgtables` of the kill line is in bytes, though it says kB; it is put right here"
    case .pagesScannedInKilobytes: "the zones' `pages_scanned` is in kB, though it does not say so"
    case .reservedOfLastZone: "`pages reserved` is the last zone's alone"
    case .reservedWithoutCMA: "`pages reserved` leaves out those of CMA"
    }
  }
}

extension Named where Value == Int64 {
  /// Whether a memcg counter of this name is a size: the others count events or pages, or are limits.
  fileprivate var isSize: Bool {
    let bare = name.hasPrefix("total_") ? name.dropFirst(6) : name[...]
    let prefixes = ["pg", "thp_", "zswp", "zswap_incomp", "swp", "pswp", "numa_", "workingset_", "hierarchical_"]
    return !prefixes.contains { bare.hasPrefix($0) }
  }
}

// The memory counters that tell what memory was full of, largest first.

import TrailModel

struct MemoryFacts {
  let report: KillReport

  private static let limit = 8

  func add(to facts: inout FactList) {
    if let memcg = report.memcg {
      facts.add("In the cgroup (counters overlap)", largest(of: memcg.stats.filter(\.isSize)))
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

extension Named where Value == Int64 {
  /// Whether a memcg counter of this name is a size: the others count events or pages, or sum up sizes shown
  /// anyway.
  fileprivate var isSize: Bool {
    let prefixes = [
      "pg", "thp_", "zswpin", "zswpout", "swpin", "swpout", "pswp", "numa_", "workingset_", "hierarchical_",
      "total_",
    ]
    return !prefixes.contains { name.hasPrefix($0) }
  }
}

// Whose memory ran out: the cgroup and its limits, or the node, its swap and its zones.

import TrailModel

struct ScopeFacts {
  let report: KillReport

  func add(to facts: inout FactList) {
    if let memcg = report.memcg { addMemcg(memcg, to: &facts) }
    if let memory = report.memory { addNode(memory, to: &facts) }
    if report.scope == .cpuset || report.scope == .mempolicy {
      var parts: [String] = []
      if let cpuset = report.trigger.cpuset { parts.append("cpuset \(cpuset.code)") }
      if let nodes = report.trigger.memsAllowed { parts.append("allowed nodes \(nodes.code)") }
      if let nodes = report.trigger.nodemask { parts.append("nodemask \(nodes.code)") }
      facts.add("Allowed memory", parts.isEmpty ? nil : parts.joined(separator: ", "))
    }
  }

  private func addMemcg(_ memcg: Memcg, to facts: inout FactList) {
    let counters = [
      ("memory", memcg.memory), ("memory+swap", memcg.memorySwap), ("swap", memcg.swap),
      ("kernel memory", memcg.kmem),
    ]
    let items = counters.compactMap { name, counter in text(of: counter).map { "\(name): \($0)" } }
    facts.add("Cgroup whose limit was hit", memcg.limitCgroup?.code ?? "not named in the log", items)
    var protections: [String] = []
    if let size = memcg.minProtection { protections.append("min \(size.human)") }
    if let size = memcg.lowProtection { protections.append("low \(size.human)") }
    facts.add("Protection", protections.isEmpty ? nil : protections.joined(separator: ", "))
  }

  private func text(of counter: MemcgCounter) -> String? {
    var parts: [String] = []
    if let usage = counter.usage { parts.append("\(usage.human) used (\(usage.kilobytes))") }
    if counter.isUnlimited {
      parts.append("no limit")
    } else if let limit = counter.limit {
      parts.append("limit \(limit.human) (\(limit.kilobytes))")
    }
    if let failcnt = counter.failcnt { parts.append("failcnt \(failcnt.grouped)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private func addNode(_ memory: Memory, to facts: inout FactList) {
    var parts: [String] = []
    if let ram = memory.ramPages {
      let reserved = memory.reservedPages.map {
        ", of which \($0.human(pageSize: report.kernel.pageSize)) reserved"
      }
      parts.append("RAM \(ram.human(pageSize: report.kernel.pageSize))\(reserved ?? "")")
    }
    switch (memory.swapTotal, memory.swapFree) {
    case (let total?, _) where total.count == 0: parts.append("no swap")
    case (let total?, let free?): parts.append("swap \(total.human), of which \(free.human) free")
    case (let total?, nil): parts.append("swap \(total.human)")
    case (nil, let free?): parts.append("free swap \(free.human)")
    case (nil, nil): break
    }
    facts.add("Node", parts.isEmpty ? nil : parts.joined(separator: "; "), zones(of: memory))
  }

  /// The zones whose free memory is below their min watermark, or that there is none among those printed.
  private func zones(of memory: Memory) -> [String] {
    var below: [String] = []
    var compared = 0
    for zone in memory.zones {
      guard let free = zone.size("free"), let minimum = zone.size("min") else { continue }
      compared += 1
      guard free < minimum else { continue }
      let node = zone.node.map { " of node \($0)" } ?? ""
      below.append(
        "free memory in zone \(zone.name.code)\(node), \(free.human) (\(free.kilobytes)), was below its min "
          + "watermark, \(minimum.human) (\(minimum.kilobytes))")
    }
    if below.isEmpty, compared > 0 {
      let zones = compared == 1 ? "the one zone" : "any of the \(compared) zones"
      return ["free memory was not below the min watermark in \(zones) printed"]
    }
    return below
  }
}

extension Zone {
  /// The counter of this printed name.
  func size(_ name: String) -> Bytes? { sizes.first { $0.name == name }?.value }
}

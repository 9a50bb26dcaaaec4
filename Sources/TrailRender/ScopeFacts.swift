// Whose memory ran out: the cgroup and its limits, or the node, its swap and its zones.

import TrailModel

struct ScopeFacts {
  let report: KillReport

  func add(to facts: inout FactList) {
    if !report.trigger.gfpFlagsByTable.isEmpty {
      let flags = report.trigger.gfpFlagsByTable.joined(separator: "|").code
      facts.add("Request", "the names printed with its mask are not what the number means in this kernel: \(flags)")
    }
    if let memcg = report.memcg { addMemcg(memcg, to: &facts) }
    if let memory = report.memory { addNode(memory, to: &facts) }
    if let kill = report.lowMemoryKill { addLowMemoryKill(kill, to: &facts) }
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
    var items = counters.compactMap { name, counter in text(of: counter).map { "\(name): \($0)" } }
    if report.allocation?.cause == .ancestorLimit { items.append(ancestor(memcg.limitCgroup)) }
    if let counter = report.allocation?.counter, counter != "memory" {
      items.append("\(counter == "kmem" ? "kernel memory" : counter) is what reached its limit")
    }
    if report.allocation?.swap == .notAllowed { items.append("it may not use swap") }
    facts.add("Cgroup whose limit was hit", memcg.limitCgroup?.code ?? "not named in the log", items)
    var protections: [String] = []
    if let size = memcg.minProtection { protections.append("min \(size.human)") }
    if let size = memcg.lowProtection { protections.append("low \(size.human)") }
    facts.add("Protection", protections.isEmpty ? nil : protections.joined(separator: ", "))
  }

  /// Where the cgroup with the limit stands above the victim's own, and whether its name says that it is a pod's.
  private func ancestor(_ path: String?) -> String {
    let name = path?.split(separator: "/").last ?? ""
    let kind = path?.contains("/kubepods") == true && isPod(name) ? " of the pod" : ""
    let levels = report.allocation?.levelsAbove ?? 1
    return "it is a cgroup\(kind) \(levels == 1 ? "just" : "\(levels) levels") above the victim's own"
  }

  /// `pod<uid>` (cgroupfs) or `kubepods-<class>-pod<uid>.slice` (systemd).
  private func isPod(_ name: Substring) -> Bool { name.hasPrefix("pod") || name.contains("-pod") }

  private func addLowMemoryKill(_ kill: LowMemoryKill, to facts: inout FactList) {
    var parts: [String] = []
    if let size = kill.toFree { parts.append("killed to free \(size.human)") }
    if let size = kill.size { parts.append("the victim had \(size.count.grouped) pages resident") }
    if let size = kill.freeAboveReserved {
      let amount = Bytes(Int64(clamping: size.count.magnitude)).human
      parts.append("free memory was \(amount) \(size.count < 0 ? "below" : "above") the reserves")
    }
    if report.victim?.oomScoreAdj == nil, let adjustment = kill.adjustment {
      parts.append("adj \(adjustment) (the log does not say in which scale)")
    }
    facts.add("Android's lowmemorykiller", parts.isEmpty ? nil : parts.joined(separator: "; "))
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
      // What some kernels print is not all that is reserved.
      let isWhole = !report.printingDefects.contains { $0 == .reservedOfLastZone || $0 == .reservedWithoutCMA }
      let reserved = (isWhole ? memory.reservedPages : nil).map {
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
    var items = report.allocation.map(zones(of:)) ?? []
    if report.allocation?.swap == .unusable {
      items.append("the request lacks `__GFP_IO`, so that reclaim for it could not write to swap")
    }
    facts.add("Node", parts.isEmpty ? nil : parts.joined(separator: "; "), items)
  }

  /// What the zones say of the request.
  private func zones(of verdict: AllocationVerdict) -> [String] {
    let usable = verdict.zones.filter { $0.isUsable != false }
    switch verdict.cause {
    case .exhausted: return usable.filter { $0.hasRoom == false }.map(shortage)
    case .fragmented:
      let request = verdict.request.map(\.human) ?? "that size"
      return usable.filter { $0.hasRoom == true }.map { zone in
        if let largest = zone.largestBlock, let size = verdict.request, largest >= size {
          return "\(name(zone)) had \(zone.free.human) free, but too little of it in blocks of \(request) or more: "
            + "memory was fragmented"
        }
        let largest = zone.largestBlock.map { ", the largest free block that it may take was \($0.human)" } ?? ""
        return
          "\(name(zone)) had \(zone.free.human) free, but no block of \(request)\(largest): memory was fragmented"
      }
    case .elsewhere:
      let spare = verdict.zones.filter { $0.isUsable == false && $0.hasRoom == true }
        .map { "\(name($0)) (\($0.free.human) free)" }
      return usable.map(shortage) + [
        "there was memory in \(spare.joined(separator: ", ")), which this request may not use"
      ]
    case .requested: return ["SysRq asked for a kill; the report does not show that memory had run out"]
    case .notShown where !usable.isEmpty && usable.allSatisfy { !$0.hasRoomAboveHigh }:
      return usable.filter { $0.hasRoom == true }.map { zone in
        let high = zone.high.map { ", \($0.human)" } ?? ""
        return "free memory in \(name(zone)), \(zone.free.human), was above its min watermark, "
          + "\(zone.minimum.human), but not above its high one\(high), for which the kernel asks in its last attempt "
          + "before it kills"
      }
    case .notShown:
      return ["by the numbers printed the request could have been served: they were read after it had failed"]
    case .ownLimit, .ancestorLimit: return []
    }
  }

  private func shortage(_ zone: ZoneVerdict) -> String {
    var text = "free memory in \(name(zone)), \(zone.free.human) (\(zone.free.kilobytes)), was "
    if zone.free < zone.minimum {
      text += "below its min watermark, \(zone.minimum.human) (\(zone.minimum.kilobytes))"
    } else if let withheld = zone.withheld {
      text += "not above its min watermark, \(zone.minimum.human), once the \(withheld.human) is left out that this "
      text += "request may not take"
    } else if let reserve = zone.reserve, reserve.count > 0 {
      text += "not above its min watermark, \(zone.minimum.human), and the \(reserve.human) it keeps for other requests"
    } else {
      text += "not above its min watermark, \(zone.minimum.human) (\(zone.minimum.kilobytes))"
    }
    return text
  }

  private func name(_ zone: ZoneVerdict) -> String {
    "zone \(zone.zone.code)" + (zone.node.map { " of node \($0)" } ?? "")
  }
}

// What the host's settings and its swap say of a kill, as files of the host tell them.

import TrailModel

struct SettingFacts {
  let report: KillReport
  let host: HostFacts

  func add(to facts: inout FactList) {
    var items: [String] = []
    if report.memory?.swapTotal == nil, host.number(.swap) == 0, report.scope != .unknown {
      items.append("the host has no swap\(source(.swap))")
    }
    if let value = host.number(.killAllocatingTask), value != 0, report.scope != .memcg, !report.isManual {
      let sentence = report.killedAllocatingTask ? "as the report shows" : "whatever its size"
      items.append(
        "`vm.oom_kill_allocating_task` is \(value): the kernel kills whoever asks, \(sentence)"
          + source(.killAllocatingTask))
    }
    if report.outcome == .panic, let value = host.number(.panicOnOOM), value != 0 {
      let whose = value == 2 ? "whatever ran out" : "where the node runs out"
      items.append(
        "`vm.panic_on_oom` is \(value): the kernel panics instead of killing, \(whose)\(source(.panicOnOOM))")
    }
    if host.number(.overcommitMemory) == 2, report.scope == .global {
      items.append(
        "`vm.overcommit_memory` is 2: the address space of all processes is limited, and memory ran out all the same"
          + source(.overcommitMemory))
    }
    facts.add("Of the host, when its files were taken", nil, items)
  }

  private func source(_ name: HostFactName) -> String {
    guard let fact = host.known[name] else { return "" }
    return " (\(fact.path.code)" + (fact.line.map { ", line \($0.grouped))" } ?? ")")
  }
}

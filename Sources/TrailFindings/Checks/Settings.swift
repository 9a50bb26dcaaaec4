// Settings of the host that make running out of memory worse.

import TrailModel

extension FindingCheck {
  /// The kernel panicked.
  static let panicked = FindingCheck(code: "panicked") { evidence in
    let events = evidence.trail.events.filter { $0.report.outcome == .panic }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      guard let event = events.last else { return nil }
      let setting = evidence.facts(of: event)?.known[.panicOnOOM]
      let value = setting?.value.number
      let why =
        value.map { $0 != 0 } == true
        ? "`vm.panic_on_oom` is \(value ?? 0) there. Set it to 0 unless another node is meant to take over."
        : "Either `vm.panic_on_oom` says so, or nothing was left that could be killed: the report tells which."
      return Finding(
        "panicked", .high, "The whole host went down",
        "The kernel panicked for want of memory \(times(events.count))\(event.atHost). \(why)", events,
        evidence: events.compactMap(\.place) + (setting.map { [Finding.Evidence($0)] } ?? []))
    }
  }

  /// The kernel would panic the next time.
  static let panicSetting = FindingCheck(code: "panic_on_oom") { evidence in
    let events = evidence.trail.events.filter { event in
      guard event.isKill, event.report.outcome != .panic,
        let value = evidence.facts(of: event)?.known[.panicOnOOM]?.value.number
      else { return false }
      return value != 0
    }
    return evidence.findings(in: events, by: { $0.host }) { host, events in
      guard let event = events.last, let fact = evidence.facts(of: event)?.known[.panicOnOOM] else { return nil }
      let value = fact.value.number ?? 0
      let when = value == 1 ? "when the node runs out" : "whatever runs out, a cgroup too"
      return Finding(
        "panic_on_oom", .medium, "The host is set to panic when memory runs out",
        "`vm.panic_on_oom` was \(value) on `\(host)` when its files were taken: it then panics \(when). Set it to 0 unless "
          + "another node is meant to take over.",
        events, evidence: [Finding.Evidence(fact)])
    }
  }

  /// Allocations are never refused.
  static let overcommit = FindingCheck(code: "overcommit_always") { evidence in
    let events = evidence.nodeKills.filter {
      evidence.facts(of: $0)?.known[.overcommitMemory]?.value.number == 1
    }
    return evidence.findings(in: events, by: { $0.host }) { host, events in
      guard let event = events.last, let fact = evidence.facts(of: event)?.known[.overcommitMemory] else { return nil }
      return Finding(
        "overcommit_always", .low, "No allocation is ever refused",
        "`vm.overcommit_memory` is 1 on `\(host)`: programs are never told that there is too little, and find out by being "
          + "killed. Some need that (Redis asks for it); if none does, 0 refuses what can plainly never be met.",
        events, evidence: [Finding.Evidence(fact)])
    }
  }
}

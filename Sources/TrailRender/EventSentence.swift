// An event in a sentence or two: who killed whom where and why, and who had asked for memory.

import TrailModel

struct EventSentence {
  let event: Event

  var text: String { [lead, request].compactMap(\.self).joined(separator: " ") }

  private var report: KillReport { event.report }

  private var place: String { event.host.map { " on \($0.code)" } ?? "" }

  private var lead: String {
    let clause = Cause(event).clause
    let capital = clause.prefix(1).uppercased() + clause.dropFirst()
    switch report.outcome {
    case .killed:
      let others = report.alsoKilled.count
      let more = others == 0 ? "" : " and \(others.of("other process", "other processes")) with it"
      let who =
        switch report.killer {
        case .kernel: "The kernel killed \(victim)\(more)"
        case .lowmemorykiller: "Android's lowmemorykiller killed \(victim)\(more)"
        case .kubelet, .unknown: "\(victim)\(more) died"
        default: "\(report.killer.subject) \(verb) \(victim)\(more)"
        }
      let unsaid = report.killer == .unknown ? " (by whom it was killed is not in the log)" : ""
      return "**\(who)**\(place) because \(clause)\(unsaid)."
    case .evicted:
      let pod = event.owner?.chain.first { $0.kind == .kubernetesPod }.map(\.name.code) ?? "a pod"
      return "**The kubelet evicted \(pod)**\(place) because \(clause); the kernel killed nothing for it."
    case .noKillableProcess:
      return "**Nothing was killed**\(place): \(clause), and the kernel found no process that it could kill."
    case .panic:
      return "**The kernel panicked**\(place): \(clause)."
    case .unknown where report.spared != nil:
      return "**Nothing was killed**\(place): \(clause), and \(spared)."
    case .unknown where report.userspace?.overtakenBy != nil:
      return
        "**\(report.killer.subject) asked \(victim) to end**\(place) because \(clause); the kernel killed it before it did, "
        + "which is an event of its own."
    case .unknown where report.killer.isProgram:
      return
        "**\(report.killer.subject) decided to kill \(victim)**\(place) because \(clause); that it did is not in the log."
    case .unknown where report.victim == nil:
      return "**\(capital)**\(place); whether and whom the kernel killed is not in the log."
    case .unknown:
      return
        "**\(capital)**\(place); the kernel chose \(victim), but the line saying that it was killed is missing."
    }
  }

  /// What became of the process that was chosen and not killed.
  private var spared: String {
    guard let spared = report.spared else { return "" }
    let whom = process(spared.process.comm, spared.process.pid)
    return switch spared.reason {
    case .alreadyExiting: "the process that the kernel chose, \(whom), was already exiting"
    case .wouldHaveKilled: "the kernel says only that it would have killed \(whom)"
    }
  }

  /// What a program did: one that asks a process to end does not kill it.
  private var verb: String { report.userspace?.signal == 15 ? "ended" : "killed" }

  private var victim: String {
    if report.victim?.pid == nil, report.victim?.comm == nil, let cgroup = report.victim?.cgroup {
      return report.killer.isProgram ? "all of cgroup \(cgroup.code)" : "a process of cgroup \(cgroup.code)"
    }
    guard let victim = report.victim else {
      return event.ownerTitle.map { "a process of \($0.code)" } ?? "a process that the log does not name"
    }
    let resident = report.victimResident.map {
      "\($0.size.human) resident" + ($0.isFromTable ? " by the process table" : "")
    }
    return process(victim.comm, victim.pid, resident.map { [$0] } ?? [])
  }

  private var request: String? {
    let trigger = report.trigger
    guard trigger.comm != nil || trigger.pid != nil || trigger.gfpMask != nil || trigger.order != nil else {
      return nil
    }
    var details: [String] = []
    if let order = trigger.order, !report.isManual { details.append(pages(of: order)) }
    if let mask = trigger.gfpMask {
      // Before 4.6 the kernel prints the number alone.
      let names = mask.hasSuffix(")") ? "" : trigger.gfpFlags.joined(separator: "|")
      details.append("gfp_mask \(mask.code)" + (names.isEmpty ? "" : " (\(names.code))"))
    }
    if let adjustment = trigger.oomScoreAdj { details.append("oom_score_adj \(adjustment)") }
    if let adjustment = trigger.oomAdj { details.append("oom_adj \(adjustment)") }
    let suffix = details.isEmpty ? "" : ": \(details.joined(separator: ", "))"
    if report.isManual { return "The request ran in \(process(trigger.comm, trigger.pid))\(suffix)." }
    if let pid = trigger.pid, pid == report.victim?.pid {
      return "The victim itself had asked for memory\(suffix)."
    }
    return "Memory was asked for by \(process(trigger.comm, trigger.pid))\(suffix)."
  }

  private func pages(of order: Int64) -> String {
    guard (0...20).contains(order) else { return "order \(order)" }
    let count = Pages(1 << order)
    if order == 0 { return "order 0 (one page)" }
    let size = count.bytes(pageSize: report.kernel.pageSize).map { ", \($0.human)" } ?? ""
    return "order \(order) (\(count.count.grouped) contiguous pages\(size))"
  }
}

// Who died for whom: large processes that were spared, and victims that were not chosen by their size.

import TrailModel

extension FindingCheck {
  /// The largest process lived because of its oom_score_adj, and another died.
  static let protectedLarger = FindingCheck(code: "protected_larger_process") { evidence in
    let events = evidence.trail.events.filter { $0.isKill && !$0.report.killedAllocatingTask && !$0.report.isManual }
    return evidence.findings(in: events, by: { Spared($0)?.subject }) { subject, events in
      guard let event = events.last, let spared = Spared(event) else { return nil }
      let often = events.count == 1 ? "" : " That was so \(times(events.count))."
      return Finding(
        "protected_larger_process", .medium, "A smaller process died for a larger one",
        "The largest in the table\(event.atHost) was `\(subject.spared)` (\(spared.largest.human)) with oom_score_adj "
          + "\(spared.adjustment); `\(subject.victim)` (\(spared.victim.human), oom_score_adj \(spared.victimAdjustment)) "
          + "was killed instead.\(often) See whether `OOMScoreAdjust=` or the pod's class is meant to put the one before the "
          + "other; what is protected needs a limit of its own.",
        events)
    }
  }

  /// A process that can never be chosen, and has a tenth of memory or more.
  static let exemptLarge = FindingCheck(code: "exempt_process_large") { evidence in
    let events = evidence.trail.events.filter(\.isKill)
    return evidence.findings(in: events, by: { exempt(in: $0)?.comm }) { comm, events in
      guard let event = events.last, let row = exempt(in: event), let size = event.size(of: row) else { return nil }
      return Finding(
        "exempt_process_large", .medium, "A large process can never be killed",
        "`\(comm)` has oom_score_adj -1000 and \(size.human)\(event.atHost): the kernel kills all others first, and panics "
          + "when nobody else is left. Keep -1000 for what is small and needed to log in; give this one a milder value and "
          + "a limit.",
        events)
    }
  }

  /// Whoever asked was killed.
  static let allocatingTask = FindingCheck(code: "kills_allocating_task") { evidence in
    let events = evidence.trail.events.filter { $0.isKill && $0.report.killedAllocatingTask }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      Finding(
        "kills_allocating_task", .medium, "The kernel is told to kill whoever asks",
        "`vm.oom_kill_allocating_task` is set\(events.last?.atHost ?? ""): the victim is who asked for memory last, whatever "
          + "its size, often innocent. Set it to 0.",
        events)
    }
  }

  /// Somebody asked for the kill.
  static let requested = FindingCheck(code: "requested_by_sysrq") { evidence in
    let events = evidence.trail.events.filter { $0.isKill && $0.report.isManual }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      Finding(
        "requested_by_sysrq", .low, "Somebody asked for the kill",
        "SysRq-f asked for \(events.count == 1 ? "a kill" : "\(events.count) kills")\(events.last?.atHost ?? ""): memory need "
          + "not have run out. Who may do that is set by `kernel.sysrq`, and `/proc/sysrq-trigger` is root's.",
        events)
    }
  }
}

/// The largest process of a table that was spared by its oom_score_adj, and who died.
private struct Spared {
  struct Subject: Hashable {
    var spared: String
    var victim: String
  }

  var subject: Subject
  var largest: Bytes
  var adjustment: Int64
  var victim: Bytes
  var victimAdjustment: Int64

  init?(_ event: Event) {
    guard event.report.selected == nil, let victim = event.report.victim, let pid = victim.pid else { return nil }
    var largest: (row: ProcessRow, size: Bytes)?
    var own: (row: ProcessRow, size: Bytes)?
    event.report.processes.forEach { row in
      guard let size = event.size(of: row) else { return true }
      if row.pid == pid { own = (row, size) }
      if largest.map({ size > $0.size }) ?? true { largest = (row, size) }
      return true
    }
    guard let largest, let own, largest.row.pid != own.row.pid, let adjustment = largest.row.oomScoreAdj,
      let victimAdjustment = own.row.oomScoreAdj, adjustment < victimAdjustment,
      // Others may be spared because they are dying already.
      largest.row.score?.exemption == nil || largest.row.score?.exemption == .oomScoreAdj,
      Double(largest.size.count) >= 1.25 * Double(own.size.count)
    else { return nil }
    subject = Subject(spared: largest.row.comm, victim: victim.comm ?? own.row.comm)
    self.largest = largest.size
    self.adjustment = adjustment
    self.victim = own.size
    self.victimAdjustment = victimAdjustment
  }
}

/// The largest row with oom_score_adj -1000, where it has a tenth of what ran out.
private func exempt(in event: Event) -> ProcessRow? {
  let whole = event.report.scope == .memcg ? event.report.hitLimit?.limit.count : event.ram
  guard let whole, whole > 0 else { return nil }
  var found: (row: ProcessRow, size: Int64)?
  event.report.processes.forEach { row in
    guard row.oomScoreAdj == -1_000, let size = event.size(of: row)?.count, size >= whole / 10 else { return true }
    if found.map({ size > $0.size }) ?? true { found = (row, size) }
    return true
  }
  return found?.row
}

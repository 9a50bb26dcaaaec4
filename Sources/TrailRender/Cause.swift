// Why a kill came, in the words of a table and of a sentence. It says what the report says, never more.

import TrailModel

/// The reason that a report gives.
struct Cause {
  private let report: KillReport
  /// Whose limit was hit, alike for all copies of what it ran as.
  private let limited: String?

  init(_ event: Event) {
    self.init(report: event.report, limited: event.limitOwner.flatMap { event.plainName(of: $0) })
  }

  init(report: KillReport, limited: String? = nil) {
    self.report = report
    self.limited = limited
  }

  /// The counter of the cgroup whose use had reached its limit, and what is counted; nil where none shows
  /// that.
  var exhausted: (what: String, limit: Bytes)? { report.hitLimit.map { ($0.what, $0.limit) } }

  /// Who killed and for whom, for a table; alike for kills that belong in one row.
  var cell: String {
    switch report.killer {
    case .kernel: "kernel: " + scopeCell
    case .lowmemorykiller: "lowmemorykiller: " + scopeCell
    case .kubelet: "kubelet: node short of memory"
    case .unknown: "not known: " + scopeCell
    default: report.killer.rawValue + ": " + scopeCell
    }
  }

  /// The same with what differs from kill to kill.
  var detailedCell: String {
    guard report.scope == .memcg, !report.isManual, let exhausted else { return scopeCell }
    return "\(scopeCell) (\(exhausted.limit.human))"
  }

  private var scopeCell: String {
    if report.isManual { return "asked for by SysRq-f" }
    if report.killer == .kubelet { return "eviction: node short of memory" }
    if report.killer == .lowmemorykiller || report.killer.isProgram && report.scope == .global {
      return "node low on memory"
    }
    if report.killer == .yarn { return "container beyond its limit" }
    switch report.scope {
    case .global: return "node out of memory"
    case .memcg: return "limit of " + ((limited ?? report.memcg?.limitCgroup)?.codeCell(limit: 48) ?? "a cgroup")
    case .cpuset: return "cpuset's nodes out of memory"
    case .mempolicy: return "memory policy's nodes out of memory"
    case .pressure:
      return "memory pressure" + (report.userspace?.monitored.map { " in \($0.codeCell(limit: 36))" } ?? "")
    case .swap: return "memory and swap used up"
    case .unknown: return report.constraint.map { $0.codeCell(limit: 30) } ?? "cause not in the log"
    }
  }

  /// A clause that can follow "because" or stand alone.
  var clause: String {
    if report.isManual { return "SysRq-f asked for it" }
    if report.killer == .lowmemorykiller { return lowMemory }
    if let kill = report.userspace { return UserspaceFacts(report: report, kill: kill).clause }
    if report.killer == .kubelet { return "the node was short of memory" }
    switch report.scope {
    case .global: return "the node ran out of memory"
    case .memcg:
      let cgroup = report.memcg?.limitCgroup.map { "cgroup \($0.code)" } ?? "a memory cgroup"
      guard let exhausted else { return "\(cgroup) hit its limit" }
      return "\(cgroup) hit its \(exhausted.what) limit of \(exhausted.limit.human)"
    case .cpuset: return "the memory nodes that the requester's cpuset allows ran out"
    case .mempolicy: return "the memory nodes that the requester's memory policy allows ran out"
    case .pressure: return "tasks waited for memory too long"
    case .swap: return "memory and swap were used up"
    case .unknown:
      return report.constraint.map { "memory ran out under the constraint \($0.code)" }
        ?? "memory ran out (whose, the log does not say)"
    }
  }
  /// Why Android's killer acted, which waits for no allocation to fail.
  private var lowMemory: String {
    guard let kill = report.lowMemoryKill, let cache = kill.cache, let limit = kill.limit else {
      return "the node ran low on memory"
    }
    let whom = kill.minimumScoreAdj.map { " for processes of oom_score_adj \($0) and above" } ?? ""
    return "the page cache (\(cache.human)) was below its limit of \(limit.human)\(whom)"
  }
}

extension Event {
  /// Whose the victim was, in whole; nil where no rule knew it.
  var ownerTitle: String? { owner.flatMap { $0.isKnown ? $0.title : nil } }

  /// What people call an owner; a container by its workload, which stays when pods come and go. Nil where no rule knew it.
  func plainName(of owner: CgroupOwner) -> String? {
    guard owner.isKnown else { return nil }
    guard owner.owner.kind == .kubernetesContainer, let workload else { return owner.title }
    let name = [workload.namespace, workload.name].compactMap(\.self).joined(separator: "/")
    return "container \(owner.owner.container.map { $0 + " " } ?? "")of \(name)"
  }
}

// What makes two reports the same: the facts that copies are compared by.

import TrailModel

/// How two sets of facts relate.
enum Agreement: Int, Comparable {
  /// Equal, and enough to tell an event from any other.
  case certain
  /// Equal or silent, but too little to stand alone.
  case likely
  /// The same process, of different size.
  case disputed
  /// Of different things.
  case none

  static func < (left: Agreement, right: Agreement) -> Bool { left.rawValue < right.rawValue }
}

/// Whether both are known and differ.
func contradict<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
  guard let left, let right else { return false }
  return left != right
}

/// What the kill line says of the victim.
struct VictimFacts: Hashable {
  var killer: Killer
  var pid: Int64
  var comm: String?
  var totalVM: Bytes?
  var anonRSS: Bytes?
  var fileRSS: Bytes?
  var shmemRSS: Bytes?

  init?(_ report: KillReport) {
    guard let victim = report.victim, let pid = victim.pid else { return nil }
    killer = report.killer
    self.pid = pid
    comm = victim.comm
    totalVM = victim.totalVM
    anonRSS = victim.anonRSS
    fileRSS = victim.fileRSS
    shmemRSS = victim.shmemRSS
  }

  /// Whether the sizes were read: with them, two kills of one pid cannot be mistaken for each other.
  var hasSizes: Bool { comm != nil && totalVM != nil && anonRSS != nil }

  func agreement(with other: VictimFacts) -> Agreement {
    if self == other { return hasSizes ? .certain : .likely }
    guard pid == other.pid, !contradict(comm, other.comm), killer == other.killer else { return .none }
    let differs =
      contradict(totalVM, other.totalVM) || contradict(anonRSS, other.anonRSS)
      || contradict(fileRSS, other.fileRSS) || contradict(shmemRSS, other.shmemRSS)
    return differs ? .disputed : .likely
  }

  mutating func fill(from other: VictimFacts) {
    comm.fill(from: other.comm)
    totalVM.fill(from: other.totalVM)
    anonRSS.fill(from: other.anonRSS)
    fileRSS.fill(from: other.fileRSS)
    shmemRSS.fill(from: other.shmemRSS)
  }
}

/// What a report says of the attempt, whether or not it names a victim.
struct AttemptFacts: Hashable {
  var killer: Killer
  var comm: String?
  var pid: Int64?
  var gfpMask: String?
  var order: Int64?
  var oomScoreAdj: Int64?
  var usage: Bytes?
  var limit: Bytes?
  var failcnt: Int64?
  /// What ran out, and the control group that a program killed for it.
  var cgroup: String?

  init(_ report: KillReport) {
    killer = report.killer
    comm = report.trigger.comm
    pid = report.trigger.pid
    gfpMask = report.trigger.gfpMask
    order = report.trigger.order
    oomScoreAdj = report.trigger.oomScoreAdj
    usage = report.memcg?.memory.usage
    limit = report.memcg?.memory.limit
    failcnt = report.memcg?.memory.failcnt
    // One may be killed for two reasons in one second.
    if report.killer.isProgram { cgroup = report.victim?.cgroup.map { "\(report.scope.rawValue) \($0)" } }
  }

  /// Whether nothing differs that both know, and both know who asked or how full the cgroup was.
  func agrees(with other: AttemptFacts) -> Bool {
    let differs =
      killer != other.killer || contradict(comm, other.comm) || contradict(pid, other.pid)
      || contradict(gfpMask, other.gfpMask)
      || contradict(order, other.order) || contradict(oomScoreAdj, other.oomScoreAdj)
      || contradict(usage, other.usage) || contradict(limit, other.limit)
      || contradict(failcnt, other.failcnt) || contradict(cgroup, other.cgroup)
    guard !differs else { return false }
    let shareTrigger = comm != nil && other.comm != nil
    let shareUsage = usage != nil && other.usage != nil && failcnt != nil && other.failcnt != nil
    let shareCgroup = cgroup != nil && other.cgroup != nil
    return shareTrigger || shareUsage || shareCgroup
  }

  /// Whether something differs that every whole copy has: of two kills that look alike, this tells them apart.
  func contradicts(_ other: AttemptFacts) -> Bool {
    contradict(comm, other.comm) || contradict(pid, other.pid) || contradict(usage, other.usage)
      || contradict(limit, other.limit) || contradict(failcnt, other.failcnt)
  }

  mutating func fill(from other: AttemptFacts) {
    comm.fill(from: other.comm)
    pid.fill(from: other.pid)
    gfpMask.fill(from: other.gfpMask)
    order.fill(from: other.order)
    oomScoreAdj.fill(from: other.oomScoreAdj)
    usage.fill(from: other.usage)
    limit.fill(from: other.limit)
    failcnt.fill(from: other.failcnt)
    cgroup.fill(from: other.cgroup)
  }
}

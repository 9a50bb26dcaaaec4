// Completes one copy of a report from another: what is absent is taken over, what is there stays.

import TrailModel

/// A part of a report that another copy can complete.
protocol Fillable {
  /// Takes over from `other` what is absent here.
  mutating func fill(from other: Self)
}

extension Optional {
  mutating func fill(from other: Wrapped?) {
    if self == nil { self = other }
  }
}

extension Optional where Wrapped: Fillable {
  mutating func fill(from other: Wrapped?) {
    guard let other else { return }
    guard var own = self else {
      self = other
      return
    }
    own.fill(from: other)
    self = own
  }
}

extension Array {
  /// Takes the longer list: the shorter was cut. The kernel's console paths cut a record after 1 or 2 KiB.
  mutating func fill(from other: [Element]) {
    if other.count > count { self = other }
  }
}

extension KillReport: Fillable {
  mutating func fill(from other: KillReport) {
    if killer == .unknown { killer = other.killer }
    if scope == .unknown { scope = other.scope }
    if outcome == .unknown { outcome = other.outcome }
    constraint.fill(from: other.constraint)
    isManual = isManual || other.isManual
    killedAllocatingTask = killedAllocatingTask || other.killedAllocatingTask
    kernel.fill(from: other.kernel)
    trigger.fill(from: other.trigger)
    // Only a copy with the victim's row shows that its page tables are in bytes.
    if other.printingDefects.contains(.pageTablesInBytes), !printingDefects.contains(.pageTablesInBytes) {
      victim?.pageTables = other.victim?.pageTables
    }
    victim.fill(from: other.victim)
    addMembers(of: other)
    groupCgroup.fill(from: other.groupCgroup)
    selected.fill(from: other.selected)
    spared.fill(from: other.spared)
    if spared != nil {
      // The copy that shows a victim ends before the line that says it was not killed.
      outcome = .unknown
      victim = nil
    }
    memcg.fill(from: other.memcg)
    memory.fill(from: other.memory)
    if other.processes.count > processes.count {
      processes = other.processes
      unreadableRows = other.unreadableRows
      // The recomputed choice is of the rows it was made from.
      choice = other.choice
      scoring = other.scoring
    }
    choice.fill(from: other.choice)
    allocation.fill(from: other.allocation)
    reaped.fill(from: other.reaped)
    for defect in other.printingDefects where !printingDefects.contains(defect) { printingDefects.append(defect) }
    // A part that one copy holds is not missing.
    missing.removeAll { !other.missing.contains($0) }
    if losses.isEmpty, missing.contains(.suppressedLines) { losses = other.losses }
    lowMemoryKill.fill(from: other.lowMemoryKill)
    userspace.fill(from: other.userspace)
    if otherLineCount == 0 {
      otherLines = other.otherLines
      otherLineCount = other.otherLineCount
    }
  }

  /// Adds the members of a group kill that only `other` names.
  private mutating func addMembers(of other: KillReport) {
    guard !other.alsoKilled.isEmpty else { return }
    var known = Set(alsoKilled.map(\.pid))
    known.insert(victim?.pid)
    for member in other.alsoKilled where known.insert(member.pid).inserted { alsoKilled.append(member) }
  }
}

extension UserspaceKill: Fillable {}

extension KernelIdentity: Fillable {
  mutating func fill(from other: KernelIdentity) {
    release.fill(from: other.release)
    pageSize.fill(from: other.pageSize)
  }
}

extension Trigger: Fillable {
  mutating func fill(from other: Trigger) {
    comm.fill(from: other.comm)
    pid.fill(from: other.pid)
    gfpMask.fill(from: other.gfpMask)
    gfpFlags.fill(from: other.gfpFlags)
    gfpFlagsByTable.fill(from: other.gfpFlagsByTable)
    order.fill(from: other.order)
    oomScoreAdj.fill(from: other.oomScoreAdj)
    oomAdj.fill(from: other.oomAdj)
    nodemask.fill(from: other.nodemask)
    cpuset.fill(from: other.cpuset)
    memsAllowed.fill(from: other.memsAllowed)
  }
}

extension Victim: Fillable {
  mutating func fill(from other: Victim) {
    pid.fill(from: other.pid)
    comm.fill(from: other.comm)
    uid.fill(from: other.uid)
    totalVM.fill(from: other.totalVM)
    anonRSS.fill(from: other.anonRSS)
    fileRSS.fill(from: other.fileRSS)
    shmemRSS.fill(from: other.shmemRSS)
    pageTables.fill(from: other.pageTables)
    swapEntries.fill(from: other.swapEntries)
    oomScoreAdj.fill(from: other.oomScoreAdj)
    score.fill(from: other.score)
    cgroup.fill(from: other.cgroup)
  }
}

extension LowMemoryKill: Fillable {
  mutating func fill(from other: LowMemoryKill) {
    adjustment.fill(from: other.adjustment)
    size.fill(from: other.size)
    toFree.fill(from: other.toFree)
    cache.fill(from: other.cache)
    limit.fill(from: other.limit)
    minimumScoreAdj.fill(from: other.minimumScoreAdj)
    freeAboveReserved.fill(from: other.freeAboveReserved)
  }
}

extension MemcgCounter: Fillable {
  mutating func fill(from other: MemcgCounter) {
    if limit == nil { isUnlimited = isUnlimited || other.isUnlimited }
    usage.fill(from: other.usage)
    if !isUnlimited { limit.fill(from: other.limit) }
    failcnt.fill(from: other.failcnt)
  }
}

extension Memcg: Fillable {
  mutating func fill(from other: Memcg) {
    limitCgroup.fill(from: other.limitCgroup)
    taskCgroup.fill(from: other.taskCgroup)
    memory.fill(from: other.memory)
    memorySwap.fill(from: other.memorySwap)
    swap.fill(from: other.swap)
    kmem.fill(from: other.kmem)
    stats.fill(from: other.stats)
    cgroups.fill(from: other.cgroups)
    unkeptCgroups = max(unkeptCgroups, other.unkeptCgroups)
    minProtection.fill(from: other.minProtection)
    lowProtection.fill(from: other.lowProtection)
  }
}

extension Memory: Fillable {
  mutating func fill(from other: Memory) {
    ramPages.fill(from: other.ramPages)
    reservedPages.fill(from: other.reservedPages)
    highmemPages.fill(from: other.highmemPages)
    swapTotal.fill(from: other.swapTotal)
    swapFree.fill(from: other.swapFree)
    swapCachePages.fill(from: other.swapCachePages)
    pagecachePages.fill(from: other.pagecachePages)
    otherPages.fill(from: other.otherPages)
    counters.fill(from: other.counters)
    nodes.fill(from: other.nodes)
    zones.fill(from: other.zones)
    hugePages.fill(from: other.hugePages)
    slabs.fill(from: other.slabs)
    allocationSites.fill(from: other.allocationSites)
  }
}

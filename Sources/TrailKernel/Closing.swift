// What a report amounts to once no line of it can come any more.

import TrailModel

extension OpenReport {
  /// Puts together what the sections gathered.
  ///
  /// - Parameter earlier: Whom earlier reports of the same boot killed.
  func close(earlier: [Casualty] = []) {
    settleName()
    nameColumns()
    if memory != Memory() { report.memory = memory }
    closeMemcg()
    closeVictim()
    report.scope = scope()
    report.outcome = outcome()
    report.kernel.pageSize = PageSize.infer(report)
    PrintingDefects.settle(&report)
    let kernels = PossibleKernels(release: report.kernel.release) ?? unnamedKernels
    GFPMask.read(&report.trigger, of: kernels)
    report.allocation = AllocationJudge.judge(report, of: kernels)
    Badness.judge(&report, seen: seen, earlier: earlier)
    report.isMixed = isMixed
    // The leading row may be the other report's.
    if isMixed, report.choice?.verdict != .agrees { report.choice = nil }
    report.processes.compact()
    report.missing = missing()
  }

  /// The kernels that may have printed a report without a release: by its header, and what came with one of them.
  private var unnamedKernels: PossibleKernels? {
    guard report.kernel.release == nil, let kernels = headerKernels else { return nil }
    let columns = report.processes.columns
    if columns.contains("nr_pmds") { return kernels.within("4.0", "4.14") }
    if columns.contains("nr_ptes") { return kernels.within("3.6", "3.19") }
    // The first to dump the stack and to say whom they chose, and to have this zone.
    if !seen.isDisjoint(with: [.stack, .selection]) { return kernels.within("2.6.16", "4.5") }
    return memory.zones.contains { $0.name == "DMA32" } ? kernels.within("2.6.15", "4.5") : kernels
  }

  /// Gives the columns of a table without its header the names that the rest of the report tells: seven columns have no
  /// swap entries until 3.5, whose header line has the older scale of oom_score_adj too.
  private func nameColumns() {
    guard let at = report.processes.columns.firstIndex(of: "column_5"), report.processes.columns.count == 7 else {
      return
    }
    let version = KernelVersion(report.kernel.release)
    var columns = report.processes.columns
    if version.map({ $0 < KernelVersion(3, 6) }) ?? (report.trigger.oomAdj != nil) {
      columns.replaceSubrange(at...(at + 1), with: ["cpu", "oom_adj"])
    } else if version.map({ $0 < KernelVersion(4, 0) }) ?? (seen.contains(.header) && report.trigger.oomAdj == nil) {
      columns.replaceSubrange(at...(at + 1), with: ["nr_ptes", "swapents"])
    }
    report.processes = report.processes.renamed(columns)
  }

  private func closeMemcg() {
    if isMixed, seen.contains(.summary), report.scope != .memcg {
      // The other report's.
      memcg.limitCgroup = nil
      statsPath = nil
    }
    let own = memcg.taskCgroup
    if memcg.limitCgroup == nil, seen.contains(.memcgStats) { memcg.limitCgroup = statsPath }
    // Since 6.19 every report of a cgroup v2 system has the protection line, a global one too.
    var bare = memcg
    bare.minProtection = nil
    bare.lowProtection = nil
    if bare != Memcg() { report.memcg = memcg }
    if victim.cgroup == nil { victim.cgroup = own }
    if report.memcg != nil, report.memcg?.taskCgroup == nil { report.memcg?.taskCgroup = victim.cgroup }
  }

  private func closeVictim() {
    if report.spared != nil { return closeSpared() }
    if let chosen {
      if seen.contains(.kill) {
        if victim.pid != chosen.pid {
          report.selected = Selected(pid: chosen.pid, comm: chosen.comm, score: chosen.score)
        } else {
          victim.score = chosen.score
        }
        if victim.score == nil { victim.score = chosen.score }
      } else if victim.pid == nil {
        // The kill line is lost: the chosen task is the victim unless a child died, which nothing here says.
        victim.pid = chosen.pid
        victim.comm = chosen.comm
        victim.score = chosen.score
      }
    }
    guard victim != Victim() else { return }
    addRow(to: &victim)
    report.victim = victim
  }

  /// Whoever was named as a victim before was not killed.
  private func closeSpared() {
    guard var process = report.spared?.process else { return }
    if victim.pid == nil || victim.pid == process.pid {
      process.uid = victim.uid
      process.cgroup = victim.cgroup
    }
    if let chosen, chosen.pid == process.pid { process.score = chosen.score }
    addRow(to: &process)
    report.spared?.process = process
  }

  /// Adds what only a process's row in the table says.
  private func addRow(to process: inout Victim) {
    guard let pid = process.pid, let row = report.processes.row(ofPid: pid) ?? row(ofProcess: pid)
    else { return }
    if process.oomScoreAdj == nil { process.oomScoreAdj = row.oomScoreAdj }
    if process.uid == nil { process.uid = row.uid }
    process.swapEntries = row.swapEntries
  }

  private func row(ofProcess pid: Int64) -> ProcessRow? { report.processes.first { $0.tgid == pid } }

  private func scope() -> Scope {
    if report.scope != .unknown { return report.scope }
    if seen.contains(.memcgUsage) || seen.contains(.memcgTask) || hints.contains(.memcgMessage)
      || memcg.limitCgroup != nil
    {
      return .memcg
    }
    // 4.9 to 4.20 print the request's nodes; only a memory policy makes them fewer than the cpuset allows.
    if !seen.contains(.summary), let nodes = report.trigger.nodemask, nodes != "(null)",
      nodes != report.trigger.memsAllowed
    {
      return .mempolicy
    }
    if hints.contains(.policyMessage) { return .mempolicy }
    if hints.contains(.cpusetMessage) { return .cpuset }
    if hints.contains(.plainMessage) { return .global }
    if hints.contains(.memcgFrame), !seen.contains(.counters) { return .memcg }
    return .unknown
  }

  private func outcome() -> Outcome {
    if seen.contains(.panic) { return .panic }
    if seen.contains(.nothingKillable) { return .noKillableProcess }
    if seen.contains(.spared) { return .unknown }
    if seen.contains(.kill) || seen.contains(.selection) || seen.contains(.summary) { return .killed }
    return .unknown
  }

  /// The parts that a kernel with this report's other lines prints and that are not there.
  private func missing() -> [ReportPart] {
    var missing: [ReportPart] = []
    if !seen.contains(.header), !isOf24 { missing.append(.header) }
    if report.scope == .memcg {
      if !seen.contains(.memcgUsage) { missing.append(.memcg) }
    } else if !hasMemory {
      missing.append(.memory)
    }
    if report.processes.isEmpty, !isWithoutTable { missing.append(.processes) }
    if seen.contains(.elision) { missing.append(.lines) }
    let hasVictim = !seen.contains(.panic) && !seen.contains(.nothingKillable)
    if hasVictim {
      // 5.0 and later: the header lost its nodemask, the table counts page tables in bytes.
      if !seen.contains(.summary), printsSummary { missing.append(.summary) }
      if seen.isDisjoint(with: [.kill, .spared]) { missing.append(.kill) }
    }
    if seen.contains(.cutLine) { missing.append(.lineEnd) }
    return missing
  }

  /// Whether the kernel prints no table: those before 2.6.36 by default, and any with vm.oom_dump_tasks=0, which shows
  /// where the summary follows the memory counters and nothing else is lost.
  private var isWithoutTable: Bool {
    if isMixed || !seen.isDisjoint(with: [.tableHeader, .tableTitle, .elision]) { return false }
    if isOfOldEra || isOf24 { return true }
    return seen.isSuperset(of: [.header, .stack, .summary])
      && (seen.contains(.pageTotals) || seen.contains(.memcgStats))
  }

  /// Whether the memory counters that this kernel prints are there.
  private var hasMemory: Bool {
    if isOf24 { return true }
    if isOfOldEra { return !seen.isDisjoint(with: [.counters, .oldCounters]) }
    return seen.isSuperset(of: [.counters, .pageTotals])
  }

  /// Whether the report is 2.4's: a kill line, and nothing that later kernels print before it.
  private var isOf24: Bool { hints.contains(.oldMessage) && !seen.contains(.header) && seen.contains(.oldCounters) }

  /// Whether the kernel is older than 2.6.36, whose header has no `oom_score_adj`.
  private var isOfOldEra: Bool { hints.contains(.oldHeader) }

  private var printsSummary: Bool {
    guard let release = report.kernel.release, let major = release.split(separator: ".").first.flatMap({ Int($0) })
    else { return victim.pageTables != nil }
    return major >= 5
  }
}

// The victim: its sizes, how it stood among the others, what died with it, and whose child it was.

import TrailModel

struct VictimFacts {
  let report: KillReport
  /// The report's process table; taken out of it once for a whole section.
  let rows: [ProcessRow]
  let parent: Parent?

  func add(to facts: inout FactList) {
    if let victim = report.victim { facts.add("Victim", text(of: victim)) }
    if let spared = report.spared { facts.add("Chosen, not killed", text(of: spared.process)) }
    addChoice(to: &facts)
    let others = report.alsoKilled.prefix(20).map {
      process($0.comm, $0.pid, $0.resident.map { ["\($0.human) resident"] } ?? [])
    }
    let hidden = report.alsoKilled.count - others.count
    facts.add("Killed with it", groupText, others + (hidden > 0 ? ["… and \(hidden) more"] : []))
    facts.add("Reaper", reaperText)
    facts.add("Parent", parentText)
  }

  private func text(of victim: Victim) -> String {
    var parts = [process(victim.comm, victim.pid, victim.uid.map { ["uid \($0.userID)"] } ?? [])]
    if let resident = victim.resident {
      parts.append("resident \(resident.human) (\(victim.residentParts))")
    } else if !victim.residentParts.isEmpty {
      parts.append("resident \(victim.residentParts)")
    }
    if let swap = victim.swapEntries { parts.append("swap \(swap.human(pageSize: report.kernel.pageSize))") }
    if let size = victim.pageTables { parts.append("page tables \(size.human)") }
    if let size = victim.totalVM { parts.append("address space \(size.human)") }
    if let adjustment = victim.oomScoreAdj { parts.append("oom_score_adj \(adjustment)") }
    // A child that dies for its parent is named without a score: the printed one is its parent's.
    if let score = victim.score, report.selected == nil { parts.append("score \(score)") }
    if let cgroup = victim.cgroup { parts.append("cgroup \(cgroup.code)") }
    return parts.joined(separator: "; ")
  }

  /// What the report shows of the choice. It never prints why the kernel chose, only what it compared.
  private func addChoice(to facts: inout FactList) {
    var items: [String] = []
    if report.killedAllocatingTask {
      items.append("the kernel killed whoever asked for memory, as `vm.oom_kill_allocating_task` tells it to")
    }
    if let selected = report.selected {
      let score = selected.score.map { ["score \($0)"] } ?? []
      items.append(
        "the kernel chose \(process(selected.comm, selected.pid, score)) and killed this child of it instead")
    }
    if let choice = report.choice, let verdict = choice.verdict {
      items.append(contentsOf: lines(choice, verdict))
    }
    if report.choice?.pid == nil, let place { items.append(place) }
    if let reason = unknownPoints { items.append(reason) }
    let exempt = rows.count { $0.oomScoreAdj == -1_000 }
    if exempt > 0 {
      let have = exempt == 1 ? "has" : "have"
      items.append(
        "\(exempt.of("row")) of the process table \(have) oom_score_adj -1000, exempt from being chosen")
    }
    let dead = rows.count { $0.score?.exemption == .alreadyKilled }
    if dead > 0 {
      items.append("\(dead.of("row")) of the process table \(dead == 1 ? "is" : "are") of the dead of earlier reports")
    }
    facts.add("Why this process", nil, items)
  }

  /// What the kernel's formula makes of the table, and whether that explains the choice.
  private func lines(_ choice: Choice, _ verdict: Choice.Verdict) -> [String] {
    let winner = choice.pid.map { process(choice.comm, $0) } ?? "another process"
    let number = choice.pid.map { points($0) } ?? ""
    let sentence: String
    switch verdict {
    case .agrees: sentence = "it has the most points in the process table, by this kernel's formula\(number)"
    case .sacrificedChild: sentence = "the chosen process has the most points, by this kernel's formula\(number)"
    case .allocatingTask: sentence = "points did not count; the most has \(winner)\(number)"
    case .notInTable:
      let most = choice.pid == nil ? "" : "; the most points there has \(winner)"
      sentence = "the chosen process has no row in the table\(most)"
    case .undecided: sentence = "it may have the most points; what the report does not tell decides that"
    case .withinDrift:
      sentence = "\(winner) has a few more points in the table; the kernel reads the counters again when it chooses"
    case .rootBonus:
      sentence =
        "\(winner) has more points if root's process has \(bonus) off, which it has not where it lacks CAP_SYS_ADMIN"
    case .totalAssumed:
      sentence = "\(winner) has more points by the total below, but not if there is more memory than that"
    case .possibleChild:
      sentence =
        "\(winner) has more points by this kernel's formula; the victim may be a child of it, for the line that says "
        + "whom the kernel chose is lost"
    case .domain:
      sentence =
        "\(winner) has more points by this kernel's formula; it may have no memory on the nodes that ran out, which no "
        + "row says"
    case .differs:
      sentence =
        "\(winner) has more points by this kernel's formula, and nothing in the report says why it was spared; one that "
        + "was killed before and is still going would be"
    }
    var items = [sentence]
    if verdict == .differs {
      // mm/oom_kill.c, oom_task_origin.
      let name = report.victim?.comm == "swapoff" ? "; this one's name is that of the first" : ""
      items.append(
        "a process that takes swap away (`swapoff`) or undoes merged pages (KSM) is chosen whatever the points\(name)")
    }
    let isBehind = ![.agrees, .sacrificedChild, .allocatingTask, .notInTable].contains(verdict)
    if isBehind, let rank = choice.victimRank, rank > 1 {
      items.append("the victim is number \(rank) of \(rows.count { $0.score?.isEligible == true }) by points")
    }
    if let score = choice.score, let printed = report.selected?.score ?? report.victim?.score {
      items.append(
        score == printed
          ? "the printed score, \(printed), is what these points make"
          : abs(score - printed) <= 1
            ? "the printed score, \(printed), is what these points make but for one"
            : "the printed score is \(printed); these points make \(score)")
    }
    let isScaled = rows.contains { $0.score?.isEligible == true && $0.oomScoreAdj != 0 }
    if isScaled, let total = choice.totalPages, let basis = choice.totalBasis {
      items.append("oom_score_adj is a share of \(total.human(pageSize: report.kernel.pageSize)): \(basis)")
    }
    return items
  }

  /// What this kernel takes off for CAP_SYS_ADMIN.
  private var bonus: String { report.scoring?.formula == .pagesRootThreePercent ? "3 %" : "30 thousandths" }

  /// Why rows have no points.
  private var unknownPoints: String? {
    guard let scoring = report.scoring, let gap = scoring.unknown else { return nil }
    let whose =
      scoring.scoredRows == 0
      ? "the rows have no points" : "\((scoring.eligibleRows - scoring.scoredRows).of("row")) without points"
    let reason =
      switch gap {
      case .runTimesNotPrinted: "this kernel scores by run times and children, which no log has"
      case .kernelUnknown: "kernels with such a table have different formulas, and no line says which it was"
      case .columnsUnknown: "the table's header is lost, or lacks a column that the formula needs"
      case .rootBonusUnknown: "no line says how much less this kernel counts root's processes for"
      case .signUnknown: "no line says whether this kernel lets points be negative"
      case .totalUnknown: "the report does not tell the total that oom_score_adj is a share of"
      case .pageSizeUnknown: "the report does not tell the size of a page"
      case .swapNotPrinted: "this kernel counts swap entries too, and the table has no column for them"
      case .pageTablesNotPrinted: "this kernel counts page tables too, and the table has no column for them"
      case .damaged: "they have numbers that no process can have"
      }
    return "\(whose): \(reason)"
  }

  private func points(_ pid: Int64) -> String {
    guard let points = rows.first(where: { $0.pid == pid })?.score?.badness else { return "" }
    return " (\(points))"
  }

  /// The victim's place in the process table by what counts most in the kernel's choice: resident memory and
  /// swap.
  private var place: String? {
    guard let pid = report.victim?.pid else { return nil }
    let sizes = rows.compactMap { row in
      row.rss.map { (pid: row.pid, pages: saturatingSum([$0.count, row.swapEntries?.count ?? 0])) }
    }
    let hasSwap = rows.contains { $0.swapEntries != nil }
    guard sizes.count > 1, let own = sizes.first(where: { $0.pid == pid }) else { return nil }
    let larger = sizes.count { $0.pages > own.pages }
    let what = hasSwap ? "resident memory and swap together" : "resident memory"
    let size = Pages(own.pages).human(pageSize: report.kernel.pageSize)
    let standing = larger == 0 ? "the largest" : "number \(larger + 1)"
    return "by \(what) (\(size)) it was \(standing) of the \(sizes.count.of("row")) in the process table"
  }

  private var groupText: String? {
    guard !report.alsoKilled.isEmpty || report.groupCgroup != nil else { return nil }
    let count = report.alsoKilled.count.of("process", "processes")
    guard let cgroup = report.groupCgroup else { return count }
    return "\(count), because cgroup \(cgroup.code) has `memory.oom.group` set"
  }

  private var reaperText: String? {
    guard let reaped = report.reaped else { return nil }
    let whom = reaped.pid == report.victim?.pid ? "the victim" : "pid \(reaped.pid)"
    guard reaped.succeeded else { return "the kernel gave up reaping the memory of \(whom)" }
    let left = [("anon", reaped.anonRSS), ("file", reaped.fileRSS), ("shmem", reaped.shmemRSS)]
      .compactMap { name, size in size.map { "\(name) \($0.human)" } }
      .joined(separator: ", ")
    var text = "the kernel took back the memory of \(whom)" + (left.isEmpty ? "" : "; left were \(left)")
    if reaped.pid == report.victim?.pid, let before = report.victim?.anonRSS, let after = reaped.anonRSS,
      after < before
    {
      text += " (anon was \(before.human) at the kill)"
    }
    return text
  }

  private var parentText: String? {
    guard let parent else { return nil }
    let basis =
      switch parent.basis {
      case .sacrificedChild: "the kernel itself says that it killed a child of it"
      case .witnessLine: "it logged the death itself\(listed(parent))"
      case .unit: "systemd started the unit's main process, which died\(listed(parent))"
      case .sameCgroup: "inferred: it stays in the victims' cgroup while they come and go"
      case .processList:
        "inferred: \(parent.confidence == .low ? "others of the victim's name are its children" : "the victim is its child")"
          + " in a list of processes\(listed(parent))"
      }
    let name =
      parent.isPIDOfContainer
      ? process(parent.comm, nil, ["pid \(parent.pid) within its container"]) : process(parent.comm, parent.pid)
    return "\(name); \(basis) (confidence \(parent.confidence.rawValue))"
  }

  private func listed(_ parent: Parent) -> String {
    guard let path = parent.path else { return "" }
    return ", \(path.code)" + (parent.line.map { " line \($0.grouped)" } ?? "")
  }
}

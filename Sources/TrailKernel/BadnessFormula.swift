// Which formula a report's kernel scores by (mm/oom_kill.c, oom_badness): what its lines say first, then its release.

import TrailModel

/// The formula of one era.
struct BadnessFormula {
  /// What a row's memory is counted as.
  enum Scale {
    /// rss + swap + page tables, in pages.
    case pages
    /// That sum as a share of all memory, in thousandths, 1 to 1000 (2.6.36 to 3.4).
    case perMille
  }

  /// What CAP_SYS_ADMIN takes off.
  enum RootBonus {
    case none
    /// 30 thousandths of all memory (2.6.36 to 3.13).
    case thirtyPerMille
    /// 3 % of the process's own memory (3.14 to 4.16, RHEL 7).
    case threePercent
  }

  /// What becomes of points below 1.
  enum Floor {
    /// They are 1 (until 5.8).
    case one
    /// They stay as they are (since 5.9).
    case none
    /// The log does not say which.
    case unknown
  }

  /// Which of two rows with equal points is chosen.
  enum Ties {
    case first
    case last
    /// The log does not tell, or processes are gone through in another order than the table's.
    case unknown
  }

  var scale = Scale.pages
  /// What root may have off: more than one where the log does not tell the kernel so closely.
  var rootBonuses: [RootBonus] = [.none]
  var floor = Floor.one
  var ties = Ties.first
  /// Whether the table lacks swap entries, which the sum has.
  var lacksSwap = false
  /// Whether it lacks page tables, which the sum has.
  var lacksPageTables = false
  /// Whether this kernel kills children of the process it chooses.
  var sacrificesChildren = true

  /// The formula that the table of `report` was scored by; nil where there is none to apply, see ``gap(_:)``.
  init?(_ report: KillReport, _ seen: SeenParts) {
    let columns = Set(report.processes.columns)
    guard columns.isSuperset(of: ["rss", "oom_score_adj"]) else { return nil }
    let version = KernelVersion(report.kernel.release)
    if columns.isSuperset(of: ["pgtables_bytes", "swapents"]) {
      countBytes(report, seen, columns, version)
    } else if columns.isSuperset(of: ["nr_ptes", "swapents"]) {
      countTables(report, columns, version)
    } else if columns.contains("cpu"), let version {
      countResident(version)
    } else {
      return nil
    }
    if report.scope == .memcg, ties == .first, scale == .pages {
      // Its processes are gone through cgroup by cgroup, the table is in the order of pids.
      ties = .unknown
    }
  }

  /// Why there is no formula for a table with these columns.
  static func gap(_ columns: [String]) -> BadnessGap {
    if columns.contains("oom_adj"), !columns.contains("oom_score_adj") { return .runTimesNotPrinted }
    return columns.contains("cpu") ? .kernelUnknown : .columnsUnknown
  }

  /// 4.15 and later: page tables in bytes.
  private mutating func countBytes(
    _ report: KillReport, _ seen: SeenParts, _ columns: Set<String>, _ version: KernelVersion?
  ) {
    // Marks of 4.18 and later: a table with a title (4.19), an "oom-kill:" line (5.0, RHEL 8.3), page tables in the kill
    // line (5.4, RHEL 8.4), a header with names of flags and without nodes (5.0, RHEL 8.3).
    let hasNodes = report.trigger.nodemask != nil || report.trigger.gfpMask?.hasSuffix(")") != true
    let isLate =
      !seen.isDisjoint(with: [.tableTitle, .summary]) || report.victim?.pageTables != nil
      || (seen.contains(.header) && !seen.contains(.cutLine) && !hasNodes)
    if columns.contains("rss_anon") {
      // 6.8 and later, whatever the release says.
      (floor, ties, sacrificesChildren) = (.none, .last, false)
    } else if let version {
      if version < KernelVersion(4, 17), !isLate { rootBonuses = [.threePercent] }
      floor = version.badnessFloor
      ties = version < KernelVersion(5, 3) ? (version.isRHEL(8) ? .unknown : .first) : .last
      sacrificesChildren = version.isRHEL(8) ? version.build < 147 : version < KernelVersion(5, 2)
    } else {
      if !isLate { rootBonuses = [.none, .threePercent] }
      floor = .unknown
      ties = .unknown
      // Without a line for the choice the kill line has the message since 5.2.
      sacrificesChildren = !isLate
    }
  }

  /// 3.6 to 4.14: numbers of page-table pages.
  private mutating func countTables(_ report: KillReport, _ columns: Set<String>, _ version: KernelVersion?) {
    rootBonuses = [.threePercent]
    guard !columns.contains("nr_pmds") else {
      // In 4.7 and 4.8 the later of two wins.
      if let version { ties = KernelVersion(4, 7) <= version && version < KernelVersion(4, 9) ? .last : .first }
      if version == nil || (ties == .last && report.scope == .memcg) { ties = .unknown }
      return
    }
    guard let version else {
      rootBonuses = [.threePercent, .thirtyPerMille]
      return
    }
    if version.isRHEL(7) || KernelVersion(3, 14) <= version { return }
    switch (version.minor, version.patch) {
    case (10, 65...), (13, 10...): break
    // Some update of these brought the later form.
    case (10, _), (12, _), (13, _):
      if version.patch > 0 || version.hasSuffix {
        rootBonuses.append(.thirtyPerMille)
      } else {
        rootBonuses = [.thirtyPerMille]
      }
    default: rootBonuses = [.thirtyPerMille]
    }
  }

  /// 2.6.36 to 3.5 and RHEL 6: the table has neither swap entries nor page tables.
  private mutating func countResident(_ version: KernelVersion) {
    scale = version < KernelVersion(3, 5) ? .perMille : .pages
    rootBonuses = [.thirtyPerMille]
    lacksSwap = true
    lacksPageTables = !(version.major == 2 && (36...38).contains(version.patch))
  }

  /// The formula's name.
  var name: Scoring.Formula {
    if scale == .perMille { return .perMille }
    guard rootBonuses.count == 1 else { return .pagesRootUnknown }
    switch rootBonuses[0] {
    case .thirtyPerMille: return .pagesRootThirty
    case .threePercent: return .pagesRootThreePercent
    case .none:
      switch floor {
      case .one: return .pages
      case .none: return .pagesSigned
      case .unknown: return .pagesSignUnknown
      }
    }
  }
}

extension KernelVersion {
  /// Whether this is the kernel of that release of Red Hat's, and not a newer one built for it.
  func isRHEL(_ release: Int) -> Bool {
    guard enterprise == release else { return false }
    switch release {
    case 6: return (major, minor) == (2, 6)
    case 7: return (major, minor) == (3, 10)
    case 8: return (major, minor) == (4, 18)
    default: return true
    }
  }

  /// What becomes of points below 1, for kernels since 4.15.
  fileprivate var badnessFloor: BadnessFormula.Floor {
    if KernelVersion(5, 9) <= self { return .none }
    if isRHEL(8) { return build == 0 ? .unknown : build >= 348 ? .none : .one }
    // One of 5.4's own updates brought the signed points of 5.9.
    if (major, minor) == (5, 4) {
      if patch >= 286 { return .none }
      return patch == 0 && !hasSuffix ? .one : .unknown
    }
    return .one
  }
}

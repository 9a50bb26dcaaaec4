// What the kernel's formula makes of a row of the process table, and what keeps it from making more.

/// A row's part in the choice.
public struct RowScore: Hashable, Sendable {
  /// Why a process cannot be chosen.
  public enum Exemption: String, Sendable, CaseIterable {
    /// Its oom_score_adj is -1000.
    case oomScoreAdj = "oom_score_adj"
    /// Its oom_adj is -17 (before 2.6.36).
    case oomAdj = "oom_adj"
    /// It is the first process.
    case initProcess = "init"
    /// An earlier report of the same boot killed it; what it has left is being taken back.
    case alreadyKilled = "already_killed"
    /// It has no memory of its own: a kernel thread, or a process that has let go of it.
    case noMemory = "no_memory"
  }

  /// Why it cannot be chosen; nil for a row that can.
  public var exemption: Exemption?
  /// Its points, scaled by oom_score_adj: pages, or thousandths of all memory (2.6.36 to 3.4). Nil where the log
  /// cannot give them, and for a row that cannot be chosen.
  public var badness: Int64?
  /// Where the points are not known: it has at least these.
  public var least: Int64?
  /// Why the points are not known.
  public var gap: BadnessGap?
  /// Whether it was taken to have CAP_SYS_ADMIN, and so fewer points, because its user is 0. Root in a container may
  /// lack it.
  public var isRootBonusAssumed = false
  /// Its place among the rows that can be chosen, from 1; nil where the log does not tell.
  public var rank: Int?

  /// A row that can be chosen, of which nothing else is known.
  public init() {}

  /// Whether it can be chosen.
  public var isEligible: Bool { exemption == nil }
}

/// Why the points of a process cannot be computed from its report.
public enum BadnessGap: String, Sendable, CaseIterable {
  /// The kernels before 2.6.36 score by address space, run time, niceness and children, which no log has.
  case runTimesNotPrinted = "run_times_not_printed"
  /// The table fits kernels with different formulas, and nothing says which kernel it was.
  case kernelUnknown = "kernel_unknown"
  /// The table's header is lost, or it lacks a column that the formula needs.
  case columnsUnknown = "columns_unknown"
  /// The process is root's, and nothing says how much less that kernel counts those for.
  case rootBonusUnknown = "root_bonus_unknown"
  /// Its points are negative, and nothing says whether that kernel keeps them so or makes them 1.
  case signUnknown = "sign_unknown"
  /// Its oom_score_adj is a share of memory whose size the report does not tell.
  case totalUnknown = "total_unknown"
  /// The report does not tell the size of a page.
  case pageSizeUnknown = "page_size_unknown"
  /// The table has no column for swap entries (2.6.36 to 3.5), and there was swap.
  case swapNotPrinted = "swap_not_printed"
  /// The table has no column for page tables (2.6.39 to 3.5 and RHEL 6).
  case pageTablesNotPrinted = "page_tables_not_printed"
  /// The row has numbers that no process can have.
  case damaged
}

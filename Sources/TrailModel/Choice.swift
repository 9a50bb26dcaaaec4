// The kernel's choice recomputed from its own table, and how far that goes.

/// How the rows of a process table got their points.
public struct Scoring: Hashable, Sendable {
  /// A formula of mm/oom_kill.c, oom_badness.
  public enum Formula: String, Sendable {
    /// Memory as thousandths of the total, 30 less for root, plus oom_score_adj: 1 to 1000 (2.6.36 to 3.4, RHEL 6).
    case perMille = "per_mille"
    /// Pages, plus oom_score_adj thousandths of the total, 30 less for root (3.5 to 3.13).
    case pagesRootThirty = "pages_root_30"
    /// Pages less 3 % for root, plus oom_score_adj thousandths of the total (3.14 to 4.16, RHEL 7).
    case pagesRootThreePercent = "pages_root_3_percent"
    /// Either of the two, or none for root: nothing says which.
    case pagesRootUnknown = "pages_root_unknown"
    /// Pages plus oom_score_adj thousandths of the total, at least 1 (4.17 to 5.8).
    case pages
    /// The same, and nothing says whether points can be negative.
    case pagesSignUnknown = "pages_sign_unknown"
    /// The same, and points can be negative (5.9 and later, late 5.4, RHEL 8.5).
    case pagesSigned = "pages_signed"
  }

  /// The formula; nil where it is not known or cannot be applied.
  public var formula: Formula?
  /// Why there are no points at all, or none for some of the rows that could be chosen; nil where all have theirs.
  public var unknown: BadnessGap?
  /// How many rows could be chosen.
  public var eligibleRows: Int
  /// How many of them have their points.
  public var scoredRows: Int

  /// How a table was scored.
  public init(formula: Formula?, unknown: BadnessGap?, eligibleRows: Int, scoredRows: Int) {
    self.formula = formula
    self.unknown = unknown
    self.eligibleRows = eligibleRows
    self.scoredRows = scoredRows
  }
}

/// The kernel's choice recomputed from its own table.
public struct Choice: Hashable, Sendable {
  /// How the recomputed choice and the kernel's compare. Of several reasons for a difference, the strongest.
  public enum Verdict: String, Sendable, CaseIterable {
    /// They are the same.
    case agrees
    /// The kernel chose the same process and then killed a child of it.
    case sacrificedChild = "sacrificed_child"
    /// Whoever asked for memory was killed, whatever the points (`vm.oom_kill_allocating_task`).
    case allocatingTask = "allocating_task"
    /// The chosen process has no row.
    case notInTable = "not_in_table"
    /// What the report does not tell decides (``Scoring/unknown``); the chosen process may have the most points.
    case undecided
    /// Another row leads by so little that counters read at another moment explain it.
    case withinDrift = "within_drift"
    /// Another row leads by less than the chosen process was taken to have off for being root's.
    case rootBonus = "root_bonus"
    /// Another row leads, but not if there is more memory than the part of the total that the report prints.
    case totalAssumed = "total_assumed"
    /// Another row leads. This kernel kills children of the process it chooses, and the line that names that is lost.
    case possibleChild = "possible_child"
    /// Another row leads, but choice was among the processes of some memory nodes only, and no row says of which it is.
    case domain
    /// Another row leads, and nothing in the report says why.
    case differs
  }

  /// The process with the most points; nil where the log does not tell which that is.
  public var pid: Int64?
  /// Its name.
  public var comm: String?
  /// All memory that the choice was made within, where the report tells it.
  public var totalPages: Pages?
  /// How that is known.
  public var totalBasis: String?
  /// Whether a part of it had to be assumed, and with it the points of rows whose oom_score_adj is not 0.
  public var isTotalAssumed: Bool
  /// How it compares with the kernel's choice; nil where that is unknown.
  public var verdict: Verdict?
  /// The chosen process's place among the rows that could be chosen, from 1.
  public var victimRank: Int?
  /// The score that the formula gives the chosen process, to compare with the printed one (3.5 to 5.0): thousandths of
  /// the total.
  public var score: Int64?

  /// A recomputed choice.
  public init(
    pid: Int64?, comm: String?, totalPages: Pages?, totalBasis: String?, isTotalAssumed: Bool, verdict: Verdict?,
    victimRank: Int?
  ) {
    self.pid = pid
    self.comm = comm
    self.totalPages = totalPages
    self.totalBasis = totalBasis
    self.isTotalAssumed = isTotalAssumed
    self.verdict = verdict
    self.victimRank = victimRank
  }
}

// A report while its lines come in: what is known so far, and what the sections need to remember.

import TrailModel

/// The parts of a report that were seen.
struct SeenParts: OptionSet {
  let rawValue: Int
  static let header = SeenParts(rawValue: 1 << 0)
  static let stack = SeenParts(rawValue: 1 << 1)
  static let memcgUsage = SeenParts(rawValue: 1 << 2)
  static let memcgTask = SeenParts(rawValue: 1 << 3)
  static let memcgStats = SeenParts(rawValue: 1 << 4)
  static let counters = SeenParts(rawValue: 1 << 5)
  static let zones = SeenParts(rawValue: 1 << 6)
  static let pageTotals = SeenParts(rawValue: 1 << 7)
  static let tableHeader = SeenParts(rawValue: 1 << 8)
  static let rows = SeenParts(rawValue: 1 << 9)
  static let summary = SeenParts(rawValue: 1 << 10)
  static let selection = SeenParts(rawValue: 1 << 11)
  static let kill = SeenParts(rawValue: 1 << 12)
  static let group = SeenParts(rawValue: 1 << 13)
  static let panic = SeenParts(rawValue: 1 << 14)
  static let nothingKillable = SeenParts(rawValue: 1 << 15)
  static let slab = SeenParts(rawValue: 1 << 17)
  static let cpuset = SeenParts(rawValue: 1 << 18)
  static let cutLine = SeenParts(rawValue: 1 << 19)
  static let tableTitle = SeenParts(rawValue: 1 << 20)
  /// Somebody cut lines out and left a mark (`...`, `[...]`, `(...snipped...)`).
  static let elision = SeenParts(rawValue: 1 << 21)
  /// 2.4's own form of the counters (`Zone:DMA freepages:…`, `Free pages: …`).
  static let oldCounters = SeenParts(rawValue: 1 << 22)
  static let allocationSites = SeenParts(rawValue: 1 << 23)
  /// The kernel says that it did not kill whom it chose.
  static let spared = SeenParts(rawValue: 1 << 24)
}

/// What makes memory cgroups likely where no line says so outright.
struct ScopeHints: OptionSet {
  let rawValue: Int
  /// A frame of the stack is the memcg charge path.
  static let memcgFrame = ScopeHints(rawValue: 1 << 0)
  /// The kill line says "Memory cgroup out of memory".
  static let memcgMessage = ScopeHints(rawValue: 1 << 1)
  /// The kill line says plain "Out of memory".
  static let plainMessage = ScopeHints(rawValue: 1 << 2)
  /// The kill line names a memory policy (2.6).
  static let policyMessage = ScopeHints(rawValue: 1 << 3)
  /// The kill line names a cpuset (2.6).
  static let cpusetMessage = ScopeHints(rawValue: 1 << 4)
  /// The kill line says "Out of Memory", as 2.4 and early 2.6 do.
  static let oldMessage = ScopeHints(rawValue: 1 << 5)
  /// The header is one from before 2.6.36: it has no `oom_score_adj`.
  static let oldHeader = ScopeHints(rawValue: 1 << 6)
}

/// One report in the making. A reference, because several may be open and lines go to one of them at a time.
final class OpenReport {
  /// What is known.
  var report = KillReport()
  /// The parts of it that a report may not have; see ``close()``.
  var memory = Memory()
  var memcg = Memcg()
  var victim = Victim()
  /// Which parts were seen.
  var seen: SeenParts = []
  /// What the scope may be.
  var hints: ScopeHints = []
  /// The section that took the last line, which is tried first for the next.
  var section = 0
  /// The section furthest down that took a line: a report has an order.
  var reach = 0
  /// The printk caller of the report's lines, where the log has callers.
  var caller: Int64?
  /// The stamp of the first line, and as printed.
  var stamp: Stamp
  var stampText: String?
  var yearTurns: Int
  /// First and last line.
  var first: LinePlace
  var last: LinePlace
  /// The stamp of the last line that was taken.
  var lastStamp: Stamp
  /// Kernel lines since then that no section knew.
  var strangers = 0
  /// Whether this is a page allocation failure or its like, which prints the same blocks and kills nothing.
  private(set) var isNoKill = false
  /// Its first line.
  private(set) var notice: Notice?
  /// Whether its lines alternate with another open report's, so that some of them may be the other's.
  var isMixed = false
  /// The pids of the table's rows, once they were asked for: only where two reports are open at once.
  var rowPids: Set<Int64>?
  /// The name on the cpuset line: whose it is.
  var cpusetComm: String?
  /// The pids of those who died with the victim.
  var alsoDead: Set<Int64> = []
  /// The task that the selection line or the summary names.
  var chosen: (pid: Int64, comm: String?, score: Int64?)?
  var summaryPid: Int64?
  /// The columns of the table, once its header was seen.
  var hasColumns = false
  /// The pid whose row came last, for a name that goes on in the next line.
  var openName: (row: PendingRow, stamp: Stamp, isWidest: Bool)?
  /// Room for the numbers of a row, used again.
  var spareValues: [Int64] = []
  /// Where counters of the line before belong, for lines that wrap or continue.
  var currentZone: Int?
  var currentNode: Int?
  /// How many of 2.4's free lists were read, which name no zone.
  var oldZones = 0
  /// Whether the statistics being read are the first cgroup's of the subtree (3.9 to 5.2 print one line a cgroup).
  var statsPath: String?
  var statsAreLines = false
  /// The kernels whose header looks like this report's, where it has one that prints the mask's number alone.
  var headerKernels: PossibleKernels?

  /// A row that was read but may have more of its name in the next line.
  struct PendingRow {
    var pid: Int64
    var values: [Int64]
    var comm: String
  }

  init(place: LinePlace, stamp: Stamp, stampText: String?, yearTurns: Int) {
    self.stamp = stamp
    self.stampText = stampText
    self.yearTurns = yearTurns
    first = place
    last = place
    lastStamp = stamp
  }

  /// Whether some line proves an OOM event, and not only memory counters.
  var isProven: Bool {
    !seen.intersection([
      .header, .memcgUsage, .memcgTask, .tableHeader, .tableTitle, .summary, .selection, .kill, .panic,
      .nothingKillable, .spared,
    ]).isEmpty
  }

  /// Whether the victim is known by its kill line, so that what follows can only be an epilogue.
  var isKilled: Bool { seen.contains(.kill) }

  /// Whether lines of the report's body may still come that no sentinel announces.
  var wantsMore: Bool { seen.isDisjoint(with: [.kill, .panic, .nothingKillable, .spared]) }

  /// Whether a panic's stack dump, which says whose it is, is still to come.
  var awaitsStack: Bool { seen.contains(.panic) && !seen.contains(.stack) }

  /// Whether the line that says which task it was of is still to come.
  var awaitsTask: Bool {
    isNoKill && !seen.contains(.stack) && strangers < KernelRecogniser.Limit.patience && notice?.pid == nil
  }

  /// Whether memory counters may follow the kill: 2.4 has no header, and vendors' kernels print Mem-info last.
  var awaitsMemory: Bool {
    isKilled && hints.contains(.oldMessage) && !seen.contains(.header) && memory.reservedPages == nil && strangers < 20
  }

  /// Begins the report of `notice`.
  func begin(_ notice: Notice) {
    isNoKill = true
    self.notice = notice
    // A stack dump of somebody else's is not this one's.
    report.trigger.comm = notice.comm
  }

  /// Adds the row whose name might have gone on.
  func settleName() {
    guard let row = openName?.row else { return }
    openName = nil
    report.processes.append(pid: row.pid, values: row.values, comm: row.comm)
    rowPids?.insert(row.pid)
    spareValues = row.values
  }
}

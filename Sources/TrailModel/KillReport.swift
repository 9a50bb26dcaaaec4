// One kill as one text tells it: what a recogniser hands on. The case makes events of these.

/// Who killed.
public enum Killer: String, Sendable, CaseIterable {
  /// The Linux kernel's OOM killer.
  case kernel
  /// Android's killer in the kernel, which acts before memory runs out (to 4.11; vendors' kernels longer).
  case lowmemorykiller
  /// systemd's, which kills control groups by their memory pressure or their swap.
  case systemdOOMD = "systemd-oomd"
  /// earlyoom, which signals a process while some memory is left.
  case earlyoom
  /// nohang, which does the same by more rules.
  case nohang
  /// Meta's oomd.
  case oomd
  /// Android's daemon.
  case lmkd
  /// Hadoop's NodeManager, which holds containers to limits of its own.
  case yarn
  /// The OOM controller of Talos Linux.
  case talos
  /// Kubernetes' kubelet, which evicts pods while its node is short of memory.
  case kubelet
  /// It is not known.
  case unknown

  /// Whether it is a program, so that the kernel reports nothing of its kills.
  public var isProgram: Bool {
    switch self {
    case .kernel, .lowmemorykiller, .unknown: false
    case .systemdOOMD, .earlyoom, .nohang, .oomd, .lmkd, .yarn, .talos, .kubelet: true
    }
  }
}

/// Whose memory ran out.
public enum Scope: String, Sendable, CaseIterable {
  /// The node's.
  case global
  /// A memory cgroup's.
  case memcg
  /// That of the nodes a cpuset allows.
  case cpuset
  /// That of the nodes a memory policy allows.
  case mempolicy
  /// Tasks waited for memory too long: the share of time that is allowed was exceeded.
  case pressure
  /// Swap and memory were used up beyond a share.
  case swap
  /// It is not known.
  case unknown
}

/// How it ended.
public enum Outcome: String, Sendable {
  /// A process was killed.
  case killed
  /// A pod was told to end, and killed where it did not.
  case evicted
  /// There was nothing that could be killed.
  case noKillableProcess = "no_killable_process"
  /// The kernel panicked.
  case panic
  /// The text does not say.
  case unknown
}

/// The kernel that printed the report.
public struct KernelIdentity: Hashable, Sendable {
  /// `uname -r`, as the stack dump prints it.
  public var release: String?
  /// Bytes per page, inferred from the report itself; see ``PageSize``.
  public var pageSize: Int64?

  /// A kernel of which nothing is known.
  public init() {}
}

/// The task whose allocation failed. Not the one to blame, necessarily.
public struct Trigger: Hashable, Sendable {
  /// Its name (`comm`, at most 15 bytes).
  public var comm: String?
  /// Its thread id.
  public var pid: Int64?
  /// The request's gfp mask as printed, names in parentheses included.
  public var gfpMask: String?
  /// The names of its bits: those in the mask's parentheses, or, before 4.6, read off the number by the table of the
  /// kernel; empty where it is not certain which table that is.
  public var gfpFlags: [String] = []
  /// What that table makes of the number, where the names in the parentheses say something else.
  public var gfpFlagsByTable: [String] = []
  /// log2 of the pages asked for; -1 where SysRq asked.
  public var order: Int64?
  /// Its `oom_score_adj`.
  public var oomScoreAdj: Int64?
  /// Its older `oom_adj` or `oomkilladj` (-17 to 15), where the kernel prints that.
  public var oomAdj: Int64?
  /// The allowed memory nodes of the request, as 4.9 to 4.20 print them.
  public var nodemask: String?
  /// The last component of its cpuset.
  public var cpuset: String?
  /// The memory nodes that its cpuset allows.
  public var memsAllowed: String?

  /// A task of which nothing is known.
  public init() {}
}

/// A process that was killed.
public struct Victim: Hashable, Sendable {
  /// The id of the thread that owns the memory; mostly the process id.
  public var pid: Int64?
  /// Its name.
  public var comm: String?
  /// Its user, as printed: the kill line prints 4294967294 (since 5.4) where rows and the `oom-kill:` line print -2.
  public var uid: Int64?
  /// Address space.
  public var totalVM: Bytes?
  /// Resident anonymous memory.
  public var anonRSS: Bytes?
  /// Resident file pages.
  public var fileRSS: Bytes?
  /// Resident shared memory (4.5 and later).
  public var shmemRSS: Bytes?
  /// Page tables (5.4 and later).
  public var pageTables: Bytes?
  /// Swap entries of its row in the process table.
  public var swapEntries: Pages?
  /// Its `oom_score_adj`.
  public var oomScoreAdj: Int64?
  /// The score that kernels before 5.1 print.
  public var score: Int64?
  /// Its own memory cgroup.
  public var cgroup: String?

  /// A process of which nothing is known.
  public init() {}
}

/// The process that the kernel chose where it then killed a child instead.
public struct Selected: Hashable, Sendable {
  /// Its id.
  public var pid: Int64
  /// Its name.
  public var comm: String?
  /// The printed score.
  public var score: Int64?

  /// A chosen process.
  public init(pid: Int64, comm: String?, score: Int64?) {
    self.pid = pid
    self.comm = comm
    self.score = score
  }
}

/// Whom the kernel chose and then did not kill, by its own words.
public struct Spared: Hashable, Sendable {
  /// Why it was not killed.
  public enum Reason: String, Sendable {
    /// It had given its memory back by then (since 5.9).
    case alreadyExiting = "already_exiting"
    /// The kernel was told to say only whom it would kill (RHEL 6, `vm.would_have_oomkilled`).
    case wouldHaveKilled = "would_have_killed"
  }

  /// Why.
  public var reason: Reason
  /// Whom.
  public var process: Victim

  /// A spared process.
  public init(reason: Reason, process: Victim) {
    self.reason = reason
    self.process = process
  }
}

/// What the OOM reaper had left of a victim's memory.
public struct Reaped: Hashable, Sendable {
  /// Whom it reaped.
  public var pid: Int64
  /// Anonymous memory left.
  public var anonRSS: Bytes?
  /// File pages left.
  public var fileRSS: Bytes?
  /// Shared memory left.
  public var shmemRSS: Bytes?
  /// False where the reaper gave up.
  public var succeeded: Bool

  /// A reaper's line.
  public init(pid: Int64, anonRSS: Bytes? = nil, fileRSS: Bytes? = nil, shmemRSS: Bytes? = nil, succeeded: Bool) {
    self.pid = pid
    self.anonRSS = anonRSS
    self.fileRSS = fileRSS
    self.shmemRSS = shmemRSS
    self.succeeded = succeeded
  }
}

/// A part of a report, as `missing[]` names it.
public enum ReportPart: String, Sendable, CaseIterable {
  /// The `invoked oom-killer` line.
  case header
  /// The process table.
  case processes
  /// The memory counters (Mem-Info), which a global kill prints.
  case memory
  /// The cgroup's usage and limit, which a memcg kill prints.
  case memcg
  /// The `oom-kill:` line of 5.0 and later.
  case summary
  /// The `Killed process` line.
  case kill
  /// The end of a line that was cut.
  case lineEnd = "line_end"
  /// Lines within a part, lost to a gap.
  case lines
  /// Lines of which the log itself says that it lacks them; see ``KillReport/losses``.
  case suppressedLines = "suppressed_lines"
}

/// A defect of the kernel's own printing that a report shows.
public enum PrintingDefect: String, Sendable {
  /// The node line has the values of `shmem`, `shmem_thp`, `shmem_pmdmapped` and `anon_thp` under each other's names
  /// (4.8 to 4.10); put right.
  case hugePageValuesShifted = "thp_values_shifted"
  /// The kill line has the bytes of the page tables, labelled kB (5.4.0); put right.
  case pageTablesInBytes = "pgtables_in_bytes"
  /// `pages_scanned` is in kB without saying so (3.18 to 4.7); kept among the sizes.
  case pagesScannedInKilobytes = "pages_scanned_in_kb"
  /// `pages reserved` is the last zone's alone (3.13 to 3.16); kept as printed.
  case reservedOfLastZone = "reserved_of_last_zone"
  /// `pages reserved` lacks those of CMA (3.19 to 4.1); kept as printed.
  case reservedWithoutCMA = "reserved_without_cma"
}

/// One kill, or attempt at one, as one text tells it.
public struct KillReport: Sendable {
  /// Who killed.
  public var killer: Killer = .kernel
  /// Whose memory ran out.
  public var scope: Scope = .unknown
  /// The `constraint=` word as printed, for words that have no ``Scope``.
  public var constraint: String?
  /// Whether SysRq-f asked for it.
  public var isManual = false
  /// How it ended.
  public var outcome: Outcome = .unknown
  /// The kernel.
  public var kernel = KernelIdentity()
  /// Who asked for memory.
  public var trigger = Trigger()
  /// Who died.
  public var victim: Victim?
  /// Who died with it.
  public var alsoKilled: [Victim] = []
  /// The cgroup whose `memory.oom.group` spread the kill.
  public var groupCgroup: String?
  /// Who was chosen, where somebody else died.
  public var selected: Selected?
  /// Who was chosen and not killed; there is no victim then.
  public var spared: Spared?
  /// Whether the kernel killed whoever asked (`vm.oom_kill_allocating_task`).
  public var killedAllocatingTask = false
  /// The cgroup that ran out.
  public var memcg: Memcg?
  /// The node's memory.
  public var memory: Memory?
  /// The process table.
  public var processes = ProcessTable()
  /// Why memory could not be had, as far as the report's own numbers say.
  public var allocation: AllocationVerdict?
  /// Whom the kernel's formula chooses by this table, and whether that is who was chosen.
  public var choice: Choice?
  /// Whether some lines may be another report's, which another CPU printed at the same time: its counters, its rows, or
  /// who asked. Who died and whose limit it was are told by lines that name each other.
  public var isMixed = false
  /// By which formula the table's rows got their points, and why some have none; nil where there is no row.
  public var scoring: Scoring?
  /// Rows of the table that could not be read.
  public var unreadableRows = 0
  /// What the reaper left of the victim.
  public var reaped: Reaped?
  /// Whether no part is missing that this kernel prints.
  public var isComplete: Bool { missing.isEmpty }
  /// The parts that are missing.
  public var missing: [ReportPart] = []
  /// What this kernel prints wrong, and was put right or is to be read with care.
  public var printingDefects: [PrintingDefect] = []
  /// What the log says of lines lost within the report, or so close to it that they may have been its own.
  public var losses: [Loss] = []
  /// What Android's lowmemorykiller says of its kill.
  public var lowMemoryKill: LowMemoryKill?
  /// What a killer that is a program says of its kill.
  public var userspace: UserspaceKill?
  /// What the kubelet says of the pod that it evicted.
  public var eviction: PodEviction?
  /// Lines inside the report that nothing here reads, as printed, the first of them.
  public var otherLines: [String] = []
  /// How many such lines there were.
  public var otherLineCount = 0

  /// A report that says nothing yet.
  public init() {}
}

/// A kill report and where, when and on which host it was read.
public struct Observation: Sendable {
  /// What was read.
  @inlinable
  public var report: KillReport {
    get { boxedReport.wrappedValue }
    _modify { yield &boxedReport.wrappedValue }
  }
  /// The same, to be handed on.
  public var boxedReport: Boxed<KillReport>
  /// The stamp of its first line.
  public var stamp: Stamp
  /// That stamp as printed.
  public var stampText: String?
  /// How often the stream's year had turned by then; see ``StreamClock``.
  public var yearTurns: Int
  /// The envelope's host name.
  public var host: String?
  /// The boot, where the envelope says.
  public var bootID: String?
  /// The input's number.
  public var input: Int
  /// First line.
  public var first: LinePlace
  /// Last line.
  public var last: LinePlace
  /// Where it goes on, if its lines lie in several files.
  public var further: [Source] = []

  /// An observation.
  public init(
    report: KillReport, stamp: Stamp, stampText: String?, yearTurns: Int, host: String?, bootID: String?, input: Int,
    first: LinePlace, last: LinePlace
  ) {
    boxedReport = Boxed(wrappedValue: report)
    self.stamp = stamp
    self.stampText = stampText
    self.yearTurns = yearTurns
    self.host = host
    self.bootID = bootID
    self.input = input
    self.first = first
    self.last = last
  }
}

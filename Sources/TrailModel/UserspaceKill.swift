// What killers other than the kernel log of a kill: systemd-oomd, earlyoom, nohang, oomd, lmkd, YARN, Talos.

/// A kill by a program, beyond what every kill has. What its log does not say is nil or empty.
public struct UserspaceKill: Hashable, Sendable {
  /// A control group that was looked at before one was chosen, as systemd-oomd lists them.
  public struct Candidate: Hashable, Sendable {
    /// Its path.
    public var cgroup: String
    /// Memory in use.
    public var memory: Bytes?
    /// Swap in use.
    public var swap: Bytes?
    /// Pages scanned to reclaim memory, since it was made and when it was last looked at.
    public var pagesScanned: Int64?
    /// The same when it was looked at before that.
    public var lastPagesScanned: Int64?
    /// The share of time, in percent, in which all its tasks waited for memory (10, 60, 300 seconds).
    public var pressure10: Double?
    /// The same over a minute.
    public var pressure60: Double?
    /// The same over five minutes.
    public var pressure300: Double?

    /// A candidate.
    public init(cgroup: String) { self.cgroup = cgroup }
  }

  /// A process of a tree that was killed, or of a chain of parents.
  public struct Member: Hashable, Sendable {
    /// Its id.
    public var pid: Int64
    /// Its parent's id.
    public var parent: Int64?
    /// Its name.
    public var comm: String?
    /// Resident pages.
    public var resident: Pages?
    /// Its command line.
    public var commandLine: String?

    /// A process.
    public init(pid: Int64, parent: Int64? = nil, comm: String? = nil) {
      self.pid = pid
      self.parent = parent
      self.comm = comm
    }
  }

  /// The killer's own pid.
  public var killerPID: Int64?
  /// The control group that was watched, where a descendant of it was killed.
  public var monitored: String?
  /// The container of a resource manager.
  public var container: String?
  /// The first signal that was sent.
  public var signal: Int64?
  /// Whether SIGKILL had to follow.
  public var isEscalated: Bool?
  /// Whether the killer said only whom it would kill, or what says that the kill took place: true where it is said.
  public var isConfirmed: Bool?
  /// The event that is the kernel's kill of the victim, where that came before the victim heeded the signal.
  public var overtakenBy: String?
  /// The processes that were sent the signal.
  public var pids: [Int64] = []
  /// How many processes were killed, as systemd counted them.
  public var count: Int64?
  /// Memory pressure in percent.
  public var pressure: Double?
  /// The pressure that was allowed, in percent.
  public var pressureLimit: Double?
  /// For how long it had to be exceeded, in seconds.
  public var pressureSeconds: Double?
  /// The share of use that was allowed, in percent (systemd-oomd's swap rule).
  public var useLimit: Double?
  /// Memory in use.
  public var memoryUsed: Bytes?
  /// All memory.
  public var memoryTotal: Bytes?
  /// Memory available.
  public var memoryAvailable: Bytes?
  /// What had to be available, in percent of all.
  public var memoryLimit: Double?
  /// Swap in use.
  public var swapUsed: Bytes?
  /// All swap.
  public var swapTotal: Bytes?
  /// Free swap.
  public var swapFree: Bytes?
  /// What had to be free of swap, in percent of all.
  public var swapLimit: Double?
  /// The limit that the killer held the process to, where it is one of its own.
  public var limit: Bytes?
  /// What the process used of it.
  public var usage: Bytes?
  /// The victim's resident memory, where it is not told apart.
  public var resident: Bytes?
  /// The victim's swap.
  public var victimSwap: Bytes?
  /// The victim's badness or oom_score as printed.
  public var score: Int64?
  /// The victim's command line.
  public var commandLine: String?
  /// The killer's reason or rule.
  public var reason: String?
  /// Who else might have been killed.
  public var candidates: [Candidate] = []
  /// The tree that was killed, or the victim's parents from near to far.
  public var members: [Member] = []

  /// A kill of which nothing is known.
  public init() {}

  /// Takes over from `other` what is absent here.
  public mutating func fill(from other: UserspaceKill) {
    func take<Value>(_ own: inout Value?, _ others: Value?) { if own == nil { own = others } }
    func take<Value>(_ own: inout [Value], _ others: [Value]) { if others.count > own.count { own = others } }
    take(&killerPID, other.killerPID)
    take(&monitored, other.monitored)
    take(&container, other.container)
    take(&signal, other.signal)
    take(&isEscalated, other.isEscalated)
    take(&isConfirmed, other.isConfirmed)
    take(&pids, other.pids)
    take(&count, other.count)
    take(&pressure, other.pressure)
    take(&pressureLimit, other.pressureLimit)
    take(&pressureSeconds, other.pressureSeconds)
    take(&useLimit, other.useLimit)
    take(&memoryUsed, other.memoryUsed)
    take(&memoryTotal, other.memoryTotal)
    take(&memoryAvailable, other.memoryAvailable)
    take(&memoryLimit, other.memoryLimit)
    take(&swapUsed, other.swapUsed)
    take(&swapTotal, other.swapTotal)
    take(&swapFree, other.swapFree)
    take(&swapLimit, other.swapLimit)
    take(&limit, other.limit)
    take(&usage, other.usage)
    take(&resident, other.resident)
    take(&victimSwap, other.victimSwap)
    take(&score, other.score)
    take(&commandLine, other.commandLine)
    take(&reason, other.reason)
    take(&candidates, other.candidates)
    take(&members, other.members)
  }
}

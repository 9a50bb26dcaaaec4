// Lines that are no kills and may explain one: signs of memory running short, and lines that say lines were lost.

/// A line that is no kill but stands around one.
public struct Notice: Hashable, Sendable {
  /// What such a line tells; each a word of `notices[].kind`.
  public enum Kind: String, Sendable, CaseIterable {
    /// An allocation failed and nobody was killed (mm/page_alloc.c, warn_alloc).
    case allocationFailure = "page_allocation_failure"
    /// An allocation took seconds (4.9 to 4.14).
    case allocationStall = "page_allocation_stall"
    /// A memory cgroup's protection, printed outside a report of the OOM killer (since 6.19).
    case memcgProtection = "memcg_protection"
    /// Virtually contiguous memory could not be had (mm/vmalloc.c).
    case vmallocFailure = "vmalloc_failure"
    /// The address space for it had run out (2.6.29 to 6.10).
    case vmapFailure = "vmap_failure"
    /// A slab cache could not grow (mm/slub.c, mm/slab.c).
    case slabFailure = "slab_failure"
    /// A mapping failed on a machine without an MMU (mm/nommu.c).
    case nommuFailure = "nommu_failure"
    /// A task waited without being killable for long (kernel/hung_task.c).
    case hungTask = "hung_task"
    /// A CPU ran one task in the kernel for long (kernel/watchdog.c).
    case softLockup = "soft_lockup"
    /// A CPU took no interrupts for long.
    case hardLockup = "hard_lockup"
    /// A grace period of RCU did not end (kernel/rcu).
    case rcuStall = "rcu_stall"
    /// A pool of workers did nothing for long (kernel/workqueue.c).
    case workqueueLockup = "workqueue_lockup"
    /// A page fault failed for want of memory and was tried again (mm/oom_kill.c, since 5.17).
    case faultRetry = "fault_retry"
    /// The page fault handler killed a process by itself (2.4 to 2.6.33).
    case faultKill = "fault_kill"
    /// SysRq-f asked for a kill and got none.
    case requestIgnored = "oom_request_ignored"
    /// Lines of the log were lost.
    case linesLost = "lines_lost"
  }

  /// What it tells.
  public var kind: Kind
  /// The line without its envelope, cut where it is long.
  public var text: String
  /// The task that it names.
  public var comm: String?
  /// That task's id.
  public var pid: Int64?
  /// log2 of the pages that were asked for.
  public var order: Int64?
  /// The request's gfp mask as printed, names in parentheses included.
  public var gfpMask: String?
  /// The allowed memory nodes of the request.
  public var nodemask: String?
  /// What was lost, where the line says that something was.
  public var loss: Loss?

  /// A notice that names nobody.
  public init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }
}

/// Lines that a log says it lacks.
public struct Loss: Hashable, Sendable {
  /// Who left them out; each a word of `losses[].by`.
  public enum Reporter: String, Sendable {
    /// The kernel's rate limit, before anybody saw them.
    case printk
    /// The kernel's console, which was slower than the kernel.
    case console
    /// rsyslog.
    case rsyslog
    /// systemd-journald.
    case journald
  }

  /// What the lines may have been.
  public enum Concern: Sendable {
    /// Anything.
    case anyLine
    /// The long part of a report of the OOM killer.
    case killReport
    /// Another report of memory running short.
    case shortage
    /// Something else.
    case other
  }

  /// Who left them out.
  public var reporter: Reporter
  /// How many, where the line says so.
  public var count: Int64?
  /// The line that says so, without its envelope, cut where it is long.
  public var text: String
  /// What they may have been.
  public var concern: Concern

  /// A loss.
  public init(reporter: Reporter, count: Int64?, text: String, concern: Concern) {
    self.reporter = reporter
    self.count = count
    self.text = text
    self.concern = concern
  }
}

/// A notice and where, when and on which host it was read.
public struct SeenNotice: Sendable {
  /// What was read.
  public var notice: Notice
  /// Its stamp.
  public var stamp: Stamp
  /// That stamp as printed.
  public var stampText: String?
  /// How often the stream's year had turned by then; see ``StreamClock``.
  public var yearTurns: Int
  /// The envelope's host name.
  public var host: String?
  /// The boot, where the envelope says.
  public var bootID: String?
  /// Its line.
  public var place: LinePlace

  /// A notice that was seen.
  public init(
    notice: Notice, stamp: Stamp, stampText: String?, yearTurns: Int, host: String?, bootID: String? = nil,
    place: LinePlace
  ) {
    self.notice = notice
    self.stamp = stamp
    self.stampText = stampText
    self.yearTurns = yearTurns
    self.host = host
    self.bootID = bootID
    self.place = place
  }
}

/// The notices of one input: those that were kept, and how many more there were.
public struct InputNotices: Sendable {
  /// Notices of one kind and host that were counted and not kept.
  public struct Dropped: Sendable {
    /// Their kind.
    public var kind: Notice.Kind
    /// Their host.
    public var host: String?
    /// How many.
    public var count: Int

    /// Notices that were not kept.
    public init(kind: Notice.Kind, host: String?, count: Int) {
      self.kind = kind
      self.host = host
      self.count = count
    }
  }

  /// Those that were kept; of each kind and host the first and the last are.
  public var kept: [SeenNotice] = []
  /// The others.
  public var dropped: [Dropped] = []

  /// No notices.
  public init() {}
}

/// The notices of one kind on one host.
public struct NoticeGroup: Sendable {
  /// Their kind.
  public var kind: Notice.Kind
  /// The host, or nil where the log names none.
  public var host: String?
  /// The boot, where it is known.
  public var bootID: String?
  /// How many there were, copies counted once.
  public var count: Int
  /// Whether copies among them could be told; not where so many came that not all were kept.
  public var isExact: Bool
  /// When the first came, where it is known.
  public var firstTime: Instant?
  /// When the last came.
  public var lastTime: Instant?
  /// The first.
  public var firstText: String
  /// Where that stands.
  public var source: Source

  /// A group of notices.
  public init(
    kind: Notice.Kind, host: String?, bootID: String?, count: Int, isExact: Bool, firstTime: Instant?,
    lastTime: Instant?, firstText: String, source: Source
  ) {
    self.kind = kind
    self.host = host
    self.bootID = bootID
    self.count = count
    self.isExact = isExact
    self.firstTime = firstTime
    self.lastTime = lastTime
    self.firstText = firstText
    self.source = source
  }
}

/// A notice that came shortly before or after an event.
public struct ContextLine: Sendable {
  /// The notice.
  public var notice: Notice
  /// When it came.
  public var time: EventTime
  /// Where its first copy stands.
  public var source: Source

  /// A notice around an event.
  public init(notice: Notice, time: EventTime, source: Source) {
    self.notice = notice
    self.time = time
    self.source = source
  }
}

// The finished case: what renderers print.

/// One kill, each copy of it merged, placed on the timeline.
public struct Event: Sendable {
  /// A fingerprint of the kernel's own facts: the same event has one id whatever file it was read from.
  public var id: String
  /// When.
  public var time: EventTime
  /// Where.
  public var host: String?
  /// How the host is known.
  public var hostBasis: HostBasis?
  /// In which boot.
  public var bootID: String?
  /// What is known of it.
  @inlinable
  public var report: KillReport {
    get { boxedReport.wrappedValue }
    _modify { yield &boxedReport.wrappedValue }
  }
  // Not a wrapped property, whose access is not inlined: each fact would cost a copy of the whole report.
  @usableFromInline var boxedReport: Boxed<KillReport>
  /// The victim's parent, as well as is known.
  public var parent: Parent?
  /// Whose the victim's own cgroup is.
  public var owner: CgroupOwner?
  /// Whose the cgroup is whose limit was hit, for a kill at a cgroup's limit.
  public var limitOwner: CgroupOwner?
  /// The workload that the victim's pod belongs to.
  public var workload: Workload?
  /// How long the victim had been running.
  public var lifetime: Lifetime?
  /// Every copy that was merged.
  public var sources: [Source]
  /// What else the host's kernel said shortly before and after, in time order.
  public var context: [ContextLine] = []
  /// What the host's memory was like in the half hour before, in time order.
  public var memoryBefore: [MemorySample] = []
  /// The container that a status names as killed, where no cgroup tells it.
  public var containerID: String?
  /// The limit that files of the bundle have for the cgroup whose limit was hit.
  public var bundledLimit: MemoryLimit?

  /// An event.
  public init(
    id: String, time: EventTime, host: String?, bootID: String?, report: KillReport, parent: Parent?,
    sources: [Source]
  ) {
    self.init(
      id: id, time: time, host: host, bootID: bootID, sharing: Boxed(wrappedValue: report), parent: parent,
      sources: sources)
  }

  /// An event whose report others may hold too.
  public init(
    id: String, time: EventTime, host: String?, bootID: String?, sharing report: Boxed<KillReport>, parent: Parent?,
    sources: [Source]
  ) {
    self.id = id
    self.time = time
    self.host = host
    self.bootID = bootID
    boxedReport = report
    self.parent = parent
    self.sources = sources
  }
}

/// How sure an inference is.
public enum Confidence: String, Sendable {
  /// The text says so.
  case high
  /// Two texts agree.
  case medium
  /// It fits.
  case low
}

/// A victim's parent and how it is known.
public struct Parent: Hashable, Sendable {
  /// What a parent is known by.
  public enum Basis: String, Sendable {
    /// The kernel chose the parent and killed its child.
    case sacrificedChild = "sacrificed_child"
    /// A process that stays in the victims' cgroup while they come and go.
    case sameCgroup = "same_cgroup"
    /// A list of the host's processes, of the same boot, shows the victim or others of its name as its children.
    case processList = "process_list"
    /// A supervisor logged the victim's death, with its own pid and the victim's.
    case witnessLine = "witness_line"
    /// The victim was the main process of a unit, and systemd started it.
    case unit
  }

  /// Its id.
  public var pid: Int64
  /// Whether that is its id within the victim's container, which the host's processes do not have.
  public var isPIDOfContainer = false
  /// Its name.
  public var comm: String?
  /// The evidence.
  public var basis: Basis
  /// How sure that is.
  public var confidence: Confidence
  /// The file that shows it, where it is not the report itself.
  public var path: String?
  /// The line of that file.
  public var line: Int?

  /// A parent.
  public init(pid: Int64, comm: String?, basis: Basis, confidence: Confidence) {
    self.pid = pid
    self.comm = comm
    self.basis = basis
    self.confidence = confidence
  }
}

/// One input and what it was taken for.
public struct Input: Sendable {
  /// Its path.
  public var path: String
  /// `text`, `gzip`, `binary`, `empty`, `unreadable` …
  public var kind: String
  /// The envelope most of its lines have, or nil.
  public var envelope: String?
  /// The host most of its lines name, or nil.
  public var host: String?
  /// Bytes of the decoded stream.
  public var bytes: Int64
  /// Lines of the decoded stream, or nil where they were not counted.
  public var lines: Int?
  /// The first stamp.
  public var firstTime: EventTime?
  /// The last stamp.
  public var lastTime: EventTime?
  /// How many kill reports were read from it; where those are none, how many events it is a source of.
  public var events: Int
  /// How many lines that are no kills and may explain one.
  public var notices = 0
  /// What was wrong with it.
  public var problems: [Problem]
  /// What its stamps say of their years.
  @Boxed public var clock = StreamClock()
  /// Its first and its last stamp.
  public var stamps: (first: SeenStamp?, last: SeenStamp?) = (nil, nil)
  /// The boots that begin in it, in order.
  public var boots: [BootStart] = []
  /// What in it ties the kernel's clock to the wall's.
  public var anchors: [ClockAnchor] = []
  /// What its lines say of how much memory their hosts have.
  public var memory: [SeenMemory] = []
  /// What its lines say of deaths that others than the killer saw.
  public var witnesses: [SeenWitness] = []
  /// What its lines call pods and containers.
  public var podNames: [PodName] = []
  /// What it says of Kubernetes' pods, nodes and events.
  @Boxed public var kubernetes: KubernetesFacts
  /// What most inputs say of Kubernetes, in one place.
  private static let noKubernetes = Boxed(wrappedValue: KubernetesFacts())

  /// An input.
  public init(path: String, kind: String) {
    _kubernetes = Self.noKubernetes
    self.path = path
    self.kind = kind
    bytes = 0
    events = 0
    problems = []
  }
}

/// One host.
public struct Host: Sendable {
  /// Its name.
  public var name: String
  /// The boots seen, by id.
  public var boots: [String]
  /// The kernels seen.
  public var kernelReleases: [String]
  /// How many kills.
  public var events: Int
  /// The first kill.
  public var firstTime: Instant?
  /// The last kill.
  public var lastTime: Instant?
  /// What files say of it.
  public var facts = HostFacts()

  /// A host.
  public init(
    name: String, boots: [String], kernelReleases: [String], events: Int, firstTime: Instant?, lastTime: Instant?
  ) {
    self.name = name
    self.boots = boots
    self.kernelReleases = kernelReleases
    self.events = events
    self.firstTime = firstTime
    self.lastTime = lastTime
  }
}

/// Kills that repeat under one key.
public struct Group: Sendable {
  /// What repeats: `kind`, `name` and what else tells it apart, as named strings.
  public var key: [Named<String>]
  /// For `by_parent`: how the parents are known.
  public var parent: Parent?
  /// How many kills.
  public var kills: Int
  /// The first.
  public var firstTime: Instant?
  /// The last.
  public var lastTime: Instant?
  /// On which hosts.
  public var hosts: [String]
  /// Names that died, and how often.
  public var victims: [Named<Int>]
  /// The events, in time order.
  public var eventIDs: [String]
  /// Seconds between kills; nil below two placed kills.
  public var interval: Interval?
  /// Memory when the kills came.
  public var memoryAtKill: MemoryAtKill?
  /// The limits that were hit.
  public var limitAtKill: LimitAtKill?
  /// Whether memory grows into the limit or hits it at once; nil where nothing shows which.
  public var growth: Growth?
  /// Whether it was still going on when the logs of its hosts end; nil where they do not tell.
  public var isOngoing: Bool?
  /// For `byParent`: whether the parent was there when its children died, and not among the dead.
  public var parentSurvives: Bool?
  /// How often its containers were started again, where their objects say so.
  public var restarts: Int64?

  /// Seconds between neighbouring kills.
  public struct Interval: Hashable, Sendable {
    /// The shortest.
    public var minimum: Double
    /// The middle one.
    public var median: Double
    /// The longest.
    public var maximum: Double

    /// An interval.
    public init(minimum: Double, median: Double, maximum: Double) {
      self.minimum = minimum
      self.median = median
      self.maximum = maximum
    }
  }

  /// Resident memory of the victims when they died.
  public struct MemoryAtKill: Hashable, Sendable {
    /// Which way it goes.
    public enum Trend: String, Sendable {
      case growing, flat, shrinking, mixed
    }
    /// How many kills tell it.
    public var count: Int
    /// At the first of these kills.
    public var first: Bytes
    /// At the last.
    public var last: Bytes
    /// The least.
    public var minimum: Bytes
    /// The most.
    public var maximum: Bytes
    /// Nil below three kills.
    public var trend: Trend?

    /// Memory at the kills.
    public init(count: Int, first: Bytes, last: Bytes, minimum: Bytes, maximum: Bytes, trend: Trend?) {
      self.count = count
      self.first = first
      self.last = last
      self.minimum = minimum
      self.maximum = maximum
      self.trend = trend
    }
  }

  /// A group of `kills` under `key`.
  public init(
    key: [Named<String>], parent: Parent?, kills: Int, firstTime: Instant?, lastTime: Instant?, hosts: [String],
    victims: [Named<Int>], eventIDs: [String], interval: Interval?, memoryAtKill: MemoryAtKill?
  ) {
    self.key = key
    self.parent = parent
    self.kills = kills
    self.firstTime = firstTime
    self.lastTime = lastTime
    self.hosts = hosts
    self.victims = victims
    self.eventIDs = eventIDs
    self.interval = interval
    self.memoryAtKill = memoryAtKill
  }
}

/// Kills that repeat, by what they have in common.
public struct Groups: Sendable {
  /// By the parent whose children die.
  public var byParent: [Group] = []
  /// By the cgroup whose limit was hit, else the victim's own; and by the owner of that, whose cgroup may be another at
  /// each start.
  public var byCgroup: [Group] = []
  /// By the workload of the victim's pod, and the container where its name is known.
  public var byWorkload: [Group] = []
  /// By the victim's name.
  public var byProcess: [Group] = []
  /// By host.
  public var byHost: [Group] = []
  /// By Kubernetes namespace.
  public var byNamespace: [Group] = []
  /// By Kubernetes node.
  public var byNode: [Group] = []

  /// No groups.
  public init() {}
}

/// Kills that belong together in time and cause.
public struct Incident: Sendable {
  /// What it is like; each a word of `incidents[].kind`.
  public enum Kind: String, Sendable {
    /// One node ran out of memory, and killed whoever was there.
    case nodeStorm = "node_storm"
    /// One owner is killed, started again and killed again, three times or more.
    case crashLoop = "crash_loop"
    /// One owner was hit twice.
    case repeated
    /// One owner's processes were killed on several hosts at about the same time.
    case fleet
    /// Several owners on one host, or kills of which nothing tells the owner.
    case mixed
  }

  /// Stable within the case: made of its first event.
  public var id: String
  /// The hosts it hit.
  public var hosts: [String]
  /// Its first kill.
  public var firstTime: Instant?
  /// Its last kill.
  public var lastTime: Instant?
  /// The kills.
  public var eventIDs: [String]
  /// One plain sentence.
  public var summary: String
  /// What it is like.
  public var kind = Kind.mixed
  /// Whose memory it was, where all kills have one owner.
  public var owner: CgroupOwner?
  /// The workload, where all kills have one.
  public var workload: Workload?

  /// An incident.
  public init(
    id: String, hosts: [String], firstTime: Instant?, lastTime: Instant?, eventIDs: [String], summary: String
  ) {
    self.id = id
    self.hosts = hosts
    self.firstTime = firstTime
    self.lastTime = lastTime
    self.eventIDs = eventIDs
    self.summary = summary
  }
}

/// Everything that was found: what every output format prints.
public struct Case: Sendable {
  /// What was read.
  public var inputs: BoxedArray<Input> = []
  /// The bundles in it whose layout is known, by path.
  public var bundles: [FoundBundle] = []
  /// The hosts with kills, and those of which files tell facts.
  public var hosts: [Host] = []
  /// The kills, in time order.
  public var events: [Event] = []
  /// What repeats.
  public var groups = Groups()
  /// What belongs together.
  public var incidents: [Incident] = []
  /// Who else saw processes die, in time order.
  public var witnesses: [Witness] = []
  /// Every container that a description or an object shows, killed or not.
  public var containers: [Container] = []
  /// Lines that are no kills and may explain some.
  public var notices: [NoticeGroup] = []
  /// What was wrong with the input, all inputs together.
  public var problems: [Problem] = []
  /// What the evidence proves to be wrong.
  public var findings: [Finding] = []
  /// Which events were asked for, where not all were.
  public var filter: AppliedFilter?

  /// An empty case.
  public init() {}
}

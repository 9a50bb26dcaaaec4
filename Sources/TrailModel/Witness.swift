// Who else saw a process die: a supervisor, a parent or a runtime that logged it.

/// A process as a program other than the kernel names it.
public struct NamedProcess: Hashable, Sendable {
  /// Its id, as the speaker counts: in a container that is not the kernel's.
  public var pid: Int64?
  /// Its name.
  public var name: String?

  /// A process, as far as it is named.
  public init(pid: Int64? = nil, name: String? = nil) {
    self.pid = pid
    self.name = name
  }
}

/// What one line of a supervisor, a parent or a runtime says of a death.
public struct WitnessStatement: Hashable, Sendable {
  /// What it says of the cause.
  public enum Certainty: String, Sendable {
    /// It was an OOM kill.
    case oom
    /// Signal 9, from whomever.
    case sigkill
    /// Another cause.
    case notOOM = "not_oom"
    /// Not even the signal: a child was gone and was started anew.
    case unknown
  }

  /// What spoke: `systemd`, `postgresql`, `gunicorn` …
  public var kind: String
  /// What it says of the cause.
  public var certainty: Certainty
  /// The parent of the dead.
  public var parent: NamedProcess?
  /// The dead.
  public var child: NamedProcess?
  /// What the kernel may call the dead, where the speaker calls it otherwise; a name that ends in `*` is its beginning.
  public var comms: [String] = []
  /// The signal.
  public var signal: Int64?
  /// systemd's unit.
  public var unit: String?
  /// The pid of the systemd that says it: 1 is the host's, others are users'.
  public var manager: Int64?
  /// The container's id; conmon logs the first 20 digits.
  public var containerID: String?
  /// The control group.
  public var cgroup: String?
  /// The job and step of a batch system.
  public var job: String?
  /// How many kills the speaker counted.
  public var kills: Int64?
  /// Whether it proves a kill by itself.
  public var tellsKill = false
  /// Whether the dead is the unit's main process, so that systemd is its parent.
  public var isMain = false
  /// Who else than the kernel killed, where the line says so.
  public var killer: Killer?
  /// The pod that the kubelet evicted.
  public var evicted: PodName?
  /// Why the cause is another one, or is not certain.
  public var reason: String?
  /// How often the unit was restarted, as its line says shortly behind.
  public var restarts: Int64?
  /// The most memory that the run had in use.
  public var memoryPeak: Bytes?
  /// How long the dead had lived, in nanoseconds.
  public var age: Int64?
  /// When the death was, where the line says another time than its own (nanoseconds since 1970, UTC).
  public var died: Int64?
  /// The words.
  public var text: String

  /// A statement of `kind` in the words `text`.
  public init(_ kind: String, _ certainty: Certainty, text: String) {
    self.kind = kind
    self.certainty = certainty
    self.text = text
    if certainty == .sigkill { signal = 9 }
  }
}

/// A statement and where, when and on which host it was read.
public struct SeenWitness: Sendable {
  /// What was said.
  public var statement: WitnessStatement
  /// Its stamp.
  public var stamp: Stamp
  /// That stamp as printed.
  public var stampText: String?
  /// See ``StreamClock``.
  public var yearTurns: Int
  /// The envelope's host name.
  public var host: String?
  /// The boot, where the envelope says.
  public var bootID: String?
  /// Its line.
  public var place: LinePlace

  /// A statement that was read.
  public init(
    statement: WitnessStatement, stamp: Stamp, stampText: String?, yearTurns: Int, host: String?, bootID: String?,
    place: LinePlace
  ) {
    self.statement = statement
    self.stamp = stamp
    self.stampText = stampText
    self.yearTurns = yearTurns
    self.host = host
    self.bootID = bootID
    self.place = place
  }
}

/// A witness with its copies, and the event it saw.
public struct Witness: Sendable {
  /// What it was matched by.
  public enum MatchBasis: String, Sendable {
    /// The pid of the dead, and the time.
    case childPID = "child_pid"
    /// The container's id in the victim's control group.
    case containerID = "container_id"
    /// The log of the victim's container, which has it, and the time; pids are others there.
    case containerLog = "container_log"
    /// The unit in the victim's control group.
    case unit
    /// The victim's control group, word for word.
    case cgroup
    /// The job in the victim's control group.
    case job
    /// The name of the dead, and the time.
    case childName = "child_name"
    /// The victim's name in that of the unit, and the time.
    case unitName = "unit_name"
    /// The time alone, where nothing else was killed then.
    case time
    /// Nothing but itself proves the event.
    case itself
  }

  /// How it was matched.
  public struct Match: Hashable, Sendable {
    /// By what.
    public var basis: MatchBasis
    /// How sure that is.
    public var confidence: Confidence

    /// A match.
    public init(basis: MatchBasis, confidence: Confidence) {
      self.basis = basis
      self.confidence = confidence
    }
  }

  /// What was said.
  public var statement: WitnessStatement
  /// When.
  public var time: EventTime
  /// Where.
  public var host: String?
  /// In which boot.
  public var bootID: String?
  /// Whether the dead is known from the event, not from the witness.
  public var isChildFromEvent = false
  /// The event that it saw.
  public var eventID: String?
  /// How that is known.
  public var match: Match?
  /// Every copy that was merged.
  public var sources: [Source]

  /// A witness.
  public init(statement: WitnessStatement, time: EventTime, host: String?, bootID: String?, sources: [Source]) {
    self.statement = statement
    self.time = time
    self.host = host
    self.bootID = bootID
    self.sources = sources
  }
}

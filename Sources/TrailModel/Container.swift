// Containers of Kubernetes: what their statuses say of how they ended, and what the case makes of that.

/// One container of a pod, each text about it merged. What no text says is nil.
public struct Container: Sendable {
  /// Which of a pod's lists it is in.
  public enum Kind: String, Sendable {
    /// Runs before the others.
    case initial = "init"
    /// Does the pod's work.
    case app
    /// Added for debugging.
    case ephemeral
  }

  /// How it ended, as well as the evidence tells.
  public enum Verdict: String, Sendable {
    /// The kernel's OOM killer killed it, or a process of it.
    case oomKilled = "oom_killed"
    /// The kubelet evicted its pod because the node was short of memory.
    case evictedForMemory = "evicted_memory"
    /// The kubelet evicted its pod for something else.
    case evictedOtherwise = "evicted_other"
    /// It was stopped on purpose: a probe, a deletion.
    case killedOtherwise = "killed_other"
    /// It died by SIGKILL, and nothing shows who sent that.
    case killedUnproven = "killed_unproven"
    /// It runs, or ended by itself and well, and no text says otherwise.
    case healthy
    /// The texts do not tell.
    case unknown
  }

  /// A kill, or an eviction, that this container's fate was joined to.
  public struct Join: Hashable, Sendable {
    /// What shows that they belong together.
    public enum Basis: String, Sendable {
      /// The container's id stands in the victim's cgroup.
      case containerID = "container_id"
      /// The pod's uid does.
      case podUID = "pod_uid"
      /// Both were on one node within seconds.
      case nodeAndTime = "node_time"
      /// A Kubernetes event names the pod and the process.
      case podEvent = "pod_event"
      /// The event is made of this status and of nothing else.
      case status
    }

    /// The event.
    public var eventID: String
    /// The evidence.
    public var basis: Basis
    /// How sure that is.
    public var confidence: Confidence

    /// A join.
    public init(eventID: String, basis: Basis, confidence: Confidence) {
      self.eventID = eventID
      self.basis = basis
      self.confidence = confidence
    }
  }

  /// Its namespace.
  public var namespace: String?
  /// Its pod's name.
  public var pod: String?
  /// Its pod's uid.
  public var podUID: String?
  /// Its name.
  public var name: String?
  /// Which list it is in.
  public var kind: Kind?
  /// The node its pod runs on.
  public var node: String?
  /// What keeps its pod running.
  public var workload: Workload?
  /// `Guaranteed`, `Burstable` or `BestEffort`.
  public var qosClass: String?
  /// The id of its newest instance, without the runtime's prefix.
  public var containerID: String?
  /// `containerd`, `cri-o` or `docker`.
  public var runtime: String?
  /// How often it was restarted.
  public var restartCount: Int64?
  /// What it may use.
  public var limits = ContainerResources()
  /// What is set aside for it.
  public var requests = ContainerResources()
  /// What it does now.
  public var state: ContainerState?
  /// How its instance before this one ended.
  public var lastState: ContainerState?
  /// The pod's phase, or the STATUS column of a table.
  public var podStatus: String?
  /// Why the pod is in that phase: `Evicted`.
  public var podReason: String?
  /// A sentence about it.
  public var podMessage: String?
  /// How it ended.
  public var verdict = Verdict.unknown
  /// Why that is the verdict, in a sentence or two.
  public var verdictReason = ""
  /// The kills and evictions that it was joined to.
  public var joins: [Join] = []
  /// Where it is told of.
  public var sources: [Source] = []

  /// A container of which nothing is known.
  public init() {}
}

/// Amounts of memory and of processor time.
public struct ContainerResources: Hashable, Sendable {
  /// Memory.
  public var memory: Bytes?
  /// Thousandths of a processor.
  public var cpuMillicores: Int64?

  /// Nothing is said.
  public init() {}
}

/// A container's state, or the last one of the instance before.
public struct ContainerState: Hashable, Sendable {
  /// The kinds of state, as the API names them.
  public enum Kind: String, Sendable {
    /// It runs.
    case running = "Running"
    /// It does not run yet, or not again.
    case waiting = "Waiting"
    /// It has ended.
    case terminated = "Terminated"
  }

  /// Its kind.
  public var kind: Kind
  /// `OOMKilled`, `Error`, `CrashLoopBackOff` …
  public var reason: String?
  /// The exit code; 128 and a signal's number where that ended it.
  public var exitCode: Int64?
  /// The signal, where the runtime says so.
  public var signal: Int64?
  /// When this instance started.
  public var started: Instant?
  /// When it ended.
  public var finished: Instant?
  /// The termination log, or a sentence about it.
  public var message: String?
  /// The id of the instance that ended, without the runtime's prefix; a description in text does not have it.
  public var containerID: String?
  /// Where it is told.
  public var source: Source?

  /// A state of this kind.
  public init(_ kind: Kind) { self.kind = kind }
}

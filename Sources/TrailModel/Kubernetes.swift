// What one text says of Kubernetes' objects: pods, nodes and events, as they were read.

/// Everything that one input says.
public struct KubernetesFacts: Sendable {
  /// Pods, in the order of the text.
  public var pods: [PodRecord] = []
  /// Nodes.
  public var nodes: [NodeRecord] = []
  /// Events of the reasons that verdicts and times need.
  public var events: [KubernetesEvent] = []
  /// Objects beyond those that are kept.
  public var dropped = 0
  /// Objects of which more was in the text than is kept of one: how many, and the first of them.
  public var cut: (count: Int, first: Source)?
  /// Where the text ends, if it ends within an object.
  public var openEnd: LinePlace?
  /// Whether some age is one that clients before 1.12 do not print: all of the text are read that way then.
  public var hasNewAges = false

  /// Pods and events of one input beyond this are not kept.
  public static let most = 200_000

  /// Whether nothing was read.
  public var isEmpty: Bool { pods.isEmpty && nodes.isEmpty && events.isEmpty && dropped == 0 }

  /// How many pods, nodes and events were read.
  public var count: Int { pods.count + nodes.count + events.count + dropped }

  /// Nothing yet.
  public init() {}

  /// Adds what another reader found in the same text.
  public mutating func add(_ part: KubernetesFacts) {
    part.pods.forEach { add($0) }
    part.nodes.forEach { add($0) }
    part.events.forEach { add($0) }
    dropped += part.dropped
    hasNewAges = hasNewAges || part.hasNewAges
    openEnd = openEnd ?? part.openEnd
    guard let more = part.cut else { return }
    let first = cut.map { $0.first.firstOffset < more.first.firstOffset ? $0.first : more.first } ?? more.first
    cut = ((cut?.count ?? 0) + more.count, first)
  }

  /// Notes that something of the object at `source` is not kept.
  public mutating func cut(_ source: Source) { cut = ((cut?.count ?? 0) + 1, cut?.first ?? source) }

  /// Keeps a pod, if there is room.
  public mutating func add(_ pod: PodRecord) {
    if pods.count < Self.most { pods.append(pod) } else { dropped += 1 }
  }

  /// Keeps a node, if there is room.
  public mutating func add(_ node: NodeRecord) {
    if nodes.count < Self.most { nodes.append(node) } else { dropped += 1 }
  }

  /// Keeps an event, if there is room.
  public mutating func add(_ event: KubernetesEvent) {
    if events.count < Self.most { events.append(event) } else { dropped += 1 }
  }
}

/// A pod as one text tells of it. What it does not say is nil.
public struct PodRecord: Sendable {
  /// An owner that the pod names.
  public struct Owner: Hashable, Sendable {
    /// `ReplicaSet` …
    public var kind: String
    /// Its name.
    public var name: String

    /// An owner.
    public init(kind: String, name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// Whether it was read as JSON or YAML, so that all of its text is its own.
  public var isObject = false
  /// Its namespace.
  public var namespace: String?
  /// Its name.
  public var name: String?
  /// Its uid, which its cgroups are called by.
  public var uid: String?
  /// The node, without its address.
  public var node: String?
  /// Its phase, `Terminating`, or the STATUS column of a table.
  public var status: String?
  /// Why it is in that phase: `Evicted`.
  public var reason: String?
  /// A sentence about that.
  public var message: String?
  /// `Guaranteed`, `Burstable` or `BestEffort`.
  public var qosClass: String?
  /// When the kubelet took it.
  public var started: Instant?
  /// When it was evicted or deleted, by its condition `DisruptionTarget`.
  public var disrupted: Instant?
  /// The owner that controls it.
  public var owner: Owner?
  /// The labels that tell a workload.
  public var labels: [String: String] = [:]
  /// Whether the text would name an owner if there were one.
  public var isWhole = false
  /// Whether it is being deleted.
  public var isTerminating = false
  /// Restarts of all its containers, where a table has that alone.
  public var restarts: Int64?
  /// Its containers: those that run first, then the others.
  public var containers: [ContainerRecord] = []
  /// Where it stands.
  public var source: Source

  /// A pod of which only the place is known.
  public init(source: Source) { self.source = source }
}

/// A container as one text tells of it. What it does not say is nil.
public struct ContainerRecord: Sendable {
  /// Its name.
  public var name: String?
  /// Which of the pod's lists it is in.
  public var kind: Container.Kind?
  /// Without the runtime's prefix.
  public var containerID: String?
  /// `containerd`, `cri-o` or `docker`.
  public var runtime: String?
  /// How often it was restarted.
  public var restartCount: Int64?
  /// What it may use.
  public var limits = ContainerResources()
  /// What is set aside for it.
  public var requests = ContainerResources()
  /// What it does.
  public var state: ContainerState?
  /// How its instance before this one ended.
  public var lastState: ContainerState?
  /// Where it stands.
  public var source: Source

  /// A container of which only the place is known.
  public init(source: Source) { self.source = source }
}

/// A node as one text tells of it. What it does not say is nil.
public struct NodeRecord: Sendable {
  /// A condition, `MemoryPressure` among them.
  public struct Condition: Hashable, Sendable {
    /// `MemoryPressure` …
    public var type: String
    /// `True`, `False` or `Unknown`.
    public var status: String
    /// When the kubelet last said so.
    public var heartbeat: Instant?
    /// Since when it is so.
    public var transition: Instant?
    /// Why, in one word.
    public var reason: String?

    /// A condition.
    public init(type: String, status: String, heartbeat: Instant?, transition: Instant?, reason: String?) {
      self.type = type
      self.status = status
      self.heartbeat = heartbeat
      self.transition = transition
      self.reason = reason
    }
  }

  /// Its name.
  public var name: String?
  /// Memory of the machine (MemTotal).
  public var capacity: Bytes?
  /// Memory that pods may use.
  public var allocatable: Bytes?
  /// `/proc/sys/kernel/random/boot_id`.
  public var bootID: String?
  /// `/etc/machine-id`.
  public var machineID: String?
  /// `uname -r`.
  public var kernelRelease: String?
  /// The name of its distribution.
  public var osImage: String?
  /// `containerd://1.7.27`.
  public var runtimeVersion: String?
  /// `v1.32.4`.
  public var kubeletVersion: String?
  /// What the kubelet finds of it.
  public var conditions: [Condition] = []
  /// When the kubelet last renewed its lease.
  public var renewed: Instant?
  /// Where it stands.
  public var source: Source

  /// A node of which only the place is known.
  public init(source: Source) { self.source = source }
}

/// An event of Kubernetes: something that a component tells of an object.
public struct KubernetesEvent: Sendable {
  /// When, as well as the text says.
  public enum Time: Hashable, Sendable {
    /// At this time.
    case at(Instant)
    /// So long before the text was printed.
    case ago(KubernetesAge)
  }

  /// `OOMKilling`, `Evicted`, `BackOff` …
  public var reason: String
  /// A sentence, or a line of the kernel's.
  public var message: String
  /// `Pod` or `Node`.
  public var objectKind: String?
  /// The name of the object that it is about.
  public var objectName: String?
  /// Its uid.
  public var objectUID: String?
  /// Its namespace.
  public var namespace: String?
  /// The container that a field path names.
  public var container: String?
  /// Who tells it: `kubelet`.
  public var component: String?
  /// The node that it tells it from.
  public var host: String?
  /// How often it came.
  public var count: Int64?
  /// When it came first.
  public var first: Time?
  /// When it came last.
  public var last: Time?
  /// Where it stands.
  public var source: Source

  /// An event.
  public init(reason: String, message: String, source: Source) {
    self.reason = reason
    self.message = message
    self.source = source
  }
}

/// How long ago something was, as kubectl rounds it: seconds before the text was printed.
public struct KubernetesAge: Hashable, Sendable {
  /// At least so many seconds.
  public var least: Int64
  /// Less than so many, as clients of 1.12 and later print it.
  public var end: Int64
  /// Less than so many, as older ones print it.
  public var oldEnd: Int64
  /// Whether older ones do not print it.
  public var isNew: Bool

  /// An age.
  public init(least: Int64, end: Int64, oldEnd: Int64, isNew: Bool) {
    self.least = least
    self.end = end
    self.oldEnd = oldEnd
    self.isNew = isNew
  }
}

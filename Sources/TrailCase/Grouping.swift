// Counts what repeats: kills under one parent, in one cgroup, of one owner, workload or name.

import TrailModel

extension Groups {
  /// The groups of `events`, which are in the order of the timeline.
  ///
  /// A workload has a group for each of its containers, and where that is not one alone, one without a container, which is
  /// the whole.
  ///
  /// Only events in which somebody died are counted, each once per group, also where it took several
  /// processes. Names are counted by process: in `byProcess` those of the group's name, elsewhere everybody who died.
  /// An event whose members (`alsoKilled`) bear another name than its victim is therefore in the group of each name.
  init(_ events: [Event], ends: LogEnds = LogEnds()) {
    self.init()
    let kills = events.filter(\.isKill)
    byParent = Self.parents(in: kills, ends)
    byCgroup = Self.cgroups(in: kills, ends)
    byWorkload = Self.workloads(in: kills, ends)
    byProcess = Self.processes(in: kills, ends)
    byHost = Self.named("host", in: kills, ends, \.host)
    byNamespace = Self.named("namespace", in: kills, ends, \.namespace)
    byNode = Self.named("node", in: kills, ends, \.node)
  }

  private struct ParentKey: Hashable {
    var host: String?
    var bootID: String?
    var pid: Int64
    var comm: String?
    /// The owner within which the pid counts, where it is not the host's; of what systemd starts, the unit.
    var owner: String?
    /// How often the host had started anew by then, as far as the kernel's clock shows it.
    var start: Int
  }

  private static func parents(in kills: [Event], _ ends: LogEnds) -> [Group] {
    var gatherings = Gatherings<ParentKey>(ends)
    var clocks = KernelClocks()
    for event in kills {
      let start = clocks.start(of: event)
      guard let parent = event.parent else { continue }
      let owner = parent.isPIDOfContainer || parent.basis == .unit ? event.owner?.title : nil
      let key = ParentKey(
        host: event.host, bootID: event.bootID, pid: parent.pid, comm: parent.comm, owner: owner, start: start)
      gatherings.add(event, to: key, dead: event.dead)
    }
    return gatherings.groups { key, gathering in
      guard let first = gathering.parents.first else { return nil }
      let parent = gathering.parents.dropFirst().reduce(first) {
        $1.confidence.rank < $0.confidence.rank ? $1 : $0
      }
      var names = [
        Named("kind", "parent"), Named("name", key.comm ?? "pid \(key.pid)"), Named("pid", String(key.pid)),
        Named("basis", parent.basis.rawValue),
      ]
      if let owner = key.owner { names.append(Named("within", owner)) }
      if let host = key.host { names.append(Named("host", host)) }
      if let bootID = key.bootID { names.append(Named("boot_id", bootID)) }
      return (names, parent)
    }
  }

  /// Groups of exact cgroups, and of their owners, whose cgroup may be another at each start.
  private static func cgroups(in kills: [Event], _ ends: LogEnds) -> [Group] {
    var exact = Gatherings<String>(ends)
    var owned = Gatherings<String>(ends)
    for event in kills {
      if let cgroup = event.report.limitCgroup ?? event.report.ownCgroup {
        exact.add(event, to: cgroup, dead: event.dead)
      }
      guard let owner = event.answerable, owner.isKnown else { continue }
      owned.add(event, to: owner.key, dead: event.dead)
    }
    let groups =
      exact.groups { key, _ in ([Named("kind", "cgroup"), Named("name", key)], nil) }
      + owned.groups { key, gathering in
        gathering.owner.map { (Self.key(of: $0), nil) }
      }
    return groups.enumerated().sorted { ($1.element.kills, $0.offset) < ($0.element.kills, $1.offset) }.map(\.element)
  }

  private static func key(of cgroup: CgroupOwner) -> [Named<String>] {
    let owner = cgroup.owner
    var names = [Named("kind", owner.kind.rawValue), Named("name", cgroup.title), Named("owner", cgroup.key)]
    if let namespace = owner.namespace { names.append(Named("namespace", namespace)) }
    if let pod = owner.pod { names.append(Named("pod", pod)) }
    if let uid = owner.podUID { names.append(Named("pod_uid", uid)) }
    if let container = owner.container { names.append(Named("container", container)) }
    return names
  }

  private struct WorkloadKey: Hashable {
    var workload: Workload
    var container: String?
  }

  private static func workloads(in kills: [Event], _ ends: LogEnds) -> [Group] {
    var gatherings = Gatherings<WorkloadKey>(ends)
    let owned = kills.compactMap { event in
      event.workload.map { (event, WorkloadKey(workload: $0, container: event.container)) }
    }
    var containers: [Workload: Set<String?>] = [:]
    for (_, key) in owned { containers[key.workload, default: []].insert(key.container) }
    for (event, key) in owned {
      gatherings.add(event, to: key, dead: event.dead)
      // Where several containers of it died, or of some it is not known which, it is counted as a whole, too.
      guard key.container != nil, containers[key.workload]?.count ?? 0 > 1 else { continue }
      gatherings.add(event, to: WorkloadKey(workload: key.workload, container: nil), dead: event.dead)
    }
    return gatherings.groups { key, _ in
      var names = [Named("kind", key.workload.kind ?? "workload"), Named("name", key.workload.name)]
      if let namespace = key.workload.namespace { names.append(Named("namespace", namespace)) }
      if let container = key.container { names.append(Named("container", container)) }
      names.append(Named("basis", key.workload.basis.rawValue))
      return (names, nil)
    }
  }

  private static func processes(in kills: [Event], _ ends: LogEnds) -> [Group] {
    var gatherings = Gatherings<String>(ends)
    for event in kills {
      var names: [String] = []
      for case let comm? in event.dead.map(\.comm) where !names.contains(comm) { names.append(comm) }
      for name in names { gatherings.add(event, to: name, dead: event.dead.filter { $0.comm == name }) }
    }
    return gatherings.groups { key, _ in ([Named("kind", "process"), Named("name", key)], nil) }
  }

  /// Groups by something that each event has one of, or none.
  private static func named(_ kind: String, in kills: [Event], _ ends: LogEnds, _ name: (Event) -> String?) -> [Group] {
    var gatherings = Gatherings<String>(ends)
    for event in kills { if let key = name(event) { gatherings.add(event, to: key, dead: event.dead) } }
    return gatherings.groups { key, _ in ([Named("kind", kind), Named("name", key)], nil) }
  }
}

/// The kernel's clocks of hosts, by which boots are told apart that no id tells.
private struct KernelClocks {
  private var last: [String?: (wall: Int64, monotonic: Int64, start: Int)] = [:]

  /// How often the clock of the event's host was behind what had passed since the event before: by half of it, which no
  /// drift is. (A host that slept has such a clock, too; its parents are counted apart then.)
  mutating func start(of event: Event) -> Int {
    let before = last[event.host]
    guard let wall = event.time.wall?.nanoseconds, let monotonic = event.time.monotonic else {
      return before?.start ?? 0
    }
    let passed = before.map { wall.saturating(-$0.wall) } ?? 0
    let ran = before.map { monotonic.saturating(-$0.monotonic) } ?? 0
    let isNew = passed > 60_000_000_000 && ran < passed / 2
    let start = (before?.start ?? 0) + (isNew ? 1 : 0)
    last[event.host] = (wall, monotonic, start)
    return start
  }
}

extension Event {
  /// The Kubernetes namespace of the victim's pod.
  var namespace: String? { owner?.chain.lazy.compactMap(\.namespace).first ?? workload?.namespace }

  /// The victim's container, by name.
  var container: String? { owner?.chain.lazy.compactMap(\.container).first }

  /// The victim's pod.
  var pod: String? { owner?.chain.lazy.compactMap(\.pod).first }

  /// The Kubernetes node, where it is one: pods ran there.
  var node: String? { isOfKubernetes ? host : nil }

  private var isOfKubernetes: Bool {
    [owner, limitOwner].contains { $0?.chain.contains { $0.kind.isOfKubernetes } ?? false }
  }
}

extension Owner.Kind {
  fileprivate var isOfKubernetes: Bool {
    switch self {
    case .kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode: true
    default: false
    }
  }
}

extension Confidence {
  /// Less is surer.
  var rank: Int {
    switch self {
    case .high: 0
    case .medium: 1
    case .low: 2
    }
  }
}

// Pods as several texts tell of them, put together: by uid, else by namespace and name.

import TrailModel

/// A pod, everything that was read of it.
struct MergedPod {
  var namespace: String?
  var name: String?
  var uid: String?
  /// The uid in the cgroup of a kill that it was joined to by node and time alone.
  var inferredUID: String?
  var node: String?
  /// When the kubelet first saw it.
  var started: Instant?
  var status: String?
  /// Whether ``status`` is a table's column, which mixes the pod's and its containers' words.
  var hasColumn = false
  /// The columns of a table, if one lists it.
  private(set) var column: (status: String, restarts: Int64)?
  var reason: String?
  var message: String?
  var qosClass: String?
  var disrupted: Instant?
  /// When an event of its eviction was, where it tells that to the minute.
  var evicted: Instant?
  var owner: PodRecord.Owner?
  var labels: [String: String] = [:]
  var isWhole = false
  var isTerminating = false
  var restarts: Int64?
  var containers: [MergedContainer] = []
  /// The containers' places by their names.
  private var places: [String: [Int]] = [:]
  var sources: [Source] = []
  /// Where its reason is told.
  var reasonSource: Source?
  /// The numbers of the events about it.
  var events: [Int] = []
  /// What it was joined to, where none of its containers is known.
  var joins: [DraftJoin] = []

  /// Whether the table tells of more than the containers do: they are not known, or it is newer and there is but one.
  var isColumnNews: Bool {
    guard let only = containers.first else { return true }
    guard containers.count == 1, let told = only.container.restartCount, let column else { return false }
    return column.restarts > told && !only.ends.contains(where: \.isOOMKilled)
  }

  /// Why it was evicted, as it says itself.
  var eviction: Eviction? { Eviction(reason: reason, message: message) }

  mutating func add(_ record: PodRecord) {
    namespace.fill(from: record.namespace)
    name.fill(from: record.name)
    uid.fill(from: record.uid)
    node.fill(from: record.node)
    started.fill(from: record.started)
    qosClass.fill(from: record.qosClass)
    owner.fill(from: record.owner)
    disrupted.fill(from: record.disrupted)
    restarts.fill(from: record.restarts)
    labels.merge(record.labels) { first, _ in first }
    isWhole = isWhole || record.isWhole
    isTerminating = isTerminating || record.isTerminating
    let isColumn = record.restarts != nil
    if let status = record.status, let count = record.restarts, count >= column?.restarts ?? 0 {
      column = (status, count)
    }
    if status == nil || hasColumn && !isColumn {
      if record.status != nil { hasColumn = isColumn }
      status = record.status ?? status
    }
    // An eviction is final: what was read before it is older.
    if reason == nil || reason != "Evicted" && record.reason == "Evicted" {
      if record.reason != nil { reasonSource = record.source }
      reason = record.reason ?? reason
      message = record.message ?? message
    }
    message.fill(from: record.message)
    if !sources.contains(record.source) { sources.append(record.source) }
    for container in record.containers { add(container) }
  }

  private mutating func add(_ record: ContainerRecord) {
    let alike = record.name.flatMap { places[$0] } ?? []
    if let index = alike.first(where: { containers[$0].takes(record) }) {
      containers[index].add(record)
    } else {
      if let name = record.name { places[name, default: []].append(containers.count) }
      var container = MergedContainer()
      container.add(record)
      containers.append(container)
    }
  }
}

/// A container, everything that was read of it.
struct MergedContainer {
  var container = Container()
  /// How instances of it ended, each once, in the order of the texts.
  var ends: [ContainerState] = []
  /// Where each of them is told.
  private(set) var endSources: [[Source]] = []
  /// What it was joined to.
  var joins: [DraftJoin] = []
  private var isTold = false

  /// Whether a record may be of this container. Those whose names are lost are never put together.
  func takes(_ record: ContainerRecord) -> Bool {
    guard let name = record.name, name == container.name else { return false }
    return !contradict(container.kind, record.kind)
  }

  mutating func add(_ record: ContainerRecord) {
    container.name.fill(from: record.name)
    container.kind.fill(from: record.kind)
    container.limits.memory.fill(from: record.limits.memory)
    container.limits.cpuMillicores.fill(from: record.limits.cpuMillicores)
    container.requests.memory.fill(from: record.requests.memory)
    container.requests.cpuMillicores.fill(from: record.requests.cpuMillicores)
    // The text that counts more restarts is the newer one.
    let isNewer = isTold && record.restartCount ?? -1 > container.restartCount ?? -1
    if isNewer {
      container.state = record.state ?? container.state
      container.lastState = record.lastState ?? container.lastState
      container.containerID = record.containerID ?? container.containerID
      container.restartCount = record.restartCount
    } else {
      if isTold, contradict(container.restartCount, record.restartCount) {
        // The older one has nothing to say of now.
      } else {
        container.state.fill(from: record.state)
        container.lastState.fill(from: record.lastState)
        container.containerID.fill(from: record.containerID)
      }
      container.restartCount.fill(from: record.restartCount)
    }
    container.runtime.fill(from: record.runtime)
    isTold = isTold || record.state != nil || record.restartCount != nil
    if !container.sources.contains(record.source) { container.sources.append(record.source) }
    for state in [record.lastState, record.state] {
      if let state, state.kind == .terminated { note(state) }
    }
  }

  private mutating func note(_ end: ContainerState) {
    guard let known = ends.firstIndex(where: { $0.isSame(as: end) }) else {
      ends.append(end)
      endSources.append([end.source].compactMap(\.self))
      return
    }
    if let source = end.source { endSources[known].append(source) }
    ends[known].containerID.fill(from: end.containerID)
    ends[known].message.fill(from: end.message)
  }
}

extension ContainerState {
  /// Whether both tell of one instance's end.
  fileprivate func isSame(as other: ContainerState) -> Bool {
    if let containerID, let others = other.containerID { return containerID == others }
    return finished?.wholeSeconds == other.finished?.wholeSeconds && exitCode == other.exitCode
      && reason == other.reason
      && started?.wholeSeconds == other.started?.wholeSeconds
  }

  /// Whether the kubelet made it up, because the runtime knew nothing of the container.
  var isSynthetic: Bool { reason == "ContainerStatusUnknown" || reason == "RestartingAllContainers" }

  /// Whether its main process died by SIGKILL.
  var isSIGKILL: Bool { kind == .terminated && !isSynthetic && (exitCode == 137 || signal == 9) }

  /// Whether the runtime saw the kernel kill in it.
  var isOOMKilled: Bool { kind == .terminated && reason == "OOMKilled" }
}

/// Puts pods together.
struct PodMerger {
  private(set) var pods: [MergedPod] = []
  private var byUID: [String: Int] = [:]
  private var byName: [String: [Int]] = [:]

  /// More pods of one name than this are not compared: nobody restarts one so often.
  private static let mostOfOneName = 64

  mutating func add(_ record: PodRecord) {
    insert(record, at: place(record) ?? pods.count)
  }

  private mutating func insert(_ record: PodRecord, at index: Int) {
    if index == pods.count { pods.append(MergedPod()) }
    pods[index].add(record)
    if let uid = pods[index].uid, byUID[uid] == nil { byUID[uid] = index }
    if let name = pods[index].name, byName[name]?.contains(index) != true, byName[name]?.count ?? 0 < Self.mostOfOneName
    {
      byName[name, default: []].append(index)
    }
  }

  /// The pod that a text means; nil where none of them can be.
  func place(name: String?, namespace: String?, uid: String?) -> Int? {
    places(name: name, namespace: namespace, uid: uid).first
  }

  /// The pods that a text can mean: the one of its uid, else those of its name of which `fits` holds.
  private func places(
    name: String?, namespace: String?, uid: String?, where fits: (MergedPod) -> Bool = { _ in true }
  ) -> [Int] {
    if let uid, let known = byUID[uid] { return [known] }
    guard let name else { return [] }
    return (byName[name] ?? []).filter { index in
      !contradict(pods[index].namespace, namespace) && !contradict(pods[index].uid, uid) && fits(pods[index])
    }
  }

  /// The pod of which a text tells. A pod that was made anew may have the name of the old one: then it runs elsewhere,
  /// or began at another time, or has other containers.
  private func place(_ record: PodRecord) -> Int? {
    let fitting = places(name: record.name, namespace: record.namespace, uid: record.uid) { pod in
      HostName.agree(pod.node, record.node)
        && !contradict(pod.started?.wholeSeconds, record.started?.wholeSeconds)
    }
    let ids = Set(record.containers.compactMap(\.containerID))
    return fitting.first { pods[$0].containers.contains { $0.container.containerID.map(ids.contains) ?? false } }
      ?? fitting.first
  }

  /// Notes an event of a pod, which was at `time` as far as that is known; one that says what became of it makes the pod
  /// known.
  mutating func add(_ event: KubernetesEvent, number: Int, at time: EventTime) {
    let host = event.component == "kubelet" ? event.host : nil
    let index = place(of: event, at: time, host)
    if let index {
      note(event, number: number, at: time, host, at: index)
    } else if event.objectName != nil, event.reason == "Evicted" || event.reason == "CgroupOOM" {
      var record = PodRecord(source: event.source)
      (record.name, record.namespace, record.uid) = (event.objectName, event.namespace, event.objectUID)
      insert(record, at: pods.count)
      note(event, number: number, at: time, host, at: pods.count - 1)
    }
  }

  private func place(of event: KubernetesEvent, at time: EventTime, _ host: String?) -> Int? {
    places(name: event.objectName, namespace: event.namespace, uid: event.objectUID) { pod in
      guard HostName.agree(pod.node, host) else { return false }
      // A pod that was evicted never runs again: another has its name.
      if event.reason == "Evicted" {
        if pod.containers.contains(where: { $0.container.state?.kind == .running }) { return false }
        if pod.reason == "Evicted", let message = pod.message, !message.agrees(with: event.message) { return false }
        // What was long before or after was of another.
        if let evicted = pod.evicted ?? pod.disrupted, let wall = time.wall {
          let apart = distance(evicted.nanoseconds, wall.nanoseconds).saturating(-(time.halfWidth ?? 0))
          if apart > 300_000_000_000 { return false }
        }
      }
      // What was before the pod was of another by that name.
      guard let started = pod.started, let wall = time.wall else { return true }
      return wall.nanoseconds.saturating(time.halfWidth ?? 0).saturating(60_000_000_000) >= started.nanoseconds
    }.first
  }

  private mutating func note(
    _ event: KubernetesEvent, number: Int, at time: EventTime, _ host: String?, at index: Int
  ) {
    if event.reason == "Evicted", time.halfWidth ?? 0 <= 60_000_000_000 { pods[index].evicted.fill(from: time.wall) }
    pods[index].events.append(number)
    pods[index].node.fill(from: host)
    if event.reason == "Evicted", pods[index].message == nil {
      pods[index].reason.fill(from: "Evicted")
      pods[index].message = event.message
      if pods[index].reasonSource == nil { pods[index].reasonSource = event.source }
    }
  }

  /// Changes a pod.
  mutating func change(_ index: Int, _ body: (inout MergedPod) -> Void) { body(&pods[index]) }
}

extension String {
  /// Whether two texts may tell of one eviction, whose figures are hardly ever those of another: the pod's message may
  /// be longer than the event's, or cut.
  fileprivate func agrees(with other: String) -> Bool {
    ![self, other].allSatisfy { $0.hasPrefix("The node was low") } || firstEnd(of: other) != nil
      || other.firstEnd(of: self) != nil
  }
}

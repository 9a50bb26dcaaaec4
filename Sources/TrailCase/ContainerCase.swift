// Containers and kills put together: what the kernel says, what statuses say, and what only a status proves.

import TrailModel

/// A kill or an eviction, by the number of its draft, that a container's fate was joined to.
struct DraftJoin: Hashable {
  var draft: Int
  var basis: Container.Join.Basis
  var confidence: Confidence
}

/// Everything that the inputs say of Kubernetes, against the kernel's events.
struct ContainerCase {
  private var pods = PodMerger()
  /// Events, each with the number of its input, and its time.
  private var events: [(event: KubernetesEvent, input: Int, time: EventTime)] = []
  private var nodes: [String: NodeRecord] = [:]
  /// The ids of all containers that some text names.
  private var knownIDs: Set<String> = []
  /// When kubelets started, by the events of each input.
  private var starts: [Place: [KubernetesEvent.Time]] = [:]
  private var clocks: [DumpClock] = []
  private var kills: KernelKills
  private var drafts: [Draft]
  /// Those that turned out to be copies of others.
  private var dropped: Set<Int> = []
  private let paths: [String: Int]
  /// More than was kept.
  private(set) var problems: [Problem] = []
  /// The drafts with those that only Kubernetes tells of.
  var allDrafts: [Draft] { kept.map { drafts[$0] } }
  private var kept: [Int] { drafts.indices.filter { !dropped.contains($0) } }

  private struct Place: Hashable {
    var input: Int
    var node: String?
  }

  /// Reads what `inputs` and the kubelets among the `witnesses` say; the kernel's kills are in `drafts`, and `taken` tells
  /// when the bundle of a path was taken.
  init(
    _ inputs: BoxedArray<Input>, _ witnesses: [Witness], dumpTime: Instant?, _ drafts: [Draft],
    taken: (_ path: String) -> Instant?
  ) {
    self.drafts = drafts
    let evictions = witnesses.filter { $0.statement.evicted != nil }
    let isAny = !evictions.isEmpty || inputs.contains { !$0.kubernetes.isEmpty }
    kills = KernelKills(isAny ? drafts : [])
    paths = isAny ? Dictionary(inputs.enumerated().map { ($1.path, $0) }) { first, _ in first } : [:]
    guard isAny else { return }
    readClocks(inputs, dumpTime, taken)
    gather(inputs)
    events += evictions.compactMap { witness in
      KubernetesEvent(evictionIn: witness).map { ($0, paths[$0.source.path] ?? 0, witness.time) }
    }
    takeEvents()
    addKernelKills()
    for container in pods.pods.flatMap(\.containers) {
      knownIDs.formUnion(([container.container.containerID] + container.ends.map(\.containerID)).compactMap(\.self))
    }
    for index in pods.pods.indices { joinByIDs(index) }
    joinByTime()
    for index in pods.pods.indices { complete(index) }
  }

  // MARK: Reading

  private mutating func readClocks(_ inputs: BoxedArray<Input>, _ dumpTime: Instant?, _ taken: (String) -> Instant?) {
    clocks = inputs.map { DumpClock($0, given: dumpTime) }
    var moments: [Substring: [ClosedRange<Int64>]] = [:]
    for (input, clock) in zip(inputs, clocks) {
      if let moment = clock.moment { moments[Self.bundle(of: input.path), default: []].append(moment) }
    }
    for index in clocks.indices {
      if let others = moments[Self.bundle(of: inputs[index].path)] { clocks[index].adopt(others) }
      if !inputs[index].kubernetes.isEmpty { clocks[index].adopt(taken: taken(inputs[index].path)) }
    }
  }

  /// The archive that an input lies in, else its directory.
  private static func bundle(of path: String) -> Substring {
    if let end = path.firstEnd(of: "!/") { return path[..<end] }
    return path.lastIndex(of: "/").map { path[...$0] } ?? ""
  }

  private mutating func gather(_ inputs: BoxedArray<Input>) {
    for (number, input) in inputs.enumerated() {
      let facts = input.kubernetes
      for pod in facts.pods { pods.add(pod) }
      for node in facts.nodes {
        if let name = node.name { nodes[name] = nodes[name]?.filled(from: node) ?? node }
      }
      events += facts.events.map { ($0, number, clocks[number].time(of: $0.last ?? $0.first)) }
      if facts.dropped > 0 {
        problems.append(
          Problem(
            path: input.path, kind: .report,
            detail: "It tells of more pods, nodes and events than are kept; \(facts.dropped) were passed over."))
      }
    }
  }

  private mutating func takeEvents() {
    for (number, (event, input, time)) in events.enumerated() {
      if event.objectKind == nil || event.objectKind == "Pod" { pods.add(event, number: number, at: time) }
      let place = Place(input: input, node: node(of: event))
      if event.reason == "Starting", let time = event.last, starts[place]?.count ?? 0 < 100 {
        starts[place, default: []].append(time)
      }
    }
  }

  private func node(of event: KubernetesEvent) -> String? {
    event.host ?? (event.objectKind == "Node" ? event.objectName : nil)
  }

  // MARK: Kills that events tell of

  /// Events about kills by the kernel: each completes the kill that it is of, or is one where nothing else tells it.
  private mutating func addKernelKills() {
    var nameless: [(node: String?, numbers: [Int])] = []
    var places: [String?: Int] = [:]
    for (number, (event, _, _)) in events.enumerated() where event.isKernelKill {
      let pod =
        event.objectKind == "Pod"
        ? pods.place(name: event.objectName, namespace: event.namespace, uid: event.objectUID) : nil
      let host = node(of: event) ?? pod.flatMap { pods.pods[$0].node }
      guard let victim = event.victim else {
        if let known = places[host] {
          nameless[known].numbers.append(number)
        } else {
          places[host] = nameless.count
          nameless.append((host, [number]))
        }
        continue
      }
      let alike = kills.kills(of: victim, host: host, drafts).filter { !dropped.contains($0) }
      // The kernel's line in an event is read as one, too; where the kernel's own log tells that kill, it is a copy.
      let quoted = alike.filter { drafts[$0].event.sources.allSatisfy { $0.isWithin(event.source) } }
      let told = alike.first { !quoted.contains($0) }
      if told != nil { dropped.formUnion(quoted) }
      let draft = told ?? quoted.first ?? drafts.count
      if draft == drafts.count {
        add(kill(by: event, victim), at: isReplayed(number) ? EventTime() : events[number].time, host, [event.source])
      } else {
        complete(draft, by: number, host)
      }
      if let pod, event.reason == "CgroupOOM" {
        pods.change(pod) { $0.addJoin(DraftJoin(draft: draft, basis: .podEvent, confidence: .high)) }
      }
    }
    // Each start of the kubelet tells old kills again, and before 1.16 without a name: so many are at least one.
    for (host, numbers) in nameless where !kills.isKnown(host: host) {
      var report = KillReport(provenBy: .kernel, .killed)
      report.missing = [.header, .kill]
      let isOld = numbers.count > 1 || numbers.contains { isReplayed($0) }
      add(
        report, at: isOld ? EventTime() : events[numbers[0]].time, host,
        numbers.prefix(100).map { events[$0].event.source })
    }
  }

  private func kill(by event: KubernetesEvent, _ victim: Victim) -> KillReport {
    var report = KillReport(provenBy: .kernel, .killed)
    report.victim = victim
    report.missing = [.header]
    if event.reason == "CgroupOOM" || event.message.hasPrefix("Memory cgroup out of memory") {
      report.scope = .memcg
    } else if event.message.hasPrefix("Out of memory") {
      report.scope = .global
    } else if event.reason == "SystemOOM", node(of: event).flatMap({ nodes[$0] })?.tellsSystemOOM == true {
      report.scope = .global
    }
    if victim.totalVM == nil { report.missing.append(.kill) }
    return report
  }

  /// Whether a `SystemOOM` came when the kubelet started, which reads the whole of the kernel's log then.
  private func isReplayed(_ number: Int) -> Bool {
    let (event, input, _) = events[number]
    guard event.reason == "SystemOOM" else { return false }
    return starts[Place(input: input, node: node(of: event))]?.contains { $0.isClose(to: event.last) } == true
  }

  /// Gives a kill what an event knows of it: where, and about when.
  private mutating func complete(_ draft: Int, by number: Int, _ host: String?) {
    let event = events[number].event
    if drafts[draft].event.host == nil, let host {
      drafts[draft].event.host = host
      drafts[draft].event.hostBasis = .kubernetesNode
    }
    if drafts[draft].event.time.wall == nil, event.reason != "SystemOOM" {
      var time = events[number].time
      if time.wall != nil {
        time.monotonic = drafts[draft].event.time.monotonic
        time.text = drafts[draft].event.time.text
        drafts[draft].event.time = time
      }
    }
    addSource(event.source, to: draft)
  }

  private mutating func addSource(_ source: Source, to draft: Int) {
    let isKnown = drafts[draft].event.sources.contains { own in
      own.path == source.path && own.firstLine <= source.lastLine && source.firstLine <= own.lastLine
    }
    if !isKnown { drafts[draft].event.sources.append(source) }
  }

  /// Adds an event that nothing else tells of; gives its draft's number.
  @discardableResult
  private mutating func add(
    _ report: KillReport, id: String? = nil, at time: EventTime, _ host: String?, _ sources: [Source]
  ) -> Int {
    var event = Event(
      id: id ?? report.fingerprint, time: time, host: host, bootID: nil, report: report, parent: nil, sources: sources)
    if host != nil { event.hostBasis = .kubernetesNode }
    let order = InputOrder(
      input: sources.first.flatMap { paths[$0.path] } ?? 0, offset: sources.first?.firstOffset ?? 0,
      number: drafts.count)
    drafts.append(Draft(event: event, members: [], order: order, disputes: []))
    if report.victim != nil { kills.add(drafts.count - 1, event) }
    return drafts.count - 1
  }

  // MARK: Joins

  private mutating func joinByIDs(_ index: Int) {
    var pod = pods.pods[index]
    for place in pod.containers.indices { joinByID(&pod.containers[place]) }
    if pod.uid == nil { pod.uid = uid(ofPodWith: pod.containers) }
    joinByPod(&pod)
    pods.change(index) { $0 = pod }
  }

  /// Adds the kills of a pod's other instances, and those that only its texts prove.
  private mutating func complete(_ index: Int) {
    var pod = pods.pods[index]
    if pod.inferredUID != nil { joinByPod(&pod) }
    let isColumn = pod.column?.status.hasSuffix("OOMKilled") == true && pod.isColumnNews
    for place in pod.containers.indices { addProven(&pod.containers[place], pod) }
    if isColumn {
      let hash = FactHash(of: ["column", pod.name])
      let draft = add(
        KillReport(provenByStatus: nil), id: hash.digits, at: EventTime(), pod.node, Array(pod.sources.prefix(8)))
      pod.addJoin(DraftJoin(draft: draft, basis: .status, confidence: .high))
    }
    if pod.eviction == .memory { addEviction(&pod) }
    pods.change(index) { $0 = pod }
  }

  /// Joins kills whose victim's cgroup has the container's id, of whichever instance.
  private mutating func joinByID(_ container: inout MergedContainer) {
    let ids = [container.container.containerID] + container.ends.map(\.containerID)
    for id in Set(ids.compactMap(\.self)).sorted() {
      for draft in kills.inContainer(id) {
        container.add(DraftJoin(draft: draft, basis: .containerID, confidence: .high))
      }
    }
  }

  /// A description does not print the pod's uid; the cgroup with the id of one of its containers has it.
  private func uid(ofPodWith containers: [MergedContainer]) -> String? {
    let uids = Set(containers.flatMap(\.joins).compactMap { kills.names(of: $0.draft)?.podUID })
    return uids.count == 1 ? uids.first : nil
  }

  /// Joins kills in the pod's cgroup: of earlier instances, whose ids no text has any more.
  private mutating func joinByPod(_ pod: inout MergedPod) {
    guard let uid = pod.uid ?? pod.inferredUID else { return }
    let known = Set(pod.containers.flatMap { $0.joins.map(\.draft) })
    for draft in kills.inPod(uid) where !known.contains(draft) {
      let timely = pod.containers.indices.filter { place in
        pod.containers[place].ends.contains { $0.isWithin(drafts[draft].event) }
      }
      guard let (place, confidence) = timely.count == 1 ? (timely[0], .medium) : place(in: pod.containers, of: draft)
      else { continue }
      pod.containers[place].add(DraftJoin(draft: draft, basis: .podUID, confidence: confidence))
    }
  }

  /// The container of a pod that a kill was in of which no status tells: the only one, or the only one with the limit that
  /// was hit and not known by another id at that time. That an instance of the others lived on shows less: it may have
  /// been a child of its.
  private func place(in containers: [MergedContainer], of draft: Int) -> (Int, Confidence)? {
    if containers.count < 2 { return containers.indices.first.map { ($0, .medium) } }
    let event = drafts[draft].event
    guard let hit = event.report.limitOfContainer else { return nil }
    let fitting = containers.indices.filter { place in
      containers[place].container.limits.memory.map(hit.isPageRounded) == true
        && !containers[place].ranByAnotherID(event)
    }
    if fitting.count == 1 { return (fitting[0], .medium) }
    let ended = fitting.filter { place in !containers[place].ends.contains { $0.ranOn(event) } }
    return ended.count == 1 ? (ended[0], .low) : nil
  }

  /// Joins kills on the nodes within seconds of ends that no id joins.
  private mutating func joinByTime() {
    let taken = Set(pods.pods.flatMap { $0.joins + $0.containers.flatMap(\.joins) }.map(\.draft))
    var joins = TimeJoins()
    for (number, pod) in pods.pods.enumerated() {
      for (place, container) in pod.containers.enumerated() {
        for (index, end) in container.ends.enumerated() where end.isSIGKILL || end.isOOMKilled {
          guard let finished = end.finished?.wholeSeconds,
            !container.joins.contains(where: { end.isWithin(drafts[$0.draft].event) }),
            end.isOOMKilled || pod.eviction == nil && !isStopped(end, container, pod)
          else { continue }
          var fitting = kills.within(end.earliestKill(finished)...finished + 2).filter { draft in
            !taken.contains(draft) && mayEnd(draft, end, container.container, pod)
          }
          // Of several, that of a process which is called as the container is.
          let named = fitting.filter { drafts[$0].event.report.victim?.comm.map(container.isCalled) ?? false }
          if !named.isEmpty { fitting = named }
          joins.add(
            TimeJoins.End(pod: number, container: place, end: index), isProven: end.isOOMKilled,
            name: [pod.namespace, pod.name, pod.uid, container.container.name, String(finished)].map { $0 ?? "" },
            kills: fitting.map { ($0, apart(drafts[$0].event, finished)) })
        }
      }
    }
    for (end, draft, isOnly) in joins.joined() {
      let isPlaced = drafts[draft].event.host != nil && pods.pods[end.pod].node != nil
      let container = pods.pods[end.pod].containers[end.container]
      let state = container.ends[end.end]
      // The runtime sees it at once; a group of many processes takes some seconds to die. Where another process than the
      // main one died, its limit must tell.
      let isNear =
        state.exitCode == 137 || state.isSIGKILL
        ? state.finished.map { apart(drafts[draft].event, $0.wholeSeconds) <= 3 } ?? false
        : drafts[draft].event.report.limitOfContainer != nil && container.container.limits.memory != nil
      let uid = kills.names(of: draft)?.podUID
      let isSure = isPlaced && isOnly && isNear && mayHave(uid, pods.pods[end.pod], end, draft)
      let join = DraftJoin(draft: draft, basis: .nodeAndTime, confidence: isSure ? .medium : .low)
      pods.change(end.pod) { pod in
        pod.containers[end.container].add(join)
        if pod.uid == nil, join.confidence == .medium { pod.inferredUID.fill(from: uid) }
      }
    }
  }

  /// Whether a pod may be the one of `uid`, of which a kill at an end of its shows only the time: not where that was
  /// killed more often than the pod's containers were started, or while the very instance ran that ended.
  private func mayHave(_ uid: String?, _ pod: MergedPod, _ end: TimeJoins.End, _ draft: Int) -> Bool {
    guard let uid else { return true }
    let counts = pod.containers.compactMap(\.container.restartCount)
    let others = kills.inPod(uid).filter { kills.names(of: $0)?.containerID != kills.names(of: draft)?.containerID }
    if counts.count == pod.containers.count {
      let instances = Set(others.compactMap { kills.names(of: $0)?.containerID }).count + 1
      if instances > counts.reduce(0, +).saturating(Int64(counts.count)) { return false }
    }
    let ended = pod.containers[end.container].ends[end.end]
    return pod.containers.count > 1 || !others.contains { ended.ranOn(drafts[$0].event) }
  }

  private func apart(_ event: Event, _ finished: Int64) -> Int64 {
    event.time.wall.map { TrailCase.distance($0.wholeSeconds, finished) } ?? .max
  }

  /// Whether a text says that a container was stopped on purpose.
  private func isStopped(_ end: ContainerState, _ container: MergedContainer, _ pod: MergedPod) -> Bool {
    ContainerJudge(merged: container, pod: pod, kills: [], events: events(of: pod)).stop(of: end) != nil
  }

  /// The events about a pod, with their times.
  private func events(of pod: MergedPod) -> [(event: KubernetesEvent, time: EventTime)] {
    pod.events.map { (events[$0].event, events[$0].time) }
  }

  /// Whether a kill may be what ended an instance of a container: the node, the cgroup's names, its class and its limit
  /// do not speak against it.
  private func mayEnd(_ draft: Int, _ end: ContainerState, _ container: Container, _ pod: MergedPod) -> Bool {
    let event = drafts[draft].event
    guard event.report.outcome == .killed, HostName.agree(event.host, pod.node) else { return false }
    guard let names = kills.names(of: draft) else { return end.isOOMKilled && event.host != nil && pod.node != nil }
    // In another's cgroup it was another's kill.
    guard names.isKubernetes || names.containerID != nil, !contradict(names.podUID, pod.uid),
      !contradict(names.qosClass, pod.qosClass)
    else { return false }
    if pod.uid == nil, let uid = names.podUID, pods.place(name: nil, namespace: nil, uid: uid) != nil { return false }
    if let hit = event.report.limitOfContainer, let own = container.limits.memory, !hit.isPageRounded(own) {
      return false
    }
    guard let id = names.containerID else { return true }
    if let dead = end.containerID { return dead == id }
    return !knownIDs.contains(id)
  }

  // An id is made of what every text about the pod has: descriptions lack the uid, tables the namespace.

  /// Makes kills of the ends that say OOMKilled and of which no report tells; adds the others' places to their reports.
  private mutating func addProven(_ container: inout MergedContainer, _ pod: MergedPod) {
    var taken: Set<Int> = []
    for (end, sources) in zip(container.ends, container.endSources) where end.isOOMKilled {
      let own =
        container.joins.first { join in
          !taken.contains(join.draft)
            && (end.isWithin(drafts[join.draft].event) || drafts[join.draft].event.time.wall == nil)
        } ?? container.joins.last { isOfInstance($0, end) }
      if let own {
        taken.insert(own.draft)
        // What may be another's kill gets nothing of this status.
        guard own.confidence != .low else { continue }
        for source in sources { addSource(source, to: own.draft) }
        // The runtime's clock is better than none, and than an age.
        let known = drafts[own.draft].event.time
        if end.exitCode == 137, let finished = end.finished, known.wall == nil || known.basis == .relativeAge {
          drafts[own.draft].event.time = EventTime(status: finished)
          drafts[own.draft].event.time.monotonic = known.monotonic
          drafts[own.draft].event.time.text = known.text
        }
        continue
      }
      let hash = FactHash(
        of: ["status", pod.name, container.container.name, end.reason],
        [end.finished?.nanoseconds, end.exitCode])
      // With another exit code the kill was some time before the end.
      let time = end.exitCode == 137 ? end.finished.map { EventTime(status: $0) } ?? EventTime() : EventTime()
      let draft = add(KillReport(provenByStatus: end), id: hash.digits, at: time, pod.node, sources)
      drafts[draft].event.containerID = end.containerID
      container.add(DraftJoin(draft: draft, basis: .status, confidence: .high))
    }
  }

  /// Whether a kill was in the very instance that ended. Then the status proves no second one: the word stays from a
  /// kill long before the end, or the clocks of node and log differ.
  private func isOfInstance(_ join: DraftJoin, _ end: ContainerState) -> Bool {
    guard join.basis == .containerID, let id = end.containerID else { return false }
    return kills.names(of: join.draft)?.containerID == id
  }

  /// Makes an event of an eviction for want of memory.
  private mutating func addEviction(_ pod: inout MergedPod) {
    let told = pod.events.first { events[$0].event.reason == "Evicted" && events[$0].time.wall != nil }
    let stopped = pod.events.first { events[$0].event.reason == "Killing" }
    var time = pod.disrupted.map { EventTime(status: $0) } ?? EventTime()
    if time.wall == nil, let number = told ?? stopped { time = events[number].time }
    let ends = pod.containers.flatMap { $0.ends.filter { !$0.isSynthetic }.compactMap(\.finished) }
    if time.wall == nil, let last = ends.max() { time = EventTime(status: last) }
    var sources = [pod.reasonSource].compactMap(\.self)
    for number in pod.events.filter({ events[$0].event.reason == "Evicted" }).prefix(8) {
      if !sources.contains(events[number].event.source) { sources.append(events[number].event.source) }
    }
    var report = KillReport(provenBy: .kubelet, .evicted)
    report.eviction = PodEviction(pod.message)
    let hash = FactHash(of: ["eviction", pod.name ?? pod.message])
    let draft = add(
      report, id: hash.digits, at: time, pod.node, sources.isEmpty ? Array(pod.sources.prefix(1)) : sources)
    pod.addJoin(DraftJoin(draft: draft, basis: .status, confidence: .high))
  }

  // MARK: Result

  /// The uid of the pod with a name, where some text or cgroup tells it.
  func uid(ofPod name: String, namespace: String?) -> String? {
    pods.place(name: name, namespace: namespace, uid: nil).flatMap { pods.pods[$0].uid }
  }

  /// The pods whose uids only node and time tell: their other kills are theirs as surely as the one that was joined.
  var inferredNames: [PodName] {
    pods.pods.compactMap { pod in
      guard pod.uid == nil, let uid = pod.inferredUID else { return nil }
      var name = PodName()
      (name.podUID, name.namespace, name.pod) = (uid, pod.namespace, pod.name)
      name.path = pod.sources.first?.path
      return name
    }
  }

  /// The containers with their verdicts, by namespace, pod and place in it.
  func containers(of timeline: Timeline, _ witnesses: [Witness]) -> [Container] {
    let kept = kept
    let others = OtherEnds(witnesses, timeline.events)
    // Behind these drafts others may stand, which are none of Kubernetes'.
    let own = zip(timeline.draftNumbers, timeline.events).filter { number, _ in number < kept.count }
    let ids = Dictionary(uniqueKeysWithValues: own.map { number, event in (kept[number], event.id) })
    var all: [(pod: Int, place: Int, container: Container)] = []
    for (index, pod) in pods.pods.enumerated() {
      // A table, or a pod's events, tell of a pod without its containers.
      let own = pod.containers.isEmpty ? [pod.alone] : pod.containers
      for (place, merged) in own.enumerated() {
        var container = merged.container
        (container.namespace, container.pod, container.podUID) = (pod.namespace, pod.name, pod.uid)
        (container.node, container.qosClass) = (pod.node, pod.qosClass)
        (container.podStatus, container.podReason, container.podMessage) = (pod.status, pod.reason, pod.message)
        container.workload = Workload(pod: pod.name, owner: pod.owner, labels: pod.labels, isWhole: pod.isWhole)
        let judge = ContainerJudge(
          merged: merged, pod: pod, kills: merged.joins.map { ($0, drafts[$0.draft].event) },
          events: events(of: pod), others: others)
        (container.verdict, container.verdictReason) = judge.judgement
        container.joins = merged.joins.compactMap { join in
          ids[join.draft].map { Container.Join(eventID: $0, basis: join.basis, confidence: join.confidence) }
        }
        for end in merged.ends {
          guard let event = others.notice(of: end, in: container) ?? others.kill(of: end, in: container),
            !container.joins.contains(where: { $0.eventID == event.id })
          else { continue }
          container.joins.append(Container.Join(eventID: event.id, basis: .containerID, confidence: .high))
        }
        if container.sources.isEmpty { container.sources = pod.sources }
        container.sources.sort { ($0.path, $0.firstLine, $0.firstOffset) < ($1.path, $1.firstLine, $1.firstOffset) }
        all.append((index, place, container))
      }
    }
    return all.sorted { left, right in
      let (one, other) = (left.container, right.container)
      if one.namespace != other.namespace { return one.namespace ?? "" < other.namespace ?? "" }
      if one.pod != other.pod { return one.pod ?? "" < other.pod ?? "" }
      return (left.pod, left.place) < (right.pod, right.place)
    }.map(\.container)
  }
}

extension MergedPod {
  /// Joins an event to all of its containers, or to itself where none is known.
  mutating func addJoin(_ join: DraftJoin) {
    if containers.isEmpty { joins.append(join) }
    for place in containers.indices { containers[place].add(join) }
  }

  /// What stands for its containers where none is known.
  fileprivate var alone: MergedContainer {
    var merged = MergedContainer()
    merged.container.restartCount = restarts
    merged.joins = joins
    return merged
  }
}

extension MergedContainer {
  /// Whether an instance with another id than that of a kill's cgroup ran at its time.
  fileprivate func ranByAnotherID(_ event: Event) -> Bool {
    guard let own = event.report.ownContainerID, let wall = event.time.wall?.wholeSeconds else { return false }
    let running = container.state.map { $0.kind == .running ? [$0] : [] } ?? []
    return (running + ends).contains { state in
      guard let started = state.started?.wholeSeconds,
        let id = state.containerID ?? (state.kind == .running ? container.containerID : nil)
      else { return false }
      return id != own && wall > started.saturating(1) && wall < state.finished?.wholeSeconds.saturating(-2) ?? .max
    }
  }

  /// Whether a process of that name is called as the container is, as far as the kernel keeps names.
  fileprivate func isCalled(_ comm: String) -> Bool {
    container.name.map { $0.utf8.prefix(15).elementsEqual(comm.utf8) } ?? false
  }

  mutating func add(_ join: DraftJoin) {
    if !joins.contains(where: { $0.draft == join.draft }) { joins.append(join) }
  }
}

extension ContainerState {
  /// Whether a kill at that time may be this end: the runtime sees it milliseconds later, a group's a few seconds. With
  /// another exit code than SIGKILL's it was some time while the instance ran.
  func isWithin(_ event: Event) -> Bool {
    guard let wall = event.time.wall?.wholeSeconds, let finished = finished?.wholeSeconds else { return false }
    return wall >= earliestKill(finished) && wall <= finished + 2
  }

  /// When a kill of which it tells can have been at the earliest, in seconds since 1970.
  fileprivate func earliestKill(_ finished: Int64) -> Int64 {
    exitCode == 137 ? finished - 10 : min(started?.wholeSeconds ?? .max, finished - 10)
  }

  /// Whether an instance that ended so had run before a kill and ran on behind it.
  fileprivate func ranOn(_ event: Event) -> Bool {
    guard let wall = event.time.wall?.wholeSeconds, let started = started?.wholeSeconds,
      let finished = finished?.wholeSeconds
    else { return false }
    return wall > started.saturating(5) && wall < finished.saturating(-10)
  }
}

extension KillReport {
  /// The limit that was hit, where it is that of a container's own cgroup.
  fileprivate var limitOfContainer: Bytes? {
    limitCgroup.flatMap { CgroupNames($0).containerID } == nil ? nil : hitMemoryLimit?.limit
  }

  /// An event that no report of the kernel tells of.
  init(provenBy killer: Killer, _ outcome: Outcome) {
    self.init()
    self.killer = killer
    self.outcome = outcome
    // The kubelet evicts for its node.
    if killer == .kubelet { scope = .global }
  }

  /// A kill that a container's status proves. Whose limit it was, a status does not say.
  init(provenByStatus end: ContainerState?) {
    self.init(provenBy: .kernel, .killed)
    missing = [.header, .kill]
  }
}

extension Source {
  /// Whether its lines are among those of another place.
  fileprivate func isWithin(_ other: Source) -> Bool {
    path == other.path && other.firstLine <= firstLine && lastLine <= other.lastLine
  }
}

extension Bytes {
  /// Whether this is what the kernel makes of a limit: whole pages of it, which have 64 KiB at most.
  fileprivate func isPageRounded(_ limit: Bytes) -> Bool { count <= limit.count && limit.count - count < 65_536 }
}

extension FactHash {
  init(of texts: [String?], _ numbers: [Int64?] = []) {
    self.init()
    for text in texts { add(text) }
    for number in numbers { add(number) }
  }
}

extension KubernetesEvent {
  /// The eviction of which the kubelet's log tells.
  fileprivate init?(evictionIn witness: Witness) {
    guard let pod = witness.statement.evicted, let source = witness.sources.first else { return nil }
    self.init(reason: "Evicted", message: witness.statement.reason ?? "", source: source)
    (objectKind, objectName, objectUID, namespace) = ("Pod", pod.pod, pod.podUID, pod.namespace)
    (component, host) = ("kubelet", witness.host)
    last = witness.time.wall.map { .at($0) }
  }
}

extension KubernetesEvent.Time {
  /// Whether two events of one text came within seconds.
  fileprivate func isClose(to other: KubernetesEvent.Time?) -> Bool {
    switch (self, other) {
    case (.at(let one), .at(let two)): distance(one.nanoseconds, two.nanoseconds) < 30_000_000_000
    case (.ago(let one), .ago(let two)): one.least < two.end + 5 && two.least < one.end + 5
    default: false
    }
  }
}

extension NodeRecord {
  /// The same with what another text says and this lacks.
  fileprivate func filled(from other: NodeRecord) -> NodeRecord {
    var node = self
    node.capacity.fill(from: other.capacity)
    node.kernelRelease.fill(from: other.kernelRelease)
    node.kubeletVersion.fill(from: other.kubeletVersion)
    node.bootID.fill(from: other.bootID)
    return node
  }

  /// Whether its kubelet's `SystemOOM` is of the whole system: before 1.21 it takes kills of cgroups for that, too.
  fileprivate var tellsSystemOOM: Bool {
    guard let parts = kubeletVersion?.drop(while: { $0 == "v" }).split(separator: "."), parts.count > 1,
      let major = Int(parts[0]), let minor = Int(parts[1].prefix { $0.isNumber })
    else { return false }
    return major > 1 || major == 1 && minor >= 21
  }
}

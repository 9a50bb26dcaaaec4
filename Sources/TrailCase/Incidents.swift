// Puts events together that follow each other closely, on one host or of one owner on several hosts.

import TrailModel

/// The incidents of a timeline: two events or more, each at most ten minutes from a neighbour, or half an hour where
/// both are of one owner or workload on one host, which is a loop that waits longer each time.
///
/// Neighbours are on one host, hit the limit of one cgroup on any host, or are of one owner or workload. Events without
/// a wall time are neighbours by the kernel's clock, within one boot of one input.
func incidents(of timeline: Timeline) -> [Incident] {
  let events = timeline.events
  var sets = DisjointSets(count: events.count)
  var last: [Strand: (event: Int, time: Int64)] = [:]
  for index in events.indices {
    guard let time = timeline.position(of: index) else { continue }
    for strand in timeline.strands(of: index) {
      let before = last.updateValue((index, time), forKey: strand)
      if let before, distance(time, before.time) <= strand.longestGap { sets.unite(before.event, index) }
    }
  }
  var places: [Int: Int] = [:]
  var members: [[Int]] = []
  for index in events.indices {
    let root = sets.root(of: index)
    if let place = places[root] {
      members[place].append(index)
    } else {
      places[root] = members.count
      members.append([index])
    }
  }
  return members.filter { $0.count > 1 }.map { indices in
    let together = indices.map { events[$0] }
    let walls = together.compactMap(\.time.wall)
    let times = indices.compactMap { timeline.position(of: $0) }
    // Ages tell when something was to the minute or the hour.
    let uncertain = together.compactMap(\.time.halfWidth).max() ?? 0
    var span: Int64 = 0
    if let first = times.min(), let end = times.max() { span = distance(first, end) }
    var incident = Incident(
      id: "incident-\(together[0].id)", hosts: Set(together.compactMap(\.host)).sorted(),
      firstTime: walls.min(), lastTime: walls.max(), eventIDs: together.map(\.id), summary: "")
    incident.owner = commonOwner(of: together)
    incident.workload = commonWorkload(of: together)
    incident.kind = Incident.Kind(of: together, incident)
    incident.summary = summary(of: together, incident, Elapsed(nanoseconds: span, uncertain: uncertain))
    return incident
  }
}

/// Whose memory it was, where all kills are of one owner.
private func commonOwner(of events: [Event]) -> CgroupOwner? {
  guard let first = events.first?.answerable, first.isKnown,
    events.allSatisfy({ $0.answerable?.key == first.key })
  else { return nil }
  return first
}

/// The workload of all kills, where they have one.
private func commonWorkload(of events: [Event]) -> Workload? {
  guard let first = events.first?.workload, events.allSatisfy({ $0.workload == first }) else { return nil }
  return first
}

private func summary(of events: [Event], _ incident: Incident, _ elapsed: Elapsed) -> String {
  OwnerSentence(events, incident, elapsed)?.text ?? IncidentSentence(events, elapsed).text
}

extension Incident.Kind {
  fileprivate init(of events: [Event], _ incident: Incident) {
    let isOfOne = incident.owner != nil || incident.workload != nil || events.haveOneLimit
    if incident.hosts.count > 1, isOfOne {
      self = .fleet
    } else if isOfOne, events.allSatisfy({ $0.report.scope == .memcg }) {
      self = events.count(where: \.isKill) > 2 && !events.areOfOneInstance ? .crashLoop : .repeated
    } else if incident.hosts.count < 2,
      events.count(where: { $0.isOfNode }) * 2 >= events.count
    {
      self = .nodeStorm
    } else {
      self = .mixed
    }
  }
}

extension Event {
  /// Whether the node ran out of memory and somebody was killed for it.
  fileprivate var isOfNode: Bool { report.scope == .global && !report.isManual && report.outcome != .evicted }

  /// The instance of a pod's container that it was in: each start makes a new one. (Docker keeps the id.)
  fileprivate var instanceID: String? {
    report.ownCgroup.map(CgroupNames.init).flatMap { $0.podUID == nil ? nil : $0.containerID }
  }
}

extension [Event] {
  /// Whether all died in one instance of a container, which lived on.
  var areOfOneInstance: Bool {
    guard count > 1, let id = first?.instanceID else { return false }
    return allSatisfy { $0.instanceID == id }
  }

  /// Whether all hit the limit of one cgroup.
  fileprivate var haveOneLimit: Bool {
    guard let limit = first?.report.limitCgroup else { return false }
    return allSatisfy { $0.report.limitCgroup == limit }
  }
}

/// What makes two events neighbours.
private enum Strand: Hashable {
  case host(String)
  case input(String)
  case cgroup(String)
  case owner(String)
  case workload(Workload)
  case ownerOnHost(String, host: String)
  case workloadOnHost(Workload, host: String)
  case lane(Timeline.Lane)

  /// How far neighbours may be apart, in nanoseconds.
  var longestGap: Int64 {
    switch self {
    case .ownerOnHost, .workloadOnHost: 1_800 * 1_000_000_000
    default: 600 * 1_000_000_000
    }
  }
}

extension Timeline {
  /// Where an event stands on its clock, in nanoseconds: the wall's, else the kernel's.
  fileprivate func position(of index: Int) -> Int64? {
    let time = events[index].time
    return time.wall?.nanoseconds ?? time.monotonic
  }

  fileprivate func strands(of index: Int) -> [Strand] {
    if let lane = lanes[index] { return [.lane(lane)] }
    let event = events[index]
    var strands: [Strand] = []
    if let host = event.host {
      strands.append(.host(host))
    } else if let source = event.sources.first {
      strands.append(.input(source.path))
    }
    // The root has no limit of its own; a path that every host has would tie all of them together.
    if let cgroup = event.report.limitCgroup, cgroup != "/" { strands.append(.cgroup(cgroup)) }
    // What every host has, such as a user's sessions, is told apart by the host.
    if let owner = event.answerable, event.isOfItsOwner, owner.owner.kind.isOneEverywhere {
      strands.append(.owner(owner.key))
      if let host = event.host { strands.append(.ownerOnHost(owner.key, host: host)) }
    }
    if let workload = event.workload, event.isOfItsOwner {
      strands.append(.workload(workload))
      if let host = event.host { strands.append(.workloadOnHost(workload, host: host)) }
    }
    return strands
  }
}

extension Event {
  /// Whether the owner's own limit was hit, or nothing says that it was another's: a container's status does not.
  fileprivate var isOfItsOwner: Bool {
    report.scope == .memcg || report.scope == .unknown && owner?.path == nil && isKill
  }
}

extension Owner.Kind {
  /// Whether an owner of this kind with one key is the same thing on every host.
  fileprivate var isOneEverywhere: Bool {
    switch self {
    case .kubernetesContainer, .kubernetesPod, .container, .podmanPod, .ecsTask, .nomadTask, .job, .systemContainer,
      .virtualMachine, .service, .snap:
      true
    default: false
    }
  }
}

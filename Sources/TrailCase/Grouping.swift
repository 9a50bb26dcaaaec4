// Counts what repeats: kills under one parent, in one cgroup, of one name.

import TrailModel

extension Groups {
  /// The groups of `events`, which are in the order of the timeline.
  ///
  /// Only events in which somebody died are counted, each once per group, also where it took several
  /// processes. Names are counted by process: in `byParent` and `byCgroup` everybody who died, in
  /// `byProcess` those of the group's name. An event whose members (`alsoKilled`) bear another name than
  /// its victim is therefore in the group of each name.
  init(_ events: [Event]) {
    self.init()
    byParent = Self.parents(in: events)
    byCgroup = Self.cgroups(in: events)
    byProcess = Self.processes(in: events)
  }

  private struct ParentKey: Hashable {
    var host: String?
    var bootID: String?
    var pid: Int64
    var comm: String?
  }

  private static func parents(in events: [Event]) -> [Group] {
    var gatherings = Gatherings<ParentKey>()
    for event in events where event.isKill {
      guard let parent = event.parent else { continue }
      let key = ParentKey(host: event.host, bootID: event.bootID, pid: parent.pid, comm: parent.comm)
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
      if let host = key.host { names.append(Named("host", host)) }
      if let bootID = key.bootID { names.append(Named("boot_id", bootID)) }
      return (names, parent)
    }
  }

  private static func cgroups(in events: [Event]) -> [Group] {
    var gatherings = Gatherings<String>()
    for event in events where event.isKill {
      guard let cgroup = event.report.limitCgroup ?? event.report.ownCgroup else { continue }
      gatherings.add(event, to: cgroup, dead: event.dead)
    }
    return gatherings.groups { key, _ in ([Named("kind", "cgroup"), Named("name", key)], nil) }
  }

  private static func processes(in events: [Event]) -> [Group] {
    var gatherings = Gatherings<String>()
    for event in events where event.isKill {
      var names: [String] = []
      for case let comm? in event.dead.map(\.comm) where !names.contains(comm) { names.append(comm) }
      for name in names { gatherings.add(event, to: name, dead: event.dead.filter { $0.comm == name }) }
    }
    return gatherings.groups { key, _ in ([Named("kind", "process"), Named("name", key)], nil) }
  }
}

extension Event {
  /// Whether somebody died.
  var isKill: Bool { report.victim != nil || report.outcome == .killed }

  /// Who died: the victim first, then its group.
  var dead: [Victim] { [report.victim].compactMap(\.self) + report.alsoKilled }
}

extension KillReport {
  /// The cgroup whose limit was hit, where one was.
  var limitCgroup: String? { scope == .memcg ? memcg?.limitCgroup : nil }

  /// The victim's own cgroup.
  var ownCgroup: String? { victim?.cgroup ?? memcg?.taskCgroup }
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

// Who else saw an event, in a line each.

import TrailModel

/// The witnesses of a case, by the events that they saw.
struct WitnessesOfEvents {
  private var byEvent: [String: [Witness]] = [:]

  init(_ witnesses: [Witness]) {
    for witness in witnesses {
      if let id = witness.eventID { byEvent[id, default: []].append(witness) }
    }
  }

  subscript(event: Event) -> [Witness] { byEvent[event.id] ?? [] }
}

/// Witnesses as items of a list.
struct WitnessFacts {
  let witnesses: [Witness]

  /// Items of the list; the JSON document has all.
  private static let limit = 12

  var items: [String] {
    let shown = witnesses.prefix(Self.limit).map { text(of: $0) }
    let rest = witnesses.count - shown.count
    return shown + (rest > 0 ? ["… and \(rest.of("further line")), see the JSON document"] : [])
  }

  private func text(of witness: Witness) -> String {
    let statement = witness.statement
    var details: [String] = []
    if let unit = statement.unit { details.append("unit \(unit.code)") }
    if let id = statement.containerID { details.append("container \(String(id.prefix(12)).code)") }
    if let job = statement.job { details.append("job \(job.code)") }
    if let parent = statement.parent?.pid { details.append("parent pid \(parent)") }
    if let child = statement.child, child.pid != nil || child.name != nil {
      details.append("child " + process(child.name, child.pid))
    }
    if let restarts = statement.restarts { details.append("restart \(restarts)") }
    if let peak = statement.memoryPeak { details.append("memory peak \(peak.human)") }
    let basis = witness.match.map { ", joined by \($0.basis.words) (confidence \($0.confidence.rawValue))" } ?? ""
    let source = witness.sources.first.map { " (\($0.path.code) line \($0.firstLine.grouped))" } ?? ""
    let more = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
    return "\(statement.kind)\(more): \(statement.text.code)\(basis)\(source)"
  }
}

extension Witness.MatchBasis {
  fileprivate var words: String {
    switch self {
    case .childPID: "the pid"
    case .containerID: "the container's id"
    case .containerLog: "the container whose log it is, and the time"
    case .unit: "the unit"
    case .cgroup: "the cgroup"
    case .job: "the job"
    case .childName: "name and time"
    case .unitName: "the unit's name and time"
    case .time: "time alone"
    case .itself: "being all that tells of it"
    }
  }
}

// A parent that starts again what is killed: the thing to fix, for the children only come and go.

import TrailModel

extension FindingCheck {
  static let respawningParent = FindingCheck(code: "respawning_parent") { evidence in
    evidence.trail.groups.byParent.compactMap { group in
      // systemd starts units as it was told; a unit that dies again and again is told of by its own cgroup.
      guard group.kills > 1, group.parentSurvives == true, let parent = group.parent, parent.basis != .unit else {
        return nil
      }
      let events = evidence.events(of: group)
      guard let first = events.first else { return nil }
      let name =
        "`\(parent.comm ?? "a process")` (pid \(parent.pid)\(parent.isPIDOfContainer ? " within its container" : ""))"
      let victims = group.victims.prefix(3).map { "`\($0.name)`" }.joined(separator: ", ")
      let known =
        switch parent.basis {
        case .sacrificedChild: "the kernel itself names it"
        case .witnessLine: "its own log tells of the deaths, \(parent.confidence.rawValue) confidence"
        case .sameCgroup, .processList, .unit: "inferred, \(parent.confidence.rawValue) confidence"
        }
      let ongoing = group.isOngoing == true ? " It was still going on when the logs end." : ""
      var places = events.prefix(Finding.mostEvidence).compactMap(\.place)
      if let path = parent.path { places.insert(Finding.Evidence(path: path, line: parent.line), at: 0) }
      return Finding(
        "respawning_parent", parent.confidence == .low ? .medium : .high,
        "A parent lives on while its children are killed again and again",
        "\(name)\(first.atHost) lost \(victims) \(times(group.kills)) and is not among the dead (\(known))."
          + "\(ongoing) Change what it starts: fewer children, a bound on what each may take, or a wait before it starts "
          + "the next; the children themselves are only the symptom.",
        events, evidence: places)
    }
  }
}

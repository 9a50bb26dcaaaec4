// Who else than the kernel ended containers: runtimes and kubelets that say that they stopped one, and killers in user
// space.

import TrailModel

/// What logs say of containers that were stopped, by the containers' ids.
struct OtherEnds {
  private var stops: [Substring: [Witness]] = [:]
  private var kills: [String: [Event]] = [:]
  private var notices: [Substring: [Event]] = [:]

  /// Of one container no more are kept.
  private static let most = 64

  /// Nothing is known.
  init() {}

  /// What `witnesses` say of stops, and the kills by programs among `events`.
  init(_ witnesses: [Witness], _ events: [Event]) {
    for witness in witnesses where witness.statement.certainty == .notOOM {
      guard let id = witness.statement.containerID, id.utf8.count >= 12 else { continue }
      if stops[id.prefix(12)]?.count ?? 0 < Self.most { stops[id.prefix(12), default: []].append(witness) }
    }
    // A kill of which a runtime's notice is all there is.
    for event in events where event.report.killer == .kernel && event.report.victim == nil {
      guard let id = event.containerID, id.utf8.count >= 12 else { continue }
      if notices[id.prefix(12)]?.count ?? 0 < Self.most { notices[id.prefix(12), default: []].append(event) }
    }
    for event in events where event.report.killer.isProgram && event.isKill {
      guard let id = event.report.ownContainerID else { continue }
      if kills[id]?.count ?? 0 < Self.most { kills[id, default: []].append(event) }
    }
  }

  /// What says that an instance was stopped, shortly before it ended.
  func stop(of end: ContainerState, in container: Container) -> Witness? {
    guard let id = end.id(in: container) else { return nil }
    return stops[id.prefix(12)]?.first { witness in
      guard let said = witness.statement.containerID, id.hasPrefix(said) || said.hasPrefix(id) else { return false }
      return end.isSoon(after: witness.time)
    }
  }

  /// The kernel's kill of which a runtime gave notice, by the id of the instance that ended.
  func notice(of end: ContainerState, in container: Container) -> Event? {
    guard end.isSIGKILL, let id = end.id(in: container) else { return nil }
    return notices[id.prefix(12)]?.first { event in
      guard let said = event.containerID, id.hasPrefix(said) || said.hasPrefix(id) else { return false }
      return event.time.wall == nil || end.isWithin(event)
    }
  }

  /// The kill of its cgroup by a program that ended an instance.
  func kill(of end: ContainerState, in container: Container) -> Event? {
    guard let id = end.id(in: container) else { return nil }
    return kills[id]?.first { end.isSoon(after: $0.time) }
  }
}

extension ContainerState {
  /// The id of the instance that ended; a description prints that of the newest only.
  fileprivate func id(in container: Container) -> String? {
    containerID
      ?? (container.state?.kind == .terminated && finished == container.state?.finished
        ? container.containerID : nil)
  }

  /// Whether it ended within the longest time that most give to a stop, if both times are known.
  func isSoon(after time: EventTime) -> Bool {
    guard let wall = time.wall?.wholeSeconds, let finished = finished?.wholeSeconds else { return true }
    let slack = (time.halfWidth ?? 0) / 1_000_000_000
    return (wall.saturating(-slack - 5)...wall.saturating(slack + 900)).contains(finished)
  }
}

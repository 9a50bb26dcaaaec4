// Who else than the kernel ended containers: runtimes and kubelets that say that they stopped one, and killers in user
// space.

import TrailModel

/// What logs say of containers that were stopped, by the containers' ids.
struct OtherEnds {
  private var stops = ByContainer<Witness>()
  private var kills = ByContainer<Event>()
  private var notices = ByContainer<Event>()

  /// Nothing is known.
  init() {}

  /// What `witnesses` say of stops, and the kills by programs among `events`.
  init(_ witnesses: [Witness], _ events: [Event]) {
    for witness in witnesses where witness.statement.certainty == .notOOM {
      stops.add(witness, of: witness.statement.containerID)
    }
    for event in events where event.isKill {
      if event.report.killer.isProgram { kills.add(event, of: event.report.ownContainerID ?? event.containerID) }
      // A kill of which a runtime's notice is all there is.
      if event.report.killer == .kernel, event.report.victim == nil { notices.add(event, of: event.containerID) }
    }
  }

  /// What says that an instance was stopped, shortly before it ended.
  func stop(of end: ContainerState, in container: Container) -> Witness? {
    stops.first(of: end.id(in: container)) { end.isSoon(after: $0.time) }
  }

  /// The kernel's kill of which a runtime gave notice, by the id of the instance that ended.
  func notice(of end: ContainerState, in container: Container) -> Event? {
    guard end.isSIGKILL else { return nil }
    return notices.first(of: end.id(in: container)) { $0.time.wall == nil || end.isWithin($0) }
  }

  /// The kill of its cgroup by a program that ended an instance.
  func kill(of end: ContainerState, in container: Container) -> Event? {
    kills.first(of: end.id(in: container)) { end.isSoon(after: $0.time) }
  }
}

/// What is known of containers, by the first 12 digits of their ids: some texts have no more.
private struct ByContainer<Element> {
  private var elements: [Substring: [(id: String, element: Element)]] = [:]

  /// Of one container no more are kept.
  private static var most: Int { 64 }

  mutating func add(_ element: Element, of id: String?) {
    guard let id, id.utf8.count >= 12, elements[id.prefix(12)]?.count ?? 0 < Self.most else { return }
    elements[id.prefix(12), default: []].append((id, element))
  }

  func first(of id: String?, where fits: (Element) -> Bool) -> Element? {
    guard let id else { return nil }
    return elements[id.prefix(12)]?.first { known, element in
      (id.hasPrefix(known) || known.hasPrefix(id)) && fits(element)
    }?.element
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

// Which events somebody asked for: applied to whole events, after all copies and facts were put together.

public import TrailModel

/// Asks for some of the events. Of several values of one kind any will do; of several kinds all are asked for.
public struct EventFilter: Sendable {
  /// Not before this.
  public var since: Instant?
  /// Not after this.
  public var until: Instant?
  /// Hosts, by name or in short; `*` and `?` stand for anything.
  public var hosts: [String] = []
  /// Names of processes that died.
  public var processes: [String] = []
  /// Ids of processes that died.
  public var pids: [Int64] = []
  /// Cgroups, with what is below them.
  public var cgroups: [String] = []
  /// Kubernetes namespaces.
  public var namespaces: [String] = []
  /// Pods, by name or uid.
  public var pods: [String] = []
  /// Killers.
  public var killers: [Killer] = []
  /// Scopes.
  public var scopes: [Scope] = []

  /// A filter that wants everything.
  public init() {}

  /// What is asked for, by the names of the options; empty where everything is.
  public var terms: [Named<String>] {
    var terms: [Named<String>] = []
    func add(_ name: String, _ values: [String]) { terms += values.map { Named(name, $0) } }
    add("since", [since].compactMap { $0?.text })
    add("until", [until].compactMap { $0?.text })
    add("host", hosts)
    add("process", processes)
    add("pid", pids.map { "\($0)" })
    add("cgroup", cgroups)
    add("namespace", namespaces)
    add("pod", pods)
    add("killer", killers.map(\.rawValue))
    add("scope", scopes.map(\.rawValue))
    return terms
  }

  /// Whether it may leave out some of the kills that repeat and keep others.
  var splitsSeries: Bool { until != nil || !pids.isEmpty }

  /// Whether `event` is asked for, to which `containers` were joined.
  func wants(_ event: Event, _ containers: [Container]) -> Bool {
    if since != nil || until != nil {
      guard let wall = event.time.wall else { return false }
      if let since, wall < since { return false }
      if let until, wall > until { return false }
    }
    if !hosts.isEmpty, !hosts.contains(where: { isHost($0, event.host) }) { return false }
    if !processes.isEmpty, !event.names.contains(where: { name in processes.contains { matches($0, name) } }) {
      return false
    }
    if !pids.isEmpty, !event.dead.contains(where: { $0.pid.map(pids.contains) ?? false }) { return false }
    if !cgroups.isEmpty {
      let paths = [event.report.memcg?.limitCgroup, event.report.ownCgroup].compactMap(\.self)
      guard paths.contains(where: { path in cgroups.contains { isBelow($0, path) } }) else { return false }
    }
    if !namespaces.isEmpty {
      let names = [event.namespace] + containers.map(\.namespace)
      guard namespaces.contains(where: { asked in names.contains { matches(asked, $0) } }) else { return false }
    }
    if !pods.isEmpty {
      let names =
        [event.pod, event.owner?.podUID ?? event.limitOwner?.podUID] + containers.flatMap { [$0.pod, $0.podUID] }
      guard pods.contains(where: { asked in names.contains { matches(asked, $0) } }) else { return false }
    }
    if !killers.isEmpty, !killers.contains(event.report.killer) { return false }
    return scopes.isEmpty || scopes.contains(event.report.scope)
  }

  /// Names are compared as the name in full, and as the short name.
  private func isHost(_ asked: String, _ host: String?) -> Bool {
    guard let host else { return false }
    if matches(asked.lowercased(), host.lowercased()) { return true }
    return HostName(host).short.map { matches(asked.lowercased(), $0.lowercased()) } ?? false
  }

  private func isBelow(_ asked: String, _ path: String) -> Bool {
    if matches(asked, path) { return true }
    let folder = asked.hasSuffix("/") ? asked : asked + "/"
    return path.hasPrefix(folder)
  }
}

extension Timeline {
  /// Leaves out the events that `filter` does not want, and says how many those were; nil where it wants everything.
  mutating func apply(_ filter: EventFilter, _ containers: [Container]) -> AppliedFilter? {
    let terms = filter.terms
    guard !terms.isEmpty else { return nil }
    let before = events.count
    let asksForTime = filter.since != nil || filter.until != nil
    let untimed = asksForTime ? events.count { $0.time.wall == nil } : 0
    var joined: [String: [Container]] = [:]
    if !filter.namespaces.isEmpty || !filter.pods.isEmpty {
      // A pod that was killed is asked for also where it is not sure which of several kills was its.
      for container in containers {
        for join in container.joins { joined[join.eventID, default: []].append(container) }
      }
    }
    keep { filter.wants($0, joined[$0.id] ?? []) }
    return AppliedFilter(terms: terms, leftOut: before - events.count, untimed: untimed)
  }
}

extension [Container] {
  /// Leaves the containers that `events` were joined to, without their joins to others.
  mutating func keep(joinedTo events: [Event]) {
    let ids = Set(events.map(\.id))
    for index in indices { self[index].joins.removeAll { !ids.contains($0.eventID) } }
    removeAll(where: \.joins.isEmpty)
  }
}

extension Event {
  /// Names of those who died.
  fileprivate var names: [String] { dead.compactMap(\.comm) }
}

extension Instant {
  /// The time in UTC, to the second.
  var text: String {
    let civil = civil()
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(civil.year ?? 0)-\(two(civil.month))-\(two(civil.day))T"
      + "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))Z"
  }
}

/// Whether `text` is what `pattern` says, in which `*` stands for any characters and `?` for one.
///
/// Both are gone through once, with one way back to the last star, so that no pattern takes long.
func matches(_ pattern: String, _ text: String?) -> Bool {
  guard let text else { return false }
  let (asked, given) = (Array(pattern), Array(text))
  var (place, at) = (0, 0)
  var star: (place: Int, at: Int)?
  while at < given.count {
    if place < asked.count, asked[place] == "*" {
      star = (place, at)
      place += 1
    } else if place < asked.count, asked[place] == "?" || asked[place] == given[at] {
      place += 1
      at += 1
    } else if let last = star {
      star = (last.place, last.at + 1)
      (place, at) = (last.place + 1, last.at + 1)
    } else {
      return false
    }
  }
  return asked[place...].allSatisfy { $0 == "*" }
}

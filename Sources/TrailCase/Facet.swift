// By what kills can be counted: the registry behind `oomtrail top --by`.

public import TrailModel

/// Something that kills can be counted by.
///
/// A new one is a row in ``all``.
public struct Facet: Sendable {
  /// What `--by` calls it.
  public let name: String
  /// What it is, for the help.
  public let summary: String
  let value: @Sendable (Event) -> String?

  /// Everything that kills can be counted by.
  public static let all = [
    Facet(name: "host", summary: "the host") { $0.host },
    Facet(name: "process", summary: "the victim's name") { $0.report.victim?.comm },
    Facet(name: "cgroup", summary: "the cgroup whose limit was hit, else the victim's own") {
      $0.report.limitCgroup ?? $0.report.ownCgroup
    },
    Facet(name: "owner", summary: "whose that cgroup is: a unit, a container, a pod, a job, a user") {
      $0.answerable.map(\.title)
    },
    Facet(name: "workload", summary: "the Kubernetes workload") { $0.workload.map(\.title) },
    Facet(name: "namespace", summary: "the Kubernetes namespace") { $0.namespace },
    Facet(name: "pod", summary: "the Kubernetes pod") { $0.pod ?? $0.owner?.podUID ?? $0.limitOwner?.podUID },
    Facet(name: "node", summary: "the Kubernetes node") { $0.node },
    Facet(name: "parent", summary: "the process whose children die") { event in
      event.parent.map { parent in
        (parent.comm ?? "pid") + "[\(parent.pid)]"
          + (parent.isPIDOfContainer ? event.owner.map { " in \($0.title)" } ?? "" : "")
          + (event.host.map { " on \($0)" } ?? "")
      }
    },
    Facet(name: "killer", summary: "who killed") { $0.report.killer.rawValue },
    Facet(name: "scope", summary: "whose memory ran out: the node's, a cgroup's") { $0.report.scope.rawValue },
  ]

  /// The facet called `name`.
  public static func named(_ name: String) -> Facet? { all.first { $0.name == name } }
}

extension Workload {
  /// `namespace/Kind/name`, as far as it is known.
  public var title: String { [namespace, kind, name].compactMap(\.self).joined(separator: "/") }
}

extension Ranking {
  /// Counts the kills among `events`.
  public init(_ events: [Event], by facets: [Facet]) {
    let found = events.filter(\.isKill)
    self.init(facets: facets.map(\.name), kills: found.count)
    var places: [[String?]: Int] = [:]
    var hosts: [Set<String>] = []
    for event in found {
      let values = facets.map { $0.value(event) }
      let place = places[values] ?? rows.count
      if place == rows.count {
        places[values] = place
        rows.append(Row(values: values, kills: 0, share: 0, hosts: 0, first: nil, last: nil))
        hosts.append([])
      }
      rows[place].kills += 1
      if let host = event.host { hosts[place].insert(host) }
      if let wall = event.time.wall {
        rows[place].first = rows[place].first.map { min($0, wall) } ?? wall
        rows[place].last = rows[place].last.map { max($0, wall) } ?? wall
      }
    }
    for index in rows.indices {
      rows[index].share = Double(rows[index].kills) / Double(max(1, kills))
      rows[index].hosts = hosts[index].count
    }
    rows.sort { left, right in
      if left.kills != right.kills { return left.kills > right.kills }
      for (one, other) in zip(left.values, right.values) where one != other {
        // What is not known stands last.
        guard let one, let other else { return one != nil }
        return one < other
      }
      return false
    }
  }
}

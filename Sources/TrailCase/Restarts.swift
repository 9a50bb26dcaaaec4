// How often Kubernetes started containers again, beside the kills that were seen of them.

import TrailModel

extension Groups {
  /// Gives the groups of workloads and of Kubernetes' owners the restarts that their containers' objects count.
  mutating func addRestarts(of containers: [Container]) {
    let counted = containers.filter { $0.restartCount != nil }
    guard !counted.isEmpty else { return }
    var ofWorkload: [[String?]: Int64] = [:]
    var ofContainer: [[String?]: Int64] = [:]
    func add(_ count: Int64, to counts: inout [[String?]: Int64], _ key: [String?]) {
      counts[key] = (counts[key] ?? 0).saturating(count)
    }
    for container in counted {
      let count = container.restartCount ?? 0
      for name in Set([nil, container.name]) {
        if let workload = container.workloadInNamespace { add(count, to: &ofWorkload, [workload.title, name]) }
        add(count, to: &ofContainer, [container.namespace, container.pod, container.podUID, name])
      }
    }
    for index in byWorkload.indices {
      let key = byWorkload[index]
      let title = [key["namespace"], key["kind"], key["name"]].compactMap(\.self).joined(separator: "/")
      byWorkload[index].restarts = ofWorkload[[title, key["container"]]]
    }
    for index in byCgroup.indices {
      let key = byCgroup[index]
      guard key["pod"] != nil else { continue }
      byCgroup[index].restarts = ofContainer[[key["namespace"], key["pod"], key["pod_uid"], key["container"]]]
    }
  }
}

extension Group {
  /// A part of its key.
  fileprivate subscript(name: String) -> String? { key.first { $0.name == name }?.value }
}

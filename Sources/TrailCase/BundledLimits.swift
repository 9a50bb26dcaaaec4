// What limit a bundle's files have for the cgroup whose limit a kill hit.

import TrailModel

/// Gives events of a cgroup's limit the limit that files of their host have for it.
func addBundledLimits(to events: inout [Event], _ bundles: [(host: String, bundle: Bundle)]) {
  var known: [String: [(host: String, limits: [MemoryLimit.Owner: MemoryLimit])]] = [:]
  for (host, bundle) in bundles where !bundle.facts.memoryLimits.isEmpty {
    let limits = Dictionary(bundle.facts.memoryLimits.map { ($0.owner, $0) }, uniquingKeysWith: { first, _ in first })
    known[HostName.label(of: host) ?? host, default: []].append((host, limits))
  }
  guard !known.isEmpty else { return }
  for index in events.indices {
    let host = events[index].host
    guard let label = HostName.label(of: host), let cgroup = events[index].report.memcg?.limitCgroup else { continue }
    for own in known[label] ?? [] where events[index].bundledLimit == nil && HostName.agree(own.host, host) {
      events[index].bundledLimit = limit(of: cgroup, own.limits)
    }
  }
}

/// That of the cgroup itself goes before those of the unit and the container that its name tells.
private func limit(of cgroup: String, _ limits: [MemoryLimit.Owner: MemoryLimit]) -> MemoryLimit? {
  if let own = limits[.cgroup(cgroup)] { return own }
  guard let name = cgroup.split(separator: "/").last else { return nil }
  if let unit = limits[.unit(String(name))] { return unit }
  // `docker-<id>.scope`, `cri-containerd-<id>.scope`, or the id alone.
  let stem = name.hasSuffix(".scope") ? name.dropLast(6) : name
  let id = stem.split(separator: "-").last ?? stem
  return id.utf8.count == 64 ? limits[.container(String(id))] : nil
}

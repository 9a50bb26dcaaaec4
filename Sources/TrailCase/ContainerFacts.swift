// What the objects of containers tell of the kills that they were joined to: whose memory it was, the workload, and how
// long it had run.

import TrailModel

/// Gives events what containers' objects say of them and no cgroup does.
///
/// A join of low confidence gives nothing; an owner needs one of high confidence.
func addContainerFacts(to events: inout [Event], of containers: [Container]) {
  var joined: [String: [(container: Int, confidence: Confidence)]] = [:]
  for (index, container) in containers.enumerated() {
    for join in container.joins where join.confidence != .low {
      joined[join.eventID, default: []].append((index, join.confidence))
    }
  }
  for index in events.indices {
    guard let found = joined[events[index].id], let first = found.first.map({ containers[$0.container] }),
      found.allSatisfy({ containers[$0.container].isInPod(of: first) })
    else { continue }
    if events[index].workload == nil { events[index].workload = first.workloadInNamespace }
    // Several containers of one pod: the pod's, but of none of them alone.
    let only = found.count == 1 && first.name != nil ? first : nil
    events[index].owner?.name(by: first, only?.name)
    events[index].limitOwner?.name(by: first, only?.name)
    if events[index].owner == nil, found.contains(where: { $0.confidence == .high }) {
      events[index].owner = CgroupOwner(podOf: first, container: only)
    }
    if events[index].lifetime == nil { events[index].lifetime = only?.lifetime(endedBy: events[index]) }
  }
}

extension Container {
  /// Its workload, which is of the same namespace.
  var workloadInNamespace: Workload? {
    var workload = workload
    workload?.namespace = namespace
    return workload
  }

  fileprivate func isInPod(of other: Container) -> Bool {
    namespace == other.namespace && pod == other.pod && podUID == other.podUID
  }

  /// How long the instance had run that a kill ended; nil where it outlived the kill.
  fileprivate func lifetime(endedBy event: Event) -> Lifetime? {
    for case let end? in [state, lastState] where end.exitCode == 137 && end.isWithin(event) {
      guard let started = end.started, let finished = end.finished, started <= finished else { continue }
      let ran = seconds(distance(finished.nanoseconds, started.nanoseconds))
      return Lifetime(atLeast: ran, atMost: ran, basis: .container)
    }
    return nil
  }
}

extension CgroupOwner {
  /// The owner that a pod's object tells, where no cgroup is known.
  init?(podOf told: Container, container: Container?) {
    guard let pod = told.pod else { return nil }
    let title = [told.namespace, pod].compactMap(\.self).joined(separator: "/")
    let key = "pod/\(told.podUID ?? title)"
    var own = Owner(.kubernetesPod, "pod \(title)", key: key)
    (own.namespace, own.pod, own.podUID, own.qosClass) = (told.namespace, pod, told.podUID, told.qosClass)
    var chain = [own]
    if let container, let name = container.name {
      (own.kind, own.name, own.key) = (
        .kubernetesContainer, "container \(name) of pod \(title)", "\(key)/container/\(name)"
      )
      (own.container, own.containerID, own.engine) = (name, container.containerID, container.runtime)
      chain.insert(own, at: 0)
    }
    self.init(path: nil, chain: chain, key: chain[0].key)
    namedBy = told.sources.first?.path
  }

  /// Gives the names that an object has.
  fileprivate mutating func name(by told: Container, _ container: String?) {
    guard !contradict(told.podUID, podUID), let pod = told.pod else { return }
    name(namespace: told.namespace, pod: pod, container: container, by: told.sources.first?.path)
  }

  /// Gives the pod and the container that the path tells by their ids alone the names that a text at `path` has.
  mutating func name(namespace: String?, pod: String?, container: String?, by path: String?) {
    guard let uid = podUID, pod != nil || container != nil else { return }
    let title = pod == nil ? uid : [namespace, pod].compactMap(\.self).joined(separator: "/")
    namedBy = namedBy ?? path
    for place in chain.indices where chain[place].podUID == uid {
      let isNew = chain[place].pod == nil && pod != nil
      if isNew { (chain[place].namespace, chain[place].pod) = (namespace, pod) }
      guard chain[place].pod == pod else { continue }
      let isOwn = key == chain[place].key
      switch (chain[place].kind, container) {
      case (.kubernetesContainer, let name?) where chain[place].container == nil:
        chain[place].container = name
        chain[place].name = "container \(name) of pod \(title)"
        chain[place].key = "pod/\(uid)/container/\(name)"
      case (.kubernetesContainer, _) where isNew: chain[place].name = "container of pod \(title)"
      case (.kubernetesPod, _) where isNew: chain[place].name = "pod \(title)"
      default: break
      }
      if isOwn { key = chain[place].key }
    }
  }
}

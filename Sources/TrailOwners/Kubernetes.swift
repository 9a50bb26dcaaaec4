// Kubernetes: containers, pods, classes and all pods, by both cgroup drivers (kubelet, pkg/kubelet/cm).

import TrailModel

extension OwnerRule {
  /// A container below its pod: `cri-containerd-<id>.scope`, `crio-<id>`, `docker-<id>.scope`, or the id alone.
  ///
  /// With mismatched drivers a segment is what runc was told: `kubepods-burstable-pod<uid>.slice:cri-containerd:<id>`.
  static let kubernetesContainer = OwnerRule { path, index in
    let segment = path.segments[index]
    if let colon = segment.cut(atFirst: ":"), let pod = Pod(colon.before, above: path.above(index)) {
      let rest = colon.behind.cut(atFirst: ":") ?? ("", colon.behind)
      guard rest.behind.isID() else { return [] }
      return [pod.container(rest.behind, engine: runtime(rest.before)), pod.owner]
    }
    guard index > 0, let pod = Pod(path.above(index), above: path.above(index, by: 2)) else { return [] }
    let name = segment.before(".scope") ?? segment
    if name.isID(atLeast: 32) { return [pod.container(name, engine: nil)] }
    guard let dash = name.cut(atLast: "-"), dash.behind.isID() else { return [] }
    // The process that watches over the container has a scope of its own.
    let prefix = dash.before.before("-conmon") ?? dash.before
    guard let engine = runtime(prefix) else { return [] }
    var owner = pod.container(dash.behind, engine: engine)
    if prefix != dash.before { owner.isMonitor = true }
    return [owner]
  }

  /// A pod: `kubepods-burstable-pod<uid_>.slice` or `pod<uid>`.
  static let kubernetesPod = OwnerRule.one { path, index in
    Pod(path.segments[index], above: path.above(index))?.owner
  }

  /// All burstable or best-effort pods: `kubepods-burstable.slice`, `kubepods/burstable`.
  static let kubernetesClass = OwnerRule.one { path, index in
    let segment = path.segments[index]
    let name: String? =
      if let slice = segment.before(".slice") {
        slice.cut(atLast: "-").flatMap { isKubepods($0.before) ? $0.behind : nil }
      } else {
        isKubepods(path.above(index)) ? segment : nil
      }
    guard let name, let qos = qosClass(name) else { return nil }
    var owner = Owner(.kubernetesClass, "all \(qos) pods", key: "kubepods/\(name)")
    owner.qosClass = qos
    return owner
  }

  /// All pods: `kubepods`, `kubepods.slice`, below a root of the kubelet `kubelet-kubepods.slice`.
  static let kubernetesNode = OwnerRule.segment { segment in
    isKubepods(segment.before(".slice") ?? segment)
      ? Owner(.kubernetesNode, "all pods of the node", key: "kubepods") : nil
  }
}

/// A pod as a segment names it.
private struct Pod {
  var uid: String
  var qosClass: String?

  init?(_ segment: String, above: String) {
    if let slice = segment.before(".slice") {
      // `-pod` and the uid, of which dashes have become underscores.
      guard let dash = slice.cut(atLast: "-"), let name = dash.behind.behind("pod"), let uid = Self.uid(name) else {
        return nil
      }
      let parts = dash.before.cut(atLast: "-")
      if isKubepods(dash.before) {
        qosClass = "Guaranteed"
      } else if let parts, isKubepods(parts.before), let qos = TrailOwners.qosClass(parts.behind) {
        qosClass = qos
      } else {
        return nil
      }
      self.uid = uid
    } else {
      guard let name = segment.behind("pod"), let uid = Self.uid(name) else { return nil }
      self.uid = uid
      qosClass = isKubepods(above) ? "Guaranteed" : TrailOwners.qosClass(above)
    }
  }

  /// A uid with its dashes. A static pod's is a hash of 32 digits.
  private static func uid(_ name: String) -> String? {
    let uid = String(name.map { $0 == "_" ? "-" : $0 })
    return uid.isUUID || (uid.utf8.count == 32 && uid.isHex) ? uid : nil
  }

  var owner: Owner {
    var owner = Owner(.kubernetesPod, "pod \(uid)", key: "pod/\(uid)")
    owner.podUID = uid
    owner.qosClass = qosClass
    return owner
  }

  /// A container of it. Its id changes at each start, so that only the pod is a key until the container's name is known.
  func container(_ id: String, engine: String?) -> Owner {
    var owner = Owner(.kubernetesContainer, "container of pod \(uid)", key: "pod/\(uid)/container")
    owner.podUID = uid
    owner.qosClass = qosClass
    owner.containerID = id
    owner.engine = engine
    return owner
  }
}

/// `kubepods`, or that below another root: `kubelet-kubepods`.
private func isKubepods(_ name: String) -> Bool { name == "kubepods" || name.hasSuffix("-kubepods") }

private func qosClass(_ name: String) -> String? {
  switch name {
  case "burstable": "Burstable"
  case "besteffort": "BestEffort"
  default: nil
  }
}

private func runtime(_ prefix: String) -> String? {
  switch prefix {
  case "cri-containerd", "containerd": "containerd"
  case "crio", "cri-o": "cri-o"
  case "docker": "docker"
  default: nil
  }
}

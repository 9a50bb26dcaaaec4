// Whose log a file is, by its path: the kubelet's, Docker's and the bundles' names for the logs of containers.

/// The pod and the container whose output a file holds, as far as its path says.
struct ContainerLog: Equatable {
  var namespace: String?
  var pod: String?
  var podUID: String?
  var container: String?
  var containerID: String?

  /// What the path of a container's log says; nil where it is none's.
  ///
  /// - `pods/<namespace>_<pod>_<uid>/<container>/0.log` and `containers/<pod>_<namespace>_<container>-<id>.log`
  ///   (kubelet, pkg/kubelet/kuberuntime)
  /// - `containers/<id>/<id>-json.log` (Docker, daemon/logger/jsonfilelog)
  /// - `namespaces/<namespace>/pods/<pod>/<container>/<container>/logs/current.log` (`oc adm inspect`)
  /// - `<namespace>/<pod>/logs.txt` (`kubectl cluster-info dump`)
  init?(path: String) {
    let segments = path.split(separator: "/")
    for (index, segment) in segments.enumerated().dropLast() {
      let rest = segments[(index + 1)...]
      switch segment {
      case "pods": if readPods(rest, namespace: index > 1 ? segments[index - 1] : nil) { return }
      case "containers": if readContainers(rest) { return }
      default: break
      }
    }
    guard segments.count > 2, segments.last == "logs.txt" else { return nil }
    (namespace, pod) = (String(segments[segments.count - 3]), String(segments[segments.count - 2]))
  }

  /// Whether two files may hold the output of one container, as far as they are containers' logs.
  static func mayAgree(_ one: ContainerLog?, _ other: ContainerLog?) -> Bool {
    guard let one, let other else { return true }
    return !contradict(one.namespace, other.namespace) && !contradict(one.pod, other.pod)
      && !contradict(one.podUID, other.podUID) && !contradict(one.container, other.container)
      && !contradict(one.containerID, other.containerID)
  }

  private mutating func readPods(_ rest: ArraySlice<Substring>, namespace above: Substring?) -> Bool {
    let parts = (rest.first ?? "").split(separator: "_", omittingEmptySubsequences: false)
    let next = rest.dropFirst().first
    if parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) {
      (namespace, pod, podUID) = (String(parts[0]), String(parts[1]), String(parts[2]))
      container = rest.count > 2 ? next.map(String.init) : nil
      return true
    }
    guard let above, let pod = rest.first, let next, rest.dropFirst(2).first == next,
      rest.dropFirst(3).first == "logs"
    else { return false }
    (namespace, self.pod, container) = (String(above), String(pod), String(next))
    return true
  }

  private mutating func readContainers(_ rest: ArraySlice<Substring>) -> Bool {
    guard let first = rest.first else { return false }
    if first.isContainerID {
      containerID = String(first)
      return true
    }
    let parts = first.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, let dash = parts[2].lastIndex(of: "-") else { return false }
    let id = parts[2][parts[2].index(after: dash)...].prefix(64)
    guard id.isContainerID else { return false }
    (namespace, pod) = (String(parts[1]), String(parts[0]))
    (container, containerID) = (String(parts[2][..<dash]), String(id))
    return true
  }
}

extension Substring {
  fileprivate var isContainerID: Bool { utf8.count == 64 && allSatisfy(\.isHexDigit) }
}

// The names of pods and containers, as folders and files of their logs tell them.

import TrailModel

extension Container {
  /// Its workload, which is of the same namespace.
  fileprivate var workloadInNamespace: Workload? {
    var workload = workload
    workload?.namespace = namespace
    return workload
  }
}

/// Gives the events that containers were joined to, and of which no cgroup tells the pod, their workloads.
func addWorkloads(to events: inout [Event], of containers: [Container]) {
  var known: [String: Workload] = [:]
  for container in containers {
    for join in container.joins where known[join.eventID] == nil { known[join.eventID] = container.workloadInNamespace }
  }
  for index in events.indices where events[index].workload == nil { events[index].workload = known[events[index].id] }
}

/// Pods and containers by the ids that cgroup paths have.
struct KnownPods {
  /// What one pod is called.
  private struct Pod {
    var namespace: String
    var name: String
    var path: String
  }

  /// What one container is called.
  private struct Container {
    var pod: Pod
    var name: String
  }

  private var pods: [String: Pod] = [:]
  private var containers: [String: Container] = [:]
  private var workloads: [String: Workload] = [:]

  /// The pods of `containers`, and those whose logs are among `inputs`.
  init(_ inputs: [Input], _ containers: [TrailModel.Container]) {
    for container in containers {
      guard let namespace = container.namespace, let pod = container.pod else { continue }
      let own = container.containerID.flatMap { id in container.name.map { (id: id, name: $0) } }
      note(
        uid: container.podUID, namespace: namespace, pod: pod, container: own,
        workload: container.workloadInNamespace, path: container.sources.first?.path ?? "")
    }
    for input in inputs { look(at: input.path) }
  }

  /// Notes a pod that `path` tells of, and one of its containers. The first to tell is believed.
  mutating func note(
    uid: String?, namespace: String, pod: String, container: (id: String, name: String)?, workload: Workload? = nil,
    path: String
  ) {
    let known = Pod(namespace: namespace, name: pod, path: path)
    if let uid, pods[uid] == nil { pods[uid] = known }
    if let container, containers[container.id] == nil {
      containers[container.id] = Container(pod: known, name: container.name)
    }
    if let workload, workloads["\(namespace)/\(pod)"] == nil { workloads["\(namespace)/\(pod)"] = workload }
  }

  /// `pods/<namespace>_<pod>_<uid>/<container>/0.log` and `containers/<pod>_<namespace>_<container>-<id>.log`
  /// (kubelet, pkg/kubelet/kuberuntime).
  private mutating func look(at path: String) {
    guard path.utf8.contains(UInt8(ascii: "_")) else { return }
    let segments = path.split(separator: "/")
    for (index, segment) in segments.enumerated().dropLast() {
      if segment == "pods" {
        let parts = segments[index + 1].split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { continue }
        note(uid: String(parts[2]), namespace: String(parts[0]), pod: String(parts[1]), container: nil, path: path)
      } else if segment == "containers" {
        let parts = segments[index + 1].split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, let dash = parts[2].lastIndex(of: "-") else { continue }
        let id = parts[2][parts[2].index(after: dash)...].prefix(64)
        guard id.utf8.count == 64, id.allSatisfy(\.isHexDigit) else { continue }
        note(
          uid: nil, namespace: String(parts[1]), pod: String(parts[0]),
          container: (String(id), String(parts[2][..<dash])), path: path)
      }
    }
  }

  /// Whether nothing is known of any pod.
  private var isEmpty: Bool { pods.isEmpty && containers.isEmpty }

  /// Gives the pod and its container in `owner` their names.
  func name(_ owner: inout CgroupOwner) {
    guard !isEmpty, let uid = owner.podUID else { return }
    let inside = owner.chain.firstIndex { $0.kind == .kubernetesContainer }
    let container = inside.flatMap { owner.chain[$0].containerID }.flatMap { containers[$0] }
    guard let pod = container?.pod ?? pods[uid] else { return }
    for index in owner.chain.indices where owner.chain[index].podUID == uid {
      let isOwn = index == 0 && owner.key == owner.chain[0].key
      owner.chain[index].namespace = pod.namespace
      owner.chain[index].pod = pod.name
      if index == inside, let container {
        owner.chain[index].container = container.name
        owner.chain[index].name = "container \(container.name) of pod \(pod.namespace)/\(pod.name)"
        owner.chain[index].key = "pod/\(uid)/container/\(container.name)"
      } else if owner.chain[index].kind == .kubernetesPod {
        owner.chain[index].name = "pod \(pod.namespace)/\(pod.name)"
      } else {
        owner.chain[index].name = "container of pod \(pod.namespace)/\(pod.name)"
      }
      if isOwn { owner.key = owner.chain[0].key }
    }
    owner.namedBy = pod.path
  }

  /// The workload of the pod that `owner` is in: as an object says it, else by the pod's name.
  func workload(of owner: CgroupOwner, on host: String?) -> Workload? {
    guard let own = owner.chain.first(where: { $0.pod != nil }), let pod = own.pod else { return nil }
    if let namespace = own.namespace, let known = workloads["\(namespace)/\(pod)"] { return known }
    // The kubelet names a static pod after its node, and its uid is a hash without dashes.
    let isStatic = own.podUID.map { !$0.contains("-") } ?? false
    if isStatic, host.map({ !pod.hasSuffix("-" + $0) }) ?? true { return nil }
    var workload = Workload(pod: pod, node: isStatic ? host : nil)
    workload?.namespace = own.namespace
    return workload
  }
}

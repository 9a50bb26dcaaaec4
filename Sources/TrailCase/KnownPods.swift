// The names of pods and containers, as objects, folders and files of their logs, kubelets and runtimes tell them.

import TrailModel

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
  /// By the sandboxes' ids.
  private var sandboxes: [String: Pod] = [:]
  private var workloads: [String: Workload] = [:]

  /// The pods of `containers`, and those whose logs are among `inputs`.
  init(_ inputs: BoxedArray<Input>, _ containers: [TrailModel.Container]) {
    for container in containers {
      guard let namespace = container.namespace, let pod = container.pod else { continue }
      let own = container.containerID.flatMap { id in container.name.map { (id: id, name: $0) } }
      note(
        uid: container.podUID, namespace: namespace, pod: pod, container: own,
        workload: container.workloadInNamespace, path: container.sources.first?.path ?? "")
    }
    for input in inputs {
      look(at: input.path)
      for name in input.podNames { note(name, path: input.path) }
    }
    // Of containers that containerd made only the sandbox tells the pod.
    for input in inputs { for name in input.podNames where name.pod == nil { noteInSandbox(name) } }
  }

  private mutating func note(_ name: PodName, path: String) {
    guard let namespace = name.namespace, let pod = name.pod else { return }
    let container = name.containerID.flatMap { id in name.container.map { (id: id, name: $0) } }
    note(uid: name.podUID, namespace: namespace, pod: pod, container: container, path: path)
    if let id = name.sandboxID, sandboxes[id] == nil {
      sandboxes[id] = Pod(namespace: namespace, name: pod, path: path)
    }
  }

  private mutating func noteInSandbox(_ name: PodName) {
    guard let pod = name.sandboxID.flatMap({ sandboxes[$0] }), let container = name.container,
      let id = name.containerID, containers[id] == nil
    else { return }
    containers[id] = Container(pod: pod, name: container)
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

  private mutating func look(at path: String) {
    guard let log = ContainerLog(path: path), let namespace = log.namespace, let pod = log.pod,
      log.podUID != nil || log.containerID != nil
    else { return }
    let container = log.containerID.flatMap { id in log.container.map { (id: id, name: $0) } }
    note(uid: log.podUID, namespace: namespace, pod: pod, container: container, path: path)
  }

  /// Whether nothing is known of any pod.
  private var isEmpty: Bool { pods.isEmpty && containers.isEmpty }

  /// Gives the pod and its container in `owner` their names.
  func name(_ owner: inout CgroupOwner) {
    guard !isEmpty, let uid = owner.podUID else { return }
    let container = owner.chain.first { $0.kind == .kubernetesContainer }?.containerID.flatMap { containers[$0] }
    guard let pod = container?.pod ?? pods[uid] else { return }
    owner.name(namespace: pod.namespace, pod: pod.name, container: container?.name, by: pod.path)
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

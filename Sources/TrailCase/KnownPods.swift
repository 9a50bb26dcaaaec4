// The names of pods and containers, as objects, folders and files of their logs, kubelets and runtimes tell them.

import TrailModel

/// Pods and containers by the ids that cgroup paths have.
struct KnownPods {
  /// What one pod is called.
  private struct Pod {
    var namespace: String
    var name: String
    var uid: String?
    var path: String
  }

  private var pods: [String: Pod] = [:]
  /// By the ids of their containers.
  private var podsOfContainers: [String: Pod] = [:]
  /// What containers are called, and what says so.
  private var containers: [String: (name: String, path: String)] = [:]
  /// By the sandboxes' ids.
  private var sandboxes: [String: Pod] = [:]
  private var workloads: [String: Workload] = [:]

  /// The pods of `containers`, those whose uids were `inferred`, and those that `inputs` tell of.
  init(_ inputs: BoxedArray<Input>, _ containers: [TrailModel.Container], inferred: [PodName] = []) {
    for container in containers {
      guard let namespace = container.namespace, let pod = container.pod else { continue }
      let own = container.containerID.map { (id: $0, name: container.name) }
      let path = container.sources.first?.path ?? ""
      note(uid: container.podUID, namespace: namespace, pod: pod, container: own, path: path)
      if let workload = container.workloadInNamespace, workloads["\(namespace)/\(pod)"] == nil {
        workloads["\(namespace)/\(pod)"] = workload
      }
    }
    for name in inferred { note(name, path: name.path ?? "") }
    for input in inputs {
      look(at: input.path)
      for name in input.podNames { note(name, path: input.path) }
      for event in input.kubernetes.events where event.objectKind == "Pod" {
        guard let namespace = event.namespace, let pod = event.objectName,
          let uid = event.objectUID ?? event.message.uid(behind: " in pod \(pod)_\(namespace)(")
        else { continue }
        note(uid: uid, namespace: namespace, pod: pod, container: nil, path: input.path)
      }
      for statement in input.witnesses.lazy.map(\.statement) where statement.kind == "docker" {
        if let id = statement.containerID, let name = statement.child?.name { note(id, name, input.path) }
      }
    }
    // Of containers that containerd made only the sandbox tells the pod.
    for input in inputs {
      for name in input.podNames where name.pod == nil {
        guard let id = name.containerID, let pod = name.sandboxID.flatMap({ sandboxes[$0] }) else { continue }
        if podsOfContainers[id] == nil { podsOfContainers[id] = pod }
      }
    }
  }

  private mutating func note(_ name: PodName, path: String) {
    if let id = name.containerID, let container = name.container { note(id, container, path) }
    guard let namespace = name.namespace, let pod = name.pod else { return }
    let container = name.containerID.map { (id: $0, name: name.container) }
    note(uid: name.podUID, namespace: namespace, pod: pod, container: container, path: path)
    if let id = name.sandboxID, sandboxes[id] == nil {
      sandboxes[id] = Pod(namespace: namespace, name: pod, uid: name.podUID, path: path)
    }
  }

  private mutating func note(_ id: String, _ name: String, _ path: String) {
    if containers[id] == nil { containers[id] = (name, path) }
  }

  /// Notes a pod that `path` tells of, and one of its containers. The first to tell is believed.
  private mutating func note(
    uid: String?, namespace: String, pod: String, container: (id: String, name: String?)?, path: String
  ) {
    let known = Pod(namespace: namespace, name: pod, uid: uid, path: path)
    if let uid, pods[uid] == nil { pods[uid] = known }
    guard let id = container?.id else { return }
    if podsOfContainers[id] == nil { podsOfContainers[id] = known }
    if let name = container?.name { note(id, name, path) }
  }

  private mutating func look(at path: String) {
    guard let log = ContainerLog(path: path), let namespace = log.namespace, let pod = log.pod,
      log.podUID != nil || log.containerID != nil
    else { return }
    let container = log.containerID.map { (id: $0, name: log.container) }
    note(uid: log.podUID, namespace: namespace, pod: pod, container: container, path: path)
  }

  /// Whose a container is of which only the id is known.
  func owner(of id: String) -> CgroupOwner? {
    guard let pod = podsOfContainers[id] else { return nil }
    var told = TrailModel.Container()
    (told.namespace, told.pod, told.podUID) = (pod.namespace, pod.name, pod.uid)
    (told.containerID, told.name) = (id, containers[id]?.name)
    var owner = CgroupOwner(podOf: told, container: told)
    owner?.namedBy = pod.path
    return owner
  }

  /// Gives the pod and the container in `owner` their names.
  func name(_ owner: inout CgroupOwner) {
    guard !pods.isEmpty || !containers.isEmpty else { return }
    if let id = owner.owner.containerID, owner.owner.kind == .container, let container = containers[id] {
      owner.chain[0].container = container.name
      owner.chain[0].name = "\(owner.owner.engine.map { $0 + " " } ?? "")container \(container.name)"
      owner.namedBy = container.path
    }
    guard let uid = owner.podUID else { return }
    let id = owner.chain.first { $0.kind == .kubernetesContainer }?.containerID
    let (pod, container) = (id.flatMap { podsOfContainers[$0] } ?? pods[uid], id.flatMap { containers[$0] })
    owner.name(namespace: pod?.namespace, pod: pod?.name, container: container?.name, by: pod?.path ?? container?.path)
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

extension String {
  /// The uid behind `text`, up to a bracket: `… in pod api-0_shop(<uid>)`.
  fileprivate func uid(behind text: String) -> String? {
    guard let start = firstEnd(of: text) else { return nil }
    let uid = self[start...].prefix { $0 != ")" }
    return uid.utf8.count == 36 || uid.utf8.count == 32 ? String(uid) : nil
  }
}

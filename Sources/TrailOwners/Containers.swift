// Containers without Kubernetes: Docker, podman, containerd, CRI-O, Amazon ECS, Nomad.

import TrailModel

extension OwnerRule {
  /// podman: `libpod-<id>.scope`, `libpod-payload-<id>`; `libpod-conmon-<id>` is the monitor.
  static let podmanContainer = OwnerRule.one { path, index in
    let segment = path.segments[index]
    guard let name = (segment.before(".scope") ?? segment).behind("libpod-") else { return nil }
    let conmon = name.behind("conmon-")
    let id = conmon ?? name.behind("payload-") ?? name
    guard id.isID() else { return nil }
    var owner = container(id, engine: "podman", path, index)
    owner.isMonitor = conmon != nil
    // A unit that podman was started by (quadlet) stays when the container is made anew.
    if let service = path.above(index).before(".service"), !service.hasPrefix("user@") {
      owner.key = "unit/\(service).service/podman"
    }
    return owner
  }

  /// Pods of podman: `machine-libpod_pod_<id>.slice`, `user-libpod_pod_<id>.slice`.
  static let podmanPod = OwnerRule.one { path, index in
    let name = path.segments[index].before(".slice")?.cut(atLast: "-")?.behind ?? path.segments[index]
    guard let id = name.behind("libpod_pod_"), id.isID() else { return nil }
    var owner = Owner(.podmanPod, "podman pod \(short(id))", key: "podman-pod/\(id)")
    owner.engine = "podman"
    owner.uid = path.uid(above: index)
    return owner
  }

  /// `docker-<id>.scope`, `crio-<id>.scope` and those of other engines.
  static let engineScope = OwnerRule.one { path, index in
    let segment = path.segments[index]
    guard let dash = (segment.before(".scope") ?? segment).cut(atLast: "-"), dash.behind.isID() else { return nil }
    let prefix = dash.before.before("-conmon") ?? dash.before
    guard let engine = engines[prefix] else { return nil }
    var owner = container(dash.behind, engine: engine, path, index)
    owner.isMonitor = prefix != dash.before
    return owner
  }

  /// `docker/<id>`, as the cgroupfs driver has it.
  static let engineFolder = OwnerRule.one { path, index in
    guard path.segments[index].isID(atLeast: 32), let engine = engines[path.above(index)] else { return nil }
    return container(path.segments[index], engine: engine, path, index)
  }

  /// `system.slice:docker:<id>`: what runc was told for systemd's driver, taken for a name by the other.
  static let mismatchedDriver = OwnerRule.one { path, index in
    let parts = path.segments[index].split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].isID(), let engine = engines[String(parts[1])] else { return nil }
    return container(String(parts[2]), engine: engine, path, index)
  }

  /// 64 digits: a container, of whatever engine.
  static let bareContainer = OwnerRule.one { path, index in
    let segment = path.segments[index]
    return segment.utf8.count == 64 && segment.isHex ? container(segment, engine: nil, path, index) : nil
  }

  /// A container of an ECS task: `ecs/<task>/<id>`, `ecstasks-<task>.slice/docker-<id>.scope`, on Fargate
  /// `ecs/<task>/<task>-<number>`.
  static let ecsContainer = OwnerRule.one { path, index in
    guard let task = TrailOwners.ecsTask(path, index - 1) else { return nil }
    let segment = path.segments[index]
    let id = segment.before(".scope")?.behind("docker-") ?? segment
    let isFargate = id.hasPrefix(task + "-")
    guard id.isID() || isFargate else { return nil }
    // The container is made anew with each task; within a task it stays.
    var owner = Owner(.container, "container \(isFargate ? id : short(id)) of ECS task \(task)", key: "container/\(id)")
    owner.engine = isFargate ? nil : "docker"
    owner.containerID = id
    owner.job = task
    return owner
  }

  /// A task of ECS.
  static let ecsTask = OwnerRule.one { path, index in
    guard let task = TrailOwners.ecsTask(path, index) else { return nil }
    var owner = Owner(.ecsTask, "ECS task \(task)", key: "ecs/\(task)")
    owner.engine = "ecs"
    owner.job = task
    return owner
  }

  /// A task of Nomad: `<allocation>.<task>.scope`, and without the suffix in version 1.
  static let nomadTask = OwnerRule.one { path, index in
    let segment = path.segments[index]
    guard let dot = (segment.before(".scope") ?? segment).cut(atFirst: "."), dot.before.isUUID, !dot.behind.isEmpty,
      path.nearest(above: index, { $0.contains("nomad") ? true : nil }) != nil
    else { return nil }
    var owner = Owner(.nomadTask, "Nomad task \(dot.behind)", key: "nomad/\(dot.behind)")
    owner.engine = "nomad"
    owner.job = dot.before
    owner.step = dot.behind
    return owner
  }
}

/// Engines by what their scopes and folders begin with.
private let engines = [
  "docker": "docker", "cri-containerd": "containerd", "containerd": "containerd", "nerdctl": "containerd",
  "crio": "cri-o", "buildkit": "buildkit",
]

/// A container by itself. Nothing tells what it is made again as, so that its id is its key.
private func container(_ id: String, engine: String?, _ path: CgroupPath, _ index: Int) -> Owner {
  let uid = path.uid(above: index)
  let what = engine.map { engineNames[$0] ?? $0 }.map { "\($0) container" } ?? "container"
  var owner = Owner(
    .container, "\(what) \(short(id))" + (uid.map { " of uid \($0)" } ?? ""), key: "container/\(id)")
  owner.engine = engine
  owner.containerID = id
  owner.uid = uid
  return owner
}

private let engineNames = ["docker": "Docker", "cri-o": "CRI-O", "buildkit": "BuildKit"]

/// The ECS task that the segment at `index` is.
private func ecsTask(_ path: CgroupPath, _ index: Int) -> String? {
  guard index >= 0 else { return nil }
  let segment = path.segments[index]
  if path.above(index) == "ecstasks.slice" {
    return segment.between("ecstasks-", ".slice").flatMap { isTask($0) ? $0 : nil }
  }
  return path.above(index) == "ecs" && isTask(segment) ? segment : nil
}

/// 32 digits, or a uuid in older agents.
private func isTask(_ id: String) -> Bool { id.isUUID || (id.utf8.count == 32 && id.isHex) }

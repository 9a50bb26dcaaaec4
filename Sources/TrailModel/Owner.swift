// Whose a memory cgroup is: what its path says, and what else was found out about that.

/// One owner on the way from a cgroup up to the root: a container, its pod, a unit, a slice, a job.
public struct Owner: Hashable, Sendable {
  /// What it is; each a word of `owner.kind`.
  public enum Kind: String, Sendable, CaseIterable {
    /// A container of a Kubernetes pod.
    case kubernetesContainer = "kubernetes_container"
    /// A Kubernetes pod.
    case kubernetesPod = "kubernetes_pod"
    /// All pods of one quality of service on the node.
    case kubernetesClass = "kubernetes_qos"
    /// All pods of the node: what the node has for them (allocatable).
    case kubernetesNode = "kubernetes_node"
    /// A container of another engine.
    case container
    /// Pods of podman.
    case podmanPod = "podman_pod"
    /// A task of Amazon ECS.
    case ecsTask = "ecs_task"
    /// A task of Nomad.
    case nomadTask = "nomad_task"
    /// A job of Slurm or LSF.
    case job
    /// A slot of HTCondor.
    case slot
    /// A container of LXC, LXD or Incus, or of systemd-nspawn.
    case systemContainer = "system_container"
    /// A virtual machine.
    case virtualMachine = "virtual_machine"
    /// A systemd service.
    case service
    /// A snap's application.
    case snap
    /// An application of a user's session.
    case application
    /// A login session.
    case session
    /// A user's service manager.
    case userManager = "user_manager"
    /// A user.
    case user
    /// A unit that systemd-run made.
    case transientUnit = "transient_unit"
    /// Another systemd unit.
    case unit
    /// A systemd slice.
    case slice
    /// The first process.
    case initProcess = "init"
    /// The root: whatever is in no other cgroup.
    case root
    /// A cgroup that no rule knows.
    case cgroup
  }

  /// What it is.
  public var kind: Kind
  /// What people call it; as stable as ``key``.
  public var name: String
  /// What stays the same when it is started again: numbers and ids that change are left out.
  public var key: String
  /// The engine: `containerd`, `cri-o`, `docker`, `podman`, `lxc`, `slurm` and so on.
  public var engine: String?
  /// The Kubernetes namespace.
  public var namespace: String?
  /// The pod's name.
  public var pod: String?
  /// The pod's uid, with dashes; a static pod's is 32 digits without.
  public var podUID: String?
  /// The pod's quality of service: `Guaranteed`, `Burstable`, `BestEffort`.
  public var qosClass: String?
  /// The container's name.
  public var container: String?
  /// The container's id, as far as the path has it.
  public var containerID: String?
  /// The systemd unit.
  public var unit: String?
  /// What stands between `@` and the suffix in the unit's name.
  public var instance: String?
  /// The slice that it is in.
  public var slice: String?
  /// The user.
  public var uid: Int64?
  /// The job of a batch system, the task of ECS, the allocation of Nomad.
  public var job: String?
  /// The job's step.
  public var step: String?
  /// Whether it is the process that watches over the container, not the container.
  public var isMonitor = false

  /// An owner.
  public init(_ kind: Kind, _ name: String, key: String) {
    self.kind = kind
    self.name = name
    self.key = key
  }
}

/// Whose one cgroup is.
public struct CgroupOwner: Hashable, Sendable {
  /// The cgroup; nil where only an object, such as a pod's, tells whose it was.
  public var path: String?
  /// The owners that its path or its object names, the deepest first; at least one.
  public var chain: [Owner]
  /// What tells the owner from others, and stays the same when it is started again.
  public var key: String
  /// Whether the path leads out of the cgroup namespace that it was read in (`/../`).
  public var isOutside: Bool
  /// How the pod's or container's names are known, where they are; the file that says it.
  public var namedBy: String?

  /// Whose a cgroup is.
  public init(path: String?, chain: [Owner], key: String, isOutside: Bool = false) {
    self.path = path
    self.chain = chain
    self.key = key
    self.isOutside = isOutside
  }

  /// The deepest.
  public var owner: Owner { chain.first ?? Owner(.cgroup, path ?? "a cgroup", key: key) }

  /// The pod that it is in.
  public var podUID: String? { chain.lazy.compactMap(\.podUID).first }

  /// What people call it, and in what it is where that is a world of its own.
  public var title: String {
    let own = owner
    guard key != own.key, let host = chain.dropFirst().first(where: { key.hasPrefix($0.key + " > ") }) else {
      return own.name
    }
    return "\(own.name) in \(host.name)"
  }

  /// Whether a rule knew the path and it says more than where in the tree it is.
  public var isKnown: Bool { ![.cgroup, .root].contains(owner.kind) }
}

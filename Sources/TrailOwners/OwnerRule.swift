// The list of rules that tell owners by segments of cgroup paths.

import TrailModel

/// A rule: what a segment of a cgroup's path says of its owner.
///
/// A new one is a value in the file of its family and a row in ``all``.
struct OwnerRule: Sendable {
  /// The owners that the segment at an index names, the deeper first; empty where the rule does not know it.
  let owners: @Sendable (CgroupPath, Int) -> [Owner]

  /// A rule for segments that name one owner.
  static func one(_ owner: @escaping @Sendable (CgroupPath, Int) -> Owner?) -> OwnerRule {
    OwnerRule { path, index in [owner(path, index)].compactMap(\.self) }
  }

  /// A rule for segments that name one owner, whatever stands above them.
  static func segment(_ owner: @escaping @Sendable (String) -> Owner?) -> OwnerRule {
    one { path, index in owner(path.segments[index]) }
  }

  /// All rules, in the order in which they are asked; the first to answer is believed.
  static let all: [OwnerRule] = [
    // What hosts other things.
    .kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode,
    .ecsContainer, .ecsTask, .nomadTask,
    .slurmStep, .slurmJob, .lsfJob, .htcondorSlot,
    .podmanContainer, .podmanPod, .engineScope, .engineFolder, .mismatchedDriver,
    .lxcFolder, .lxcPayload, .libvirtScope, .libvirtFolder, .proxmoxGuest, .nspawnScope, .nspawnService,
    // What systemd runs.
    .snap, .transientUnit, .spawnedScope, .sessionScope, .userManager, .applicationScope, .applicationService,
    .oldSession, .oldUser, .oldSystemUnit, .userSlice, .service, .initScope, .slice, .otherUnit,
    // Last, because the name alone says it.
    .bareContainer,
  ]
}

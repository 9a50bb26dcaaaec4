// Cgroups and whose they are.

import TrailModel

@testable import TrailOwners

extension FuzzTarget {
  /// Paths of cgroups.
  static let owners = FuzzTarget(
    name: "owners",
    seeds: {
      let id = "3f9c1a7be2d04586a1b2c3d4e5f60718293a4b5c6d7e8f900112233445566778"
      let uid = "5e0c1d7a_91b2_4c3d_8e4f_0a1b2c3d4e5f"
      return [
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(uid).slice/cri-containerd-\(id).scope",
        "/kubepods/besteffort/pod5e0c1d7a-91b2-4c3d-8e4f-0a1b2c3d4e5f/\(id)", "/system.slice/docker-\(id).scope",
        "/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-firefox-4711.scope",
        "/system.slice/system-getty.slice/getty@tty1.service", "/slurm/uid_1000/job_4711/step_0/task_0",
        "/system.slice/slurmstepd.scope/job_4711/step_batch/user/task_0",
        "/lxc.payload.web-01/system.slice/cron.service",
        "/machine.slice/machine-qemu\\x2d1\\x2dweb.scope/libvirt/emulator",
        "/machine.slice/libpod-\(id).scope/container",
        "/nomad.slice/share.slice/5e0c1d7a-91b2-4c3d-8e4f-0a1b2c3d4e5f.api.scope", "/htcondor/condor_var_slot1_1@web",
        "/ecs/5e0c1d7a91b24c3d8e4f0a1b2c3d4e5f/\(id)", "/snap.lxd.daemon.service", "/../../init.scope", "/",
      ].map { Array($0.utf8) }
    }
  ) { bytes in
    let path = String(decoding: bytes, as: UTF8.self)
    var finder = OwnerFinder()
    let owner = finder.owner(of: path)
    require(owner == finder.owner(of: path), "another owner when asked again")
    require(owner.path == path, "another path")
    require(!owner.chain.isEmpty && !owner.key.isEmpty, "no owner at all")
    require(owner.chain.count <= 16, "a chain without end")
  }
}

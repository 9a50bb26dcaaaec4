// Whose cgroups are, by their paths.

import Testing
import TrailModel

@testable import TrailOwners

private let id = "3f9c1a7be2d04586a1b2c3d4e5f60718293a4b5c6d7e8f900112233445566778"
private let other = "77aa1a7be2d04586a1b2c3d4e5f60718293a4b5c6d7e8f900112233445566778"
private let uid = "5e0c1d7a-91b2-4c3d-8e4f-0a1b2c3d4e5f"
private let slice = "5e0c1d7a_91b2_4c3d_8e4f_0a1b2c3d4e5f"
private let hash = "c0ffee00c0ffee00c0ffee00c0ffee01"
private let uuid = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"

/// A path and what is expected of it.
struct Row: Sendable, CustomTestStringConvertible {
  var path: String
  /// The kinds from the deepest up.
  var kinds: [Owner.Kind]
  var key: String
  var title: String

  var testDescription: String { path }

  init(_ path: String, _ kinds: [Owner.Kind], _ key: String, _ title: String) {
    self.path = path
    self.kinds = kinds
    self.key = key
    self.title = title
  }
}

@Suite struct OwnerTests {
  @Test(
    arguments: [
      // Kubernetes, systemd driver.
      Row(
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(slice).slice/cri-containerd-\(id).scope",
        [.kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode], "pod/\(uid)/container",
        "container of pod \(uid)"),
      Row(
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod\(slice).slice/crio-\(id).scope",
        [.kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode], "pod/\(uid)/container",
        "container of pod \(uid)"),
      Row(
        "/kubepods.slice/kubepods-pod\(slice).slice/docker-\(id).scope",
        [.kubernetesContainer, .kubernetesPod, .kubernetesNode], "pod/\(uid)/container", "container of pod \(uid)"),
      Row(
        "/kubepods.slice/kubepods-pod\(slice).slice", [.kubernetesPod, .kubernetesNode], "pod/\(uid)", "pod \(uid)"),
      Row(
        "/kubepods.slice/kubepods-burstable.slice", [.kubernetesClass, .kubernetesNode], "kubepods/burstable",
        "all Burstable pods"),
      Row("/kubepods.slice", [.kubernetesNode], "kubepods", "all pods of the node"),
      // cgroupfs driver.
      Row(
        "/kubepods/burstable/pod\(uid)/\(id)",
        [.kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode], "pod/\(uid)/container",
        "container of pod \(uid)"),
      Row(
        "/kubepods/besteffort/pod\(uid)/crio-\(id)",
        [.kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode], "pod/\(uid)/container",
        "container of pod \(uid)"),
      Row(
        "/kubepods/pod\(uid)/\(id)", [.kubernetesContainer, .kubernetesPod, .kubernetesNode],
        "pod/\(uid)/container", "container of pod \(uid)"),
      Row("/kubepods", [.kubernetesNode], "kubepods", "all pods of the node"),
      // A static pod's uid is a hash.
      Row(
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(hash).slice/cri-containerd-\(id).scope",
        [.kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode], "pod/\(hash)/container",
        "container of pod \(hash)"),
      // A node in a container (kind), both drivers.
      Row(
        "/system.slice/docker-\(other).scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/"
          + "kubelet-kubepods-burstable-pod\(slice).slice/cri-containerd-\(id).scope",
        [
          .kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode, .slice, .container, .slice,
        ], "pod/\(uid)/container", "container of pod \(uid)"),
      Row(
        "/docker/\(other)/kubelet/kubepods/burstable/pod\(uid)/\(id)",
        [.kubernetesContainer, .kubernetesPod, .kubernetesClass, .kubernetesNode, .container], "pod/\(uid)/container",
        "container of pod \(uid)"),
      // What runc was told for the other driver.
      Row(
        "/system.slice/kubepods-burstable-pod\(slice).slice:cri-containerd:\(id)",
        [.kubernetesContainer, .kubernetesPod, .slice], "pod/\(uid)/container", "container of pod \(uid)"),
      Row(
        "/kubepods.slice/kubepods-pod\(slice).slice/crio-conmon-\(id).scope",
        [.kubernetesContainer, .kubernetesPod, .kubernetesNode], "pod/\(uid)/container", "container of pod \(uid)"),
      Row("/system.slice/k3s.service", [.service, .slice], "unit/k3s.service", "k3s.service"),
      // Docker and the like.
      Row("/docker/\(id)", [.container], "container/\(id)", "Docker container 3f9c1a7be2d0"),
      Row("/sys/fs/cgroup/memory/docker/\(id)", [.container], "container/\(id)", "Docker container 3f9c1a7be2d0"),
      Row(
        "/system.slice/docker-\(id).scope", [.container, .slice], "container/\(id)", "Docker container 3f9c1a7be2d0"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/user.slice/docker-\(id).scope",
        [.container, .slice, .userManager, .user, .slice], "container/\(id)",
        "Docker container 3f9c1a7be2d0 of uid 1000"),
      Row("/system.slice:docker:\(id)", [.container], "container/\(id)", "Docker container 3f9c1a7be2d0"),
      Row("/default/\(id)", [.container], "container/\(id)", "container 3f9c1a7be2d0"),
      Row(
        "/ecs/\(hash)/\(id)", [.container, .ecsTask], "container/\(id)",
        "container 3f9c1a7be2d0 of ECS task \(hash)"),
      Row(
        "/ecs/\(hash)/\(hash)-2470140894", [.container, .ecsTask], "container/\(hash)-2470140894",
        "container \(hash)-2470140894 of ECS task \(hash)"),
      Row("/ecs/\(uuid)", [.ecsTask], "ecs/\(uuid)", "ECS task \(uuid)"),
      Row(
        "/ecstasks.slice/ecstasks-\(hash).slice/docker-\(id).scope", [.container, .ecsTask, .slice],
        "container/\(id)", "container 3f9c1a7be2d0 of ECS task \(hash)"),
      // podman.
      Row(
        "/machine.slice/libpod-\(id).scope/container", [.container, .slice], "container/\(id)",
        "podman container 3f9c1a7be2d0"),
      Row("/libpod_parent/libpod-\(id)", [.container], "container/\(id)", "podman container 3f9c1a7be2d0"),
      Row(
        "/system.slice/web.service/libpod-payload-\(id)", [.container, .service, .slice], "unit/web.service/podman",
        "podman container 3f9c1a7be2d0"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-\(id).scope",
        [.container, .slice, .userManager, .user, .slice], "container/\(id)",
        "podman container 3f9c1a7be2d0 of uid 1000"),
      Row(
        "/machine.slice/machine-libpod_pod_\(id).slice", [.podmanPod, .slice], "podman-pod/\(id)",
        "podman pod 3f9c1a7be2d0"),
      // systemd.
      Row("/system.slice/nginx.service", [.service, .slice], "unit/nginx.service", "nginx.service"),
      Row("/system.slice/nginx.service/workers/3", [.service, .slice], "unit/nginx.service", "nginx.service"),
      Row(
        "/batch.slice/batch-low.slice/import.service", [.service, .slice, .slice], "unit/import.service",
        "import.service"),
      Row(
        "/system.slice/system-postgresql.slice/postgresql@13-main.service", [.service, .slice, .slice],
        "unit/postgresql@13-main.service", "postgresql@13-main.service"),
      Row(
        "/system.slice/system-worker.slice/worker@7.service", [.service, .slice, .slice], "unit/worker@.service",
        "worker@.service"),
      Row(
        "/system.slice/system-serial\\x2dgetty.slice/serial-getty@ttyS0.service", [.service, .slice, .slice],
        "unit/serial-getty@ttyS0.service", "serial-getty@ttyS0.service"),
      Row("/system.slice/tmp.mount", [.unit, .slice], "unit/tmp.mount", "tmp.mount"),
      Row(
        "/system.slice/run-u4711.service", [.transientUnit, .slice], "transient/system.slice",
        "a transient unit in system.slice"),
      Row(
        "/system.slice/run-r\(hash).scope", [.transientUnit, .slice], "transient/system.slice",
        "a transient unit in system.slice"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/app.slice/run-p812-i77.scope",
        [.transientUnit, .slice, .userManager, .user, .slice], "transient/1000", "a transient unit of uid 1000"),
      Row("/init.scope", [.initProcess], "init", "the first process"),
      Row("/", [.root], "root", "the root cgroup"),
      Row("", [.root], "root", "the root cgroup"),
      Row("/-.slice", [.root], "root", "the root cgroup"),
      // Users.
      Row(
        "/user.slice/user-1000.slice/session-3.scope", [.session, .user, .slice], "user/1000/session",
        "login session of uid 1000"),
      Row(
        "/user.slice/user-0.slice/session-c1.scope", [.session, .user, .slice], "user/0/session",
        "login session of uid 0"),
      Row("/user.slice/user-1000.slice", [.user, .slice], "user/1000", "user 1000"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/init.scope", [.userManager, .user, .slice],
        "user/1000/manager", "service manager of uid 1000"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-org.example.Viewer-20117.scope",
        [.application, .slice, .userManager, .user, .slice], "app/org.example.Viewer/1000",
        "org.example.Viewer of uid 1000"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.example.Indexer@autostart.service",
        [.application, .slice, .userManager, .user, .slice], "app/org.example.Indexer/1000",
        "org.example.Indexer of uid 1000"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-\(uuid).scope",
        [.application, .slice, .userManager, .user, .slice], "app/vte/1000", "vte of uid 1000"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/app.slice/tmux-spawn-\(uuid).scope",
        [.application, .slice, .userManager, .user, .slice], "app/tmux/1000", "tmux of uid 1000"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/session.slice/pipewire.service",
        [.service, .slice, .userManager, .user, .slice], "unit/pipewire.service/1000",
        "pipewire.service of uid 1000"),
      Row("/user/1000.user/3.session", [.session, .user], "user/1000/session", "login session of uid 1000"),
      Row("/system/sshd.service", [.service], "unit/sshd.service", "sshd.service"),
      // Batch systems.
      Row(
        "/slurm/uid_1234/job_5678/step_0/task_2", [.job], "slurm/5678", "Slurm job 5678, step 0"),
      Row("/slurm_node07/uid_1234/job_5678/step_batch", [.job], "slurm/5678", "Slurm job 5678, step batch"),
      Row("/slurm/uid_1234/job_5678", [.job], "slurm/5678", "Slurm job 5678"),
      Row(
        "/system.slice/slurmstepd.scope/job_99/step_extern/user/task_0", [.job, .unit, .slice], "slurm/99",
        "Slurm job 99, step extern"),
      Row(
        "/system.slice/node07_slurmstepd.scope/job_99/step_1/slurm", [.job, .unit, .slice], "slurm/99",
        "Slurm job 99, step 1"),
      Row("/lsf/cluster1/job.1234.5678.1700000000", [.job], "lsf/1234", "LSF job 1234"),
      Row(
        "/htcondor/condor_var_lib_condor_execute_slot1_3@exec-4", [.slot], "htcondor/slot1_3@exec-4",
        "HTCondor slot1_3@exec-4"),
      Row(
        "/system.slice/condor.service/condor_scratch_slot2@exec-4", [.slot, .service, .slice],
        "htcondor/slot2@exec-4", "HTCondor slot2@exec-4"),
      // Machines.
      Row("/lxc/web", [.systemContainer], "lxc/web", "LXC container web"),
      Row("/lxc.payload.db-1", [.systemContainer], "lxc/db-1", "LXC container db-1"),
      Row("/lxc.payload/db-1/init.scope", [.systemContainer], "lxc/db-1", "LXC container db-1"),
      Row(
        "/lxc.monitor.db-1", [.systemContainer], "lxc-monitor/db-1", "monitor of LXC container db-1"),
      Row(
        "/lxc/101/ns/system.slice/mariadb.service", [.service, .slice, .systemContainer],
        "lxc/101 > unit/mariadb.service", "mariadb.service in LXC container 101"),
      Row(
        "/machine.slice/machine-qemu\\x2d12\\x2dbuild\\x2dbox.scope/libvirt/emulator", [.virtualMachine, .slice],
        "machine/build-box", "virtual machine build-box"),
      Row(
        "/machine/qemu-3-mail.libvirt-qemu/vcpu0", [.virtualMachine], "machine/mail", "virtual machine mail"),
      Row("/machine/mail.libvirt-qemu", [.virtualMachine], "machine/mail", "virtual machine mail"),
      Row("/qemu.slice/104.scope", [.virtualMachine, .slice], "machine/104", "virtual machine 104"),
      Row(
        "/machine.slice/machine-bullseye.scope", [.systemContainer, .slice], "nspawn/bullseye",
        "nspawn container bullseye"),
      Row(
        "/machine.slice/systemd-nspawn@bullseye.service/payload", [.systemContainer, .slice], "nspawn/bullseye",
        "nspawn container bullseye"),
      // Nomad and snap.
      Row("/nomad.slice/share.slice/\(uuid).api.scope", [.nomadTask, .slice, .slice], "nomad/api", "Nomad task api"),
      Row("/nomad/\(uuid).api", [.nomadTask], "nomad/api", "Nomad task api"),
      Row("/system.slice/snap.lxd.daemon.service", [.snap, .slice], "snap/lxd.daemon", "snap lxd.daemon"),
      Row(
        "/user.slice/user-1000.slice/user@1000.service/app.slice/snap.firefox.firefox-\(uuid).scope",
        [.snap, .slice, .userManager, .user, .slice], "snap/firefox.firefox/1000", "snap firefox.firefox of uid 1000"),
      // What no rule knows.
      Row("/pressure", [.cgroup], "/pressure", "/pressure"),
      Row("/job_17/step_0", [.cgroup], "/job_17/step_0", "/job_17/step_0"),
      Row("/pod123/x", [.cgroup], "/pod123/x", "/pod123/x"),
      Row("/docker/short", [.cgroup], "/docker/short", "/docker/short"),
    ] as [Row])
  func owners(row: Row) {
    let found = OwnerFinder.owner(of: row.path)
    #expect(found.chain.map(\.kind) == row.kinds)
    #expect(found.key == row.key)
    #expect(found.title == row.title)
    #expect(found.path == row.path)
    #expect(!found.isOutside)
  }

  @Test func aContainerHasTheIdsOfItsPath() {
    let found = OwnerFinder.owner(
      of: "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(slice).slice/cri-containerd-\(id).scope")
    #expect(found.owner.podUID == uid)
    #expect(found.owner.containerID == id)
    #expect(found.owner.engine == "containerd")
    #expect(found.owner.qosClass == "Burstable")
    #expect(!found.owner.isMonitor)
    #expect(found.podUID == uid)
    #expect(OwnerFinder.owner(of: "/kubepods/pod\(uid)/\(id)").owner.qosClass == "Guaranteed")
    #expect(OwnerFinder.owner(of: "/kubepods/pod\(uid)/\(id)").owner.engine == nil)
  }

  @Test(
    arguments: [
      "/kubepods.slice/kubepods-pod\(slice).slice/crio-conmon-\(id).scope", "/machine.slice/libpod-conmon-\(id).scope",
      "/lxc.monitor/web", "/lxc.monitor.web", "/system.slice/crio-conmon-\(id).scope",
    ])
  func monitorsAreNotTheContainer(path: String) { #expect(OwnerFinder.owner(of: path).owner.isMonitor) }

  @Test func restartsKeepTheKey() {
    for (one, two) in [
      ("/kubepods/burstable/pod\(uid)/\(id)", "/kubepods/burstable/pod\(uid)/\(other)"),
      ("/user.slice/user-7.slice/session-1.scope", "/user.slice/user-7.slice/session-94.scope"),
      ("/system.slice/run-u1.service", "/system.slice/run-u2.service"),
      ("/machine.slice/machine-qemu\\x2d1\\x2da.scope", "/machine.slice/machine-qemu\\x2d2\\x2da.scope"),
      ("/system.slice/app@1.service", "/system.slice/app@2.service"),
      ("/system.slice/web.service/libpod-payload-\(id)", "/system.slice/web.service/libpod-payload-\(other)"),
      ("/nomad/\(uuid).api", "/nomad/\(uid).api"),
    ] {
      let (left, right) = (OwnerFinder.owner(of: one), OwnerFinder.owner(of: two))
      #expect(left.key == right.key, "\(one)")
    }
    // Who is not the same has another.
    #expect(
      OwnerFinder.owner(of: "/lxc/1/ns/system.slice/a.service").key
        != OwnerFinder.owner(of: "/lxc/2/ns/system.slice/a.service").key)
    #expect(OwnerFinder.owner(of: "/docker/\(id)").key != OwnerFinder.owner(of: "/docker/\(other)").key)
  }

  @Test func aJobHasItsParts() {
    let owner = OwnerFinder.owner(of: "/slurm/uid_1234/job_5678/step_0/task_2").owner
    #expect(owner.job == "5678")
    #expect(owner.step == "0")
    #expect(owner.uid == 1_234)
    #expect(owner.engine == "slurm")
    let unit = OwnerFinder.owner(of: "/system.slice/system-worker.slice/worker@7.service").owner
    #expect(unit.unit == "worker@7.service")
    #expect(unit.instance == "7")
    #expect(unit.slice == "system-worker.slice")
  }

  @Test func outsideTheNamespaceIsSaid() {
    let found = OwnerFinder.owner(of: "/../../system.slice/cron.service")
    #expect(found.isOutside)
    #expect(found.key == "unit/cron.service")
  }

  @Test func escapesOfEscapesAreUndone() {
    #expect(
      OwnerFinder.owner(of: "/machine.slice/machine-qemu\\x5cx2d1\\x5cx2da.scope").key == "machine/a")
    #expect("\\x2".unescaped == "\\x2")
    #expect("\\xzz\\x41\\".unescaped == "\\xzzA\\")
  }

  /// Whatever a log holds, there is an answer, and soon.
  @Test func hostilePaths() {
    let long = String(repeating: "/a.slice", count: 100_000)
    #expect(OwnerFinder.owner(of: long).chain.count <= 16)
    #expect(!OwnerFinder.owner(of: String(repeating: "/", count: 10_000)).chain.isEmpty)
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "/", "-", "pod", ".slice", ".scope", "@", ":", "libpod-", "job_", "step_", id, uid, "kubepods", "run-", "u",
      "slurm", "\\x2d", "\\x", "..", "lxc", "é", "\u{301}", "machine-", "qemu", "user-", "1", ".service", "snap.",
    ]
    for _ in 0..<20_000 {
      let path = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      let found = OwnerFinder.owner(of: path.joined())
      #expect(!found.chain.isEmpty)
      #expect(!found.key.isEmpty)
    }
  }
}

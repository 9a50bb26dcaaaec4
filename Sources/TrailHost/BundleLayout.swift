// How collectors lay out their bundles: the paths by which one is known, and what in it is called after a host.

/// A kind of bundle.
public struct BundleLayout: Sendable {
  /// The word for it in a report.
  public let name: String
  /// What people call it.
  public let title: String
  /// Paths below its root that no other layout has. With a slash at the end it is a folder with anything in it, else a
  /// file; `*` stands for anything within a name that is not the last one of a file.
  let own: [String]
  /// Paths that others may have too.
  let shared: [String]
  /// Paths that others may have too, and in which the `*` is a host's name.
  let nodes: [String]
  /// How many different ones of all these must be there; one of them, or the name of the root, its own.
  let needed: Int
  /// The host in the name of its root, which then counts as one of its own marks.
  let host: @Sendable (Substring) -> String?

  init(
    _ name: String, _ title: String, own: [String], shared: [String] = [], nodes: [String] = [], needed: Int = 2,
    host: @escaping @Sendable (Substring) -> String? = { _ in nil }
  ) {
    self.name = name
    self.title = title
    self.own = own
    self.shared = shared
    self.nodes = nodes
    self.needed = needed
    self.host = host
  }

  /// All that are known.
  static let all: [BundleLayout] = [
    .sosreport, .supportconfig, .mustGather, .clusterInfoDump, .supportBundle, .eksCollector, .aksPeriscope, .rancher,
    .talos, .dockerDiagnostics, .apport, .varLog,
  ]
}

extension BundleLayout {
  /// sos (github.com/sosreport/sos): a host's files by their paths, outputs of commands by plugin.
  static let sosreport = BundleLayout(
    "sosreport", "sosreport", own: ["sos_commands/", "sos_logs/", "sos_reports/", "sos_strings/"],
    shared: ["version.txt", "var/", "etc/", "proc/", "sys/", "run/", "boot/", "dmesg", "free", "ps", "uname"],
    host: sosreportHost)

  /// supportutils of SUSE: flat texts of sections.
  static let supportconfig = BundleLayout(
    "supportconfig", "supportconfig", own: ["basic-environment.txt", "basic-health-check.txt", "supportconfig.txt"],
    shared: ["messages.txt", "boot.txt", "memory.txt", "env.txt", "proc.txt", "etc.txt", "systemd.txt", "rpm.txt"],
    host: supportconfigHost)

  /// `oc adm must-gather` and `oc adm inspect` of OpenShift.
  static let mustGather = BundleLayout(
    "must_gather", "must-gather",
    own: [
      "cluster-scoped-resources/", "namespaces/*/core/", "namespaces/*/pods/", "host_service_logs/masters/",
      "host_service_logs/workers/",
    ], shared: ["version", "timestamp", "event-filter.html", "audit_logs/"], nodes: ["nodes/*/"])

  /// `kubectl cluster-info dump --output-directory` (kubectl pkg/cmd/clusterinfo).
  static let clusterInfoDump = BundleLayout(
    "cluster_info_dump", "kubectl cluster-info dump",
    own: ["nodes.json", "nodes.yaml", "*/replication-controllers.json", "*/replication-controllers.yaml"],
    shared: ["events", "services", "daemonsets", "deployments", "replicasets", "pods"]
      .flatMap { ["*/\($0).json", "*/\($0).yaml"] } + ["*/*/logs.txt"], needed: 3)

  /// Support bundles of Replicated's Troubleshoot (github.com/replicatedhq/troubleshoot).
  static let supportBundle = BundleLayout(
    "support_bundle", "Troubleshoot support bundle",
    own: ["cluster-resources/", "host-collectors/", "cluster-info/cluster_version.json"],
    shared: ["version.yaml", "analysis.json"])

  /// The EKS log collector (github.com/awslabs/amazon-eks-ami), an instance each.
  static let eksCollector = BundleLayout(
    "eks_log_collector", "EKS log collector",
    own: [
      "var_log/", "kernel/dmesg.current", "kernel/dmesg.human.current", "system/instance-id.txt",
      "system/allprocstat.txt", "sysctls/sysctl_all.txt", "containerd/containerd-log.txt", "ipamd/",
    ], shared: ["kubelet/", "docker/", "networking/", "modinfo/"], host: eksInstance)

  /// AKS Periscope (github.com/Azure/aks-periscope): a folder each node.
  static let aksPeriscope = BundleLayout(
    "aks_periscope", "AKS Periscope",
    own: [
      "kubeletcmd", "networkoutbound", "collector/systemlogs/", "collector/nodelogs/", "collector/containerlogs/",
      "var_log_azure_cluster-provision.log", "_var_log_azure_cluster-provision.log",
    ], shared: ["kubelet", "docker", "containerd", "iptables", "pods", "nodes", "dns", "var_log_cloud-init.log"],
    needed: 3, host: aksNode)

  /// Rancher's v2.x log collector (github.com/rancherlabs/support-tools), a host each.
  static let rancher = BundleLayout(
    "rancher_collector", "Rancher log collector",
    own: [
      "systeminfo/", "systemlogs/", "rke2/kubectl/", "rke2/crictl/", "rke2/podlogs/", "k3s/kubectl/", "k3s/crictl/",
      "k3s/podlogs/", "rke/kubectl/", "collector-output.log",
    ], shared: ["journald/", "networking/", "rancher/"], host: rancherHost)

  /// `talosctl support`: a folder each node.
  static let talos = BundleLayout(
    "talos_support", "talosctl support",
    own: [
      "*/controller-runtime.log", "*/apid.state", "*/machined.state", "*/trustd.state",
      "cluster/kubernetesResources/",
    ], shared: ["*/kubelet.log", "*/summary"], nodes: ["*/dmesg.log"])

  /// Diagnostics of Docker Desktop.
  static let dockerDiagnostics = BundleLayout(
    "docker_diagnostics", "Docker Desktop diagnostics",
    own: ["log/vm/dockerd.log", "log/vm/init.log", "log/vm/kmsg.log", "log/vm/containerd.log", "log/host/"],
    shared: ["dmesg"])

  /// A report of Ubuntu's apport, unpacked (`apport-unpack`) or as Launchpad keeps it.
  static let apport = BundleLayout(
    "apport", "apport report",
    own: ["ProblemType", "CurrentDmesg", "ProcStatus", "CurrentDmesg.txt", "ProcStatus.txt"],
    shared: [
      "Date", "Uname", "DistroRelease", "Architecture", "ProcMaps", "ProcEnviron", "CrashCounter", "Dependencies",
      "ProcMaps.txt", "ProcEnviron.txt", "Dependencies.txt", "JournalErrors.txt", "ProcCpuinfoMinimal.txt",
    ])

  /// A host's `/var/log`, copied; of less account than any other.
  static let varLog = BundleLayout(
    "var_log", "/var/log tree",
    own: [
      "messages", "syslog", "kern.log", "secure", "auth.log", "dmesg", "journal/", "audit/", "cron", "maillog",
      "mail.log", "daemon.log", "boot.log", "dpkg.log", "apt/", "dnf.log", "yum.log", "wtmp", "btmp", "lastlog", "sa/",
      "sysstat/", "cloud-init.log", "anaconda/", "installer/",
    ].flatMap { ["var/log/\($0)", "log/\($0)"] })
}

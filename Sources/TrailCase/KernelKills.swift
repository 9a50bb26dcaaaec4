// The kernel's kills, to be found by what Kubernetes knows of them: ids in cgroups, processes, nodes and times.

import TrailModel

/// An index of drafts that are the kernel's kills.
struct KernelKills {
  private var byContainer: [String: [Int]] = [:]
  private var byPod: [String: [Int]] = [:]
  private var byPid: [Int64: [Int]] = [:]
  /// Those with a wall time, with its second; in order where they were asked for.
  private var timed: [(second: Int64, index: Int)] = []
  private var isInOrder = true
  private var names: [Int: CgroupNames] = [:]
  private var hosts: Set<String> = []

  /// Beyond so many under one key none is compared: the key tells nothing then.
  private static let most = 1_000

  init(_ drafts: [Draft]) {
    for index in drafts.indices { add(index, drafts[index].event) }
  }

  mutating func add(_ index: Int, _ event: Event) {
    let report = event.report
    guard report.killer == .kernel, report.outcome == .killed || report.victim != nil else { return }
    if let label = HostName.label(of: event.host) { hosts.insert(label) }
    if let pid = report.victim?.pid { Self.note(index, at: &byPid[pid, default: []]) }
    if let wall = event.time.wall {
      timed.append((wall.wholeSeconds, index))
      isInOrder = false
    }
    // The victim's own cgroup first: the limit may be an ancestor's.
    guard let path = report.ownCgroup ?? report.limitCgroup else { return }
    let own = CgroupNames(path)
    names[index] = own
    if let id = own.containerID { Self.note(index, at: &byContainer[id, default: []]) }
    if let uid = own.podUID { Self.note(index, at: &byPod[uid, default: []]) }
  }

  private static func note(_ index: Int, at list: inout [Int]) {
    if list.count < most { list.append(index) }
  }

  /// Whether the kernel of a host of this name is known to have killed.
  func isKnown(host: String?) -> Bool { HostName.label(of: host).map { hosts.contains($0) } ?? false }

  /// Kills in the cgroup of a container.
  func inContainer(_ id: String) -> [Int] { byContainer[id] ?? [] }

  /// Kills in a pod's cgroups.
  func inPod(_ uid: String) -> [Int] { byPod[uid] ?? [] }

  /// The ids in a kill's cgroup; nil where the report names none.
  func names(of index: Int) -> CgroupNames? { names[index] }

  /// Kills within these seconds.
  mutating func within(_ seconds: ClosedRange<Int64>) -> [Int] {
    if !isInOrder {
      timed.sort { ($0.second, $0.index) < ($1.second, $1.index) }
      isInOrder = true
    }
    let found = timed.dropFirst(timed.prefixCount { $0.second < seconds.lowerBound })
      .prefix { $0.second <= seconds.upperBound }
    return found.count <= Self.most ? found.map(\.index) : []
  }

  /// The kills of this process on a host.
  func kills(of victim: Victim, host: String?, _ drafts: [Draft]) -> [Int] {
    guard let pid = victim.pid else { return [] }
    return (byPid[pid] ?? []).filter { index in
      let event = drafts[index].event
      guard let known = event.report.victim else { return false }
      return !contradict(known.comm, victim.comm) && !contradict(known.totalVM, victim.totalVM)
        && !contradict(known.anonRSS, victim.anonRSS) && HostName.agree(event.host, host)
    }
  }
}

// How a container ended, and the sentences that say why this is believed.
//
// The kubelet kills nothing at a limit: the kernel does, in the cgroup that the runtime made. `OOMKilled` is the
// runtime's word for "the kernel killed in this cgroup at some time"; 137 is 128 and SIGKILL, whoever sent it.

import TrailModel

/// Judges one container by its states, its pod, the kernel's kills and Kubernetes' events.
struct ContainerJudge {
  private let merged: MergedContainer
  private let pod: MergedPod
  private let kills: [(join: DraftJoin, event: Event)]
  private let events: [(event: KubernetesEvent, time: EventTime)]
  private let others: OtherEnds

  init(
    merged: MergedContainer, pod: MergedPod, kills: [(join: DraftJoin, event: Event)],
    events: [(event: KubernetesEvent, time: EventTime)], others: OtherEnds = OtherEnds()
  ) {
    self.others = others
    self.merged = merged
    self.pod = pod
    let own = kills.filter { $0.event.report.killer == .kernel }
    let times = own.map { $0.event.time.wall?.nanoseconds ?? .min }
    self.kills = own.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { own[$0] }
    self.events = events
  }

  private var container: Container { merged.container }
  private var ends: [ContainerState] { merged.ends }

  /// The verdict and its reasons.
  var judgement: (Container.Verdict, String) {
    let (verdict, sentences) = judge()
    return (verdict, (sentences + [restarts].compactMap(\.self)).joined(separator: " "))
  }

  private func judge() -> (Container.Verdict, [String]) {
    let proven = ends.filter(\.isOOMKilled)
    if !proven.isEmpty || !kills.isEmpty {
      return (.oomKilled, kernelKill + status(proven.last) + evictedToo + lastEnd)
    }
    let isDone = container.kind == .initial && container.state?.exitCode == 0
    if let eviction = pod.eviction, !isDone { return evicted(eviction) }
    if let end = ends.last(where: \.isSIGKILL) { return killed(end) }
    if let end = ends.last(where: \.isSynthetic) {
      let code = end.exitCode.map { "The exit code \($0)" } ?? "The end"
      return (
        .unknown,
        [
          "\(code) with \(end.reason ?? "that reason") is the kubelet's own placeholder for a container of which the "
            + "runtime knew nothing any more; it shows no kill."
        ]
      )
    }
    return quiet
  }

  // MARK: Killed by the kernel

  /// What the kernel's reports say.
  private var kernelKill: [String] {
    let reports = kills.filter { $0.join.basis != .status }
    guard let last = reports.last else { return [] }
    let report = last.event.report
    let victim = report.victim?.comm.map { "`\($0)`" } ?? "a process of it"
    var sentence = "The kernel's OOM killer killed \(victim)"
    if let pid = report.victim?.pid { sentence += " (pid \(pid))" }
    sentence += " because " + cause(report) + "; " + basis(last.join) + "."
    var sentences = [sentence]
    if reports.count > 1 { sentences.append("It is the last of \(reports.count) kills in this container.") }
    if let end = ends.last(where: { $0.isWithin(last.event) }) {
      if end.isSIGKILL, !end.isOOMKilled {
        sentences.append("The runtime missed it: its status says \(end.reason ?? "no reason"), not OOMKilled.")
      }
    } else if let end = ends.last(where: { $0.isOOMKilled && isSame(last.event, $0) }), let finished = end.finished,
      let wall = last.event.time.wall
    {
      let apart = duration(seconds: seconds(distance(finished.nanoseconds, wall.nanoseconds)))
      sentences.append(
        "Its status has that same instance end \(apart) \(wall < finished ? "later" : "earlier"): the word OOMKilled stays "
          + "from a kill long before the end, or the clocks of the node and of this log differ.")
    } else if last.join.basis == .containerID, container.state?.kind == .running, !ends.contains(where: \.isOOMKilled),
      last.event.report.ownContainerID == container.containerID
    {
      sentences.append("The container lived on, so that its status shows nothing of it.")
    } else if last.join.basis == .podUID {
      sentences.append("The cgroup is that of an earlier instance, whose end no status shows any more.")
    }
    return sentences
  }

  /// Whether a kill was in the cgroup of the very instance that ended.
  private func isSame(_ event: Event, _ end: ContainerState) -> Bool {
    end.containerID != nil && event.report.ownContainerID == end.containerID
  }

  /// Whose memory ran out.
  private func cause(_ report: KillReport) -> String {
    switch report.scope {
    case .global: return "the node ran out of memory"
    case .memcg:
      let limit = report.memcg?.memory.limit.map { " of \($0.plain)" } ?? ""
      guard let path = report.limitCgroup else { return "a memory cgroup reached its limit\(limit)" }
      let names = CgroupNames(path)
      if names.containerID != nil { return "the container's own memory cgroup reached its limit\(limit)" }
      if names.podUID != nil { return "the pod's memory cgroup reached its limit\(limit)" }
      if names.isKubernetes { return "all pods of the node together reached what it allows them\(limit)" }
      return "the cgroup `\(path)` reached its limit\(limit)"
    case .cpuset: return "the memory nodes of its cpuset ran out"
    case .mempolicy: return "the memory nodes of a memory policy ran out"
    case .pressure, .swap, .unknown: return "memory ran out (whose, the text does not say)"
    }
  }

  private func basis(_ join: DraftJoin) -> String {
    switch join.basis {
    case .containerID: "the container's id stands in the victim's cgroup"
    case .podUID: "the pod's uid stands in the victim's cgroup"
    case .nodeAndTime:
      join.confidence == .low
        ? "it was within seconds of the container's end, as may be others, so that this is not sure"
        : "it was on this node within seconds of the container's end"
    case .podEvent: "an event of the pod names the process"
    case .status: "the status says so"
    }
  }

  /// What the status says.
  private func status(_ end: ContainerState?) -> [String] {
    let reports = kills.filter { $0.join.basis != .status }
    let isReported = reports.contains { _, event in
      end.map { $0.finished == nil || $0.isWithin(event) || isSame(event, $0) || event.time.wall == nil } ?? true
    }
    guard let end else {
      return isReported
        ? [] : ["The table of pods says OOMKilled, which is the runtime's word for a kill by the kernel."]
    }
    var sentences: [String] = []
    // Where the kill above was another, which end this was.
    let which = isReported || reports.isEmpty ? "" : end.finished.map { " for the end at \($0.text)" } ?? ""
    switch end.exitCode {
    case 137:
      sentences.append("The runtime recorded OOMKilled\(which), and the main process died by SIGKILL (exit code 137).")
    case let code?:
      let how = code == 0 ? "ended normally" : code == 143 ? "ended by SIGTERM" : "ended by itself"
      sentences.append(
        "The runtime recorded OOMKilled\(which), but the main process \(how) (exit code \(code)): the kernel had killed another "
          + "process of the container, some time before, and the word stays until the instance ends.")
    case nil: sentences.append("The runtime recorded OOMKilled\(which).")
    }
    if !isReported {
      let limit = container.limits.memory.map { "Its memory limit is \($0.plain). " } ?? ""
      sentences.append(
        limit
          + "No report of the kernel tells of it here, and the status does not say whether this limit, the pod's or "
          + "the node's memory was reached; it is the kernel that kills then, not the kubelet.")
    }
    return sentences
  }

  private var evictedToo: [String] {
    switch pod.eviction {
    case .memory: ["The kubelet also evicted the pod, because the node was short of memory."]
    case .other, .unsaid: ["The kubelet also evicted the pod."]
    case nil: []
    }
  }

  /// How its newest instance ended, where that was none of the kills.
  private var lastEnd: [String] {
    guard let end = ends.last(where: { $0.isSIGKILL || $0.isOOMKilled }), !end.isOOMKilled, !kills.isEmpty,
      !kills.contains(where: { end.isWithin($0.event) })
    else { return [] }
    return ["Its newest end by SIGKILL was none of these kills."] + killed(end).1
  }

  // MARK: Evicted

  private func evicted(_ eviction: Eviction) -> (Container.Verdict, [String]) {
    // An end before the newest one was another's doing.
    let isPlaceholder = (container.state ?? ends.last).map { $0.isSynthetic || $0.isSIGKILL } ?? false
    let placeholder = isPlaceholder ? " Exit code 137 comes of that." : ""
    switch eviction {
    case .memory:
      return (
        .evictedForMemory,
        ["The kubelet evicted the pod because the node was short of memory; it was no OOM kill." + placeholder]
      )
    case .other(let what):
      let cause = what.contains(" ") ? "" : " (\(what), not memory)"
      return (.evictedOtherwise, ["The kubelet evicted the pod\(cause); it was no OOM kill." + placeholder])
    case .unsaid: return (.unknown, ["The pod was evicted, and the text does not say for want of what." + placeholder])
    }
  }

  // MARK: Killed otherwise

  private func killed(_ end: ContainerState) -> (Container.Verdict, [String]) {
    let code = "The main process died by SIGKILL (exit code \(end.exitCode ?? 137), reason \(end.reason ?? "not said"))"
    if let stop = stop(of: end) { return (.killedOtherwise, ["\(code): \(stop)."]) }
    if let notice = others.notice(of: end, in: container) {
      return (
        .oomKilled,
        [
          "\(code), and the runtime's notice names this very container: the kernel killed in its cgroup "
            + "(\(notice.sources.first.map { "line \($0.firstLine) of `\($0.path)`" } ?? "no line"))."
        ]
      )
    }
    if let event = others.kill(of: end, in: container) {
      return (
        .killedOtherwise,
        ["\(code): \(event.report.killer.rawValue) killed its cgroup for want of memory; it was not the kernel."]
      )
    }
    if let witness = others.stop(of: end, in: container) {
      let reason = witness.statement.reason ?? "it was stopped"
      return (.killedOtherwise, ["\(code), and \(witness.statement.kind) says why: \(reason)."])
    }
    if pod.isTerminating, container.state?.kind != .running {
      return (.killedOtherwise, ["\(code) while its pod was being deleted."])
    }
    if let reason = pod.reason, Self.podEnds.contains(reason) {
      let message = pod.message.map { ": \($0)" } ?? ""
      return (.killedOtherwise, ["\(code) when its pod was ended (\(reason)\(message))."])
    }
    return (
      .killedUnproven,
      [
        "\(code), and nothing here shows who sent it: neither a kernel report, nor OOMKilled, nor an event of a stop. "
          + "137 alone is no OOM kill."
      ]
    )
  }

  /// Reasons of a pod that its kubelet or the scheduler ended, other than eviction (pkg/kubelet, pkg/controller).
  private static let podEnds: Set = [
    "Preempting", "Preempted", "Terminated", "Shutdown", "NodeShutdown", "NodeLost", "DeadlineExceeded",
  ]

  /// An event that says that the container was stopped on purpose.
  func stop(of end: ContainerState) -> String? {
    for (event, time) in events where event.reason.lowercased() == "killing" {
      if let name = container.name, !(event.container == name || event.message.mentions(name)), !event.message.isEmpty {
        continue
      }
      // Kubernetes keeps events for an hour; one of another time is of another end.
      guard end.isSoon(after: time) else { continue }
      if event.message.contains("probe") { return "the kubelet stopped it, for a probe had failed" }
      return "the kubelet stopped it (\(event.message.isEmpty ? event.reason : event.message))"
    }
    return nil
  }

  // MARK: Not killed

  private var quiet: (Container.Verdict, [String]) {
    if let end = ends.last, let code = end.exitCode, code != 0 {
      if code == 143, let stop = stop(of: end) {
        return (.killedOtherwise, ["The main process ended by SIGTERM (exit code 143): \(stop)."])
      }
      let signal = (129...192).contains(code) ? ", which is 128 and signal \(code - 128)" : ""
      return (
        .unknown, ["The main process ended with exit code \(code)\(signal); nothing shows a kill for want of memory."]
      )
    }
    let isWell = container.state?.kind == .running || container.state?.exitCode == 0
    if ends.isEmpty, container.restartCount ?? 0 > 0 {
      return (.unknown, ["How its instances before this one ended, no text says."])
    }
    if isWell { return (.healthy, ["Nothing shows that it was killed."]) }
    if container.state == nil, pod.containers.isEmpty, pod.hasColumn,
      pod.status == "Running" || pod.status == "Completed",
      pod.restarts == 0
    {
      return (.healthy, ["Nothing shows that it was killed."])
    }
    if let state = container.state, state.kind == .waiting {
      return (.unknown, ["It waits (\(state.reason ?? "no reason said")); nothing shows that it was killed."])
    }
    return (.unknown, ["The text does not say how it ended."])
  }

  /// How many ends there were that nobody describes any more.
  private var restarts: String? {
    guard let count = container.restartCount, count > ends.count, !ends.isEmpty else { return nil }
    return "It was restarted \(count) times; Kubernetes keeps the last end only."
  }
}

extension Bytes {
  /// `512 MiB` or `2 GB` where it is a few of them, as it was written; else the number of bytes.
  fileprivate var plain: String {
    let units: [(Int64, String)] = [
      (1 << 30, "GiB"), (1_000_000_000, "GB"), (1 << 20, "MiB"), (1_000_000, "MB"), (1 << 10, "KiB"), (1_000, "kB"),
    ]
    for (unit, name) in units where count % unit == 0 && (1..<100_000).contains(count / unit) {
      return "\(count / unit) \(name)"
    }
    return "\(count) bytes"
  }
}

extension String {
  /// Whether a word of this is `name`.
  fileprivate func mentions(_ name: String) -> Bool {
    split { " ,:\"{}".contains($0) }.contains { $0 == name }
  }
}

// Finds the event that a witness saw: by pid, container, unit, cgroup, job or name, and always by host and time.

import TrailModel

/// The events of a case, found by what witnesses name.
struct WitnessMatcher {
  private let events: [Event]
  private var byPID: [Int64: [Int]] = [:]
  /// By the first 12 digits, which is what Docker shows.
  private var byContainer: [Substring: [Int]] = [:]
  /// By each part of the victims' paths that may be a unit or a job.
  private var byPart: [Substring: [Int]] = [:]
  private var byCgroup: [String: [Int]] = [:]
  private var byPod: [String: [Int]] = [:]
  private let pods: ContainerCase?
  /// The timed ones, in order of their times.
  private var timed: [(nanoseconds: Int64, index: Int)] = []

  /// Candidates that are looked at for one witness.
  private static let most = 256

  /// The events; `pods` knows the uids of pods by their names.
  init(_ events: [Event], _ pods: ContainerCase? = nil) {
    self.events = events
    self.pods = pods
    for (index, event) in events.enumerated() where event.isKill || event.report.userspace != nil {
      for victim in event.dead {
        if let pid = victim.pid { byPID[pid, default: []].append(index) }
      }
      if let own = event.report.userspace {
        for pid in own.pids where !event.dead.contains(where: { $0.pid == pid }) {
          byPID[pid, default: []].append(index)
        }
      }
      let paths = [event.report.ownCgroup, event.report.memcg?.limitCgroup].compactMap(\.self)
      for path in Set(paths) {
        byCgroup[path, default: []].append(index)
        if let uid = CgroupNames(path).podUID, byPod[uid]?.last != index { byPod[uid, default: []].append(index) }
        for part in path.split(separator: "/").suffix(16) {
          if let id = containerDigits(in: part) { byContainer[id.prefix(12), default: []].append(index) }
          if isUnitOrJob(part) { byPart[part, default: []].append(index) }
        }
      }
      if let id = event.containerID { byContainer[id.prefix(12), default: []].append(index) }
      if paths.isEmpty, let unit = event.owner?.owner.unit { byPart[unit[...], default: []].append(index) }
      if let wall = event.time.wall { timed.append((wall.nanoseconds, index)) }
    }
    timed.sort { ($0.nanoseconds, $0.index) < ($1.nanoseconds, $1.index) }
  }

  /// The event that a witness saw, and how that is known.
  func match(_ witness: Witness) -> (event: Int, match: Witness.Match)? {
    let statement = witness.statement
    if statement.certainty == .notOOM { return nil }
    func nearest(_ candidates: [Int]?, _ window: ClosedRange<Int64>) -> Int? {
      var best: (distance: Int64, index: Int)?
      var hosts: Set<String> = []
      for index in (candidates ?? []).prefix(Self.most) {
        guard isPossible(index, witness), let apart = distance(from: index, to: witness, window) else { continue }
        if !isOneHost(index, witness), let host = events[index].host { hosts.insert(host) }
        if best.map({ (apart, index) < ($0.distance, $0.index) }) ?? true { best = (apart, index) }
      }
      // Of several hosts' kills, a witness that names none may have seen any.
      return hosts.count > 1 ? nil : best?.index
    }
    func result(_ event: Int, _ basis: Witness.MatchBasis, _ confidence: Confidence) -> (Int, Witness.Match) {
      (event, Witness.Match(basis: basis, confidence: confidence))
    }
    let log = witness.sources.lazy.compactMap { ContainerLog(path: $0.path) }.first
    if let log, statement.child?.pid != nil {
      let candidates = events(in: log)
      if let found = nearest(candidates, Self.behind) {
        let isAlone = candidates.count { distance(from: $0, to: witness, Self.close) != nil } == 1
        return result(found, .containerLog, isAlone ? .high : .medium)
      }
    }
    // The pids in a container's log are its own.
    if log == nil, let pid = statement.child?.pid, let found = nearest(byPID[pid], Self.behind) {
      let isNamed = events[found].report.userspace?.pids.contains(pid) == true || agrees(found, statement)
      if isNamed || isOneHost(found, witness) {
        return result(found, .childPID, isNamed && isOneHost(found, witness) ? .high : .medium)
      }
    }
    if let id = statement.containerID, id.utf8.count >= 12 {
      let found = nearest(byContainer[id.prefix(12)]?.filter { hasContainer($0, id) }, Self.behind)
      if let found { return result(found, .containerID, .high) }
    }
    // systemd says at once how a main process ended; without a word of OOM, a later end is another death.
    let unitWindow = statement.certainty == .oom || !statement.isMain ? Self.behind : Self.close
    if let unit = statement.unit, let found = nearest(byPart[unit[...]], unitWindow) {
      return result(found, .unit, isOneHost(found, witness) ? .high : .medium)
    }
    if let cgroup = statement.cgroup, let found = nearest(byCgroup[cgroup], Self.behind) {
      return result(found, .cgroup, .high)
    }
    if let job = statement.job?.split(separator: "."), let number = job.first {
      let step = job.count > 1 ? "step_\(job[1])" : nil
      let candidates = byPart["job_\(number)"]?.filter { index in
        step.map { step in events[index].report.ownCgroup?.split(separator: "/").contains(step[...]) == true } ?? true
      }
      if let found = nearest(candidates, Self.behind) { return result(found, .job, .high) }
      // A job's own output says neither when nor where: that it is the job's is all there is.
      if witness.isPlaceless, let last = candidates?.last {
        return result(last, .job, candidates?.count == 1 ? .medium : .low)
      }
    }
    return log == nil ? matchByName(witness) : nil
  }

  /// The kills in the container, or else the pod, whose log it is.
  private func events(in log: ContainerLog) -> [Int] {
    if let id = log.containerID { return (byContainer[id.prefix(12)] ?? []).filter { hasContainer($0, id) } }
    let uid = log.podUID ?? log.pod.flatMap { pods?.uid(ofPod: $0, namespace: log.namespace) }
    return uid.flatMap { byPod[$0] } ?? []
  }

  /// By the name of the dead, and by the time alone: where but one kill fits.
  private func matchByName(_ witness: Witness) -> (event: Int, match: Witness.Match)? {
    let statement = witness.statement
    let near = neighbours(of: witness, Self.close)
    let confidence: (Int) -> Confidence = { self.isOneHost($0, witness) ? .medium : .low }
    let names =
      statement.comms.isEmpty && statement.child?.name != nil ? [statement.child?.name ?? ""] : statement.comms
    if !names.isEmpty {
      let found = near.filter { index in events[index].dead.contains { isCalled($0.comm, names) } }
      guard found.count == 1 else { return nil }
      if let pid = statement.child?.pid, !events[found[0]].dead.contains(where: { $0.pid == nil || $0.pid == pid }) {
        // Another pid is another process, but where a container counts its own.
        guard isInContainer(events[found[0]]) else { return nil }
        return (found[0], Witness.Match(basis: .childName, confidence: .low))
      }
      return (found[0], Witness.Match(basis: .childName, confidence: confidence(found[0])))
    }
    guard let unit = statement.unit else { return nil }
    // A kill whose cgroup is known is not of another unit.
    let open = near.filter { events[$0].report.ownCgroup == nil }
    let named = open.filter { index in
      events[index].dead.contains { $0.comm.map { $0.utf8.count >= 4 && unit.contains($0) } ?? false }
    }
    if named.count == 1 {
      return (named[0], Witness.Match(basis: .unitName, confidence: confidence(named[0])))
    }
    guard statement.certainty == .oom, near.count == 1, open.count == 1, isOneHost(open[0], witness) else { return nil }
    return (open[0], Witness.Match(basis: .time, confidence: .low))
  }

  private func isInContainer(_ event: Event) -> Bool {
    guard let path = event.report.ownCgroup else { return event.containerID != nil }
    let names = CgroupNames(path)
    return names.containerID != nil || names.podUID != nil || path.contains("/lxc")
  }

  /// Whether the kernel's log of the witness's host is there and has a kill at that time, if another's: then the notice
  /// is no proof of a further one.
  func hasReport(near witness: Witness) -> Bool {
    neighbours(of: witness, -2_000_000_000...10_000_000_000).contains { index in
      let event = events[index]
      guard event.report.killer == .kernel else { return false }
      // A kill in one container is none in another, whose report may have been lost.
      if let id = witness.statement.containerID, let own = event.ownContainerID {
        return own.hasPrefix(id) || id.hasPrefix(own)
      }
      // A status without the id of what died may be of the very container.
      return isOneHost(index, witness) || event.report.missing.contains(.header) && event.report.victim == nil
    }
  }

  /// The kills within `window` of a witness, of its host.
  private func neighbours(of witness: Witness, _ window: ClosedRange<Int64>) -> [Int] {
    guard let wall = witness.time.wall?.nanoseconds else { return [] }
    let from = wall.saturating(-window.upperBound)
    var (low, high) = (0, timed.count)
    while low < high {
      let middle = (low + high) / 2
      if timed[middle].nanoseconds < from { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    for (nanoseconds, index) in timed[low...].prefix(Self.most) {
      if nanoseconds > wall.saturating(-window.lowerBound) { break }
      if isPossible(index, witness) { found.append(index) }
    }
    return found
  }

  /// How long after a kill its witnesses speak, at most; their clocks may be a little behind.
  private static let behind: ClosedRange<Int64> = -2_000_000_000...60_000_000_000
  private static let close: ClosedRange<Int64> = -5_000_000_000...5_000_000_000
  /// Lines of one file between a kill and its witness, where no times tell.
  private static let lines = 200

  private func isPossible(_ index: Int, _ witness: Witness) -> Bool {
    let event = events[index]
    if let killer = witness.statement.killer, killer != event.report.killer { return false }
    return HostName.agree(event.host, witness.host) && !contradict(event.bootID, witness.bootID)
  }

  /// How far a witness is from an event, in nanoseconds, or where no times tell in lines; nil where it is too far.
  private func distance(from index: Int, to witness: Witness, _ window: ClosedRange<Int64>) -> Int64? {
    let event = events[index]
    let times = [
      (event.time.wall?.nanoseconds, witness.statement.died ?? witness.time.wall?.nanoseconds),
      (event.time.monotonic, witness.time.monotonic),
    ]
    for case (let then?, let now?) in times {
      let apart = now.saturating(-then)
      return window.contains(apart) ? Int64(clamping: apart.magnitude) : nil
    }
    for source in event.sources {
      for own in witness.sources where own.path == source.path {
        let apart = own.firstLine - source.lastLine
        if (-2...Self.lines).contains(apart) { return Int64(abs(apart)) }
      }
    }
    return nil
  }

  private func isOneHost(_ index: Int, _ witness: Witness) -> Bool {
    let event = events[index]
    if event.host != nil, witness.host != nil { return true }
    let paths = Set(event.sources.map(\.path))
    return witness.sources.contains { paths.contains($0.path) }
  }

  private func hasContainer(_ index: Int, _ id: String) -> Bool {
    let report = events[index].report
    return [report.ownCgroup, report.memcg?.limitCgroup, events[index].containerID].contains {
      $0?.contains(id) == true
    }
  }

  /// Whether the victim's name may be that of the witness's child.
  private func agrees(_ index: Int, _ statement: WitnessStatement) -> Bool {
    let comms = events[index].dead.filter { $0.pid == statement.child?.pid }.compactMap(\.comm)
    if comms.isEmpty || statement.comms.isEmpty { return true }
    return comms.contains { isCalled($0, statement.comms) }
  }
}

/// Whether a process's name is one of `names`, of which some are beginnings.
private func isCalled(_ comm: String?, _ names: [String]) -> Bool {
  guard let comm else { return false }
  return names.contains { name in
    name.hasSuffix("*") ? comm.hasPrefix(name.dropLast()) : comm == name || comm == String(name.prefix(15))
  }
}

/// The 64 digits of a container's id in a part of a path, such as `docker-….scope`.
private func containerDigits(in part: Substring) -> Substring? {
  guard part.utf8.count >= 64 else { return nil }
  var start = part.startIndex
  var length = 0
  var index = part.startIndex
  while index < part.endIndex {
    let isDigit = part[index].isHexDigit && part[index].isASCII
    if isDigit {
      if length == 0 { start = index }
      length += 1
      if length == 64 { return part[start...index] }
    } else {
      length = 0
    }
    index = part.index(after: index)
  }
  return nil
}

/// Whether a part of a path may be what a witness names.
private func isUnitOrJob(_ part: Substring) -> Bool {
  part.hasSuffix(".service") || part.hasSuffix(".scope") || part.hasSuffix(".slice") || part.hasPrefix("job_")
}

extension Witness {
  /// Whether nothing tells when and where it was said.
  var isPlaceless: Bool { time.wall == nil && time.monotonic == nil && host == nil }
}

extension Event {
  /// The id of the container that it was in.
  fileprivate var ownContainerID: String? { report.ownContainerID ?? containerID }
}

// What others than the killers saw, put to the events: whose death it was, and whose child it was.

import TrailModel

/// The witnesses of a case.
struct Witnesses {
  /// In the order of their times.
  private(set) var all: [Witness]

  /// The witnesses of `inputs`, whose stamps `clocks` resolve; `host` is the bundle's of a path.
  init(_ inputs: BoxedArray<Input>, _ clocks: [InputClock], host: (_ path: String) -> String?) {
    var merger = WitnessMerger()
    for (place, input) in inputs.enumerated() where !input.witnesses.isEmpty {
      let bundled = host(input.path)
      for seen in input.witnesses {
        merger.add(
          seen, input: place, path: input.path,
          time: clocks[place].resolve(seen.stamp, text: seen.stampText, yearTurns: seen.yearTurns, host: seen.host),
          host: HostName.named(seen.host) ?? bundled ?? seen.host)
      }
    }
    all = merger.merged.inOrder()
  }

  /// Events of the kills that only they prove.
  func kills(besides drafts: [Draft], _ inputs: BoxedArray<Input>) -> [Draft] {
    guard all.contains(where: { $0.statement.tellsKill }) else { return [] }
    let places = Dictionary(inputs.enumerated().map { ($1.path, $0) }) { first, _ in first }
    let known = WitnessMatcher(drafts.map(\.event))
    return NoticeKills(all, besides: known).drafts { places[$0] ?? 0 }
  }

  /// Puts each to its event, and gives the events what they tell: a parent, and whether a kill took place.
  mutating func match(_ events: inout [Event], _ pods: ContainerCase) {
    guard !all.isEmpty, !events.isEmpty else { return }
    let matcher = WitnessMatcher(events, pods)
    let own = ownEvents(events)
    for index in all.indices {
      if let found = all[index].sources.lazy.compactMap({ own[SourceKey($0)] }).first,
        all[index].statement.tellsKill || all[index].statement.evicted != nil
      {
        all[index].eventID = events[found].id
        all[index].match = Witness.Match(basis: .itself, confidence: .high)
        continue
      }
      guard let (event, match) = matcher.match(all[index]) else { continue }
      all[index].eventID = events[event].id
      all[index].match = match
      join(index, to: &events[event])
    }
  }

  private struct SourceKey: Hashable {
    var path: String
    var offset: Int64

    init(_ source: Source) { (path, offset) = (source.path, source.firstOffset) }
  }

  /// The events that are made of witnesses, by their lines.
  private func ownEvents(_ events: [Event]) -> [SourceKey: Int] {
    var own: [SourceKey: Int] = [:]
    for (index, event) in events.enumerated() where event.isNotice || event.report.outcome == .evicted {
      for source in event.sources { own[SourceKey(source)] = index }
    }
    return own
  }

  private mutating func join(_ index: Int, to event: inout Event) {
    let statement = all[index].statement
    guard let match = all[index].match else { return }
    if let kills = statement.kills, statement.killer == event.report.killer {
      let known = event.report.userspace?.count
      event.report.userspace?.count = known ?? kills
      event.report.userspace?.isConfirmed = true
      if event.report.outcome == .unknown { event.report.outcome = .killed }
    }
    // A process that a program killed was that container's, as its runtime says.
    if match.basis == .childPID, match.confidence == .high, event.report.ownContainerID == nil {
      event.containerID = event.containerID ?? statement.containerID
    }
    if statement.kind == "systemd", statement.child?.pid == nil, match.basis != .time, event.dead.count == 1,
      let victim = event.report.victim, victim.pid != nil, statement.isMain || statement.certainty == .oom
    {
      all[index].statement.child = NamedProcess(pid: victim.pid, name: victim.comm)
      all[index].isChildFromEvent = true
    }
    addParent(from: all[index], match, to: &event)
  }

  /// A supervisor that logs both pids is the parent, and systemd is that of a unit's main process.
  private func addParent(from witness: Witness, _ match: Witness.Match, to event: inout Event) {
    let statement = witness.statement
    let source = witness.sources.first
    if statement.kind == "systemd" {
      guard statement.isMain, match.basis == .unit || match.basis == .childPID, event.dead.count <= 1,
        event.parent == nil || event.parent?.basis == .sameCgroup
      else { return }
      // Units of a user have a manager of the user's.
      let isUsers = event.report.ownCgroup?.contains("/user@") == true
      guard let pid = statement.parent?.pid ?? (isUsers ? nil : 1) else { return }
      event.parent = Parent(
        pid: pid, comm: "systemd", basis: .unit, confidence: match.basis == .childPID ? .high : .medium)
    } else {
      guard let parent = statement.parent, let pid = parent.pid,
        pid != event.report.victim?.pid || match.basis == .containerLog,
        [.childPID, .childName, .containerLog].contains(match.basis)
      else { return }
      let isWithin = match.basis == .containerLog
      switch event.parent?.basis {
      case .sacrificedChild, .witnessLine: return
      case .processList where isWithin: return
      case .sameCgroup where isWithin:
        // What outlives the others in the cgroup has the host's pid; the log shows that there is a parent.
        event.parent?.basis = .witnessLine
        event.parent?.confidence = .medium
      case .processList, .sameCgroup, .unit, nil:
        event.parent = Parent(
          pid: pid, comm: parent.name, basis: .witnessLine,
          confidence: match.basis == .childName ? .low : match.confidence)
        event.parent?.isPIDOfContainer = isWithin
      }
    }
    event.parent?.path = source?.path
    event.parent?.line = source?.firstLine
  }
}

extension Event {
  /// Whether nothing but a status or notices of others proves it.
  var isNotice: Bool {
    report.missing.contains(.header) && report.missing.contains(.kill) && report.outcome == .killed
      || report.userspace?.count != nil && report.victim == nil
  }
}

// Limits of cgroups: too low for what runs there, grown into, changed in vain, or not the victim's own.

import TrailModel

extension FindingCheck {
  /// A limit that is hit soon after each start.
  static let limitTooLow = FindingCheck(code: "limit_too_low") { evidence in
    ownedGroups(evidence).compactMap { group, events in
      guard let limit = group.limitAtKill, let growth = group.growth, growth.verdict == .hitsAtOnce,
        limit.minimum == limit.maximum
      else { return nil }
      let soon = growth.seconds.map { "at most \(duration(seconds: $0.upperBound)) after the start" } ?? "at once"
      return Finding(
        "limit_too_low", .high, "A limit is below what is needed from the start",
        "\(name(of: group)) hit its limit of \(limit.last.human) \(times(group.kills))\(places(of: events)), \(soon)"
          + " in the \(growth.kills) kills that show it. Raise the limit above what it needs to start and work, or make it "
          + "need less (heap size, number of workers).",
        events)
    }
  }

  /// Memory that grows until the limit is hit.
  static let growsIntoLimit = FindingCheck(code: "grows_into_limit") { evidence in
    ownedGroups(evidence).compactMap { group, events in
      guard let growth = group.growth, growth.verdict == .growsIntoLimit, let limit = group.limitAtKill else {
        return nil
      }
      let ran = growth.seconds.map { " after it had run for at least \(duration(seconds: $0.lowerBound))" } ?? ""
      // How long it ran is no size.
      let isSeen = growth.basis != .lifetime
      return Finding(
        "grows_into_limit", isSeen ? .high : .medium,
        isSeen ? "Memory grows until the limit is hit" : "A limit is hit only after a while, again and again",
        "\(name(of: group)) hit its limit of \(limit.last.human) \(times(group.kills))\(places(of: events))\(ran)"
          + (isSeen
            ? ", and was smaller before. A higher" : ": it grows, or work that comes later needs more. A higher")
          + " limit only puts it off: look for what it keeps, or bound its caches; a restart "
          + "on purpose before that is a stopgap.",
        events)
    }
  }

  /// A limit that was changed, and is hit all the same.
  static let limitChanged = FindingCheck(code: "limit_changed") { evidence in
    ownedGroups(evidence).compactMap { group, events in
      guard let limit = group.limitAtKill, limit.first != limit.last, isChangedInPlace(events) else { return nil }
      let way = limit.first < limit.last ? "raised" : "lowered"
      return Finding(
        "limit_changed", .low, "A limit was changed and is still hit",
        "The limit of \(name(of: group)) was \(limit.first.human) at the first kill and \(limit.last.human) at the last: "
          + "it was \(way), and kills went on. See whether memory follows the limit, which a leak does.",
        events)
    }
  }

  /// A limit above the victim's own cgroup.
  static let ancestorLimit = FindingCheck(code: "ancestor_limit") { evidence in
    let events = evidence.limitKills.filter { $0.report.allocation?.cause == .ancestorLimit }
    return evidence.findings(in: events, by: { $0.limitOwner?.key }) { _, events in
      guard let first = events.first, let owner = first.limitOwner else { return nil }
      let limit = first.report.hitLimit.map { " of \($0.limit.human)" } ?? ""
      let advice =
        switch owner.owner.kind {
        case .kubernetesPod:
          "Its containers together need more than the pod may have: raise the limit of the one that grew."
        case .kubernetesNode:
          "The pods of the node together need more than it has for them (allocatable): raise requests to what pods use, "
            + "so that fewer are placed there, or take memory from what is reserved."
        case .kubernetesClass:
          "All pods of this class share it: give those that matter requests and limits of their own."
        case .user: "All sessions of the user share it: see what else runs there."
        case .job: "The whole job shares it: ask for more memory, or use fewer tasks."
        default: "Everything below it shares it: see what else runs there before raising the victim's own limit."
        }
      return Finding(
        "ancestor_limit", .medium, "The limit that was hit is not the victim's own",
        "It was that of `\(owner.title)`\(owner.path.map { " (`\($0)`)" } ?? "")\(limit) that was hit \(times(events.count))"
          + "\(places(of: events)). \(advice)",
        events)
    }
  }

  /// A node that had memory when a cgroup's limit was hit.
  static let roomOnNode = FindingCheck(code: "node_had_memory") { evidence in
    let events = evidence.limitKills.filter { room(in: $0, evidence) != nil }
    return evidence.findings(in: events, by: { $0.answerable ?? $0.report.memcg?.limitCgroup }) { subject, events in
      guard let event = events.last, let (sample, available) = room(in: event, evidence) else { return nil }
      return Finding(
        "node_had_memory", .low, "A limit was hit while the node had memory",
        "`\(subject)` hit its limit \(times(events.count))\(places(of: events)) while the node had room: \(available.human) "
          + "could be had shortly before the last of these kills. The limit, not the node, is what to look at.",
        events, evidence: [Finding.Evidence(path: sample.path, line: sample.line)])
    }
  }
}

/// Whether a limit differs between kills on one host; those of several may differ from the start.
private func isChangedInPlace(_ events: [Event]) -> Bool {
  var limits: [String?: Bytes] = [:]
  for event in events {
    guard let limit = event.report.hitMemoryLimit?.limit, limit.count > 0 else { continue }
    if let known = limits.updateValue(limit, forKey: event.host), known != limit { return true }
  }
  return false
}

/// The groups of owners and of cgroups without one, whose kills were at a limit.
private func ownedGroups(_ evidence: Evidence) -> [(Group, [Event])] {
  var told = Set<String>()
  let groups = evidence.trail.groups.byCgroup.filter { $0.kills > 1 && $0.limitAtKill != nil }
  // What an owner tells need not be told of its cgroup again.
  let ordered = groups.filter { !$0.isExact } + groups.filter(\.isExact)
  return ordered.compactMap { group in
    guard !group.eventIDs.allSatisfy(told.contains) else { return nil }
    told.formUnion(group.eventIDs)
    return (group, evidence.events(of: group))
  }
}

extension Group {
  fileprivate var isExact: Bool { key.first { $0.name == "kind" }?.value == "cgroup" }
}

private func name(of group: Group) -> String {
  (group.key.first { $0.name == "name" }?.value).map { "`\($0)`" } ?? "A cgroup"
}

/// The newest sample of the node's memory before a kill, where a quarter of it or more could be had.
private func room(in event: Event, _ evidence: Evidence) -> (MemorySample, Bytes)? {
  guard let sample = event.memoryBefore.last(where: { $0.amounts.available != nil }),
    let available = sample.amounts.available, let ram = evidence.facts(of: event)?.known[.ram]?.value.number, ram > 0,
    available.count >= ram / 4
  else { return nil }
  return (sample, available)
}

extension Event {
  /// Whose memory it was, by name.
  fileprivate var answerable: String? { (limitOwner ?? owner)?.title }
}

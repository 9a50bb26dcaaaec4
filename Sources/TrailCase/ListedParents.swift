// Finds a victim's parent in lists of processes that were taken in the same boot.

import TrailModel

/// The lists of all bundles.
struct ListedParents {
  private var ofHost: [String: [Taken]] = [:]

  /// The lists of one bundle, with their rows by pid and by name.
  private struct Taken {
    var host: String
    var bundle: Bundle
    var lists: [Indexed]
  }

  private struct Indexed {
    var path: String
    var byPID: [Int64: ProcessList.Row] = [:]
    /// By the first 15 bytes of their names, as the kernel keeps them.
    var byName: [Substring: [ProcessList.Row]] = [:]

    init(_ list: ProcessList) {
      path = list.path
      for row in list.rows {
        byPID[row.pid] = byPID[row.pid] ?? row
        byName[comm(row.name), default: []].append(row)
      }
    }
  }

  init(_ bundles: [(host: String, bundle: Bundle)]) {
    for (host, bundle) in bundles where !bundle.facts.processLists.isEmpty {
      ofHost[HostName.label(of: host) ?? host, default: []].append(
        Taken(host: host, bundle: bundle, lists: bundle.facts.processLists.map(Indexed.init)))
    }
  }

  /// The parent of an event's victim; nil where no list shows it, or two show others.
  func parent(in event: Event) -> Parent? {
    guard !ofHost.isEmpty, let label = HostName.label(of: event.host), let victim = event.report.victim,
      let pid = victim.pid, let name = victim.comm, event.report.killer == .kernel
    else { return nil }
    var own: [Parent] = []
    var others: [Parent] = []
    for taken in ofHost[label] ?? [] where HostName.agree(taken.host, event.host) {
      let moment = taken.bundle.moment(of: event)
      guard moment != .elsewhere else { continue }
      for list in taken.lists {
        if moment == .afterwards, let row = list.byPID[pid], comm(row.name) == comm(name) {
          own += [parent(row.parent, of: pid, in: list, row, event, .medium)].compactMap(\.self)
        }
        others += [siblingsParent(pid, name, in: list, event)].compactMap(\.self)
      }
    }
    let found = own.isEmpty ? others : own
    return found.allSatisfy { $0.pid == found[0].pid } ? found.first : nil
  }

  /// The one process that has all others of the victim's name as children; one alone says enough where its parent was in
  /// the cgroup whose limit was hit.
  private func siblingsParent(_ victim: Int64, _ name: String, in list: Indexed, _ event: Event) -> Parent? {
    let alike = list.byName[comm(name)] ?? []
    let parents = Set(alike.map(\.parent))
    // A server's first process mostly has the name of its children.
    let siblings = alike.filter { !parents.contains($0.pid) && $0.pid != victim }
    guard let first = siblings.first, siblings.allSatisfy({ $0.parent == first.parent }) else { return nil }
    let isInCgroup =
      event.report.scope == .memcg && event.report.processes.row(ofPid: first.parent) != nil
    guard siblings.count >= 2 || isInCgroup else { return nil }
    return parent(first.parent, of: victim, in: list, first, event, isInCgroup ? .medium : .low)
  }

  /// The process `pid` of a list, if it may have been there when the victim was killed.
  private func parent(
    _ pid: Int64, of victim: Int64, in list: Indexed, _ row: ProcessList.Row, _ event: Event, _ confidence: Confidence
  ) -> Parent? {
    // Init takes in whoever lost a parent.
    guard pid > 1, pid != victim, let known = list.byPID[pid] else { return nil }
    let report = event.report
    if let there = report.processes.row(ofPid: pid) {
      guard comm(there.comm) == comm(known.name) else { return nil }
    } else if report.scope == .global, report.processes.count > 0, !report.missing.contains(.processes),
      !report.missing.contains(.lines), report.unreadableRows == 0
    {
      // A table of all processes lacks it.
      return nil
    }
    var parent = Parent(pid: pid, comm: known.name, basis: .processList, confidence: confidence)
    parent.path = row.line == nil && list.path.hasSuffix("/") ? "\(list.path)\(row.pid)/status" : list.path
    parent.line = row.line
    return parent
  }
}

/// What the kernel keeps of a name: 15 bytes (TASK_COMM_LEN).
private func comm(_ name: String) -> Substring {
  guard name.utf8.count > 15 else { return name[...] }
  return name[..<name.utf8.index(name.startIndex, offsetBy: 15)]
}

extension Bundle {
  /// When an event was, seen from when the bundle was taken.
  fileprivate enum Moment {
    /// In another boot, or who knows when.
    case elsewhere
    /// In the same boot, before that or at about that time.
    case sameBoot
    /// In the same boot, and later.
    case afterwards
  }

  fileprivate func moment(of event: Event) -> Moment {
    let isLater: Bool? =
      if let taken, let wall = event.time.wall {
        wall.nanoseconds.saturating(-taken.nanoseconds) > Self.collecting
      } else if let uptime = facts.uptime?.value, let stamp = event.time.monotonic {
        stamp.saturating(-uptime) > Self.collecting
      } else {
        nil
      }
    if let own = facts.bootID?.value, let other = event.bootID {
      return own != other ? .elsewhere : isLater == true ? .afterwards : .sameBoot
    }
    guard let boot, let wall = event.time.wall else { return .elsewhere }
    if isLater == false, hasBoot(of: event) == true { return .sameBoot }
    // Both clocks tell when the event's boot was; the kernel's drifts, and the wall's is set.
    guard let stamp = event.time.monotonic,
      wall.nanoseconds.saturating(-stamp).saturating(-boot.start.nanoseconds).magnitude < 60_000_000_000
    else { return .elsewhere }
    return isLater == true ? .afterwards : .sameBoot
  }

  /// Collecting takes minutes.
  private static let collecting: Int64 = 600_000_000_000
}

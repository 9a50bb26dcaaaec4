// How long victims had been running: process tables of one boot show who was there at the kill before, and who was not.

import TrailModel

/// Gives events the lifetimes of their victims that earlier tables tell, unless something surer did.
func addLifetimes(to events: inout [Event]) {
  var cells: [Cell: Int] = [:]
  var members: [[Int]] = []
  for index in events.indices where events[index].hasWholeTable {
    let event = events[index]
    let cell = Cell(
      place: event.host ?? event.sources.first?.path ?? "", isHost: event.host != nil, bootID: event.bootID,
      cgroup: event.report.scope == .memcg ? event.report.memcg?.limitCgroup : nil)
    if let known = cells[cell] {
      members[known].append(index)
    } else {
      cells[cell] = members.count
      members.append([index])
    }
  }
  for indices in members where indices.count > 1 { addLifetimes(to: &events, at: indices) }
}

/// Where one table lists whom the next lists too, if they live on: a host's, or those of one cgroup.
private struct Cell: Hashable {
  var place: String
  var isHost: Bool
  var bootID: String?
  var cgroup: String?
}

/// A process that was in the tables so far.
private struct Sighting {
  var comm: String
  var first: Int64
  /// When a table did not have it yet.
  var absent: Int64?
  var resident: Bytes?
}

private func addLifetimes(to events: inout [Event], at indices: [Int]) {
  var seen: [Int64: Sighting] = [:]
  var last: Int64?
  for index in indices {
    let event = events[index]
    guard let now = event.moment(comparedBy: events[indices[0]]) else { continue }
    // A clock that falls back is another boot's.
    if let before = last, now < before {
      seen = [:]
      last = nil
    }
    if events[index].lifetime == nil, let before = last, let pid = event.report.victim?.pid,
      event.report.killer == .kernel
    {
      events[index].lifetime = lifetime(of: pid, event.report.victim?.comm, now, before, seen[pid])
    }
    var present: [Int64: Sighting] = [:]
    event.report.processes.forEach { row in
      if let known = seen[row.pid], known.comm == row.comm {
        present[row.pid] = known
      } else {
        present[row.pid] = Sighting(
          comm: row.comm, first: now, absent: last, resident: row.rss?.bytes(pageSize: event.report.kernel.pageSize))
      }
      return true
    }
    // Whoever died is another when the pid comes again.
    for victim in event.dead { if let pid = victim.pid { present[pid] = nil } }
    seen = present
    last = now
  }
}

private func lifetime(of pid: Int64, _ comm: String?, _ now: Int64, _ before: Int64, _ known: Sighting?) -> Lifetime? {
  guard let known, known.comm == comm else {
    // Another name under the same pid may be the same process after it began another program.
    guard known == nil else { return nil }
    return Lifetime(atLeast: nil, atMost: seconds(distance(now, before)), basis: .processTables)
  }
  return Lifetime(
    atLeast: seconds(distance(now, known.first)), atMost: known.absent.map { seconds(distance(now, $0)) },
    residentBefore: known.resident, basis: .processTables)
}

extension Event {
  /// Whether its table lists everybody whom it can list, be that all processes or all of a cgroup; for a cpuset or a
  /// policy the kernel lists only who may use the nodes.
  fileprivate var hasWholeTable: Bool {
    let report = report
    guard report.scope == .global || report.scope == .memcg else { return false }
    return !report.processes.isEmpty && report.unreadableRows == 0 && !report.isMixed
      && !report.missing.contains { [.processes, .lines, .suppressedLines].contains($0) }
  }

  /// When it was: by the kernel's clock where the first of its boot has that, else by the wall's.
  fileprivate func moment(comparedBy first: Event) -> Int64? {
    first.time.monotonic != nil ? time.monotonic : time.wall?.nanoseconds
  }
}

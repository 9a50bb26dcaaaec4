// Finds a victim's parent: in the kernel's own words, else in a list of processes, else as the one process that outlives
// its neighbours.

import TrailModel

/// Gives each event the parent that is known of it.
func addParents(to events: inout [Event], _ bundles: [(host: String, bundle: Bundle)]) {
  let lists = ListedParents(bundles)
  for index in events.indices {
    events[index].parent = sacrificedChildsParent(in: events[index].report) ?? lists.parent(in: events[index])
  }
  for (members, parent) in survivors(in: events) {
    for index in members where events[index].parent == nil { events[index].parent = parent }
  }
}

// MARK: The kernel's words

/// The process that the kernel chose where it then killed a child of it.
///
/// Up to 5.0 the kernel preferred a child. It also names one process and then another where the chosen
/// thread group's leader has exited and a further thread owns the memory: no parent, but the same process.
private func sacrificedChildsParent(in report: KillReport) -> Parent? {
  guard let selected = report.selected, let victim = report.victim, let pid = victim.pid, pid != selected.pid
  else {
    return nil
  }
  var groups: [Int64: Int64] = [:]
  report.processes.forEach { row in
    if row.pid == selected.pid || row.pid == pid { groups[row.pid] = row.tgid ?? row.pid }
    return groups.count < 2
  }
  guard groups[selected.pid] ?? selected.pid != groups[pid] ?? pid else { return nil }
  // Without a row for either, a leader and its thread look like a parent and its child of equal name.
  let isOpen = groups.isEmpty && selected.comm == victim.comm
  return Parent(
    pid: selected.pid, comm: selected.comm, basis: .sacrificedChild, confidence: isOpen ? .medium : .high)
}

// MARK: The survivor

/// A process of a table.
private struct Process: Hashable {
  var pid: Int64
  var comm: String
}

/// Where pids mean the same processes and one limit is hit.
private struct Cell: Hashable {
  var place: String
  var isHost: Bool
  var bootID: String?
  var cgroup: String
  /// The victims' container: what is made anew at each death is nobody's child that lives on.
  var container: String?
}

/// For each cgroup that lost several processes, the one process that saw them all go.
private func survivors(in events: [Event]) -> [(members: [Int], parent: Parent)] {
  var cells: [Cell: Int] = [:]
  var members: [[Int]] = []
  for index in events.indices {
    let event = events[index]
    guard event.report.scope == .memcg, event.report.victim?.pid != nil, !event.report.processes.isEmpty,
      let cgroup = event.report.memcg?.limitCgroup
    else { continue }
    let cell = Cell(
      place: event.host ?? event.sources.first?.path ?? "", isHost: event.host != nil, bootID: event.bootID,
      cgroup: cgroup, container: event.report.ownContainerID)
    if let known = cells[cell] {
      members[known].append(index)
    } else {
      cells[cell] = members.count
      members.append([index])
    }
  }
  return members.compactMap { indices in
    let reports = indices.map { events[$0].report }
    // Beside a container's own cgroup stand those of the pod's others, in one table.
    let isShared = reports[0].ownContainerID != nil && reports[0].ownCgroup != reports[0].memcg?.limitCgroup
    guard indices.count >= 2, let process = survivor(of: reports, isShared: isShared) else { return nil }
    return (indices, Parent(pid: process.pid, comm: process.comm, basis: .sameCgroup, confidence: .low))
  }
}

/// The only process older than every victim that is in each table and is no victim itself.
///
/// Where several are, or some may be of other containers (`isShared`), the only one that has a victim's name, for prefork
/// servers keep theirs; else the only one that is known to start others again.
private func survivor(of reports: [KillReport], isShared: Bool) -> Process? {
  let dead = reports.flatMap { [$0.victim].compactMap(\.self) + $0.alsoKilled }
  let deadPIDs = Set(dead.compactMap(\.pid))
  guard let oldest = deadPIDs.min() else { return nil }
  var candidates: Set<Process>?
  for report in reports {
    var present: Set<Process> = []
    report.processes.forEach { row in
      guard row.pid < oldest else { return true }
      let process = Process(pid: row.pid, comm: row.comm)
      if candidates?.contains(process) ?? true { present.insert(process) }
      return true
    }
    candidates = present
    if present.isEmpty { return nil }
  }
  guard let candidates else { return nil }
  if candidates.count == 1, !isShared { return candidates.first }
  let names = Set(dead.compactMap(\.comm))
  let akin = candidates.filter { names.contains($0.comm) }
  if !akin.isEmpty { return akin.count == 1 ? akin.first : nil }
  let supervisors = candidates.filter { supervisorNames.contains($0.comm) }
  return supervisors.count == 1 ? supervisors.first : nil
}

/// Programs that start a child again when it dies, as the kernel calls them.
private let supervisorNames: Set = [
  "supervisord", "gunicorn", "uwsgi", "unicorn", "puma", "celery", "php-fpm", "nginx", "apache2", "httpd", "postgres",
  "runsvdir", "runsv", "s6-supervise", "s6-svscan", "circusd", "monit", "god", "mysqld_safe", "forego", "foreman",
  "honcho", "PM2", "passenger", "PassengerAgent", "systemd",
]

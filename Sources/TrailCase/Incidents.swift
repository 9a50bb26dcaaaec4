// Puts events together that follow each other closely, on one host or in one cgroup of several hosts.

import TrailModel

/// The incidents of a timeline: two events or more, each at most ten minutes from a neighbour.
///
/// Neighbours are on one host, or hit the limit of one cgroup on any host. Events without a wall time are
/// neighbours by the kernel's clock, within one boot of one input.
func incidents(of timeline: Timeline) -> [Incident] {
  let events = timeline.events
  var sets = DisjointSets(count: events.count)
  var last: [Strand: (event: Int, time: Int64)] = [:]
  for index in events.indices {
    guard let time = timeline.position(of: index) else { continue }
    for strand in timeline.strands(of: index) {
      let before = last.updateValue((index, time), forKey: strand)
      if let before, distance(time, before.time) <= Incident.longestGap { sets.unite(before.event, index) }
    }
  }
  var places: [Int: Int] = [:]
  var members: [[Int]] = []
  for index in events.indices {
    let root = sets.root(of: index)
    if let place = places[root] {
      members[place].append(index)
    } else {
      places[root] = members.count
      members.append([index])
    }
  }
  return members.filter { $0.count > 1 }.map { indices in
    let together = indices.map { events[$0] }
    let walls = together.compactMap(\.time.wall)
    let times = indices.compactMap { timeline.position(of: $0) }
    var span: Int64 = 0
    if let first = times.min(), let end = times.max() { span = distance(first, end) }
    return Incident(
      id: "incident-\(together[0].id)", hosts: Set(together.compactMap(\.host)).sorted(),
      firstTime: walls.min(), lastTime: walls.max(), eventIDs: together.map(\.id),
      summary: IncidentSentence(together, nanoseconds: span).text)
  }
}

extension Incident {
  /// How far neighbours may be apart.
  fileprivate static let longestGap: Int64 = 600 * 1_000_000_000
}

/// What makes two events neighbours.
private enum Strand: Hashable {
  case host(String)
  case input(String)
  case cgroup(String)
  case lane(Timeline.Lane)
}

extension Timeline {
  /// Where an event stands on its clock, in nanoseconds: the wall's, else the kernel's.
  fileprivate func position(of index: Int) -> Int64? {
    let time = events[index].time
    return time.wall?.nanoseconds ?? time.monotonic
  }

  fileprivate func strands(of index: Int) -> [Strand] {
    if let lane = lanes[index] { return [.lane(lane)] }
    let event = events[index]
    var strands: [Strand] = []
    if let host = event.host {
      strands.append(.host(host))
    } else if let source = event.sources.first {
      strands.append(.input(source.path))
    }
    // The root has no limit of its own; a path that every host has would tie all of them together.
    if let cgroup = event.report.limitCgroup, cgroup != "/" { strands.append(.cgroup(cgroup)) }
    return strands
  }
}

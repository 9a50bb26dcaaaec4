// Hosts that may be one: kills that agree to the microsecond under two names.

import TrailModel

/// Says which hosts had the same kills, as one does that some logs call by its name and others by a collector's id.
///
/// Nothing but the name keeps such kills apart: the kernel's stamp has microseconds, and pid, name and sizes are equal
/// too. Names are not guessed: the events stay as they are.
func oneHostByTwoNames(_ events: [Event]) -> [Problem] {
  var byKill: [Kill: [Int]] = [:]
  for (index, event) in events.enumerated() {
    guard event.host != nil, let kill = Kill(event) else { continue }
    byKill[kill, default: []].append(index)
  }
  var found: [Pair: (count: Int, first: Int)] = [:]
  for alike in byKill.values where alike.count > 1 {
    guard let first = alike.min(by: { events[$0].host ?? "" < events[$1].host ?? "" }), let name = events[first].host
    else { continue }
    for other in alike {
      guard let host = events[other].host, host != name, events[first].isOfOneBoot(with: events[other])
      else { continue }
      let pair = Pair(name: name, other: host)
      let known = found[pair]
      found[pair] = ((known?.count ?? 0) + 1, min(known?.first ?? other, other))
    }
  }
  return found.sorted { ($0.value.first, $0.key.name) < ($1.value.first, $1.key.name) }.compactMap { pair, kills in
    events[kills.first].sources.first.map { source in
      let (what, they) = kills.count == 1 ? ("A kill", "it has") : ("\(kills.count) kills", "they have")
      return Problem(
        path: source.path, kind: .ambiguous,
        detail: "\(what) of \(pair.other) may be of \(pair.name), by another name: \(they) the same kernel stamp, pid "
          + "and sizes there.",
        line: source.firstLine, offset: source.firstOffset)
    }
  }
}

/// What two kills do not share by chance.
private struct Kill: Hashable {
  var stamp: Int64
  var pid: Int64
  var comm: String?
  var totalVM: Bytes
  var anonRSS: Bytes

  /// Nil where the event's copies tell too little.
  init?(_ event: Event) {
    guard let stamp = event.time.monotonic, let victim = event.report.victim, let pid = victim.pid,
      let totalVM = victim.totalVM, let anonRSS = victim.anonRSS
    else { return nil }
    (self.stamp, self.pid, comm, self.totalVM, self.anonRSS) = (stamp, pid, victim.comm, totalVM, anonRSS)
  }
}

private struct Pair: Hashable {
  var name: String
  var other: String
}

extension Event {
  fileprivate func isOfOneBoot(with other: Event) -> Bool {
    if let own = bootID, let others = other.bootID { return own == others }
    return true
  }
}

// What facts about hosts say of their events.

import TrailModel

/// Gives events the size of a page where their reports tell none and the host ran the same kernel when its files were
/// taken.
func completePageSizes(of events: inout [Event], _ bundles: [(host: String, bundle: Bundle)]) {
  var sizes: [String: [(host: String, facts: HostFacts)]] = [:]
  for (host, bundle) in bundles where bundle.facts.known[.pageSize] != nil {
    sizes[HostName.label(of: host) ?? host, default: []].append((host, bundle.facts))
  }
  guard !sizes.isEmpty else { return }
  for index in events.indices where events[index].report.kernel.pageSize == nil {
    guard let label = HostName.label(of: events[index].host), let known = sizes[label] else { continue }
    let release = events[index].report.kernel.release
    let found = known.filter { host, facts in
      HostName.agree(host, events[index].host)
        && (release == nil || release == facts.known[.kernelRelease]?.value.text)
    }
    let values = Set(found.compactMap { $0.facts.known[.pageSize]?.value.number })
    if values.count == 1 { events[index].report.kernel.pageSize = values.first }
  }
}

/// Says where a host's kernel has counted more kills since boot than were found in its logs.
///
/// Of kills of which nothing tells the boot it is taken that they were in this one: what is said is missing, is.
func unloggedKills(_ events: [Event], _ bundles: [(host: String, bundle: Bundle)]) -> [Problem] {
  var ofHost: [String: [Int]] = [:]
  for (index, event) in events.enumerated() where event.report.outcome == .killed && !event.report.killer.isProgram {
    ofHost[HostName.label(of: event.host) ?? "", default: []].append(index)
  }
  return bundles.compactMap { host, bundle in
    guard let counter = bundle.facts.killCounter, counter.value > 0 else { return nil }
    let label = HostName.label(of: host) ?? host
    // Events without a host may be of any.
    let own = [label, ""].flatMap { ofHost[$0] ?? [] }.filter { bundle.hasBoot(of: events[$0]) != false }
    let found = own.reduce(0) { $0 + 1 + events[$1].report.alsoKilled.count }
    guard counter.value > found else { return nil }
    let who = bundle.facts.known[.oomKills] == nil ? "cgroups of \(host) count" : "kernel of \(host) counts"
    let kills = counter.value == 1 ? "1 process" : "\(counter.value) processes"
    let missing = counter.value - Int64(found)
    let gone = found == 0 ? "none of them is" : missing == 1 ? "1 of them is not" : "\(missing) of them are not"
    return Problem(
      path: counter.path, kind: .unlogged,
      detail: "The \(who) \(kills) killed since boot; \(gone) in the logs that were read.",
      line: counter.line)
  }
}

extension HostFacts {
  /// How many processes were killed: what the kernel counts, else what its cgroups do, of which some may be gone.
  fileprivate var killCounter: Fact<Int64>? {
    if let fact = known[.oomKills], let count = fact.value.number {
      return Fact(count, path: fact.path, line: fact.line)
    }
    let folders = Set(cgroupKills.map { folder(of: $0.path) })
    // In version 2 a cgroup counts those below it too.
    let highest = cgroupKills.filter { fact in
      !fact.path.contains("memory.events")
        || !ancestors(of: String(folder(of: fact.path).dropLast())).contains { folders.contains($0[...]) }
    }
    guard let first = highest.first else { return nil }
    let sum = highest.reduce(Int64(0)) { $0.saturating($1.value) }
    return Fact(sum, path: first.path, line: first.line)
  }

  private func folder(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[...$0] } ?? ""
  }
}

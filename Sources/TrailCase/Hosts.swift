// Lists the hosts: those of the events, and those of which files tell facts.

import TrailModel

/// The hosts with events or facts, by name; boots and kernels in the order of the timeline.
func hosts(of events: [Event], _ bundles: [(host: String, bundle: Bundle)]) -> [Host] {
  var places: [String: Int] = [:]
  var hosts: [Host] = []
  for event in events {
    guard let name = event.host else { continue }
    let place = places[name] ?? hosts.count
    if place == hosts.count {
      places[name] = place
      hosts.append(Host(name: name, boots: [], kernelReleases: [], events: 0, firstTime: nil, lastTime: nil))
    }
    hosts[place].include(event)
  }
  var byLabel: [String: [Int]] = [:]
  for (place, host) in hosts.enumerated() {
    byLabel[HostName.label(of: host.name) ?? host.name, default: []] += [place]
  }
  for (name, bundle) in bundles {
    let label = HostName.label(of: name) ?? name
    // A short name may be that of several in full.
    let same = (byLabel[label] ?? []).filter { HostName.agree(hosts[$0].name, name) }
    if same.isEmpty, bundle.facts.tellsOfHost {
      byLabel[label, default: []].append(hosts.count)
      hosts.append(Host(name: name, boots: [], kernelReleases: [], events: 0, firstTime: nil, lastTime: nil))
      hosts[hosts.count - 1].facts = bundle.facts
    } else if same.count == 1 {
      hosts[same[0]].facts.adopt(bundle.facts)
    }
  }
  return hosts.sorted { $0.name < $1.name }
}

extension HostFacts {
  /// Whether there is more than a name and a clock, which logs are placed by.
  fileprivate var tellsOfHost: Bool { !known.isEmpty || !configured.isEmpty }
}

extension Host {
  fileprivate mutating func include(_ event: Event) {
    events += 1
    // The last is looked at first, for it mostly is the one; a host has few boots and fewer kernels.
    if let boot = event.bootID, boots.last != boot, !boots.contains(boot) { boots.append(boot) }
    if let release = event.report.kernel.release, !kernelReleases.contains(release) {
      kernelReleases.append(release)
    }
    guard let wall = event.time.wall else { return }
    firstTime = firstTime.map { min($0, wall) } ?? wall
    lastTime = lastTime.map { max($0, wall) } ?? wall
  }
}

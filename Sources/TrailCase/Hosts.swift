// Lists the hosts of the events.

import TrailModel

/// The hosts with events, by name; boots and kernels in the order of the timeline.
func hosts(of events: [Event]) -> [Host] {
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
  return hosts.sorted { $0.name < $1.name }
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

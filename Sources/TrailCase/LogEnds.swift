// When the logs of each host end, to tell what was still going on then.

import TrailModel

/// The last times of hosts' logs.
struct LogEnds {
  private var ofHost: [String: Int64] = [:]

  /// No logs.
  init() {}

  /// The ends of `inputs`, which the `events` were read from; a log of several hosts ends for each of them. What
  /// Kubernetes says of its objects is no log: its last stamp is that of the last kill it tells of.
  init(_ inputs: BoxedArray<Input>, _ events: [Event]) {
    var ends: [String: Int64] = [:]
    var dumps: Set<String> = []
    for input in inputs {
      guard input.kubernetes.isEmpty else {
        dumps.insert(input.path)
        continue
      }
      guard let end = input.lastTime?.wall?.nanoseconds else { continue }
      ends[input.path] = max(ends[input.path] ?? .min, end)
      if let label = HostName.label(of: input.host) { note(end, of: label) }
    }
    for event in events {
      guard let label = HostName.label(of: event.host) else { continue }
      let isLogged = event.sources.contains { !dumps.contains($0.path) }
      if isLogged, let wall = event.time.wall { note(wall.nanoseconds, of: label) }
      for source in event.sources { if let end = ends[source.path] { note(end, of: label) } }
    }
  }

  private mutating func note(_ end: Int64, of label: String) { ofHost[label] = max(ofHost[label] ?? .min, end) }

  /// The last time of a host's logs.
  func end(of host: String?) -> Int64? { HostName.label(of: host).flatMap { ofHost[$0] } }
}

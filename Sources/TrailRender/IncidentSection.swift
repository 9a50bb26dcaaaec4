// Incidents: kills that came close together, a line each.

import TrailBytes
import TrailModel

struct IncidentSection {
  let incidents: [Incident]
  let numbers: EventNumbers

  func write(to writer: inout ByteWriter) {
    // An incident of one kill is that event's section.
    let larger = incidents.filter { $0.eventIDs.count > 1 }
    guard !larger.isEmpty else { return }
    writer.write("## Incidents\n\n")
    for incident in larger {
      let hosts = incident.hosts.prefix(4).map(\.code).joined(separator: ", ")
      let more = incident.hosts.count > 4 ? " and \(incident.hosts.count - 4) more" : ""
      let place = hosts.isEmpty ? "" : " on \(hosts)\(more)"
      let when = span(incident.firstTime, incident.lastTime).map { ", \($0)" } ?? ""
      let events = EventNumbers.text(numbers.numbers(incident.eventIDs))
      writer.write(
        "- **\(incident.kind.title), \(incident.eventIDs.count.of("event"))**\(place)\(when) (\(events)): \(incident.summary.prose)\n"
      )
    }
    writer.write("\n")
  }
}

extension Incident.Kind {
  fileprivate var title: String {
    switch self {
    case .nodeStorm: "Node out of memory"
    case .crashLoop: "Crash loop"
    case .repeated: "One limit, again and again"
    case .fleet: "On several hosts"
    case .mixed: "Kills close together"
    }
  }
}

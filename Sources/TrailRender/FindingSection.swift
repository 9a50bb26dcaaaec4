// What the evidence proves to be wrong, and what to change.

import TrailBytes
import TrailModel

struct FindingSection {
  let findings: [Finding]
  let numbers: EventNumbers

  private static let limit = 20

  func write(to writer: inout ByteWriter) {
    guard !findings.isEmpty else { return }
    writer.write("## Findings\n\n")
    for finding in findings.prefix(Self.limit) where writer.isOpen {
      let events = numbers.numbers(finding.eventIDs)
      let which = events.isEmpty ? "" : " (\(EventNumbers.text(events)))"
      writer.write("- **\(finding.severity.rawValue): \(finding.title.prose).** \(finding.detail.prose)\(which)")
      // Events have their own sources.
      let places = finding.evidence.filter { !eventPlaces.contains($0) }.prefix(3).map { place in
        place.path.code + (place.line.map { " line \($0.grouped)" } ?? "")
      }
      if !places.isEmpty { writer.write(" Evidence: \(places.joined(separator: ", ")).") }
      writer.write("\n")
    }
    if findings.count > Self.limit {
      writer.write("- … and \((findings.count - Self.limit).of("further finding")), which the JSON output lists.\n")
    }
    writer.write("\n")
  }

  /// Where events begin.
  let eventPlaces: Set<Finding.Evidence>

  init(trail: Case, numbers: EventNumbers) {
    findings = trail.findings
    self.numbers = numbers
    eventPlaces = Set(
      trail.findings.isEmpty
        ? [] : trail.events.flatMap(\.sources).map { Finding.Evidence(path: $0.path, line: $0.firstLine) })
  }
}

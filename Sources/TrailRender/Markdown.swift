// The default output: a report in Markdown that reads well raw in a terminal as well as rendered.

import TrailBytes
import TrailModel

extension Renderer {
  /// The report for people.
  public static let markdown = Renderer(
    name: "markdown",
    summary: "A report for people: summary, timeline, one section an event, inputs and problems.",
    fileExtension: "md"
  ) { trail, writer in
    writer.write("# OOM kill report\n\n")
    FilterLine(filter: trail.filter).write(to: &writer)
    if trail.events.isEmpty {
      NothingFoundSection(trail: trail).write(to: &writer)
    } else {
      let numbers = EventNumbers(trail.events)
      SummarySection(trail: trail).write(to: &writer)
      RepeatSection(groups: trail.groups, numbers: numbers).write(to: &writer)
      FindingSection(trail: trail, numbers: numbers).write(to: &writer)
      TimelineSection(events: trail.events).write(to: &writer)
      IncidentSection(incidents: trail.incidents, numbers: numbers).write(to: &writer)
      let hosts = Dictionary(trail.hosts.map { ($0.name, $0.facts) }) { first, _ in first }
      let witnesses = WitnessesOfEvents(trail.witnesses)
      writer.write("## Events\n\n")
      for (index, event) in trail.events.enumerated() where writer.isOpen {
        EventSection(
          event: event, number: index + 1, host: event.host.flatMap { hosts[$0] }, witnesses: witnesses[event]
        ).write(to: &writer)
      }
    }
    ContainerSection(containers: trail.containers, numbers: EventNumbers(trail.events)).write(to: &writer)
    WitnessSection(witnesses: trail.witnesses).write(to: &writer)
    HostSection(hosts: trail.hosts).write(to: &writer)
    InputSection(inputs: trail.inputs, bundles: trail.bundles).write(to: &writer)
    ProblemSection(problems: trail.problems).write(to: &writer)
    writer.write(
      "---\n\n\(Generator.name) \(Generator.version). Times are UTC, sizes binary (1 KiB = 1,024 bytes).\n")
  }
}

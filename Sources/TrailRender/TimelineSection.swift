// The timeline: one row an event, across all hosts.

import TrailBytes
import TrailModel

struct TimelineSection {
  let events: [Event]

  func write(to writer: inout ByteWriter) {
    writer.write("## Timeline\n\n")
    var table = MarkdownTable([
      .number("#"), .text("Time (UTC)"), .text("Host"), .text("Victim"), .text("Why"), .number("Resident"),
    ])
    for (index, event) in events.enumerated() {
      table.rows.append([
        "[\(index + 1)](#event-\(index + 1))", event.time.cell, hostCell(event.host),
        victim(of: event),
        Cause(event).detailedCell,
        event.report.victimResident?.size.human ?? Placeholder.unknown,
      ])
    }
    table.write(to: &writer)
    writeCaveats(to: &writer)
  }

  private func victim(of event: Event) -> String {
    let report = event.report
    let owner = event.ownerTitle
    let cell =
      report.victim.map { victim in
        victim.comm == nil && victim.pid == nil
          ? (owner ?? victim.cgroup)?.codeCell(limit: 48) ?? Placeholder.missing
          : processCell(victim.comm, victim.pid)
      } ?? owner?.codeCell(limit: 48)
    switch report.outcome {
    case .killed:
      let others = report.alsoKilled.count
      return (cell ?? Placeholder.missing) + (others == 0 ? "" : " and \(others) more")
    case .evicted:
      let pod = event.owner?.chain.first { $0.kind == .kubernetesPod }
      return (pod.map { $0.name.codeCell(limit: 48) } ?? "a pod") + ", evicted"
    case .panic: return cell.map { $0 + ", then panic" } ?? "none: kernel panic"
    case .noKillableProcess: return "none: nothing killable"
    case .unknown where report.spared != nil:
      let whom = report.spared.map { processCell($0.process.comm, $0.process.pid) } ?? Placeholder.missing
      return "none: \(whom) was chosen, not killed"
    case .unknown where report.userspace?.overtakenBy != nil:
      return (cell ?? Placeholder.missing) + ", asked to end; the kernel killed it"
    case .unknown where report.killer.isProgram: return (cell ?? Placeholder.missing) + ", decided"
    case .unknown: return cell.map { $0 + ", kill line missing" } ?? "not in the log"
    }
  }

  /// One line for each way in which times are less than what a log said outright.
  private func writeCaveats(to writer: inout ByteWriter) {
    var notes: [String] = []
    var caveats: [(text: String, numbers: [Int])] = []
    for index in events.indices where events[index].time.wall != nil {
      guard let caveat = events[index].time.caveat else { continue }
      if let place = caveats.firstIndex(where: { $0.text == caveat }) {
        caveats[place].numbers.append(index + 1)
      } else {
        caveats.append((caveat, [index + 1]))
      }
    }
    for (text, numbers) in caveats { notes.append("- Time of \(EventNumbers.text(numbers)): \(text).\n") }
    let unplaced = events.indices.filter { events[$0].time.wall == nil }
    if !unplaced.isEmpty {
      notes.append(
        "- Not placed in time: \(EventNumbers.text(unplaced.map { $0 + 1 })), for want of a wall time.\n")
    }
    if notes.isEmpty { return }
    for note in notes { writer.write(note) }
    writer.write("\n")
  }
}

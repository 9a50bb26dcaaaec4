// The summary: what somebody pastes into the channel of an incident.

import TrailBytes
import TrailModel

struct SummarySection {
  let trail: Case

  /// Rows of the table of victims; the timeline has the rest.
  private static let limit = 12

  func write(to writer: inout ByteWriter) {
    writer.write(headline)
    writer.write("\n\n")
    let rows = victims
    if !rows.isEmpty {
      var table = MarkdownTable([
        .text("Victim"), .number("Kills"), .text("Host"), .text("Killed by: why"), .text("First (UTC)"),
        .text("Last (UTC)"),
      ])
      table.rows = rows.prefix(Self.limit).map(\.cells)
      table.write(to: &writer)
      if rows.count > Self.limit {
        let rest = rows.dropFirst(Self.limit)
        let kills = rest.reduce(0) { $0 + $1.kills }
        writer.write("… and \(rest.count.of("further row")) with \(kills.of("kill")), see the timeline.\n\n")
      }
    }
    NoticeSection(notices: trail.notices).write(to: &writer)
    if let line = ProblemSection(problems: trail.problems).line { writer.write("**Problems:** \(line)\n\n") }
  }

  private var headline: String {
    let kills = trail.events.filter { $0.report.outcome == .killed }
    let hosts = Set(trail.events.compactMap(\.host)).count
    let unnamed = trail.events.contains { $0.host == nil }
    let place =
      hosts == 0
      ? " (the log names no host)"
      : " on \(hosts.of("host"))\(unnamed ? " and where the log names none" : "")"
    var sentences: [String] = []
    let times = trail.events.compactMap(\.time.wall)
    let when = span(times.min(), times.max()).map { ", \($0)" } ?? ""
    let others = trail.events.count { $0.report.outcome != .killed && $0.report.outcome != .evicted }
    if kills.isEmpty, others == 0 {
      sentences.append("**No OOM kill was found**\(place)\(when).")
    } else if kills.isEmpty {
      sentences.append("**No kill, but \(others.of("report")) of the OOM killer**\(place)\(when).")
    } else {
      sentences.append("**\(kills.count.of("OOM kill"))\(place)**\(when).")
    }
    let died = kills.reduce(0) { $0 + ($1.report.victim == nil ? 0 : 1) + $1.report.alsoKilled.count }
    if died > kills.count {
      sentences.append("\(died.of("process", "processes")) died, because some died together.")
    }
    sentences += endings
    let manual = kills.count { $0.report.isManual }
    if manual > 0 {
      let which = kills.count == 1 ? "it" : manual == kills.count ? "all of them" : "\(manual) of them"
      sentences.append("SysRq-f asked for \(which).")
    }
    let unplaced = trail.events.count - times.count
    if unplaced > 0 { sentences.append("\(unplaced.of("event")) cannot be placed in time.") }
    let incomplete = trail.events.count { !$0.report.isComplete }
    if incomplete > 0 { sentences.append("\(incomplete.of("report is", "reports are")) incomplete.") }
    return sentences.joined(separator: " ")
  }

  /// What became of the reports that do not end in a kill.
  private var endings: [String] {
    func count(_ outcome: Outcome) -> Int { trail.events.count { $0.report.outcome == outcome } }
    var sentences: [String] = []
    let panics = count(.panic)
    if panics > 0 { sentences.append("The kernel panicked \(panics == 1 ? "once" : "\(panics) times").") }
    let spared = count(.noKillableProcess)
    if spared > 0 { sentences.append("\(spared == 1 ? "Once" : "\(spared) times") nothing could be killed.") }
    let exempted = trail.events.count { $0.report.spared != nil }
    if exempted > 0 {
      let often = exempted == 1 ? "Once" : "\(exempted) times"
      sentences.append("\(often) the kernel chose a process and did not kill it.")
    }
    let evictions = count(.evicted)
    if evictions > 0 {
      sentences.append("The kubelet evicted \(evictions.of("pod")) for want of memory, which is no OOM kill.")
    }
    let overtaken = trail.events.count { $0.report.userspace?.overtakenBy != nil }
    if overtaken > 0 {
      let often = overtaken == 1 ? "Once" : "\(overtaken) times"
      sentences.append("\(often) the kernel killed a process that a program had asked to end.")
    }
    let open = count(.unknown) - exempted - overtaken
    if open > 0 { sentences.append("\(open.of("report does", "reports do")) not show who died.") }
    return sentences
  }

  /// Kills by name and cause: the most first, then in the order of the timeline.
  private var victims: [SummaryRow] {
    var rows: [SummaryRow] = []
    var index: [[String?]: Int] = [:]
    for event in trail.events where event.report.outcome == .killed {
      let cause = Cause(event)
      let name =
        event.report.victim?.comm ?? event.owner.flatMap { event.plainName(of: $0) }
        ?? event.report.victim?.cgroup?.split(separator: "/").last.map(String.init)
      let key = [name, cause.cell, event.workload == nil ? event.report.memcg?.limitCgroup : nil]
      let at = index[key] ?? rows.count
      if at == rows.count {
        index[key] = at
        rows.append(
          SummaryRow(victim: name.map { $0.codeCell(limit: 40) } ?? Placeholder.missing, cause: cause.cell))
      }
      rows[at].kills += 1
      rows[at].add(host: event.host, wall: event.time.wall)
    }
    return rows.enumerated().sorted { ($1.element.kills, $0.offset) < ($0.element.kills, $1.offset) }.map(
      \.element)
  }
}

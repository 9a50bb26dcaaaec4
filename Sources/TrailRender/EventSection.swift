// The section of one event: a sentence, then the facts behind it, each only where the report has it.

import TrailBytes
import TrailModel

struct EventSection {
  let event: Event
  let number: Int
  /// What files say of its host.
  var host: HostFacts?
  /// Who else saw it.
  var witnesses: [Witness] = []

  func write(to writer: inout ByteWriter) {
    let report = event.report
    let rows = report.processes.rows
    // The heading is bare so that its anchor is the same in every renderer of Markdown.
    writer.write("### Event \(number)\n\n")
    writer.write(EventSentence(event: event).text)
    writer.write("\n\n")
    var facts = FactList()
    facts.add("When", when)
    ScopeFacts(report: report).add(to: &facts)
    OwnerFacts(event: event).add(to: &facts)
    VictimFacts(report: report, rows: rows, parent: event.parent).add(to: &facts)
    if let kill = report.userspace { UserspaceFacts(report: report, kill: kill).add(to: &facts) }
    if let eviction = report.eviction { EvictionFacts(eviction: eviction).add(to: &facts) }
    facts.add("Seen also by", nil, WitnessFacts(witnesses: witnesses).items)
    if let host { SettingFacts(report: report, host: host).add(to: &facts) }
    MemoryFacts(report: report).add(to: &facts)
    facts.add("Limit when the files were taken", bundledLimit)
    facts.add("Memory before", MemoryTrend(event: event).text)
    facts.add("Around it", nil, ContextList(event: event).items)
    facts.write(to: &writer)
    ProcessSection(report: report, rows: rows).write(to: &writer)
    evidence.write(to: &writer)
  }

  /// How far the report can be trusted, and where it stands.
  private var evidence: FactList {
    let report = event.report
    var facts = FactList()
    if report.killer == .kubelet {
      facts.add("Kind", "an eviction by the kubelet, of which the kernel prints nothing")
    } else if report.killer.isProgram {
      // What it prints is no report in parts.
    } else if report.missing.isEmpty {
      facts.add("Completeness", "no part is missing that this kernel prints")
    } else {
      facts.add("Missing from the report", nil, report.missing.map { meaning(of: $0) })
    }
    if !report.missing.contains(.suppressedLines) {
      facts.add("Lines lost while it was printed", nil, report.losses.map(\.text.code))
    }
    if report.isMixed {
      facts.add(
        "Mixed",
        "another report was printed at the same time, and lines of it may stand here: counters, rows, who asked")
    }
    if report.unreadableRows > 0 {
      facts.add("Process table", "\(report.unreadableRows.of("row")) could not be read")
    }
    facts.add("Lines not understood", otherLineCount, report.otherLines.prefix(5).map(\.code))
    let label = event.sources.count > 1 ? "Sources (copies of the same report)" : "Source"
    facts.add(label, nil, event.sources.map(text(of:)))
    facts.add("Id", event.id.code)
    return facts
  }

  /// Of the cgroup whose limit was hit; it may have been changed since.
  private var bundledLimit: String? {
    guard let limit = event.bundledLimit else { return nil }
    let atKill = event.report.memcg?.memory.limit
    let change = atKill.map { $0 == limit.bytes ? ", as at the kill" : ", another than at the kill" } ?? ""
    return "\(limit.bytes.human)\(change) (\(limit.path.code), line \(limit.line.grouped))"
  }

  private func meaning(of part: ReportPart) -> String {
    guard part == .suppressedLines, !event.report.losses.isEmpty else { return part.meaning }
    return part.meaning + ": " + event.report.losses.map(\.text.code).joined(separator: ", ")
  }

  private var when: String {
    var parts: [String] = []
    if let wall = event.time.wall {
      parts.append("\(wall.human) UTC" + (event.time.caveat.map { " (\($0))" } ?? ""))
    } else {
      parts.append("not known in wall time")
    }
    if let sinceBoot = event.time.sinceBoot { parts.append("\(sinceBoot) after boot") }
    if let stamp = event.time.text { parts.append("logged as \(stamp.code)") }
    if let boot = event.bootID { parts.append("boot \(boot.code)") }
    if let release = event.report.kernel.release { parts.append("kernel \(release.code)") }
    return parts.joined(separator: "; ")
  }

  private var otherLineCount: String? {
    let count = event.report.otherLineCount
    guard count > 0 else { return nil }
    let shown = min(5, event.report.otherLines.count)
    return count > shown ? "\(count.grouped), the first \(shown) of them" : count.grouped
  }

  private func text(of source: Source) -> String {
    let lines =
      source.firstLine == source.lastLine
      ? "line \(source.firstLine.grouped)" : "lines \(source.firstLine.grouped) to \(source.lastLine.grouped)"
    return
      "\(source.path.code) \(lines) (bytes \(source.firstOffset.grouped) to \(source.lastOffset.grouped))"
  }
}

extension ReportPart {
  /// What it means that this part is not there.
  fileprivate var meaning: String {
    switch self {
    case .header: "the `invoked oom-killer` line: who asked for memory, and for how much, is not known"
    case .processes: "the process table: what else was running, and how large, is not known"
    case .memory: "the memory counters: how much was free, and where, is not known"
    case .memcg: "the cgroup's usage and limit: how full it was is not known"
    case .summary: "the `oom-kill:` line: the constraint and the victim's cgroup are not known from it"
    case .kill: "the `Killed process` line: that the kill took place, and its sizes, are not shown"
    case .lineEnd: "the end of a line that was cut: what stood behind is lost"
    case .lines: "lines inside a part: a gap in the log took them"
    case .suppressedLines: "lines that were never logged, which may be what is missing; the log says so itself"
    }
  }
}

// The largest processes of a report, with the victim marked.

import TrailBytes
import TrailModel

struct ProcessSection {
  let report: KillReport
  /// The report's process table; taken out of it once for a whole section.
  let rows: [ProcessRow]

  private static let limit = 10

  func write(to writer: inout ByteWriter) {
    guard !rows.isEmpty else { return }
    let killed = Set(([report.victim].compactMap(\.self) + report.alsoKilled).compactMap(\.pid))
    let sizes = rows.map { $0.rss?.count ?? -1 }
    let ranked = rows.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    let top = ranked.prefix(Self.limit)
    let which =
      top.count == rows.count ? rows.count.of("row") : "the \(top.count) largest of \(rows.count.of("row"))"
    writer.write("Process table, \(which) by resident memory")
    // The victim may be small and still be chosen, by its oom_score_adj or because it asked.
    let below = ranked.dropFirst(Self.limit).firstIndex { rows[$0].pid == marked }
    writer.write(below == nil ? ":\n\n" : ", and the victim:\n\n")
    var table = MarkdownTable(columns)
    for rank in Array(top.indices) + (below.map { [$0] } ?? []) {
      table.rows.append(cells(of: rows[ranked[rank]], rank: rank + 1, killed: killed))
    }
    table.write(to: &writer)
  }

  private var adjustmentTitle: String {
    report.processes.columns.contains("oom_score_adj") ? "oom_score_adj" : "oom_adj"
  }

  private var hasPoints: Bool { rows.contains { $0.score?.badness != nil || $0.score?.least != nil } }

  private var columns: [MarkdownTable.Column] {
    [
      .number("#"), .text("Name"), .number("Pid"), .number("Uid"), .number("Resident"), .number("Swap"),
      .number(adjustmentTitle),
    ] + (hasPoints ? [.number("Badness")] : []) + [.text("Killed")]
  }

  /// A row's points; a row that cannot be chosen says so, and why where its other columns do not.
  private func points(of row: ProcessRow) -> String {
    switch row.score?.exemption {
    case .oomScoreAdj, .oomAdj: return "exempt"
    case .initProcess: return "exempt (init)"
    case .alreadyKilled: return "exempt (killed before)"
    case .noMemory: return "exempt (no memory)"
    case nil: break
    }
    if let least = row.score?.least { return "at least \(least)" }
    return row.score?.badness.map { "\($0)" } ?? Placeholder.unknown
  }

  private func cells(of row: ProcessRow, rank: Int, killed: Set<Int64>) -> [String] {
    let pageSize = report.kernel.pageSize
    let mark = row.pid == marked ? victimMark : killed.contains(row.pid) ? "too" : ""
    return [
      "\(rank)", row.comm.codeCell(limit: 32), "\(row.pid)", row.uid.map { $0.userID } ?? Placeholder.unknown,
      row.rss?.human(pageSize: pageSize) ?? Placeholder.unknown,
      row.swapEntries?.human(pageSize: pageSize) ?? Placeholder.unknown,
      (row.oomScoreAdj ?? row.oomAdj).map { "\($0)" } ?? Placeholder.unknown,
    ] + (hasPoints ? [points(of: row)] : []) + [mark]
  }

  /// The victim, or who was chosen instead of one.
  private var marked: Int64? { report.victim?.pid ?? report.spared?.process.pid }

  private var victimMark: String { report.outcome == .killed ? "**victim**" : "chosen" }
}

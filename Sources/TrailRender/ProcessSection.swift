// The largest processes of a report, with the victim marked.

import TrailBytes
import TrailModel

struct ProcessSection {
  let report: KillReport

  private static let limit = 10

  func write(to writer: inout ByteWriter) {
    let rows = report.processes.rows
    guard !rows.isEmpty else { return }
    let killed = Set(([report.victim].compactMap(\.self) + report.alsoKilled).compactMap(\.pid))
    let ranked = rows.enumerated().sorted {
      ($1.element.rss?.count ?? -1, $0.offset) < ($0.element.rss?.count ?? -1, $1.offset)
    }.map(\.element)
    let top = ranked.prefix(Self.limit)
    let which =
      top.count == rows.count ? rows.count.of("row") : "the \(top.count) largest of \(rows.count.of("row"))"
    writer.write("Process table, \(which) by resident memory")
    let below = ranked.dropFirst(Self.limit).enumerated().filter { $0.element.pid == report.victim?.pid }
      .prefix(1)
    writer.write(below.isEmpty ? ":\n\n" : ", and the victim:\n\n")
    var table = MarkdownTable(columns)
    for (index, row) in top.enumerated() {
      table.rows.append(cells(of: row, rank: index + 1, killed: killed))
    }
    for (index, row) in below {
      table.rows.append(cells(of: row, rank: Self.limit + index + 1, killed: killed))
    }
    table.write(to: &writer)
  }

  private var adjustmentTitle: String {
    report.processes.columns.contains("oom_score_adj") ? "oom_score_adj" : "oom_adj"
  }

  private var columns: [MarkdownTable.Column] {
    [
      .number("#"), .text("Name"), .number("Pid"), .number("Uid"), .number("Resident"), .number("Swap"),
      .number(adjustmentTitle), .text("Killed"),
    ]
  }

  private func cells(of row: ProcessRow, rank: Int, killed: Set<Int64>) -> [String] {
    let pageSize = report.kernel.pageSize
    let mark = row.pid == report.victim?.pid ? victimMark : killed.contains(row.pid) ? "too" : ""
    return [
      "\(rank)", row.comm.codeCell(limit: 32), "\(row.pid)", row.uid.map { "\($0)" } ?? Placeholder.unknown,
      row.rss?.human(pageSize: pageSize) ?? Placeholder.unknown,
      row.swapEntries?.human(pageSize: pageSize) ?? Placeholder.unknown,
      (row.oomScoreAdj ?? row.oomAdj).map { "\($0)" } ?? Placeholder.unknown, mark,
    ]
  }

  private var victimMark: String { report.outcome == .killed ? "**victim**" : "chosen" }
}

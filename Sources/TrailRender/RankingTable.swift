// Kills counted by something: a plain table, Markdown, JSON or CSV.

public import TrailBytes
public import TrailModel

/// What is to be shown of a ranking.
public struct RankingTable {
  /// How it can be written.
  public enum Format: String, CaseIterable, Sendable {
    case text, markdown, json, csv
  }

  private let facets: [String]
  private let rows: [Ranking.Row]
  private let hidden: Int
  private let kills: Int
  private let filter: AppliedFilter?

  /// A table of the first `limit` rows, or of all.
  public init(_ ranking: Ranking, limit: Int?, filter: AppliedFilter?) {
    facets = ranking.facets
    kills = ranking.kills
    rows = limit.map { Array(ranking.rows.prefix($0)) } ?? ranking.rows
    hidden = ranking.rows.count - rows.count
    self.filter = filter
  }

  /// Writes it.
  public func write(as format: Format, to writer: inout ByteWriter) {
    switch format {
    case .text: writeText(to: &writer)
    case .markdown: writeMarkdown(to: &writer)
    case .json: writeJSON(to: &writer)
    case .csv: writeCSV(to: &writer)
    }
  }

  private var columns: [MarkdownTable.Column] {
    [.number("Kills"), .number("Share")] + facets.map { .text($0.prefix(1).uppercased() + $0.dropFirst()) }
      + [.number("Hosts"), .text("First (UTC)"), .text("Last (UTC)")]
  }

  private func cells(of row: Ranking.Row, _ value: (String) -> String) -> [String] {
    ["\(row.kills)", Self.percent(row.share)] + row.values.map { $0.map(value) ?? Placeholder.unknown }
      + [
        "\(row.hosts)", row.first?.humanSeconds ?? Placeholder.unknown, row.last?.humanSeconds ?? Placeholder.unknown,
      ]
  }

  private var rest: String? { hidden == 0 ? nil : "… and \(hidden.of("further row")) (--limit shows more)." }

  private func writeText(to writer: inout ByteWriter) {
    var filtered = ""
    if let filter { filtered = ", \(filter.leftOut.of("event")) left out by the filter" }
    writer.write("\(kills.of("kill"))\(filtered)\n")
    guard !rows.isEmpty else { return }
    writer.write("\n")
    let lines = [columns.map(\.title)] + rows.map { cells(of: $0) { $0.visible.shortened(to: 72) } }
    let widths = columns.indices.map { index in lines.map { $0[index].displayWidth }.max() ?? 0 }
    for row in lines where writer.isOpen {
      var line = ""
      for (index, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[index] - cell.displayWidth)
        line += (index == 0 ? "" : "  ") + (columns[index].isNumber ? padding + cell : cell + padding)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      writer.write(line + "\n")
    }
    if let rest { writer.write("\n\(rest)\n") }
  }

  private func writeMarkdown(to writer: inout ByteWriter) {
    FilterLine(filter: filter).write(to: &writer)
    writer.write("**\(kills.of("kill"))**\n\n")
    guard !rows.isEmpty else { return }
    var table = MarkdownTable(columns)
    table.rows = rows.map { cells(of: $0) { $0.codeCell(limit: .max) } }
    table.write(to: &writer)
    if let rest { writer.write("\(rest)\n") }
  }

  private func writeJSON(to writer: inout ByteWriter) {
    writer.object { writer in
      writer.field("schema", "oomtrail.top/1")
      writer.array("by", facets)
      writer.field("kills", kills)
      writer.field("hidden_rows", hidden)
      writer.object("filter", filter) { $0.members(of: $1) }
      writer.lines("rows", rows) { writer, row in
        for (facet, value) in zip(facets, row.values) {
          writer.write(name: facet)
          writer.string(value)
        }
        writer.field("kills", row.kills)
        writer.field("share", row.share)
        writer.field("hosts", row.hosts)
        writer.field("first_time", row.first)
        writer.field("last_time", row.last)
      }
    }
    writer.write("\n")
  }

  /// RFC 4180, with a header; what is not known is empty. Control characters are shown, so that no name reaches a
  /// terminal as a command or breaks a row.
  private func writeCSV(to writer: inout ByteWriter) {
    let header = facets + ["kills", "share", "hosts", "first_time", "last_time"]
    writer.write(header.joined(separator: ",") + "\r\n")
    for row in rows where writer.isOpen {
      let cells =
        row.values.map { $0?.visible ?? "" } + ["\(row.kills)", "\(row.share)", "\(row.hosts)"]
        + [row.first, row.last].map { $0.map { instant in rendered { $0.write(instant) } } ?? "" }
      writer.write(cells.map(Self.quoted).joined(separator: ",") + "\r\n")
    }
  }

  private static func quoted(_ cell: String) -> String {
    let isPlain = cell.utf8.allSatisfy { $0 != 0x2C && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D }
    if isPlain { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// `42.3 %`.
  private static func percent(_ share: Double) -> String {
    let thousandths = Int((share * 1_000).rounded())
    return "\(thousandths / 10).\(thousandths % 10) %"
  }
}

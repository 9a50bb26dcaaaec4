// Deaths that others saw and that no event explains: a table of them.

import TrailBytes
import TrailModel

struct WitnessSection {
  let witnesses: [Witness]

  /// Rows of the table; the JSON document has all.
  private static let limit = 20

  func write(to writer: inout ByteWriter) {
    let unexplained = witnesses.filter { $0.eventID == nil }
    guard !unexplained.isEmpty else { return }
    writer.write("## Other deaths by signal\n\n")
    writer.write(
      "What programs say of deaths that no kill above explains. Signal 9 alone is no proof of an OOM kill.\n\n")
    var table = MarkdownTable([
      .text("Time (UTC)"), .text("Host"), .text("Says"), .text("Who"), .text("Cause"), .text("Source"),
    ])
    for witness in unexplained.prefix(Self.limit) {
      let statement = witness.statement
      let who =
        statement.child.map { processCell($0.name, $0.pid) } ?? statement.unit?.codeCell(limit: 32)
        ?? statement.evicted?.pod.map { "pod \($0)".codeCell(limit: 32) }
        ?? statement.containerID.map { $0.codeCell(limit: 14) } ?? Placeholder.unknown
      table.rows.append([
        witness.time.cell, hostCell(witness.host), statement.kind, who, cause(of: statement),
        witness.sources.first.map { "\($0.path.codeCell(limit: 48)) line \($0.firstLine)" } ?? Placeholder.unknown,
      ])
    }
    table.write(to: &writer)
    if unexplained.count > Self.limit {
      writer.write("… and \((unexplained.count - Self.limit).of("further row")), see the JSON document.\n\n")
    }
  }

  private func cause(of statement: WitnessStatement) -> String {
    switch statement.certainty {
    case .oom: "OOM"
    case .sigkill: "not stated"
    case .notOOM: "not OOM" + (statement.reason.map { ": \($0.prose)" } ?? "")
    case .unknown: "not stated, nor the signal"
    }
  }
}

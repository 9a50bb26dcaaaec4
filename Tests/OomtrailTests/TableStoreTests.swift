// Process tables that are moved to a file are the same when they come back.

import TestKit
import Testing
import TrailBytes
import TrailKernel
import TrailModel

@testable import Oomtrail

/// A shelf that gives nothing back.
private final class EmptyShelf: TableShelf {
  func put(_ bytes: [UInt8]) -> Int64? { 0 }
  func bytes(at number: Int64, count: Int) -> [UInt8] { [] }
}

/// One that takes nothing.
private final class FullShelf: TableShelf {
  func put(_ bytes: [UInt8]) -> Int64? { nil }
  func bytes(at number: Int64, count: Int) -> [UInt8] { [] }
}

@Suite struct TableStoreTests {
  private func table(_ rows: Int) -> ProcessTable {
    var table = ProcessTable(columns: ["uid", "tgid", "total_vm", "rss", "oom_score_adj", "new_column"])
    for row in 0..<Int64(rows) {
      table.append(pid: row * 37, values: [row, row * 37, row << 20, row << 33, -row, 7], comm: "worker/\(row)")
    }
    table.setScores(
      (0..<rows).map { row in
        var score = RowScore()
        if row % 3 == 0 { score.exemption = .noMemory } else { score.badness = Int64(row) * 1_000 }
        return score
      })
    return table
  }

  @Test func rowsAndScoresComeBack() {
    let store = TableStore(budget: 0)
    var tables = (1...50).map { table($0 * 7) }
    let expected = tables.map(\.rows)
    for index in tables.indices { store.keep(&tables[index]) }
    #expect(tables.allSatisfy { $0.heldBytes == 0 })
    #expect(tables.map(\.rows) == expected)
    #expect(tables[3].row(ofPid: 37 * 5) == expected[3][5])
    #expect(tables[3].row(ofPid: 1) == nil)
    #expect(tables[3].first { $0.comm == "worker/9" } == expected[3][9])
    #expect(tables[2].edges(4)?.first == table(21).edges(4)?.first)
    #expect(tables[2].isEdge(of: table(21)))
    // A change takes it back.
    tables[0].append(pid: 9, values: [], comm: "late")
    #expect(tables[0].rows.dropLast() == expected[0][...])
    #expect(store.losses == 0)
  }

  @Test func whatHasRoomStays() {
    let store = TableStore(budget: Int64(table(10).heldBytes))
    var (one, two) = (table(10), table(10))
    store.keep(&one)
    store.keep(&two)
    #expect(one.heldBytes > 0)
    #expect(two.heldBytes == 0)
  }

  @Test func aFullShelfChangesNothing() {
    var table = table(10)
    let rows = table.rows
    table.move(to: FullShelf())
    #expect(table.heldBytes > 0)
    #expect(table.rows == rows)
  }

  @Test func lostRowsAreNone() {
    var table = table(10)
    table.move(to: EmptyShelf())
    #expect(table.rows.isEmpty)
    #expect(table.row(ofPid: 37) == nil)
    #expect(table.edges(4) == nil)
    #expect(table.count == 10)
  }

  @Test(arguments: Capture.manyForms)
  func reportsAreTheSame(_ capture: Capture) throws {
    let bytes = try capture.bytes()
    let result = StreamAnalyzer(
      SlicedSource(bytes, sizes: [.max]), scanner: LiteralScanner(streamSentinels), tables: TableStore(budget: 0)
    ).run()
    #expect(result.reports.allSatisfy { $0.report.report.processes.heldBytes == 0 })
    let moved = result.reports.map { Reading(report: $0.report, host: $0.host, bootID: $0.bootID) }
    #expect(difference(moved, analyze(bytes)) == nil)
  }
}

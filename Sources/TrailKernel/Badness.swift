// Recomputes the kernel's choice from the report itself, and says why it fell on the victim.

import TrailModel

/// The kernel's arithmetic over one report.
enum Badness {
  /// Scores the rows of `report` and compares the winner with who was chosen.
  static func judge(_ report: inout KillReport) {
    guard !report.processes.isEmpty,
      let formula = BadnessFormula(columns: report.processes.columns, release: report.kernel.release)
    else { return }
    let total = TotalPages.of(report)
    let rows = report.processes.rows
    let eligible = rows.map { $0.oomScoreAdj != -1000 && $0.pid != 1 }
    let points = rows.indices.map { index in
      eligible[index] ? formula.points(rows[index], pageSize: report.kernel.pageSize, total: total?.pages) : nil
    }
    let order = ranking(rows, eligible, points, formula, pageSize: report.kernel.pageSize)
    var scores = rows.indices.map { RowScore(isEligible: eligible[$0], badness: points[$0], rank: nil) }
    for (rank, index) in (order ?? []).enumerated() { scores[index].rank = rank + 1 }
    report.processes.setScores(scores)
    report.choice = choice(report, rows, order, total)
  }

  /// The eligible rows, worst first; nil where the log does not tell the order.
  private static func ranking(
    _ rows: [ProcessRow], _ eligible: [Bool], _ points: [Int64?], _ formula: BadnessFormula, pageSize: Int64?
  ) -> [Int]? {
    let candidates = rows.indices.filter { eligible[$0] }
    guard !candidates.isEmpty else { return nil }
    var keys = points
    if candidates.contains(where: { points[$0] == nil }) {
      // The domain's size is unknown; where every row has the same adjustment it moves all of them alike.
      let shifts = Set(candidates.map { rows[$0].oomScoreAdj })
      guard shifts.count == 1 else { return nil }
      keys = rows.indices.map { index in
        var row = rows[index]
        row.oomScoreAdj = 0
        return formula.points(row, pageSize: pageSize, total: nil)
      }
      if candidates.contains(where: { keys[$0] == nil }) { return nil }
    }
    return candidates.sorted { left, right in
      let (a, b) = (keys[left] ?? 0, keys[right] ?? 0)
      if a != b { return a > b }
      return formula.laterWins ? left > right : left < right
    }
  }

  private static func choice(
    _ report: KillReport, _ rows: [ProcessRow], _ order: [Int]?, _ total: TotalPages?
  ) -> Choice? {
    guard let order, let worst = order.first else { return nil }
    let winner = rows[worst]
    var choice = Choice(
      pid: winner.pid, comm: winner.comm, totalPages: total.map { Pages($0.pages) }, totalBasis: total?.basis,
      isTotalAssumed: total?.isAssumed ?? false, verdict: nil, victimRank: nil)
    guard let chosen = report.selected?.pid ?? report.victim?.pid else { return choice }
    let place = order.firstIndex { rows[$0].pid == chosen || rows[$0].tgid == chosen }
    choice.victimRank = place.map { $0 + 1 }
    choice.verdict = verdict(report, chosen: chosen, place: place, rows, order)
    return choice
  }

  private static func verdict(
    _ report: KillReport, chosen: Int64, place: Int?, _ rows: [ProcessRow], _ order: [Int]
  ) -> Choice.Verdict {
    if report.killedAllocatingTask { return .allocatingTask }
    guard let place else { return .notInTable }
    if place == 0 { return report.selected == nil ? .agrees : .sacrificedChild }
    // Table, choice and kill read the counters at different times, and per-CPU counters lag.
    let gap = distance(rows[order[0]], rows[order[place]])
    return gap <= tolerance ? .withinDrift : .differs
  }

  private static func distance(_ a: ProcessRow, _ b: ProcessRow) -> Int64 {
    guard a.oomScoreAdj == b.oomScoreAdj else { return .max }
    func memory(_ row: ProcessRow) -> Int64 { (row.rss?.count ?? 0) &+ (row.swapEntries?.count ?? 0) }
    return memory(a) &- memory(b)
  }

  /// Pages by which two rows may stand in the wrong order: 64 for each of a few counters.
  private static let tolerance: Int64 = 256
}

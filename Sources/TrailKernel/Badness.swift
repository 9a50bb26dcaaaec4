// Recomputes the kernel's choice from the report itself, and says why it fell on the victim.

import TrailModel

/// The kernel's arithmetic over one report.
struct Badness {
  /// Scores the rows of `report` and compares the one with the most points with who was chosen.
  ///
  /// - Parameters:
  ///   - report: The report, but for what is computed here.
  ///   - seen: The parts of it that were read.
  ///   - earlier: Whom earlier reports of the same boot killed.
  static func judge(_ report: inout KillReport, seen: SeenParts, earlier: [Casualty] = []) {
    guard !report.processes.isEmpty else { return }
    if let badness = Badness(report, seen, earlier) {
      badness.record(in: &report)
      return
    }
    let gap = BadnessFormula.gap(report.processes.columns)
    let scores = report.processes.rows.map { row in
      var score = RowScore()
      score.exemption = exemption(row, report, earlier)
      if score.isEligible { score.gap = gap }
      return score
    }
    report.processes.setScores(scores)
    report.scoring = Scoring(formula: nil, unknown: gap, eligibleRows: scores.count { $0.isEligible }, scoredRows: 0)
  }

  private let report: KillReport
  private let seen: SeenParts
  private let formula: BadnessFormula
  private let rows: [ProcessRow]
  private let exemptions: [RowScore.Exemption?]
  /// The row of the process that the kernel chose.
  private let chosen: Int?
  private var total: TotalPages?
  private var points: [RowPoints] = []

  private init?(_ report: KillReport, _ seen: SeenParts, _ earlier: [Casualty]) {
    guard let formula = BadnessFormula(report, seen) else { return nil }
    let rows = report.processes.rows
    self.report = report
    self.seen = seen
    self.formula = formula
    self.rows = rows
    exemptions = rows.map { Self.exemption($0, report, earlier) }
    let pid = Self.chosenPid(report)
    chosen = pid.flatMap { pid in rows.firstIndex { $0.pid == pid } ?? rows.firstIndex { $0.tgid == pid } }
    total = TotalPages.of(report)
    var measure = Measure(pageSize: report.kernel.pageSize)
    (measure.unprinted, measure.unprintedGap) = formula.unprinted(report)
    confirmTotal(measure)
    measure.total = total?.pages
    points = rows.map { formula.points($0, measure) }
    if formula.scale == .perMille, let chosen, let score = printedScore, score <= 1_000, exemptions[chosen] == nil {
      // The score of 2.6.36 to 3.4 is the points.
      points[chosen] = RowPoints(low: score, high: score)
    }
  }

  /// Whom the kernel chose; a child of it may have died instead.
  private static func chosenPid(_ report: KillReport) -> Int64? {
    report.selected?.pid ?? report.victim?.pid ?? report.spared?.process.pid
  }

  private static func exemption(
    _ row: ProcessRow, _ report: KillReport, _ earlier: [Casualty]
  ) -> RowScore.Exemption? {
    if row.pid == 1 || row.tgid == 1 { return .initProcess }
    if row.oomScoreAdj == -1_000 { return .oomScoreAdj }
    if row.oomScoreAdj == nil, row.oomAdj == -17 { return .oomAdj }
    let isDead = earlier.contains { $0.pid == row.pid && $0.comm == row.comm }
    let isEmpty = row.totalVM == Pages(0) && row.rss == Pages(0)
    guard isDead || isEmpty else { return nil }
    // Who was chosen could be.
    for pid in [chosenPid(report), report.victim?.pid] where pid == row.pid || pid == row.tgid { return nil }
    return isDead ? .alreadyKilled : .noMemory
  }

  /// The score that was printed of the chosen process's points.
  private var printedScore: Int64? {
    // Who is killed for asking has 0, whatever the points.
    guard !report.killedAllocatingTask, let score = report.selected?.score ?? report.victim?.score, score > 0 else {
      return nil
    }
    return score
  }

  /// Lets the printed score speak where the total is not printed.
  private mutating func confirmTotal(_ measure: Measure) {
    guard formula.scale == .pages, let chosen, let score = printedScore, let adj = rows[chosen].oomScoreAdj else {
      return
    }
    let row = rows[chosen]
    let isLess = row.uid == 0 && formula.rootBonuses == [.thirtyPerMille]
    total = TotalPages.confirmed(
      total, by: score,
      of: { total in
        var row = row
        var measure = measure
        measure.total = total
        if total == nil {
          row.oomScoreAdj = 0
          if isLess { row.uid = nil }
        }
        return formula.points(row, measure).exact
      }, share: adj &- (isLess ? 30 : 0))
  }

  // MARK: Ranks

  /// The eligible rows, the worst first as far as the log tells, and for each its rank where no other row's points can
  /// change that.
  private func standing() -> (order: [Int], ranks: [Int?], points: [RowPoints]) {
    let eligible = rows.indices.filter { exemptions[$0] == nil }
    let points = comparable(eligible)
    let order = eligible.sorted { left, right in
      let (a, b) = (points[left], points[right])
      if a.low != b.low { return a.low > b.low }
      if a.high != b.high { return a.high > b.high }
      switch formula.ties {
      case .first: return left < right
      case .last: return left > right
      // What the kernel chose tells.
      case .unknown: return (left == chosen ? -1 : left) < (right == chosen ? -1 : right)
      }
    }
    var ranks = [Int?](repeating: nil, count: rows.count)
    var above = Int64.max
    var below = [Int64](repeating: .min, count: order.count + 1)
    for place in order.indices.reversed() { below[place] = max(below[place + 1], points[order[place]].high) }
    for (place, row) in order.enumerated() {
      let own = points[row]
      let isBelowAll = place == 0 || above > own.high || (above == own.high && own.low == own.high)
      if isBelowAll, below[place + 1] <= own.low { ranks[row] = place + 1 }
      above = own.low
    }
    return (order, ranks, points)
  }

  /// The points to compare rows by. Where the total is unknown and every row has the same share of it, that moves all of
  /// them alike and can be left out.
  private func comparable(_ eligible: [Int]) -> [RowPoints] {
    guard total == nil, formula.scale == .pages, Set(eligible.map { rows[$0].oomScoreAdj }).count == 1 else {
      return points
    }
    if formula.rootBonuses.contains(.thirtyPerMille), eligible.contains(where: { rows[$0].uid == 0 }) { return points }
    var measure = Measure(pageSize: report.kernel.pageSize)
    (measure.unprinted, measure.unprintedGap) = formula.unprinted(report)
    return rows.map { row in
      var row = row
      row.oomScoreAdj = 0
      return formula.points(row, measure)
    }
  }

  // MARK: Verdict

  private func record(in report: inout KillReport) {
    let (order, ranks, keys) = standing()
    let scores = rows.indices.map { index in
      var score = RowScore()
      score.exemption = exemptions[index]
      guard score.isEligible else { return score }
      score.badness = points[index].exact
      score.gap = points[index].gap
      score.rank = ranks[index]
      if score.gap != nil, points[index].low > (formula.floor == .none ? .min : 1) { score.least = points[index].low }
      score.isRootBonusAssumed = score.badness != nil && points[index].withoutBonus != nil
      return score
    }
    report.processes.setScores(scores)
    report.scoring = Scoring(
      formula: formula.name, unknown: scores.lazy.compactMap(\.gap).first, eligibleRows: order.count,
      scoredRows: scores.count { $0.badness != nil })
    report.choice = choice(order, ranks, keys)
  }

  private func choice(_ order: [Int], _ ranks: [Int?], _ keys: [RowPoints]) -> Choice? {
    guard let first = order.first else { return nil }
    let isCertain = ranks[first] == 1
    guard isCertain || Self.chosenPid(report) != nil else { return nil }
    var choice = Choice(
      pid: isCertain ? rows[first].pid : nil, comm: isCertain ? rows[first].comm : nil,
      totalPages: total.map { Pages($0.pages) }, totalBasis: total?.basis, isTotalAssumed: total?.isAssumed ?? false,
      verdict: nil, victimRank: nil)
    guard Self.chosenPid(report) != nil else { return choice }
    choice.verdict = verdict(order, isCertain, keys)
    guard let chosen else { return choice }
    choice.victimRank = ranks[chosen]
    if printedScore != nil, formula.scale == .pages, let total, !total.isOfScore, let points = points[chosen].exact {
      choice.score = BadnessFormula.score(points, total: total.pages)
    }
    return choice
  }

  private func verdict(_ order: [Int], _ isCertain: Bool, _ keys: [RowPoints]) -> Choice.Verdict {
    if report.killedAllocatingTask { return .allocatingTask }
    guard let chosen else { return .notInTable }
    guard exemptions[chosen] == nil else { return .differs }
    if isCertain, order[0] == chosen { return report.selected == nil ? .agrees : .sacrificedChild }
    let own = keys[chosen]
    // Sorted by their least, so these lead whatever the rest of the log would say.
    let leaders = order.prefix { keys[$0].low > own.high }
    guard let first = leaders.first else { return .undecided }
    // Table, choice and kill read the counters at different times, and per-CPU counters lag.
    let gap = keys[first].low.subtractingReportingOverflow(own.high)
    if !gap.overflow, gap.partialValue <= tolerance { return .withinDrift }
    if let without = own.withoutBonus, without >= keys[first].low { return .rootBonus }
    if total?.isAssumed == true, leaders.allSatisfy({ isBehindInMore(than: chosen, $0) }) { return .totalAssumed }
    if formula.sacrificesChildren, seen.isDisjoint(with: [.selection, .summary]) { return .possibleChild }
    return report.scope == .cpuset || report.scope == .mempolicy ? .domain : .differs
  }

  /// Whether a larger total brings `row` behind `chosen`.
  private func isBehindInMore(than chosen: Int, _ row: Int) -> Bool {
    (rows[row].oomScoreAdj ?? 0) < (rows[chosen].oomScoreAdj ?? 0)
  }

  /// Points by which two rows may stand in the wrong order: 64 pages for each of a few counters, or a thousandth.
  private var tolerance: Int64 { formula.scale == .perMille ? 1 : 256 }
}

/// A process that a report killed.
struct Casualty {
  var pid: Int64
  var comm: String
  /// Nanoseconds since boot.
  var monotonic: Int64
}

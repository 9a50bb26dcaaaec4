// The points of one row by one era's formula, or the bounds that the log leaves them (mm/oom_kill.c, oom_badness).

import TrailModel

/// What a row's points can be.
struct RowPoints: Equatable {
  /// The fewest and the most.
  var low: Int64 = .min
  var high: Int64 = .max
  /// Why the two differ; nil where the points are known.
  var gap: BadnessGap?
  /// The points without what root has off, where that was taken off because the user is 0.
  var withoutBonus: Int64?

  /// The points.
  var exact: Int64? { gap == nil ? low : nil }
}

/// What a report says of the memory that its rows are measured by.
struct Measure {
  var pageSize: Int64?
  /// All memory of the domain, in pages.
  var total: Int64?
  /// Pages that a row may have beside those of its columns; nil where there is no telling how many.
  var unprinted: Int64? = 0
  /// What those would be.
  var unprintedGap: BadnessGap?
}

extension BadnessFormula {
  /// More pages than any process or machine has; what is below this cannot overflow here.
  static let ceiling: Int64 = 1 << 50

  /// The points of a row.
  func points(_ row: ProcessRow, _ measure: Measure) -> RowPoints {
    guard let adj = row.oomScoreAdj, let rss = row.rss?.count else { return RowPoints(gap: .columnsUnknown) }
    var tables = row.pageTablePages?.count ?? 0
    if let bytes = row.pageTables?.count {
      guard let pageSize = measure.pageSize, pageSize > 0 else { return RowPoints(gap: .pageSizeUnknown) }
      tables = bytes / pageSize
    }
    let swap = row.swapEntries?.count ?? 0
    let upperTables = row.middlePageTablePages?.count ?? 0
    let possible = 0..<Self.ceiling
    guard possible.contains(rss), possible.contains(swap), possible.contains(tables), possible.contains(upperTables),
      (-1_000...1_000).contains(adj)
    else { return RowPoints(gap: .damaged) }
    let pages = rss + swap + tables + upperTables
    let bonuses = row.uid == 0 ? rootBonuses : Self.noBonus
    var points = RowPoints(low: .max, high: .min)
    for bonus in bonuses {
      points.low = min(points.low, bounds(pages, adj, bonus, measure).low)
      let most = measure.unprinted.map { bounds(pages + min(max($0, 0), Self.ceiling), adj, bonus, measure).high }
      points.high = max(points.high, most ?? .max)
    }
    if bonuses.count > 1 {
      points.gap = .rootBonusUnknown
    } else if needsTotal(adj, bonuses[0]), measure.total == nil {
      points.gap = measure.pageSize == nil ? .pageSizeUnknown : .totalUnknown
    } else if measure.unprinted != 0 {
      points.gap = measure.unprintedGap
    } else if floor == .unknown, points.low < 1 {
      points.gap = .signUnknown
      points.high = 1
    } else if bonuses[0] != .none {
      points.withoutBonus = bounds(pages, adj, .none, measure).high
    }
    return points
  }

  private static let noBonus: [RootBonus] = [.none]

  private func needsTotal(_ adj: Int64, _ bonus: RootBonus) -> Bool {
    scale == .perMille || adj != 0 || bonus == .thirtyPerMille
  }

  /// The kernel's own arithmetic: one number, or, where it needs a total that is not known, the bounds without it.
  private func bounds(
    _ pages: Int64, _ adj: Int64, _ bonus: RootBonus, _ measure: Measure
  ) -> (low: Int64, high: Int64) {
    var pages = pages
    var share = adj
    switch bonus {
    case .none: break
    case .thirtyPerMille: share -= 30
    case .threePercent: pages -= pages * 3 / 100
    }
    switch scale {
    case .perMille:
      guard let total = measure.total, total > 0 else { return (1, 1_000) }
      let points = min(max(pages * 1_000 / total + share, 1), 1_000)
      return (points, points)
    case .pages:
      let least: Int64 = floor == .one ? 1 : .min
      guard share != 0 else { return (max(pages, least), max(pages, least)) }
      guard let total = measure.total else {
        return share < 0 ? (least, max(pages, least)) : (max(pages, least), .max)
      }
      // The kernel divides first (adj *= totalpages / 1000).
      pages += share * (total / 1_000)
      return (max(pages, least), max(pages, least))
    }
  }

  /// `/proc/PID/oom_score` and the printed score of 3.5 to 5.0: points as thousandths of all memory.
  static func score(_ points: Int64, total: Int64) -> Int64? {
    let (scaled, overflow) = points.multipliedReportingOverflow(by: 1_000)
    return overflow || total <= 0 ? nil : scaled / total
  }

  /// What the formula counts and the table lacks, at most, as the report's own counters have it for the node.
  func unprinted(_ report: KillReport) -> (pages: Int64?, gap: BadnessGap?) {
    guard lacksSwap || lacksPageTables else { return (0, nil) }
    guard let memory = report.memory, let total = memory.swapTotal else { return (nil, .swapNotPrinted) }
    var pages: Int64 = 0
    var gap: BadnessGap?
    if lacksSwap, total.count > 0 {
      guard let pageSize = report.kernel.pageSize, pageSize > 0, let free = memory.swapFree else {
        return (nil, .swapNotPrinted)
      }
      // Other processes' swap is in the number too; the counters of two moments may differ by a few pages.
      pages = max(total.count &- free.count, 0) / pageSize
      gap = .swapNotPrinted
    }
    if lacksPageTables {
      guard let tables = memory.counters.first(where: { $0.name == "pagetables" })?.value.count, tables >= 0 else {
        return (nil, gap ?? .pageTablesNotPrinted)
      }
      pages = min(pages, Self.ceiling) + min(tables, Self.ceiling)
      gap = gap ?? .pageTablesNotPrinted
    }
    return (pages, gap)
  }
}

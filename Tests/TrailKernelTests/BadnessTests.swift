// The kernel's arithmetic: which formula, which total, what can be said of a row, and why the choice fell as it did.

import TestKit
import Testing
import TrailModel

@testable import TrailKernel

// MARK: Reports to score

private let late = ["uid", "tgid", "total_vm", "rss", "pgtables_bytes", "swapents", "oom_score_adj"]
private let tables = ["uid", "tgid", "total_vm", "rss", "nr_ptes", "swapents", "oom_score_adj"]
private let twoTables = ["uid", "tgid", "total_vm", "rss", "nr_ptes", "nr_pmds", "swapents", "oom_score_adj"]
private let resident = ["uid", "tgid", "total_vm", "rss", "cpu", "oom_adj", "oom_score_adj"]
private let legacy = ["uid", "tgid", "total_vm", "rss", "cpu", "oom_adj"]

/// A row: pid, what its columns hold after uid and tgid, and whose it is.
private struct Row {
  var pid: Int64
  var uid: Int64 = 1_000
  var rss: Int64 = 0
  var tables: Int64 = 0
  var swap: Int64 = 0
  var adj: Int64 = 0
  var oomAdj: Int64 = 0

  func value(_ column: String) -> Int64 {
    switch column {
    case "uid": uid
    case "tgid": pid
    case "total_vm": rss + 100
    case "rss": rss
    case "nr_ptes": tables
    case "pgtables_bytes": tables * 4096
    case "swapents": swap
    case "oom_score_adj": adj
    case "oom_adj": oomAdj
    default: 0
    }
  }
}

/// A report of a node with 1,000,000 pages that are managed, unless `swap` adds to them.
private func report(
  _ release: String?, _ columns: [String], _ rows: [Row], victim: Int64? = nil, swap: Int64 = 0,
  scope: Scope = .global
) -> KillReport {
  var report = KillReport()
  report.scope = scope
  report.outcome = .killed
  report.kernel.release = release
  report.kernel.pageSize = 4096
  var memory = Memory()
  memory.ramPages = Pages(1_010_000)
  memory.reservedPages = Pages(10_000)
  memory.swapTotal = Bytes(swap * 4096)
  memory.swapFree = Bytes(swap * 4096 / 2)
  memory.counters = [Named("pagetables", Pages(500))]
  report.memory = memory
  if let victim {
    report.victim = Victim()
    report.victim?.pid = victim
    report.victim?.comm = "p\(victim)"
  }
  report.processes = ProcessTable(columns: columns)
  for row in rows {
    report.processes.append(pid: row.pid, values: columns.map(row.value), comm: "p\(row.pid)")
  }
  return report
}

/// The same with the table of 4.15 to 6.6.
private func report(
  _ release: String?, _ rows: [Row], victim: Int64? = nil, swap: Int64 = 0, scope: Scope = .global
) -> KillReport {
  report(release, late, rows, victim: victim, swap: swap, scope: scope)
}

/// The same, judged.
private func judged(
  _ report: KillReport, seen: SeenParts = [.header, .selection], earlier: [Casualty] = []
) -> KillReport {
  var report = report
  Badness.judge(&report, seen: seen, earlier: earlier)
  return report
}

extension KillReport {
  fileprivate func score(_ pid: Int64) -> RowScore? { processes.first { $0.pid == pid }?.score }
}

// MARK: Formulas

@Suite struct BadnessFormulaTests {
  @Test(
    arguments: [
      ("2.6.38", resident, .perMille), ("2.6.32-754.35.1.el6.x86_64", resident, .perMille),
      ("3.4.113", resident, .perMille),
      ("3.5.0", resident, .pagesRootThirty), ("3.11.10", tables, .pagesRootThirty),
      ("3.10.0", tables, .pagesRootThirty),
      ("3.10.20", tables, .pagesRootUnknown), ("3.13.0-24-generic", tables, .pagesRootUnknown),
      ("3.10.65", tables, .pagesRootThreePercent), ("3.13.10", tables, .pagesRootThreePercent),
      ("3.10.0-1160.59.1.el7.x86_64", tables, .pagesRootThreePercent), ("3.19.8", tables, .pagesRootThreePercent),
      (nil, tables, .pagesRootUnknown), ("4.9.0-8-amd64", twoTables, .pagesRootThreePercent),
      (nil, twoTables, .pagesRootThreePercent), ("4.15.0-20-generic", late, .pagesRootThreePercent),
      ("4.18.0", late, .pages), ("4.18.0-305.25.1.el8_4.x86_64", late, .pages),
      ("4.18.0-348.el8.x86_64", late, .pagesSigned), ("4.18.0-553.66.1.el8_10.x86_64", late, .pagesSigned),
      ("5.4.0", late, .pages), ("5.4.0-42-generic", late, .pagesSignUnknown), ("5.4.286", late, .pagesSigned),
      ("5.4.17-2136.el8uek.x86_64", late, .pagesSignUnknown), ("5.8.1", late, .pages), ("5.9.1", late, .pagesSigned),
      ("5.14.0-70.el9.x86_64", late, .pagesSigned), ("5.14.2-1.el7.elrepo.x86_64", late, .pagesSigned),
      (nil, late, .pagesRootUnknown), (nil, late + ["rss_anon"], .pagesSigned),
      ("4.15.0", late + ["rss_anon"], .pagesSigned),
    ] as [(String?, [String], Scoring.Formula)])
  func formulaIsOfItsEra(_ release: String?, _ columns: [String], _ formula: Scoring.Formula) {
    let judged = judged(report(release, columns, [Row(pid: 7, rss: 10)]))
    #expect(judged.scoring?.formula == formula)
  }

  @Test(arguments: [
    (legacy, BadnessGap.runTimesNotPrinted), (resident, .kernelUnknown),
    (["uid", "tgid", "total_vm", "rss", "column_5", "column_6", "oom_score_adj"], .columnsUnknown),
  ])
  func tablesWithoutFormulaSayWhy(_ columns: [String], _ gap: BadnessGap) {
    let judged = judged(report(nil, columns, [Row(pid: 7, rss: 10), Row(pid: 8, oomAdj: -17)], victim: 7))
    #expect(
      judged.scoring == Scoring(formula: nil, unknown: gap, eligibleRows: columns == legacy ? 1 : 2, scoredRows: 0))
    #expect(judged.choice == nil)
    #expect(judged.score(7)?.gap == gap)
    #expect(judged.score(8)?.exemption == (columns == legacy ? .oomAdj : nil))
  }

  @Test func marksOfLaterKernelsRuleTheBonusOut() {
    let bare = report(nil, [Row(pid: 7, uid: 0, rss: 1_000)], victim: 7)
    #expect(judged(bare).score(7)?.gap == .rootBonusUnknown)
    #expect(judged(bare).score(7)?.least == 970)
    #expect(judged(bare, seen: [.header, .summary]).score(7)?.badness == 1_000)
    #expect(judged(bare, seen: [.header, .tableTitle]).score(7)?.badness == 1_000)
    var withSize = bare
    withSize.victim?.pageTables = Bytes(4096)
    #expect(judged(withSize).score(7)?.badness == 1_000)
    var withFlags = bare
    withFlags.trigger.gfpMask = "0x6280ca(GFP_HIGHUSER_MOVABLE|__GFP_ZERO)"
    #expect(judged(withFlags).score(7)?.badness == 1_000)
    withFlags.trigger.nodemask = "(null)"
    #expect(judged(withFlags).score(7)?.gap == .rootBonusUnknown)
  }

  /// Numbers worked out by hand; the node has 1,000,000 pages.
  @Test(
    arguments: [
      ("6.1.0", late, Row(pid: 7, rss: 900, tables: 40, swap: 60, adj: 100), 101_000),
      ("6.1.0", late, Row(pid: 7, rss: 900, tables: 40, swap: 60, adj: -100), -99_000),
      ("6.1.0", late, Row(pid: 7, uid: 0, rss: 900, tables: 40, swap: 60), 1_000),
      ("5.8.0", late, Row(pid: 7, rss: 900, tables: 40, swap: 60, adj: -100), 1),
      ("4.16.0", late, Row(pid: 7, uid: 0, rss: 900, tables: 40, swap: 60), 970),
      ("4.9.0", twoTables, Row(pid: 7, uid: 0, rss: 999, tables: 0), 970),
      ("3.11.0", tables, Row(pid: 7, uid: 0, rss: 31_000, adj: 10), 11_000),
      ("3.11.0", tables, Row(pid: 7, uid: 0, rss: 31_000), 1_000),
    ] as [(String, [String], Row, Int64)])
  fileprivate func pointsAreTheKernels(_ release: String, _ columns: [String], _ row: Row, _ points: Int64) {
    var report = report(release, columns, [row], victim: 7)
    if release.hasPrefix("3.") { report.memory?.zones = [zone(node: 0, present: 1_010_000, managed: 1_000_000)] }
    let score = judged(report).score(7)
    #expect(score?.badness == points)
    #expect(score?.isRootBonusAssumed == (row.uid == 0 && release != "6.1.0"))
  }

  @Test func totalIsDividedBeforeItIsMultiplied() {
    var report = report("6.1.0", [Row(pid: 7, rss: 10, adj: 3)], victim: 7)
    report.memory?.ramPages = Pages(1_010_999)
    #expect(judged(report).score(7)?.badness == 3_010)
  }

  @Test func negativePointsOfUnknownSignAreNotGuessed() {
    let judged = judged(report("5.4.0-42-generic", [Row(pid: 7, rss: 10, adj: -5), Row(pid: 8, rss: 5)], victim: 8))
    #expect(judged.score(7)?.badness == nil)
    #expect(judged.score(7)?.gap == .signUnknown)
    #expect(judged.score(8)?.badness == 5)
    #expect(judged.choice?.verdict == .agrees)
  }
}

private func zone(node: Int64, present: Int64, managed: Int64) -> Zone {
  var zone = Zone(node: node, name: "Normal")
  zone.sizes = [Named("present", Bytes(present * 4096)), Named("managed", Bytes(managed * 4096))]
  return zone
}

// MARK: What older tables lack

@Suite struct UnprintedTests {
  @Test func withoutSwapAndPageTablesPointsAreExact() {
    // 2.6.36 to 2.6.38 count no page tables.
    let judged = judged(report("2.6.38", resident, [Row(pid: 7, rss: 300_000, adj: 5), Row(pid: 8, rss: 200_000)]))
    #expect(judged.score(7)?.badness == 305)
    #expect(judged.score(8)?.badness == 200)
    #expect(judged.scoring?.unknown == nil)
    #expect(judged.choice?.isTotalAssumed == true)
  }

  @Test func withSwapThereIsALeast() {
    // Of 100,000 pages of swap 50,000 are used: 45 thousandths of 1,100,000.
    let rows = [Row(pid: 7, rss: 330_000), Row(pid: 8, rss: 110_000)]
    let judged = judged(report("2.6.38", resident, rows, victim: 7, swap: 100_000))
    #expect(judged.score(7)?.badness == nil)
    #expect(judged.score(7)?.least == 300)
    #expect(judged.score(7)?.gap == .swapNotPrinted)
    // The lead is larger than all swap that is used.
    #expect(judged.choice?.verdict == .agrees)
    #expect(judged.score(8)?.rank == 2)
  }

  @Test func smallLeadsAreUndecided() {
    let rows = [Row(pid: 7, rss: 330_000), Row(pid: 8, rss: 320_000)]
    let judged = judged(report("2.6.38", resident, rows, victim: 8, swap: 100_000))
    #expect(judged.choice?.verdict == .undecided)
    #expect(judged.choice?.pid == nil)
    #expect(judged.score(7)?.rank == nil)
  }

  @Test func pageTablesAreMissingToo() {
    let judged = judged(report("3.2.0-4-amd64", resident, [Row(pid: 7, rss: 330_000), Row(pid: 8, rss: 1)], victim: 7))
    #expect(judged.score(7)?.gap == .pageTablesNotPrinted)
    #expect(judged.score(7)?.least == 330)
    #expect(judged.choice?.verdict == .agrees)
  }

  @Test func thePrintedScoreIsThePoints() {
    var report = report("3.2.0-4-amd64", resident, [Row(pid: 7, rss: 330_000), Row(pid: 8, rss: 1)], victim: 7)
    report.victim?.score = 341
    let judged = judged(report)
    #expect(judged.score(7)?.badness == 341)
    #expect(judged.score(7)?.gap == nil)
    #expect(judged.scoring?.unknown == .pageTablesNotPrinted)
    report.victim?.score = 1_001
    #expect(TrailKernelTests.judged(report).score(7)?.badness == nil, "no kernel prints more than 1000")
  }
}

// MARK: Totals

@Suite struct TotalPagesTests {
  @Test(
    arguments: [
      ("6.1.0", late, 1_000_100), ("4.9.0", twoTables, 1_000_100), ("3.10.0-1160.el7.x86_64", tables, 1_000_100),
      ("3.16.0", tables, 990_100), ("3.8.13", tables, 990_100),
    ] as [(String, [String], Int64)])
  func aNodesTotalIsManagedMemoryAndSwap(_ release: String, _ columns: [String], _ pages: Int64) {
    var report = report(release, columns, [Row(pid: 7)], swap: 100)
    // Before 3.18 the reserved pages are another number.
    report.memory?.zones = [
      zone(node: 0, present: 500_000, managed: 490_000), zone(node: 1, present: 510_000, managed: 500_000),
    ]
    #expect(TotalPages.of(report)?.pages == pages)
    #expect(TotalPages.of(report)?.isAssumed == false)
    report.memory?.swapTotal = nil
    #expect(TotalPages.of(report)?.pages == pages - 100)
    #expect(TotalPages.of(report)?.isAssumed == true)
    report.memory?.zones.removeLast()
    if pages == 990_100 { #expect(TotalPages.of(report) == nil, "a node is not shown") }
  }

  @Test func reservedPagesLackCMAUntil4_1() {
    var report = report("4.1.19", twoTables, [Row(pid: 7)])
    #expect(TotalPages.of(report)?.pages == 1_000_000)
    report.memory?.otherPages = [Named("cma reserved", Pages(4_000))]
    #expect(TotalPages.of(report) == nil)
    report.kernel.release = "4.2.8"
    #expect(TotalPages.of(report)?.pages == 1_000_000)
  }

  private func memcg(
    _ release: String, _ columns: [String] = late, limit: Int64 = 1_000, memsw: Int64? = nil, swap: Int64? = nil,
    host: Int64? = nil
  ) -> TotalPages? {
    var report = report(release, columns, [Row(pid: 7)], scope: .memcg)
    var memcg = Memcg()
    memcg.memory.limit = Bytes(limit * 4096)
    memcg.memorySwap.limit = memsw.map { Bytes($0 * 4096) }
    memcg.swap.limit = swap.map { Bytes($0 * 4096) }
    report.memcg = memcg
    report.memory?.swapTotal = host.map { Bytes($0 * 4096) }
    return TotalPages.of(report)
  }

  @Test func aCgroupsTotalIsItsLimitAndTheSwapItMayUse() {
    #expect(memcg("6.1.0", swap: 0)?.pages == 1_000)
    #expect(memcg("6.1.0", swap: 0)?.isAssumed == false)
    #expect(memcg("6.1.0", memsw: 1_000)?.isAssumed == false)
    #expect(memcg("6.1.0", swap: 500)?.isAssumed == true)
    #expect(memcg("6.1.0", memsw: 1_500)?.pages == 1_000)
    // Until 3.8 the report says how much swap there is.
    #expect(
      memcg("3.2.0", resident, memsw: 1_500, host: 200)
        == TotalPages(
          pages: 1_200, basis: "the cgroup's limit, and total swap"))
    #expect(memcg("3.2.0", resident, memsw: 1_100, host: 200)?.pages == 1_100)
    #expect(memcg("3.8.0", tables, memsw: 1_100, host: 200)?.isAssumed == true)
    #expect(memcg("3.2.0", resident, host: 0)?.isAssumed == false)
  }

  @Test func someNodesTotalIsWhatIsPresent() {
    var report = report("6.1.0", [Row(pid: 7)], swap: 100, scope: .cpuset)
    report.trigger.memsAllowed = "1"
    report.trigger.gfpFlags = ["GFP_HIGHUSER_MOVABLE"]
    report.memory?.zones = [zone(node: 0, present: 500, managed: 1), zone(node: 1, present: 600, managed: 1)]
    #expect(TotalPages.of(report)?.pages == 700)
    #expect(TotalPages.of(report)?.isAssumed == false)
    report.trigger.gfpFlags = ["GFP_KERNEL"]
    #expect(TotalPages.of(report)?.isAssumed == true, "zones may be hidden")
    report.kernel.release = "5.3.1"
    #expect(TotalPages.of(report) == nil, "spanned pages are not printed")
  }

  @Test func thePrintedScoreStandsInForATotal() throws {
    // 4.9, a cgroup of 10,000 pages on a host with 2,000 pages of swap: 3,000 pages and 100 thousandths make 350.
    var report = report("4.9.0", twoTables, [Row(pid: 7, rss: 3_000, adj: 100), Row(pid: 8, adj: 300)], victim: 7)
    report.scope = .memcg
    report.memcg = Memcg()
    report.memcg?.memory.limit = Bytes(10_000 * 4096)
    report.memory = nil
    report.victim?.score = 350
    let inferred = try #require(judged(report).choice)
    #expect((11_500...12_000).contains(inferred.totalPages?.count ?? 0))
    #expect(inferred.isTotalAssumed)
    #expect(inferred.totalBasis?.hasPrefix("the printed score 350") == true)
    #expect(inferred.score == nil, "that would be the printed one again")
    // Without swap the limit alone makes the score.
    report.victim?.score = 400
    let confirmed = try #require(judged(report).choice)
    #expect(confirmed.totalPages == Pages(10_000))
    #expect(!confirmed.isTotalAssumed)
    #expect(confirmed.score == 400)
  }

  @Test func thePrintedScoreOverridesNothingPrinted() {
    var report = report("4.9.0", twoTables, [Row(pid: 7, rss: 300_000)], victim: 7)
    report.victim?.score = 600
    #expect(judged(report).choice?.totalPages == Pages(1_000_000))
    #expect(judged(report).choice?.score == 300)
  }
}

// MARK: Who cannot be chosen

@Suite struct ExemptionTests {
  @Test func rowsSayWhyTheyCannotBeChosen() {
    let rows = [
      Row(pid: 1, rss: 9_000), Row(pid: 2, rss: 9_000, adj: -1_000), Row(pid: 3, rss: 9_000), Row(pid: 4, rss: 10),
    ]
    var report = report("6.1.0", rows, victim: 4)
    report.processes.append(pid: 5, values: [0, 5, 0, 0, 0, 0, 0], comm: "kworker/0:1")
    let judged = judged(report, earlier: [Casualty(pid: 3, comm: "p3", monotonic: 0)])
    let reasons = judged.processes.rows.map { $0.score?.exemption }
    #expect(reasons == [.initProcess, .oomScoreAdj, .alreadyKilled, nil, .noMemory])
    #expect(judged.choice?.verdict == .agrees)
    #expect(judged.scoring?.unknown == nil)
    #expect(judged.scoring?.eligibleRows == 1)
  }

  @Test func aPidThatWasUsedAgainIsNotDead() {
    let dead = [Casualty(pid: 3, comm: "other", monotonic: 0), Casualty(pid: 4, comm: "p4", monotonic: 0)]
    let judged = judged(report("6.1.0", [Row(pid: 3, rss: 5), Row(pid: 4, rss: 10)], victim: 4), earlier: dead)
    #expect(judged.score(3)?.isEligible == true)
    #expect(judged.score(4)?.isEligible == true, "who is chosen can be chosen")
  }

  @Test func theDeadOfTheReportBeforeAreKnown() {
    func log(_ second: Int, _ victim: Int) -> String {
      """
      [   \(second).000000] leak invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      [   \(second).000001] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [   \(second).000002] [    201]  1000   201    90000    60000   491520        0             0 leak-a
      [   \(second).000003] [    202]  1000   202    90000    50000   491520        0             0 leak-b
      [   \(second).000004] Out of memory: Killed process \(victim) (leak-\(victim == 201 ? "a" : "b")) total-vm:360000kB, \
      anon-rss:200000kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:480kB oom_score_adj:0

      """
    }
    let near = readReports(Array((log(11, 201) + log(12, 202)).utf8)).map(\.report)
    #expect(near.count == 2)
    #expect(near.map { $0.score(201)?.exemption } == [nil, .alreadyKilled])
    #expect(near.map { $0.choice?.verdict } == [.agrees, .agrees])
    let far = readReports(Array((log(11, 201) + log(1_900, 202)).utf8)).map(\.report)
    #expect(far.last?.score(201)?.exemption == nil)
    #expect(far.last?.choice?.verdict == .differs)
  }
}

// MARK: Verdicts

@Suite struct VerdictTests {
  private let rows = [Row(pid: 7, rss: 9_000), Row(pid: 8, rss: 5_000)]

  @Test func theSameProcess() {
    let choice = judged(report("6.1.0", rows, victim: 7)).choice
    #expect(choice?.verdict == .agrees)
    #expect(choice?.victimRank == 1)
    #expect(choice?.pid == 7)
  }

  @Test func aChildOfIt() {
    var report = report("4.9.0", twoTables, rows, victim: 8)
    report.selected = Selected(pid: 7, comm: "p7", score: 9)
    #expect(judged(report).choice?.verdict == .sacrificedChild)
    // The line that names the chosen is lost.
    report.selected = nil
    #expect(judged(report, seen: [.header]).choice?.verdict == .possibleChild)
    #expect(judged(report).choice?.verdict == .differs)
    let later = TrailKernelTests.report("5.4.0", rows, victim: 8)
    #expect(judged(later, seen: [.header]).choice?.verdict == .differs)
  }

  @Test func whoeverAsked() {
    var report = report("6.1.0", rows, victim: 8)
    report.killedAllocatingTask = true
    #expect(judged(report).choice?.verdict == .allocatingTask)
  }

  @Test func aProcessWithoutARow() {
    #expect(judged(report("6.1.0", rows, victim: 99)).choice?.verdict == .notInTable)
  }

  @Test func aLeadOfAFewPages() {
    let close = [Row(pid: 7, rss: 5_256), Row(pid: 8, rss: 5_000), Row(pid: 9, rss: 4_999)]
    #expect(judged(report("6.1.0", close, victim: 8)).choice?.verdict == .withinDrift)
    #expect(judged(report("6.1.0", close, victim: 9)).choice?.verdict == .differs)
  }

  @Test func aBonusThatRootMayLack() {
    let close = [Row(pid: 7, rss: 100_000), Row(pid: 8, uid: 0, rss: 101_000)]
    #expect(judged(report("4.9.0", twoTables, close, victim: 8)).choice?.verdict == .rootBonus)
    #expect(judged(report("6.1.0", close, victim: 8)).choice?.verdict == .agrees)
  }

  @Test func aTotalThatMayBeLarger() {
    var report = report(
      "6.1.0", [Row(pid: 7, rss: 9_000), Row(pid: 8, rss: 7_000, adj: 100)], victim: 8, scope: .memcg)
    report.memory = nil
    report.memcg = Memcg()
    report.memcg?.memory.limit = Bytes(10_000 * 4096)
    #expect(judged(report).choice?.verdict == .totalAssumed)
    report.memcg?.swap.limit = Bytes(0)
    #expect(judged(report).choice?.verdict == .differs)
  }

  @Test(arguments: [Scope.cpuset, .mempolicy])
  func processesOfOtherNodes(_ scope: Scope) {
    #expect(judged(report("6.1.0", rows, victim: 8, scope: scope)).choice?.verdict == .domain)
    #expect(judged(report("6.1.0", rows, victim: 8)).choice?.verdict == .differs)
  }

  @Test func anUnknownTotalLeavesWhatItCannotChange() {
    // A cpuset's total before 5.4 is not printed; whoever has less than none of it added stays behind.
    let mixed = [Row(pid: 7, rss: 9_000), Row(pid: 8, rss: 5_000, adj: -500), Row(pid: 9, rss: 100, adj: 10)]
    let judged = judged(report("4.19.0", Array(mixed.prefix(2)), victim: 7, scope: .cpuset))
    #expect(judged.choice?.verdict == .agrees)
    #expect(judged.score(8)?.gap == .totalUnknown)
    #expect(judged.score(8)?.rank == 2)
    #expect(judged.scoring?.unknown == .totalUnknown)
    let all = TrailKernelTests.judged(report("4.19.0", mixed, victim: 7, scope: .cpuset))
    #expect(all.choice?.verdict == .undecided)
    #expect(all.score(9)?.least == 100)
  }

  @Test(arguments: [("4.9.0", 7), ("4.8.0", 8), ("5.2.0", 7), ("5.3.0", 8)] as [(String, Int64)])
  func ofEqualsTheOneThatItsEraTakes(_ release: String, _ first: Int64) {
    let equal = [Row(pid: 7, rss: 5), Row(pid: 8, rss: 5)]
    let columns = release.hasPrefix("4.") ? twoTables : late
    #expect(judged(report(release, columns, equal)).choice?.pid == first)
    // In a cgroup before 5.3 the table's order is not the kernel's, so its own choice says which it took.
    guard release != "5.3.0" else { return }
    for victim: Int64 in [7, 8] {
      #expect(judged(report(release, columns, equal, victim: victim, scope: .memcg)).choice?.verdict == .agrees)
    }
  }
}

// MARK: Properties

@Suite struct BadnessPropertyTests {
  private static let releases: [(String?, [String])] = [
    ("2.6.38", resident), ("3.2.0", resident), ("3.5.0", resident), ("3.11.0", tables), ("3.10.20", tables),
    ("4.9.0", twoTables), ("4.15.0", late), ("5.4.0-42-generic", late), ("6.1.0", late), (nil, late), (nil, tables),
  ]

  @Test func noNumberTraps() throws {
    try withRandomness("noNumberTraps") { random in
      let extremes: [Int64] = [
        .min, .min + 1, -1_001, -1_000, -1, 0, 1, 1_000, 1_001, 1 << 49, 1 << 50, .max - 1, .max,
      ]
      for _ in 0..<2_000 {
        let (release, columns) = Self.releases[random.below(Self.releases.count)]
        var report = report(release, columns, [], victim: 1_000)
        for pid in 1_000..<1_003 {
          let values = columns.map { _ in extremes[random.below(extremes.count)] }
          report.processes.append(pid: Int64(pid), values: values, comm: "x")
        }
        report.scope = [.global, .memcg, .cpuset, .unknown][random.below(4)]
        report.memory?.ramPages = Pages(extremes[random.below(extremes.count)])
        report.memory?.reservedPages = Pages(extremes[random.below(extremes.count)])
        report.memory?.swapTotal = Bytes(extremes[random.below(extremes.count)])
        report.memory?.swapFree = Bytes(extremes[random.below(extremes.count)])
        report.memory?.counters = [Named("pagetables", Pages(extremes[random.below(extremes.count)]))]
        report.memory?.zones = [
          zone(node: 0, present: extremes[random.below(extremes.count)] / 4096, managed: 1 << 40)
        ]
        report.trigger.memsAllowed = "0"
        report.memcg = Memcg()
        report.memcg?.memory.limit = Bytes(extremes[random.below(extremes.count)])
        report.memcg?.memorySwap.limit = Bytes(extremes[random.below(extremes.count)])
        report.victim?.score = extremes[random.below(extremes.count)]
        let judged = judged(report)
        #expect(judged.processes.rows.allSatisfy { $0.score != nil })
        #expect(judged.scoring != nil)
      }
    }
  }

  private static func rows(_ random: inout SplitMix64, adj: (inout SplitMix64) -> Int64) -> [Row] {
    (0..<(1 + random.below(12))).map { index in
      Row(
        pid: Int64(100 + index), uid: Int64(random.below(2)), rss: Int64(random.below(40)) * 1_000,
        tables: Int64(random.below(9)), swap: Int64(random.below(3)) * 500, adj: adj(&random))
    }
  }

  @Test func ranksAreAPermutation() throws {
    try withRandomness("ranksAreAPermutation") { random in
      for _ in 0..<500 {
        let (release, columns) = Self.releases[random.below(Self.releases.count)]
        let rows = Self.rows(&random) { [-1_000, -500, 0, 0, 0, 3, 900][$0.below(7)] }
        let judged = judged(report(release, columns, rows, swap: Int64(random.below(2)) * 1_000))
        let eligible = judged.processes.rows.filter { $0.score?.isEligible == true }
        let ranks = eligible.compactMap { $0.score?.rank }.sorted()
        #expect(Set(ranks).count == ranks.count)
        #expect(ranks.allSatisfy { (1...eligible.count).contains($0) })
        if eligible.allSatisfy({ $0.score?.badness != nil }) { #expect(ranks == eligible.indices.map { $0 + 1 }) }
        // Who is ahead has no fewer points.
        let ordered = eligible.filter { $0.score?.rank != nil }.sorted { $0.score?.rank ?? 0 < $1.score?.rank ?? 0 }
        for (ahead, behind) in zip(ordered, ordered.dropFirst()) {
          guard let more = ahead.score?.badness, let fewer = behind.score?.badness else { continue }
          #expect(more >= fewer)
        }
      }
    }
  }

  @Test func theSameShareForAllKeepsTheRanking() throws {
    try withRandomness("theSameShareForAllKeepsTheRanking") { random in
      for _ in 0..<200 {
        let rows = Self.rows(&random) { Int64($0.below(400)) }
        let more = Int64(1 + random.below(500))
        let shifted = rows.map { row in
          var row = row
          row.adj += more
          return row
        }
        for release in ["6.1.0", "4.18.0", "4.15.0"] {
          let before = judged(report(release, rows)).processes.rows.map { $0.score?.rank }
          #expect(before.allSatisfy { $0 != nil })
          #expect(judged(report(release, shifted)).processes.rows.map { $0.score?.rank } == before)
        }
      }
    }
  }

  @Test func everyMarkSurvivesPacking() {
    var scores: [RowScore] = [RowScore()]
    for exemption in RowScore.Exemption.allCases {
      scores.append(RowScore())
      scores[scores.count - 1].exemption = exemption
    }
    for gap in BadnessGap.allCases {
      scores.append(RowScore())
      scores[scores.count - 1].gap = gap
      scores[scores.count - 1].least = .min
      scores[scores.count - 1].rank = 3
    }
    scores.append(RowScore())
    scores[scores.count - 1].badness = .max
    scores[scores.count - 1].isRootBonusAssumed = true
    var table = ProcessTable(columns: ["uid"])
    for pid in scores.indices { table.append(pid: Int64(pid), values: [0], comm: "") }
    table.setScores(scores)
    #expect(table.rows.map(\.score) == scores)
  }
}

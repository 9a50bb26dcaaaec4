// One copy of a report completed from another, where what is there can be wrong.

import Testing
import TrailModel

@testable import TrailCase

@Suite struct FillTests {
  private func report(pageTables: Int64, defects: [PrintingDefect]) -> KillReport {
    var report = KillReport()
    var victim = Victim()
    victim.pid = 7
    victim.pageTables = Bytes(pageTables)
    report.victim = victim
    report.printingDefects = defects
    return report
  }

  @Test func pageTablesThatWerePutRightReplaceThoseThatWereNot() {
    var bare = report(pageTables: 172_032 << 10, defects: [.reservedOfLastZone])
    bare.fill(from: report(pageTables: 172_032, defects: [.pageTablesInBytes]))
    #expect(bare.victim?.pageTables == Bytes(172_032))
    #expect(bare.printingDefects == [.reservedOfLastZone, .pageTablesInBytes])
  }

  @Test func whatIsRightStays() {
    var whole = report(pageTables: 172_032, defects: [.pageTablesInBytes])
    whole.fill(from: report(pageTables: 172_032 << 10, defects: []))
    #expect(whole.victim?.pageTables == Bytes(172_032))
    #expect(whole.printingDefects == [.pageTablesInBytes])
  }

  @Test func theTablesReadingOfTheMaskIsTakenOver() {
    var one = KillReport()
    var other = KillReport()
    other.trigger.gfpFlagsByTable = ["GFP_NOFS"]
    one.fill(from: other)
    #expect(one.trigger.gfpFlagsByTable == ["GFP_NOFS"])
  }
}

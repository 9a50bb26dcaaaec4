// Which of the open reports a line belongs to, and when a report is over.

import TrailBytes
import TrailModel

extension KernelRecogniser {
  /// The open report that a body line belongs to: its caller's, else the one that began last.
  func target(_ line: Line, rows: Bool) -> OpenReport? {
    var found: OpenReport?
    for report in open where report.wantsMore && !(rows && report.isNoKill) {
      if let caller = line.caller, let own = report.caller {
        if caller == own { found = report }
      } else {
        found = report
      }
    }
    if found != nil || rows { return found }
    // What a panic prints behind its words, and 2.4 behind its kills.
    return open.last.flatMap { $0.awaitsStack || $0.awaitsMemory ? $0 : nil }
  }

  /// The last kill, which the members of its group and the reaper follow.
  func lastKill(_ line: Line) -> OpenReport? {
    open.last { $0.isKilled && (line.caller == nil || $0.caller == nil || $0.caller == line.caller) }
  }

  /// The open report that a proving line belongs to, or the line's own, newly opened.
  func owner(
    of own: OpenReport, _ section: Section, _ line: Line, _ stampText: () -> String?
  ) -> OpenReport {
    if section.standing != .opens {
      // Lines without a proof among them belong to what follows them at once, and to nothing later.
      var fitting = open.filter { !$0.isNoKill && ($0.isProven || $0.strangers == 0) && section.fits(own, $0) }
      if let caller = line.caller { fitting.removeAll { $0.caller != nil && $0.caller != caller } }
      let exact = fitting.last { $0.summaryPid != nil && $0.summaryPid == own.victim.pid }
      if let found = exact ?? fitting.last(where: \.wantsMore) ?? fitting.last { return found }
    }
    return openReport(line, stampText)
  }

  func openReport(_ line: Line, _ stampText: () -> String?) -> OpenReport {
    let report = OpenReport(place: line.place, stamp: line.stamp, stampText: stampText(), yearTurns: line.yearTurns)
    report.caller = line.caller
    add(report)
    return report
  }

  func add(_ report: OpenReport) {
    if open.count >= Limit.open {
      // What was killed has only an epilogue to lose.
      close(at: open.firstIndex { !$0.wantsMore } ?? 0)
    }
    open.append(report)
  }

  /// Whether SysRq asked for the report that begins, and takes that mark away.
  func claimManual() -> Bool {
    guard let index = open.firstIndex(where: { $0.report.isManual && !$0.isProven }) else { return false }
    open.remove(at: index)
    return true
  }

  /// Ends the reports that this line shows to be over: too long ago, or of another boot.
  func endReports(before line: Line) {
    guard line.stamp.monotonic != nil || line.stamp.civil != nil else { return }
    for index in open.indices.reversed() {
      let last = open[index].lastStamp
      if let now = line.stamp.monotonic, let then = last.monotonic {
        if now - then > Limit.pause || then - now > Limit.rewind { close(at: index) }
      } else if let now = line.stamp.civil, let then = last.civil, let gap = Self.seconds(from: then, to: now) {
        if gap > 60 || gap < -60 { close(at: index) }
      }
    }
  }

  private static func seconds(from: CivilTime, to: CivilTime) -> Int64? {
    guard let a = from.instant(year: 2000, offset: 0), let b = to.instant(year: 2000, offset: 0) else { return nil }
    return (b.nanoseconds - a.nanoseconds) / 1_000_000_000
  }

  func close(at index: Int) {
    let report = open.remove(at: index)
    guard report.isProven, !report.isNoKill else { return }
    report.close(earlier: casualties(before: report))
    rememberDead(of: report)
    finished.append(
      ReadReport(
        report: report.report, stamp: report.stamp, stampText: report.stampText, yearTurns: report.yearTurns,
        first: report.first, last: report.last))
  }

  /// Whom earlier reports of the same boot killed a short while before.
  private func casualties(before report: OpenReport) -> [Casualty] {
    guard let now = report.stamp.monotonic else { return [] }
    // A killed report stays open for its reaper while the next is read.
    let open = open.filter { $0.isKilled && $0.first.offset < report.first.offset }.flatMap(dead)
    return (casualties + open).filter { (0...Limit.dying).contains(now &- $0.monotonic) }
  }

  private func rememberDead(of report: OpenReport) {
    casualties += dead(of: report)
    if casualties.count > Limit.casualties { casualties.removeFirst(casualties.count - Limit.casualties) }
  }

  private func dead(of report: OpenReport) -> [Casualty] {
    guard report.isKilled, let monotonic = report.stamp.monotonic else { return [] }
    return ([report.victim] + report.report.alsoKilled).suffix(Limit.casualties).compactMap { victim in
      guard let pid = victim.pid, let comm = victim.comm else { return nil }
      return Casualty(pid: pid, comm: comm, monotonic: monotonic)
    }
  }
}

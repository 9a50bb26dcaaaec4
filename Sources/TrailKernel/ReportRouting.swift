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
      // A notice has only a pid to lose, what was killed only an epilogue.
      close(at: open.firstIndex(where: \.isNoKill) ?? open.firstIndex { !$0.wantsMore } ?? 0)
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
    if let kill = otherKill, Self.isOver(kill.lastStamp, at: line.stamp) { endOtherKill() }
    for index in open.indices.reversed() where Self.isOver(open[index].lastStamp, at: line.stamp) { close(at: index) }
  }

  /// Whether nothing of a report whose last line had the stamp `last` can have the stamp `now`.
  private static func isOver(_ last: Stamp, at now: Stamp) -> Bool {
    if let now = now.monotonic, let then = last.monotonic {
      return now - then > Limit.pause || then - now > Limit.rewind
    }
    guard let now = now.civil, let then = last.civil, let gap = seconds(from: then, to: now) else { return false }
    return gap > 60 || gap < -60
  }

  private static func seconds(from: CivilTime, to: CivilTime) -> Int64? {
    guard let a = from.instant(year: 2000, offset: 0), let b = to.instant(year: 2000, offset: 0) else { return nil }
    return (b.nanoseconds - a.nanoseconds) / 1_000_000_000
  }

  func close(at index: Int) {
    let report = open.remove(at: index)
    if var notice = report.notice {
      if notice.pid == nil { notice.pid = report.report.trigger.pid }
      if notice.comm == nil { notice.comm = report.report.trigger.comm }
      notices.append(
        ReadNotice(
          notice: notice, stamp: report.stamp, stampText: report.stampText, yearTurns: report.yearTurns,
          place: report.first))
      return
    }
    guard report.isProven else { return }
    report.close()
    finished.append(
      ReadReport(
        report: report.report, stamp: report.stamp, stampText: report.stampText, yearTurns: report.yearTurns,
        first: report.first, last: report.last))
  }
}

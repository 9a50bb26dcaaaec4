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
  func lastKill(_ line: Line) -> OpenReport? { kills(line).last }

  /// The last kill that a line of an epilogue fits.
  func lastKill(_ line: Line, _ text: Span<UInt8>, _ section: Section, _ isWhole: Bool) -> OpenReport? {
    let kills = kills(line)
    if kills.count < 2 { return kills.last }
    let own = OpenReport(place: line.place, stamp: line.stamp, stampText: nil, yearTurns: line.yearTurns)
    guard section.read(text, own, isWhole) == .taken else { return kills.last }
    return kills.last { section.fits(own, $0) } ?? kills.last
  }

  private func kills(_ line: Line) -> [OpenReport] {
    open.filter { $0.isKilled && (line.caller == nil || $0.caller == nil || $0.caller == line.caller) }
  }

  /// The open report that a proving line belongs to, or the line's own, newly opened.
  func owner(
    of own: OpenReport, _ section: Section, _ line: Line, _ stampText: () -> String?
  ) -> OpenReport {
    if section.standing != .opens {
      // Lines without a proof among them belong to what follows them at once, and to nothing later.
      var fitting = open.filter { !$0.isNoKill && ($0.isProven || $0.isFollowed(by: own)) && section.fits(own, $0) }
      // The kernel stamps a line when it prints it, however slow the console: what comes much later is of another kill,
      // unless it names the same one.
      if section.provesOneKill {
        fitting.removeAll { $0.isLongOver(before: own) && section.kinship(own, $0) < Section.sameKill }
      }
      if let caller = line.caller { fitting.removeAll { $0.caller != nil && $0.caller != caller } }
      if fitting.count > 1 { fitting = ranked(fitting, for: own, section) }
      if let found = fitting.first { return found }
      // Lines of two reports that were told apart wrongly further up are no third report.
      if !section.provesOneKill, let mixed = open.last(where: { $0.isMixed && $0.wantsMore }) { return mixed }
    }
    return openReport(line, stampText)
  }

  /// The reports of which more than one could take a body line; empty where at most one could.
  ///
  /// Two CPUs print at once, or two cgroups run out at once: until 4.1 any two reports can, since then a cgroup's
  /// beside the node's (mm/oom_kill.c, oom_lock), and pieces of a page allocation failure beside either.
  func rivals(for line: Line) -> [OpenReport] {
    guard open.count > 1 else { return [] }
    let found = open.filter { report in
      guard report.wantsMore, report.isProven || report.isNoKill else { return false }
      return line.caller == nil || report.caller == nil || line.caller == report.caller
    }
    if found.count < 2 { return [] }
    // A caller's own report has no rivals.
    let own = found.filter { $0.caller != nil && $0.caller == line.caller }
    return own.isEmpty ? found : own.count > 1 ? own : []
  }

  /// Gives a body line to the likeliest of several open reports that takes it.
  func takeShared(
    _ text: Span<UInt8>, _ line: Line, _ index: Int, _ rivals: [OpenReport], _ isWhole: Bool
  ) -> (report: OpenReport, reading: Reading)? {
    let section = Section.all[index]
    let own = OpenReport(place: line.place, stamp: line.stamp, stampText: nil, yearTurns: line.yearTurns)
    // A line of statistics is one only behind its title.
    own.statsAreLines = rivals.contains(where: \.statsAreLines)
    let stands = section.read(text, own, isWhole) == .taken
    var candidates = index == Section.rowsIndex ? rivals.filter { !$0.isNoKill } : rivals
    if stands {
      let fitting = candidates.filter { section.fits(own, $0) }
      if !fitting.isEmpty { candidates = fitting }
    }
    candidates = ranked(candidates, for: stands ? own : nil, section)
    for report in candidates {
      let reading = section.read(text, report, isWhole)
      if reading == .no { continue }
      return (report, reading)
    }
    return nil
  }

  /// Reports in the order in which a line of `section` is likely to be theirs; `own` is what the line says alone.
  ///
  /// What the line names counts first, then the order of a report's chapters: the next or the same, rather than one
  /// that was passed or is far off. Else the report that took the last line, since a CPU prints in runs.
  private func ranked(_ reports: [OpenReport], for own: OpenReport?, _ section: Section) -> [OpenReport] {
    let index = Section.all.firstIndex { $0.name == section.name } ?? 0
    func rank(_ report: OpenReport) -> (Int, Int, Int) {
      let kinship = own.map { section.kinship($0, report) } ?? 0
      let (from, to) = (Section.chapter(report.reach), Section.chapter(index))
      let distance = from <= to ? to - from : 10 + from - to
      return (-kinship, report.wantsMore ? 0 : 1, kinship > 1 ? 0 : distance)
    }
    let order = reports.map { (rank: rank($0), report: $0) }.sorted { one, other in
      if one.rank != other.rank { return one.rank < other.rank }
      if one.report === latest || other.report === latest { return one.report === latest }
      return one.report.first.offset > other.report.first.offset
    }
    return order.map(\.report)
  }

  /// Hands counters that a report cannot have to the other of two that were told apart wrongly: since 5.0 the summary
  /// says whether a cgroup ran out, and a report has either that cgroup's counters or the node's.
  func untangle(_ report: OpenReport) {
    guard report.isMixed, report.report.scope != .unknown,
      let other = open.last(where: { $0 !== report && $0.isMixed && $0.wantsMore })
    else { return }
    if report.report.scope == .memcg, other.memory == Memory() {
      // With the places in it that the next lines go on from.
      swap(&report.memory, &other.memory)
      swap(&report.currentZone, &other.currentZone)
      swap(&report.currentNode, &other.currentNode)
      swap(&report.oldZones, &other.oldZones)
      report.hand(over: [.counters, .zones, .pageTotals, .slab], to: other)
    } else if report.report.scope != .memcg, other.memcg == Memcg() {
      swap(&report.memcg, &other.memcg)
      swap(&report.statsPath, &other.statsPath)
      swap(&report.statsAreLines, &other.statsAreLines)
      report.hand(over: [.memcgUsage, .memcgTask, .memcgStats], to: other)
      report.hints.remove(.memcgFrame)
    }
  }

  /// Marks two reports whose lines alternate: they are told apart by content alone.
  ///
  /// A report that began and ended inside another alternates with it too.
  func markMixed(_ report: OpenReport) {
    guard open.count > 1, let latest, latest !== report, report.caller == nil || latest.caller == nil else { return }
    guard report.isProven, latest.isProven, !report.isNoKill, !latest.isNoKill, open.contains(where: { $0 === latest })
    else { return }
    let isBody = report.wantsMore || report.alsoDead.isEmpty && report.report.reaped == nil
    guard report.reach > 0, isBody, latest.wantsMore || latest.first.offset > report.last.offset else { return }
    report.isMixed = true
    latest.isMixed = true
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
  static func isOver(_ last: Stamp, at now: Stamp) -> Bool {
    if let now = now.monotonic, let then = last.monotonic {
      return now - then > Limit.pause || then - now > Limit.rewind
    }
    guard let now = now.civil, let then = last.civil, let gap = seconds(from: then, to: now) else { return false }
    return gap > 60 || gap < -60
  }

  /// Nil where one has a year and the other has none.
  private static func seconds(from: CivilTime, to: CivilTime) -> Int64? {
    guard (from.year == nil) == (to.year == nil), let a = from.instant(year: 2000, offset: 0),
      let b = to.instant(year: 2000, offset: 0)
    else { return nil }
    let gap = (b.nanoseconds - a.nanoseconds) / 1_000_000_000
    // Without years a report may go on from December to January.
    guard from.year == nil, abs(gap) > leapYear / 2 else { return gap }
    return gap > 0 ? gap - leapYear : gap + leapYear
  }

  private static let leapYear: Int64 = 366 * 86_400

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

/// What tells two open reports apart.
extension OpenReport {
  /// Who asked for memory.
  var trigger: Trigger { report.trigger }

  /// Moves parts that were seen.
  func hand(over parts: SeenParts, to other: OpenReport) {
    other.seen.formUnion(seen.intersection(parts))
    seen.subtract(parts)
  }

  /// Whether `line` came at once behind this report's last line: by the kernel's clock or the logger's, and where there
  /// is neither, with no other line between.
  func isFollowed(by line: OpenReport) -> Bool {
    if let now = line.stamp.monotonic, let then = lastStamp.monotonic { return abs(now - then) <= 1_000_000_000 }
    if let now = line.stamp.civil, let then = lastStamp.civil, now == then { return strangers < 50 }
    return strangers == 0
  }

  /// Whether so much time had passed before `line` by the kernel's clock that it is of something else.
  func isLongOver(before line: OpenReport) -> Bool {
    guard let now = line.stamp.monotonic, let then = lastStamp.monotonic else { return false }
    return now - then > 10_000_000_000
  }

  /// Whether a cgroup ran out, as far as the lines until here say.
  var isOfCgroup: Bool {
    report.scope == .memcg || !seen.isDisjoint(with: [.memcgUsage, .memcgTask]) || hints.contains(.memcgFrame)
  }

  /// Whether the task of a line may be the one that asked.
  func isTriggered(by comm: String?, pid: Int64?) -> Bool {
    if let comm, let own = trigger.comm, own != comm { return false }
    if let pid, let own = trigger.pid, own != pid { return false }
    return true
  }

  /// The pid of the table's last row.
  var lastPid: Int64? { openName?.row.pid }

  /// Whether the table has a row of this process.
  func hasRow(of pid: Int64) -> Bool {
    if openName?.row.pid == pid { return true }
    if let rowPids { return rowPids.contains(pid) }
    var pids: Set<Int64> = []
    report.processes.forEach {
      pids.insert($0.pid)
      return true
    }
    rowPids = pids
    return pids.contains(pid)
  }
}

// Assembles kernel OOM reports from the lines of one host in one stream.

import TrailBytes
public import TrailModel

/// A report with the place and time of its lines.
public struct ReadReport: Sendable {
  /// What was read.
  @Boxed public var report: KillReport
  /// The stamp of its first line.
  public var stamp: Stamp
  /// That stamp as printed.
  public var stampText: String?
  /// How often the stream's year had turned at its first line.
  public var yearTurns: Int
  /// Its first line.
  public var first: LinePlace
  /// Its last line.
  public var last: LinePlace
}

/// A notice with the place and time of its line.
public struct ReadNotice: Sendable {
  /// What was read.
  public var notice: Notice
  /// Its stamp.
  public var stamp: Stamp
  /// That stamp as printed.
  public var stampText: String?
  /// How often the stream's year had turned by then.
  public var yearTurns: Int
  /// Its line.
  public var place: LinePlace

  /// A notice that was read.
  public init(notice: Notice, stamp: Stamp, stampText: String?, yearTurns: Int, place: LinePlace) {
    self.notice = notice
    self.stamp = stamp
    self.stampText = stampText
    self.yearTurns = yearTurns
    self.place = place
  }
}

/// Reads kernel lines into reports, and into notices what is no kill but may explain one.
///
/// It holds the reports that are open (a second CPU or cgroup may begin one before the first has ended) and hands
/// each on when no more of it can come. Lines that no section knows are kept in the report they stand in.
public final class KernelRecogniser {
  /// Limits on what a hostile stream can make this hold.
  enum Limit {
    /// Open reports.
    static let open = 8
    /// Kernel lines in a row, within a report, that no section knows.
    static let strangers = 400
    /// Such lines that are kept, and bytes of one.
    static let keptLines = 40
    static let keptBytes = 240
    /// Pieces and bytes that one line is joined of.
    static let pieces = 8
    static let joinedBytes = 8_192
    /// Dead that are remembered, because they may stand in later tables, and for how long (in nanoseconds).
    static let casualties = 64
    static let dying: Int64 = 600_000_000_000
    /// Bytes of the stream without a line of the report, after which it has ended.
    static let silence: Int64 = 4 << 20
    /// Nanoseconds without one. A serial console prints a hundred lines a second; the reaper comes 2 s later.
    static let pause: Int64 = 60_000_000_000
    /// The kernel clock running back by more than this is another boot.
    static let rewind: Int64 = 5_000_000_000
    /// Lines of others after which a notice's stack dump and a kill's further lines are not waited for any more.
    static let patience = 4
  }

  /// What is known of a line beside its text.
  struct Line {
    var place: LinePlace
    var stamp: Stamp
    var stampText: String?
    var caller: Int64?
    var yearTurns: Int
    /// The blanks before the text.
    var indent = 0
    /// Whether no line before was longer: a terminal's wrapped lines are as long as it is wide, a mail's are not.
    var isWidest = false
  }

  struct Pending {
    var section: Int
    var bytes: [UInt8]
    var line: Line
    var pieces = 1
    /// Whether its last piece is as long as the longest line so far.
    var lastIsWidest: Bool
    /// Where its last piece is.
    var last: LinePlace
  }

  var finished: [ReadReport] = []
  /// Notices that nothing can be added to.
  var notices: [ReadNotice] = []
  /// Lines that speak of a kill and that no section could read: how many, and the first.
  public private(set) var unreadKills: (count: Int, first: LinePlace)?
  /// A kill by another killer whose lines are still coming in.
  var otherKill: OpenReport?
  /// Open reports, oldest first; killed ones stay for their epilogue (group members, the reaper).
  var open: [OpenReport] = []
  /// The report that took the last line.
  private(set) var latest: OpenReport?
  /// A line that stopped in the middle.
  var pending: Pending?
  /// Whether a broken line was shorter than the longest, as a mail program's are and a terminal's are not.
  var isRagged = false
  /// The blanks before the text of the line being read.
  private var indent = 0
  /// The bytes of the longest line so far.
  private var width: Int64 = 0
  /// Whether the last line was one of a group's kill lines, behind which people leave out the rest of them.
  private var justKilled = false
  /// A line that was nothing but a stamp, just before.
  private var bareStamp: (line: Line, text: String?)?
  /// Whom the last reports of this boot killed.
  var casualties: [Casualty] = []
  /// Where a proving line is read before it is known whose it is.
  private var scratch: OpenReport?

  /// A recogniser that has seen nothing.
  public init() {}

  /// Whether lines are wanted that no sentinel announces.
  public var isAwake: Bool {
    pending != nil || otherKill != nil || justKilled
      || open.contains { ($0.wantsMore && $0.isProven) || $0.awaitsStack || $0.awaitsMemory || $0.awaitsTask }
  }

  /// Whether reports or notices wait to be taken away.
  public var hasFinished: Bool { !finished.isEmpty || !notices.isEmpty }

  /// Takes the finished reports away, in the order they ended.
  public func drain() -> [ReadReport] {
    defer { finished = [] }
    return finished
  }

  /// Takes the finished notices away.
  public func drainNotices() -> [ReadNotice] {
    defer { notices = [] }
    return notices
  }

  /// Reads one line of the kernel's, or one that may be.
  public func read(_ line: Span<UInt8>, head: RecordHead, place: LinePlace, yearTurns: Int) {
    var end = head.text.upperBound
    while end > head.text.lowerBound, line[end - 1] == 0x0D { end -= 1 }
    var start = head.text.lowerBound
    while start < end, isBlank(line[start]) { start += 1 }
    indent = start - head.text.lowerBound
    let text = line.extracting(start..<end)
    if text.contains("\u{A0}") {
      // A mail program's hard blanks.
      let plain = Self.withoutHardBlanks(text)
      var head = head
      head.text = 0..<plain.count
      readParts(plain.span, head, line, place: place, yearTurns: yearTurns)
    } else {
      readParts(text, head, line, place: place, yearTurns: yearTurns)
    }
  }

  /// Reads the lines that a text holds, mostly one.
  private func readParts(
    _ text: Span<UInt8>, _ head: RecordHead, _ line: Span<UInt8>, place: LinePlace, yearTurns: Int
  ) {
    var start = 0
    while let length = Self.joint(in: text.extracting(start..<text.count)) {
      let part = text.extracting(text.trimmed(start..<start + length))
      readText(part, head, line, place: place, yearTurns: yearTurns)
      start += length
    }
    readText(text.extracting(start..<text.count), head, line, place: place, yearTurns: yearTurns)
  }

  /// Reads a line's text; `line` is what the head's other ranges are of.
  private func readText(
    _ text: Span<UInt8>, _ head: RecordHead, _ line: Span<UInt8>, place: LinePlace, yearTurns: Int
  ) {
    var context = Line(
      place: place, stamp: head.stamp, stampText: nil, caller: Self.caller(line, head.caller), yearTurns: yearTurns)
    context.indent = indent
    context.isWidest = isWidest(place)
    widen(to: place)
    if text.isEmpty, pending != nil, pass(context, isStamped: head.stampText != nil) { return }
    if pending != nil {
      if join(text, context, isStamped: head.stampText != nil) { return }
      settle()
    }
    let isStamped = head.stampText != nil
    if text.isEmpty {
      // A wrapped line can leave its stamp alone on a line of its own.
      bareStamp = isStamped ? (context, head.stampText.map { line.text($0) }) : nil
      return
    }
    if !isStamped, let (first, text) = bareStamp {
      let isWidest = context.isWidest
      context = first
      context.place.end = place.end
      context.isWidest = isWidest
      context.stampText = text
    }
    bareStamp = nil
    let printed = context.stampText
    endReports(before: context)
    take(text, &context, isWhole: false, isStamped: isStamped) { printed ?? head.stampText.map { line.text($0) } }
  }

  /// Whether no line before was longer.
  func isWidest(_ place: LinePlace) -> Bool { place.end - place.offset >= width }

  func widen(to place: LinePlace) { width = max(width, place.end - place.offset) }

  /// Whether the last line was nothing but a stamp.
  var isBehindBareStamp: Bool { bareStamp != nil }

  /// Ends the reports that have had no line for long, so that a report without an end does not keep the stream awake.
  public func expire(at offset: Int64) {
    justKilled = false
    if let kill = otherKill, offset - kill.last.end > Limit.silence { endOtherKill() }
    guard open.contains(where: { offset - $0.last.end > Limit.silence }) else { return }
    settle()
    for index in open.indices.reversed() where offset - open[index].last.end > Limit.silence { close(at: index) }
  }

  /// Ends every report: the stream has no more lines.
  public func finish() {
    settle()
    endOtherKill()
    while !open.isEmpty { close(at: 0) }
  }

  /// Ends every report: what comes next was before all of them.
  public func turnBack() {
    finish()
    casualties = []
    bareStamp = nil
    justKilled = false
  }

  /// Offers a line to the sections and gives it to the report it belongs to.
  func take(
    _ text: Span<UInt8>, _ line: inout Line, isWhole: Bool, isStamped: Bool, last: LinePlace? = nil,
    _ stampText: () -> String?
  ) {
    let end = last ?? line.place
    if readOtherKill(text, line, end, stampText) { return }
    let isBehindKill = justKilled
    justKilled = false
    if NoticeReader.mayHaveBody(text), let notice = NoticeReader.withBody(text) {
      openReport(line, stampText).begin(notice)
      return
    }
    if let pid = Section.reapedPid(text), let report = open.last(where: { $0.victim.pid == pid || $0.killed(pid) }) {
      if Section.reaper.read(text, report, isWhole) == .partial { wait(text, line, Section.reaperIndex, stampText) }
      report.last = end
      return
    }
    if Self.isElision(text) {
      (target(line, rows: false) ?? (isBehindKill ? lastKill(line) : nil))?.seen.insert(.elision)
      return
    }
    // The section of the last line first, then those behind it, then those before: reports have an order.
    let current = target(line, rows: false)
    let start = current?.section ?? 0
    let rivals = rivals(for: line)
    for step in 0..<Section.all.count {
      let index = (start + step) % Section.all.count
      let section = Section.all[index]
      if section.standing == .apart { continue }
      let report: OpenReport
      if section.standing == .belongs, !section.isEpilogue, !rivals.isEmpty {
        guard let found = takeShared(text, line, index, rivals, isWhole) else { continue }
        if found.reading == .partial {
          wait(text, line, index, stampText)
        } else {
          took(end, line, index, found.report)
        }
        return
      } else if section.standing == .belongs {
        guard
          let found = section.isEpilogue
            ? lastKill(line, text, section, isWhole) : index == Section.rowsIndex ? target(line, rows: true) : current
        else { continue }
        report = found
      } else {
        if scratch == nil {
          scratch = OpenReport(place: line.place, stamp: line.stamp, stampText: nil, yearTurns: line.yearTurns)
        }
        guard let own = scratch else { continue }
        own.stamp = line.stamp
        let reading = section.read(text, own, isWhole)
        if reading == .no { continue }
        if reading == .partial {
          wait(text, line, index, stampText)
          return
        }
        scratch = nil
        report = owner(of: own, section, line, stampText)
        if section.standing == .opens { report.report.isManual = report.report.isManual || claimManual() }
      }
      switch section.read(text, report, isWhole) {
      case .no: continue
      case .partial: wait(text, line, index, stampText)
      case .taken:
        took(end, line, index, report)
        justKilled = report.seen.isSuperset(of: [.kill, .group])
        if section.name == "summary" { untangle(report) }
      }
      return
    }
    let isNotice = readNotice(text, line, stampText)
    if !isNotice, readOrphan(text, line, isWhole, stampText) { return }
    if !isNotice, Section.speaksOfKill(text) {
      unreadKills = ((unreadKills?.count ?? 0) + 1, unreadKills?.first ?? line.place)
    }
    keepStranger(text, line, end, isStamped, current, isKnown: isNotice)
  }

  private func wait(_ text: Span<UInt8>, _ line: Line, _ section: Int, _ stampText: () -> String?) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 128)
    for index in 0..<text.count { bytes.append(text[index]) }
    var line = line
    line.stampText = stampText()
    pending = Pending(section: section, bytes: bytes, line: line, lastIsWidest: line.isWidest, last: line.place)
  }

  private func took(_ place: LinePlace, _ line: Line, _ section: Int, _ report: OpenReport) {
    if section != Section.rowsIndex { report.settleName() }
    if latest !== report {
      markMixed(report)
      latest = report
    }
    report.section = section
    report.reach = max(report.reach, section)
    report.last = place
    if section == Section.rowsIndex { report.openName?.isWidest = line.isWidest }
    report.lastStamp = line.stamp
    if section == Section.rowsIndex { report.openName?.stamp = line.stamp }
    report.strangers = 0
    if report.caller == nil { report.caller = line.caller }
  }

  /// Reads a body line that no open report can take into a report of its own, which a later line may prove.
  private func readOrphan(_ text: Span<UInt8>, _ line: Line, _ isWhole: Bool, _ stampText: () -> String?) -> Bool {
    guard target(line, rows: true) == nil, !open.contains(where: { $0.isNoKill && $0.wantsMore }) else { return false }
    let report = OpenReport(place: line.place, stamp: line.stamp, stampText: nil, yearTurns: line.yearTurns)
    for (index, section) in Section.all.enumerated() where section.standing == .belongs {
      guard section.introduces else { continue }
      let reading = section.read(text, report, isWhole)
      if reading == .no { continue }
      if reading == .partial {
        wait(text, line, index, stampText)
        return true
      }
      report.stampText = stampText()
      add(report)
      took(line.place, line, index, report)
      return true
    }
    return false
  }

  /// Keeps a line that no section knows: the rest of a name, or a line of its own, unless a notice was made of it.
  private func keepStranger(
    _ text: Span<UInt8>, _ line: Line, _ place: LinePlace, _ isStamped: Bool, _ report: OpenReport?, isKnown: Bool
  ) {
    for report in open where report.isNoKill { report.strangers += 1 }
    // What another CPU prints between the members of a group is no end of them.
    if isStamped, let kill = open.last, kill.isKilled, !kill.isMixed { kill.strangers += 1 }
    guard let report = target(line, rows: true) ?? report, !report.isNoKill else { return }
    if !isKnown, report.section == Section.rowsIndex, report.strangers == 0,
      report.extendName(text, isStamped: isStamped, line)
    {
      report.last = place
      return
    }
    report.strangers += 1
    if report.isProven, !isKnown { report.keep(text) }
    if report.strangers > Limit.strangers, let index = open.firstIndex(where: { $0 === report }) { close(at: index) }
  }

  private static func withoutHardBlanks(_ text: Span<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    var at = 0
    while at < text.count {
      let isHard = text.has("\u{A0}", at: at)
      plain.append(isHard ? 0x20 : text[at])
      at += isHard ? 2 : 1
    }
    return plain
  }

  // MARK: Lines of other reports

  /// What people leave where they cut lines out: `...`, `[...]`, `(...snipped...)`, `<snip>`.
  private static func isElision(_ text: Span<UInt8>) -> Bool {
    guard text.count < 40 else { return false }
    var letters = 0
    for index in 0..<text.count where (text[index] | 0x20) &- 0x61 <= 25 { letters += 1 }
    return letters == 0 ? text.contains("...") : text.contains("snip")
  }

  /// `T374` or `C1` as a number: CPUs are negative.
  private static func caller(_ line: Span<UInt8>, _ range: Range<Int>?) -> Int64? {
    guard let range else { return nil }
    var cursor = Cursor(line, at: range.lowerBound + 1)
    guard let id = cursor.number() else { return nil }
    return line[range.lowerBound] == 0x43 ? -1 - id : id
  }
}

extension Section {
  static let rowsIndex = all.firstIndex { $0.name == "rows" } ?? 0
  static let reaperIndex = all.firstIndex { $0.name == "reaper" } ?? 0

  /// Whether a line of this section, met alone, may be the beginning of what is left of a report.
  var introduces: Bool { !isEpilogue && name != "cpuset" && name != "protection" }
}

extension Section {
  /// Which chapter of a report a section is of: who asked, what memory there was, who had it, who died.
  static func chapter(_ index: Int) -> Int { chapters[index] }

  private static let chapters = all.map { section in
    switch section.name {
    case "sysrq", "header", "cpuset", "stack": 0
    case "processes", "rows": 2
    case "summary", "selection", "kill", "spared", "sharing", "group", "reaper", "panic": 3
    default: 1
    }
  }

  /// The kinship of a line that names the very kill.
  static let sameKill = 4

  /// Whether each line of the section is of another kill, so that it never says more of one that has it already.
  var provesOneKill: Bool { ["summary", "selection", "kill", "spared", "panic"].contains(name) }
}

extension OpenReport {
  /// Keeps a line as it is.
  func keep(_ text: Span<UInt8>) {
    report.otherLineCount += 1
    guard report.otherLines.count < KernelRecogniser.Limit.keptLines else { return }
    report.otherLines.append(text.text(0..<min(text.count, KernelRecogniser.Limit.keptBytes)))
  }

  /// Whether `pid` died in this report.
  func killed(_ pid: Int64) -> Bool { alsoDead.contains(pid) }

  /// Adds the rest of the last row's name: a word that a terminal wrapped, or what followed a newline in the name.
  func extendName(_ text: Span<UInt8>, isStamped: Bool, _ line: KernelRecogniser.Line) -> Bool {
    guard var name = openName else { return false }
    // A line that is shorter than the longest has broken at a blank.
    let gap = isStamped ? "\n" : line.indent > 0 || !name.isWidest ? " " : ""
    // A name has 15 bytes at most (TASK_COMM_LEN).
    guard name.row.comm.utf8.count + gap.utf8.count + text.count <= 15 else { return false }
    guard isStamped ? line.stamp == name.stamp : text.firstIndex(of: 0x20) == nil else { return false }
    name.row.comm += gap + text.text
    openName = name
    return true
  }
}

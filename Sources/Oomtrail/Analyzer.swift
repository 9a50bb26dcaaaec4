// The library's face: paths in, a case out.

import Synchronization
import TrailBytes
public import TrailCase
import TrailHost
public import TrailInput
import TrailKernel
public import TrailModel

/// Reads inputs and builds the case of what they hold.
public struct Analyzer: Sendable {
  /// How to place stamps that lack a year or a zone.
  public var options: CaseOptions

  /// What inputs may ask for.
  public var limits: InputLimits
  /// How many inputs are read at a time. What comes of them does not depend on it.
  public var jobs: Int
  /// How far it has come.
  public let progress = ReadingProgress()
  let scanner = LiteralScanner(streamSentinels)
  let tables: TableStore

  /// An analyzer that follows `options` and keeps to `limits`.
  public init(options: CaseOptions = CaseOptions(), limits: InputLimits = InputLimits(), jobs: Int = 1) {
    self.options = options
    self.limits = limits
    self.jobs = jobs
    tables = TableStore(budget: limits.tables)
  }

  /// What came of some paths.
  public struct Result {
    /// What was found.
    public var found: Case
    /// Paths that lead nowhere.
    public var failures: [InputFailure]
    let tables: TableStore
    /// How often a process table could not be had again from the file it had been moved to: its rows are missing.
    public var lostTables: Int { tables.losses }
  }

  /// Reads everything under `paths`: files, directories, `-` for standard input.
  ///
  /// What cannot be read is a ``Problem`` in the case; only a path that does not exist is a failure.
  public func analyze(paths: [String]) -> Result {
    let walk = Walk(paths, links: HostFile.isZoneLink)
    progress.inputs.store(walk.inputs.count, ordering: .relaxed)
    var reading = CaseReading(self)
    reading.take(walk)
    reading.take(readEntries(of: walk.inputs))
    return Result(found: reading.finish(), failures: walk.failures, tables: tables)
  }

  /// An input and what was read from it.
  struct Reading: Sendable {
    @Boxed var input: Input
    var observations: [Observation] = []
    var notices = InputNotices()
  }

  /// Reads one input, whose bytes pass `kubernetes`.
  func read(_ opened: OpenedInput, kubernetes: KubernetesTap? = nil) -> Reading {
    guard let source = opened.source else {
      var input = Input(path: opened.path, kind: opened.kind.rawValue)
      input.bytes = opened.size ?? 0
      input.problems = opened.problems
      return Reading(input: input)
    }
    let stream: StreamResult
    var damage: [Problem] = []
    if opened.kind == .journal {
      let journal = JournalAnalyzer(
        source, archive: opened.archive, scanner: scanner, tables: tables, mostReports: limits.events
      ).run()
      stream = journal.result
      damage = journal.damage.map { Problem(path: opened.path, damage: $0) }
    } else {
      stream = StreamAnalyzer(
        source, scanner: scanner, kubernetes: kubernetes, tables: tables, mostReports: limits.events
      ).run()
    }
    var reading = Reading(input: describe(opened, stream))
    reading.input.problems = opened.problems + damage
    take(stream, into: &reading)
    return reading
  }

  /// What is to be said of an input as a whole, but for its problems.
  func describe(_ opened: OpenedInput, _ stream: StreamResult) -> Input {
    var input = Input(path: opened.path, kind: opened.kind.rawValue)
    input.bytes = stream.bytes
    input.lines = stream.lines
    input.envelope = stream.envelope
    input.host = stream.host
    input.clock = stream.clock
    input.clock.modified = opened.modified
    input.clock.compressed = opened.compressed
    input.stamps = (stream.first, stream.last)
    input.boots = stream.boots.starts
    input.anchors = stream.boots.anchors
    input.memory = stream.memory
    return input
  }

  /// Adds what was found in a stream.
  func take(_ stream: StreamResult, into reading: inout Reading) {
    let path = reading.input.path
    if let line = stream.longLine {
      reading.input.problems.append(
        Problem(
          path: path, kind: .longLine,
          detail: "A line is longer than \(LineWindow.longestLine) bytes and was read in pieces.", line: line.line,
          offset: line.offset))
    }
    if let line = stream.tornStretch {
      reading.input.problems.append(
        Problem(
          path: path, kind: .report,
          detail: "The records are not in order, and too many in a row are of reports to put them in it; a report may "
            + "come in parts.", line: line.line, offset: line.offset))
    }
    if let (count, first) = stream.unkeptReports {
      reading.input.problems.append(
        Problem(
          path: path, kind: .report,
          detail:
            "More than \(limits.events) kills are in it; \(count == 1 ? "1 more is" : "\(count) more are") not told.",
          line: first.line, offset: first.offset))
    }
    if let (count, first) = stream.unreadKills {
      let lines = count == 1 ? "A line speaks" : "\(count) lines speak"
      reading.input.problems.append(
        Problem(
          path: path, kind: .report, detail: "\(lines) of a kill and could not be read as the kernel's.",
          line: first.line, offset: first.offset))
    }
    if let (count, first) = stream.repeatedKills {
      let times = count == 1 ? "once more" : "\(count) more times"
      reading.input.problems.append(
        Problem(
          path: path, kind: .report,
          detail: "A logger says that lines about kills came \(times); they are taken for copies of one line.",
          line: first.line, offset: first.offset))
    }
    for (read, host, bootID) in stream.reports {
      if read.report.unreadableRows > 0 {
        reading.input.problems.append(
          Problem(
            path: path, kind: .report,
            detail: "\(read.report.unreadableRows) rows of a process table could not be read.",
            line: read.first.line, offset: read.first.offset))
      }
      reading.observations.append(
        Observation(
          report: read.report, stamp: read.stamp, stampText: read.stampText, yearTurns: read.yearTurns, host: host,
          bootID: bootID, input: 0, first: read.first, last: read.last))
    }
    take(witnesses: stream, into: &reading)
    reading.notices = stream.notices
    reading.input.notices = stream.notices.kept.count + stream.notices.dropped.reduce(0) { $0 + $1.count }
  }
}

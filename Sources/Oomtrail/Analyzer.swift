// The library's face: paths in, a case out.

import TrailBytes
public import TrailCase
public import TrailInput
import TrailKernel
public import TrailModel

/// Reads inputs and builds the case of what they hold.
public struct Analyzer {
  /// How to place stamps that lack a year or a zone.
  public var options: CaseOptions

  /// An analyzer that follows `options`.
  public init(options: CaseOptions = CaseOptions()) { self.options = options }

  /// What came of some paths.
  public struct Result {
    /// What was found.
    public var found: Case
    /// Paths that lead nowhere.
    public var failures: [InputFailure]
  }

  /// Reads everything under `paths`: files, directories, `-` for standard input.
  ///
  /// What cannot be read is a ``Problem`` in the case; only a path that does not exist is a failure.
  public func analyze(paths: [String]) -> Result {
    let walk = Walk(paths)
    let scanner = LiteralScanner(kernelSentinels + bootSentinels)
    var builder = CaseBuilder(options: options)
    var bundles = Bundles()
    for problem in walk.problems { builder.add(problem: problem) }
    for entry in walk.inputs {
      var opened = openInput(entry)
      bundles.look(at: &opened)
      let (input, observations, notices) = read(opened, scanner)
      builder.add(input: input, observations: observations, notices: notices)
    }
    for bundle in bundles.all { builder.add(bundle: bundle) }
    return Result(found: builder.finish(), failures: walk.failures)
  }

  private func read(_ opened: OpenedInput, _ scanner: LiteralScanner) -> (Input, [Observation], InputNotices) {
    var input = Input(path: opened.path, kind: opened.kind.rawValue)
    input.bytes = opened.size ?? 0
    var damage: [Problem] = []
    guard let source = opened.source else {
      input.problems = opened.problems
      return (input, [], InputNotices())
    }
    let stream: StreamResult
    if opened.kind == .journal {
      let journal = JournalAnalyzer(source, archive: opened.archive, scanner: scanner).run()
      stream = journal.result
      damage = journal.damage.map { Problem(path: opened.path, damage: $0) }
    } else {
      stream = StreamAnalyzer(source, scanner: scanner).run()
    }
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
    input.problems = opened.problems + damage
    if let line = stream.longLine {
      input.problems.append(
        Problem(
          path: input.path, kind: .longLine,
          detail: "A line is longer than \(LineWindow.longestLine) bytes and was read in pieces.", line: line.line,
          offset: line.offset))
    }
    if let line = stream.tornStretch {
      input.problems.append(
        Problem(
          path: input.path, kind: .report,
          detail: "The records are not in order, and too many in a row are of reports to put them in it; a report may "
            + "come in parts.", line: line.line, offset: line.offset))
    }
    if let (count, first) = stream.unreadKills {
      let lines = count == 1 ? "A line speaks" : "\(count) lines speak"
      input.problems.append(
        Problem(
          path: input.path, kind: .report, detail: "\(lines) of a kill and could not be read as the kernel's.",
          line: first.line, offset: first.offset))
    }
    let observations = stream.reports.map { found in
      if found.report.report.unreadableRows > 0 {
        input.problems.append(
          Problem(
            path: input.path, kind: .report,
            detail: "\(found.report.report.unreadableRows) rows of a process table could not be read.",
            line: found.report.first.line, offset: found.report.first.offset))
      }
      return Observation(
        report: found.report.report, stamp: found.report.stamp, stampText: found.report.stampText,
        yearTurns: found.report.yearTurns, host: found.host, bootID: found.bootID, input: 0, first: found.report.first,
        last: found.report.last)
    }
    return (input, observations, stream.notices)
  }
}

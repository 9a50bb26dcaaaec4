// What all commands that read inputs can be told about them.

import ArgumentParser
import Oomtrail
import TrailBytes
import TrailCase
import TrailInput
import TrailModel

/// Which inputs to read, and how.
struct ReadingOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Files, archives and directories to read; - is standard input.", valueName: "path"))
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "The year of the newest stamps of each log, or of the newest log of a rotation, where they have none.",
      valueName: "year"))
  var year: Int?

  @Option(
    // West of Greenwich they begin with a minus sign.
    parsing: .unconditional,
    help: ArgumentHelp(
      "The zone of stamps that have none: UTC, +02:00 or a name such as Europe/Berlin. Where the bundle or another copy "
        + "of a kill tells it, that is taken. Default: UTC.", valueName: "zone"), transform: ZoneArgument.init)
  var timezone: ZoneArgument?

  @Option(
    help: ArgumentHelp(
      "When kubectl printed ages such as 7m48s: 2026-11-23T13:15:00Z. Default: as each text and its bundle tell it.",
      valueName: "time"), transform: TimeArgument.init)
  var dumpTime: TimeArgument?

  @Option(
    help: ArgumentHelp(
      "How many archives may lie one in the other, and how often data may be compressed.", valueName: "levels"))
  var maxNesting = InputLimits().nesting

  @Option(help: ArgumentHelp("How many members the archives in one input may have.", valueName: "count"))
  var maxMembers = InputLimits().members

  @Option(
    help: ArgumentHelp("How many bytes may be decompressed of one input: 512M, 20G. Default: 1T.", valueName: "size"),
    transform: SizeArgument.init)
  var maxExpanded = SizeArgument(bytes: InputLimits().expanded)

  @Option(help: ArgumentHelp("How many bytes may come of one compressed byte.", valueName: "times"))
  var maxRatio = Int(InputLimits().ratio)

  @Option(help: ArgumentHelp("How many kills of one log are kept.", valueName: "count"))
  var maxEvents = InputLimits().events

  @Option(
    help: ArgumentHelp(
      "How many bytes of process tables are held in memory; more go to a temporary file in $TMPDIR. Default: 8M.",
      valueName: "size"), transform: SizeArgument.init)
  var maxTables = SizeArgument(bytes: InputLimits().tables)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "How many inputs to read at a time. The report does not depend on it. Default: one a core.", valueName: "count"))
  var jobs: Int?

  @Flag(help: "Show no progress on a terminal.")
  var quiet = false

  @OptionGroup(title: "Filters (applied to whole events, after all copies were put together)")
  var filters: FilterOptions

  func validate() throws {
    if let year, !(1991...2261).contains(year) {
      throw ValidationError("--year \(year) is no year a Linux log can have.")
    }
    let counts = [
      ("max-nesting", maxNesting), ("max-members", maxMembers), ("max-ratio", maxRatio),
      ("max-events", maxEvents), ("jobs", jobs ?? 1),
    ]
    for (name, value) in counts where value < 1 {
      throw ValidationError("--\(name) \(value) would read nothing; the least is 1.")
    }
  }

  /// Reads everything, and says which paths lead nowhere.
  func analyze() throws -> Analyzer.Result {
    guard !paths.isEmpty else {
      throw ValidationError("Nothing to read: name files, archives or directories, or - for standard input.")
    }
    var options = CaseOptions(year: year, zone: timezone?.zone, dumpTime: dumpTime?.instant)
    options.filter = try filters.filter(in: timezone)
    var limits = InputLimits()
    limits.nesting = maxNesting
    limits.members = maxMembers
    limits.expanded = maxExpanded.bytes
    limits.ratio = Int64(maxRatio)
    limits.events = maxEvents
    limits.tables = maxTables.bytes
    let analyzer = Analyzer(
      options: options, limits: limits, jobs: jobs ?? coreCount())
    let line = quiet ? nil : ProgressLine(analyzer.progress)
    let result = analyzer.analyze(paths: paths)
    line?.stop()
    for failure in result.failures { Talk.say("oomtrail: \(failure.path): \(failure.message)") }
    if result.found.inputs.isEmpty, result.found.problems.isEmpty, !result.failures.isEmpty { throw ExitStatus.usage }
    return result
  }
}

/// Says which input was lost, and ends with the status for that.
func reportLosses(of result: Analyzer.Result) throws {
  let problems = result.found.problems
  for problem in problems where problem.losesInput { Talk.say("oomtrail: \(problem.path): \(problem.detail)") }
  if result.lostTables > 0 {
    Talk.say("oomtrail: process tables could not be read again from the temporary file; rows are missing")
    throw ExitStatus.unreadable
  }
  if !result.failures.isEmpty || problems.contains(where: \.losesInput) { throw ExitStatus.unreadable }
}

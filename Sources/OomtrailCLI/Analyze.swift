// `oomtrail analyze`: the main job.

import ArgumentParser
import Oomtrail
import TrailBytes
import TrailCase
import TrailInput
import TrailModel
import TrailRender

/// Reads logs and prints the timeline of their kills.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Report the kills in files, directories or a stream (the default command).")

  @Argument(help: ArgumentHelp("Files and directories to read; - is standard input.", valueName: "path"))
  var paths: [String] = []

  @Option(name: .shortAndLong, help: "The output: \(Renderer.all.map(\.name).joined(separator: ", ")).")
  var format: OutputFormat = OutputFormat(renderer: .markdown)

  @Option(name: .shortAndLong, help: "Write to a file, whole or not at all, instead of standard output.")
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The year of the newest stamps of each log, or of the newest log of a rotation, where they have none.",
      valueName: "year"))
  var year: Int?

  @Option(
    help: ArgumentHelp(
      "The zone of stamps that have none: UTC, +02:00 or a name such as Europe/Berlin. Where the bundle or another copy "
        + "of a kill tells it, that is taken. Default: UTC.", valueName: "zone"))
  var timezone: ZoneArgument?

  @Flag(help: "Exit with status 1 where a kill was found.")
  var failOnKill = false

  func validate() throws {
    if let year, !(1991...2261).contains(year) {
      throw ValidationError("--year \(year) is no year a Linux log can have.")
    }
  }

  func run() throws {
    guard !paths.isEmpty else {
      throw ValidationError("Nothing to read: name files or directories, or - for standard input.")
    }
    try refuseInputAsOutput()
    let result = Analyzer(options: CaseOptions(year: year, zone: timezone?.zone)).analyze(paths: paths)
    for failure in result.failures { Talk.say("oomtrail: \(failure.path): \(failure.message)") }
    if result.found.inputs.isEmpty, result.found.problems.isEmpty, !result.failures.isEmpty { throw ExitStatus.usage }
    try write(result.found)
    let problems = result.found.problems
    for problem in problems where problem.losesInput {
      Talk.say("oomtrail: \(problem.path): \(problem.detail)")
    }
    if !result.failures.isEmpty || problems.contains(where: \.losesInput) { throw ExitStatus.unreadable }
    if failOnKill, result.found.events.contains(where: { $0.report.outcome == .killed }) { throw ExitStatus.killFound }
  }

  /// A report written over a log would destroy the evidence.
  private func refuseInputAsOutput() throws {
    guard let output, let target = try? FileStatus.of(argumentBytes(output), followingLinks: true),
      target.kind == .regular
    else { return }
    for path in paths {
      guard let input = try? FileStatus.of(argumentBytes(path), followingLinks: true), input.identity == target.identity
      else { continue }
      Talk.say("oomtrail: \(output): is an input; the report would be written over the log")
      throw ExitStatus.usage
    }
  }

  private func write(_ found: Case) throws {
    var failure: OutputFailure?
    do throws(OutputFailure) {
      let file = try output.map { path throws(OutputFailure) in try OutputFile(path: path) }
      let sink: any ByteSink = file ?? StandardOutput()
      var writer = ByteWriter { bytes in
        do throws(OutputFailure) {
          try sink.write(bytes)
          return true
        } catch {
          failure = error
          return false
        }
      }
      format.renderer.render(found, &writer)
      writer.flush()
      if failure == nil { try file?.commit() }
    } catch { failure = error }
    guard let failure else { return }
    // A reader that goes away has what it wanted.
    if failure.isBrokenPipe { throw ExitStatus.analysed }
    Talk.say("oomtrail: cannot write \(failure)")
    throw ExitStatus.usage
  }
}

/// `--format`'s value.
struct OutputFormat: ExpressibleByArgument {
  var renderer: Renderer

  init(renderer: Renderer) { self.renderer = renderer }

  init?(argument: String) {
    guard let renderer = Renderer.named(argument) else { return nil }
    self.renderer = renderer
  }

  var defaultValueDescription: String { renderer.name }
  static var allValueStrings: [String] { Renderer.all.map(\.name) }
}

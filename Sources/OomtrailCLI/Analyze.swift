// `oomtrail analyze`: the main job.

import ArgumentParser
import Oomtrail
import TrailBytes
import TrailModel
import TrailRender

/// Reads logs and prints the timeline of their kills.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Report the kills in files, directories or a stream (the default command).")

  @OptionGroup var reading: ReadingOptions

  @Option(name: .shortAndLong, help: "The output: \(Renderer.all.map(\.name).joined(separator: ", ")).")
  var format: OutputFormat = OutputFormat(renderer: .markdown)

  @Option(name: .shortAndLong, help: "Write to a file, whole or not at all, instead of standard output.")
  var output: String?

  @Flag(help: "Exit with status 1 where a kill was found.")
  var failOnKill = false

  func run() throws {
    try refuseInputAsOutput()
    let result = try reading.analyze()
    try writeOutput(to: output) { format.renderer.render(result.found, &$0) }
    try reportLosses(of: result)
    if failOnKill, result.found.events.contains(where: { $0.report.outcome == .killed }) { throw ExitStatus.killFound }
  }

  /// A report written over a log would destroy the evidence.
  private func refuseInputAsOutput() throws {
    guard let output, let target = try? FileStatus.of(argumentBytes(output), followingLinks: true),
      target.kind == .regular
    else { return }
    let folders = Set(foldersAbove(output))
    for path in reading.paths {
      guard let input = try? FileStatus.of(argumentBytes(path), followingLinks: true) else { continue }
      if input.identity == target.identity {
        Talk.say("oomtrail: \(output): is an input; the report would be written over the log")
      } else if folders.contains(input.identity) {
        Talk.say("oomtrail: \(output): lies in \(path), which is read; the report would be written over a file of it")
      } else {
        continue
      }
      throw ExitStatus.usage
    }
  }

  /// The folders that a path lies in, up to the root.
  private func foldersAbove(_ path: String) -> [FileStatus.Identity] {
    var folder = path.lastIndex(of: "/").map { path[...$0] + "." } ?? "."
    var folders: [FileStatus.Identity] = []
    while let status = try? FileStatus.of(argumentBytes(folder), followingLinks: true), status.identity != folders.last
    {
      folders.append(status.identity)
      folder += "/.."
    }
    return folders
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

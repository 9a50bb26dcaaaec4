// `oomtrail inspect`: what a strange bundle holds.

import ArgumentParser
import Oomtrail
import TrailRender

/// Reads inputs and lists what each was taken for.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what files and members of archives were taken for, what was found in them, and what was skipped.")

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    let result = try reading.analyze()
    try writeOutput(to: nil) { writeInspection(of: result.found, to: &$0) }
    try reportLosses(of: result)
  }
}

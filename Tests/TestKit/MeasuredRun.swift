// Runs of the built program with what they took.

import Foundation
import Testing

extension BuiltProgram {
  /// What a measured run came to.
  public struct Measured: Sendable {
    /// The exit status; for a run that was ended by a signal, its number negated. The alarm (14) is the time limit's.
    public let status: Int32
    /// The most memory it had at a time, in bytes.
    public let peak: Int
    /// Standard output.
    public let output: [UInt8]
    /// Standard error.
    public let errors: String
    /// How long it took, in seconds.
    public let seconds: Double
  }

  /// Runs it with `arguments` for at most `seconds`. Where there is one, a shell's `feed` writes its standard input.
  public static func measure(_ arguments: [String], feed: String? = nil, seconds: Int) throws -> Measured {
    let scratch = try Scratch()
    let measures = scratch.path + "/measures"
    let measured = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("measured").path
    // A program that is measured need not be the one that was built with the tests.
    let program = ProcessInfo.processInfo.environment["OOMTRAIL_PROGRAM"] ?? path
    let words = [measured, measures, "\(seconds)", program] + arguments
    let start = Date()
    let outcome =
      if let feed {
        try launch("/bin/sh", ["-c", "\(feed) | \"$0\" \"$@\""] + words, seconds: Double(seconds) + 60)
      } else {
        try launch(words[0], Array(words.dropFirst()), seconds: Double(seconds) + 60)
      }
    let end = Date()
    let numbers = try scratch.text("measures").split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    try #require(numbers.count == 2, "\(outcome.errors)")
    return Measured(
      status: Int32(numbers[0]), peak: numbers[1] << 10, output: outcome.output, errors: outcome.errors,
      seconds: end.timeIntervalSince(start))
  }
}

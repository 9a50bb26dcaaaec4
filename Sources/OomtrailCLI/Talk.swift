// Talk goes to stderr, data to stdout.

import TrailBytes
import TrailRender

/// What the program says to the person at the terminal.
enum Talk {
  /// Says something on stderr.
  static func say(_ text: String) { write(text, to: StandardError()) }

  /// Answers what was asked for (help, the version) on stdout.
  static func answer(_ text: String) { write(text, to: StandardOutput()) }

  private static func write(_ text: String, to sink: some ByteSink) {
    // Names in messages come from file systems and may hold terminal escapes; our own line breaks stay.
    let safe = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).visible }
    let line = Array((safe.joined(separator: "\n") + "\n").utf8)
    // Nobody is left to tell of a stream that is closed.
    try? sink.write(line.span)
  }
}

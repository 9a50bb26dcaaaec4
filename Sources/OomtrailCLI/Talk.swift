// Talk goes to stderr, data to stdout.

import TrailBytes

/// What the program says to the person at the terminal.
enum Talk {
  /// Says something on stderr.
  static func say(_ text: String) { write(text, to: StandardError()) }

  /// Answers what was asked for (help, the version) on stdout.
  static func answer(_ text: String) { write(text, to: StandardOutput()) }

  private static func write(_ text: String, to sink: some ByteSink) {
    let line = Array((text + "\n").utf8)
    // Nobody is left to tell of a stream that is closed.
    try? sink.write(line.span)
  }
}

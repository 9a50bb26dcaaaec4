// `last message repeated 3 times`, `message repeated 3 times: [ text]`: loggers that count instead of writing again.

import TrailBytes
import TrailModel

/// A line that stands for more copies of the line before it (sysklogd, inetutils, rsyslog, syslog-ng).
struct RepeatedLines {
  /// How many more.
  var count: Int64
  /// The text that is said to be repeated, where it is quoted.
  var text: Range<Int>?

  /// Reads a message; nil where it is another.
  init?(_ message: Span<UInt8>) {
    var cursor = Cursor(message)
    cursor.skipBlanks()
    if cursor.skip("Last message '") {
      // The first bytes of it, which may hold quotes.
      guard cursor.skip(past: "' repeated "), let count = cursor.number(), cursor.skip(" time") else { return nil }
      self.count = count
      return
    }
    guard cursor.skip("last message repeated ") || cursor.skip("message repeated "), let count = cursor.number(),
      cursor.skip(" time")
    else { return nil }
    self.count = count
    _ = cursor.skip(byte: 0x73)
    if cursor.skip(": [") { text = cursor.position..<message.count }
  }
}

// RFC 5424: `<4>1 2026-04-27T15:50:37.871470-04:00 web-07 kernel - - - [  177.366785] text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// Syslog with structured data, as rsyslog's `RSYSLOG_SyslogProtocol23Format` and syslog-ng's
  /// `syslog-protocol` write.
  public static let syslog5424 = Envelope(
    name: "syslog-rfc5424",
    summary: "RFC 5424 (rsyslog protocol-23 format, syslog-ng syslog-protocol)",
    samples: [
      "<4>1 2026-04-27T15:50:37.871470-04:00 web-07 kernel - - - [  177.366785] hog invoked oom-killer: order=0",
      "<4>1 2026-11-22T19:03:04+00:00 vm kernel - - [meta sequenceId=\"1\" x=\"a]\\\"b\"][y@1] [   95.030330] hog",
      "<30>1 - vm systemd 1 - - \u{FEFF}Started foo.service.",
      "1 2026-11-22T19:03:04Z vm kernel - - - [   95.030330] a priority that a template left out",
    ],
    read: { line in
      var cursor = Cursor(line)
      let priority = cursor.priority()
      guard cursor.skip("1 ") else { return nil }
      let start = cursor.position
      var stamp = Stamp()
      var stampText: Range<Int>?
      // Without priority and date the beginning is one of any line.
      if priority == nil || !cursor.skip("- ") {
        guard let read = cursor.isoStamp(), read.offset != nil else { return nil }
        stamp = read
        stampText = start..<cursor.position
        guard cursor.skip(byte: 0x20) else { return nil }
      }
      guard let host = cursor.field(), let name = cursor.field(), cursor.field() != nil, cursor.field() != nil,
        cursor.skipStructuredData(), cursor.isAtEnd || cursor.peek == 0x20
      else { return nil }
      var end = cursor.position
      if line.has("  [", at: end) {
        // What rsyslog has from a socket keeps the blank behind the tag.
        end += 1
      } else if line.has(" \u{FEFF}", at: end) {
        end += 4
      }
      var head = RecordHead(text: end..<line.count, stampText: stampText, stamp: stamp)
      if !line.extracting(host).equals("-") { head.host = host }
      head.take(name, line, behind: end)
      if line.extracting(name).equals("-") {
        head.ident = nil
        head.origin = priority ?? 8 < 8 ? .kernel : .unknown
        head.readKernelPrefix(of: line)
      }
      return head
    })
}

extension Cursor {
  /// Reads a word and the blank behind it.
  fileprivate mutating func field() -> Range<Int>? {
    let word = word()
    return word.isEmpty || !skip(byte: 0x20) ? nil : word
  }

  /// Reads `-` or elements such as `[meta sequenceId="1"]`, in whose quoted values `\"`, `\\` and `\]` are escaped.
  fileprivate mutating func skipStructuredData() -> Bool {
    if skip(byte: 0x2D) { return true }
    // Where a sender left the data out, what begins with a bracket is the kernel's stamp.
    guard peek == 0x5B, kernelStamp() == nil else { return false }
    while skip(byte: 0x5B) {
      guard let first = peek, first != 0x20, first != 0x5D else { return false }
      var isQuoted = false
      while let byte = peek, isQuoted || byte != 0x5D {
        if byte == 0x22 { isQuoted.toggle() }
        position += isQuoted && byte == 0x5C ? 2 : 1
      }
      guard skip(byte: 0x5D) else { return false }
    }
    return true
  }
}

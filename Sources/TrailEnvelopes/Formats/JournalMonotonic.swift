// `journalctl -o short-monotonic`: `[  177.425810] web-07 kernel: text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// journalctl with seconds since boot, and `short-delta`, which puts `<    0.002807 >` behind them.
  public static let journalMonotonic = Envelope(
    name: "journal-monotonic",
    summary: "journalctl -o short-monotonic, short-delta",
    samples: [
      "[  177.425810] web-07 kernel: hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "[  177.428617 <    0.002807 >] web-07 kernel: Call Trace:",
      "[  177.428617                ] web-07 systemd[1]: Started foo.service.",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard cursor.skip(byte: 0x5B) else { return nil }
      cursor.skipPadding()
      guard let (nanoseconds, number) = cursor.bootSeconds() else { return nil }
      // A star marks a difference between boots, which is of wall times.
      if cursor.skipPadding() > 0, cursor.peek == 0x3C, !cursor.skipDelta(" >"), !cursor.skipDelta("*>") { return nil }
      guard cursor.skip(byte: 0x5D), isJournal(line, at: cursor.position) else { return nil }
      // Which of the two it is the journalctl decides: 252 prints the kernel's stamp, 257 when journald got it.
      return RecordHead(
        syslog: line, at: cursor.position, stampText: number,
        stamp: Stamp(monotonic: nanoseconds, isReceived: true))
    })

  /// Whether ` HOST kernel: ` or ` HOST NAME[PID]: ` stands at `position`.
  ///
  /// dmesg's lines begin alike, and some of the kernel's have words such as `usb 1-1: `; these two tags it has not.
  static func isJournal(_ line: Span<UInt8>, at position: Int) -> Bool {
    var cursor = Cursor(line, at: position)
    guard cursor.skip(byte: 0x20) else { return false }
    let start = cursor.position
    while let byte = cursor.peek, isHostByte(byte) { cursor.position += 1 }
    guard cursor.position > start, cursor.skip(byte: 0x20) else { return false }
    if cursor.peek == 0x6B, line.has("kernel: ", at: cursor.position) { return true }
    let word = cursor.word()
    guard line.has("]: ", at: word.upperBound - 2), let tag = RecordHead.tag(line, word),
      tag.upperBound < word.upperBound - 1, !tag.isEmpty
    else { return false }
    // The kernel's own way to name a process whose name has a blank (arch/*/mm/fault.c, show_signal).
    return !cursor.skip(" segfault") && !cursor.skip(" unhandled") && !cursor.skip(" bad frame")
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 <= 9 || byte == 0x2D || byte == 0x2E || byte == 0x5F
  }
}

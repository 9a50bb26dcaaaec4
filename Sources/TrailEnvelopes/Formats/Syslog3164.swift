// RFC 3164: `Nov  3 09:12:04 web-01 kernel: [  177.366785] text`, as rsyslog, syslog-ng, busybox and sysklogd write it.

import TrailBytes
import TrailModel

extension Envelope {
  /// Traditional syslog: no year, no zone; day padded with a blank.
  public static let syslog3164 = Envelope(
    name: "syslog-rfc3164",
    summary: "traditional syslog files (rsyslog, syslog-ng, busybox, sysklogd)",
    samples: [
      "Apr 27 15:50:37 web-07 kernel: [  177.366785] hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "Sep  9 08:12:34 db-3 kernel: Call Trace:",
      "<4>Nov 22 19:03:04 vm kernel: [   95.030330] hog",
      "Jan  1 00:00:05 vm kern.warn kernel: [   95.030330] hog",
      "Dec 31 23:59:59 kernel: [   95.030330] no host",
      "Aug 30 06:58:55.050705 node kernel: with a fraction",
      "2025 Dec  3 04:05:06 sw1 kernel: the year before the month",
      "Dec  3 2025 04:05:06 sw1 kernel: the year behind the day",
    ],
    read: { line in read(line, isJournal: false) })

  /// Reads the RFC 3164 family; a day that is padded with a zero is journalctl's.
  static func read(_ line: Span<UInt8>, isJournal: Bool) -> RecordHead? {
    var cursor = Cursor(line)
    _ = cursor.priority()
    let start = cursor.position
    var year: Int?
    if let four = cursor.digits(4) {
      guard cursor.skip(byte: 0x20) else { return nil }
      year = four
    }
    guard let month = cursor.month() ?? (isDated(line) ? cursor.localMonth() : nil),
      (1...2).contains(cursor.skipPadding()), (cursor.peek == 0x30) == isJournal, let day = cursor.day(),
      cursor.skip(byte: 0x20)
    else { return nil }
    let behindDay = cursor.position
    if year == nil, let four = cursor.digits(4) {
      if cursor.skip(byte: 0x20) { year = four } else { cursor.position = behindDay }
    }
    guard let civil = cursor.time(year: year, month: month, day: day) else { return nil }
    let stampText = start..<cursor.position
    _ = cursor.skip(byte: 0x3A)
    guard cursor.isAtEnd || cursor.peek == 0x20 else { return nil }
    return RecordHead(
      syslog: line, at: cursor.position, stampText: stampText, stamp: Stamp(civil: civil))
  }
  /// Whether a time of day stands early in the line: without one, no table of months need be searched.
  private static func isDated(_ line: Span<UInt8>) -> Bool {
    guard line.count > 10, let colon = line.extracting(0..<min(line.count, 32)).firstIndex(of: 0x3A, from: 4)
    else { return false }
    return line[colon - 1] &- 0x30 <= 9 && line[colon - 2] &- 0x30 <= 9 && line.has(":", at: colon + 3)
  }
}

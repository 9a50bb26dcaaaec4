// ISO stamps: `2026-04-27T15:50:37.871470-04:00 web-07 kernel: text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// rsyslog's file format, syslog-ng's ISO dates and `journalctl -o short-iso`, which agree but for the zone's colon.
  public static let syslogISO = Envelope(
    name: "syslog-rfc3339",
    summary: "rsyslog file format, syslog-ng ISO dates, journalctl -o short-iso and short-iso-precise",
    samples: [
      "2026-04-27T15:50:37.871470-04:00 web-07 kernel: [  177.366785] hog invoked oom-killer: gfp_mask=0xcc0",
      "2026-04-27T15:50:40-0400 web-07 kernel: anon 50155520",
      "2026-11-22T19:03:04+00:00 vm systemd[1]: Started Session 1 of User root.",
      "<4>2026-04-27T15:50:37Z web-07 kernel: [  177.366785] hog",
    ],
    read: { line in
      var cursor = Cursor(line)
      _ = cursor.priority()
      let start = cursor.position
      guard let stamp = cursor.isoStamp() else { return nil }
      let stampText = start..<cursor.position
      guard cursor.peek == 0x20, !isOther(line, start, cursor.position) else { return nil }
      return RecordHead(syslog: line, at: cursor.position, stampText: stampText, stamp: stamp)
    })

  /// Whether a line with such a stamp is of another kind: `dmesg --time-format=iso` (a comma before the microseconds,
  /// no host), a container runtime's (`stdout F …`).
  private static func isOther(_ line: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    if line.has(",", at: start + 19) { return true }
    var cursor = Cursor(line, at: end)
    return (cursor.skip(" stdout") || cursor.skip(" stderr")) && (cursor.isAtEnd || cursor.peek == 0x20)
  }
}

extension Cursor {
  /// Reads `2026-04-27T15:50:37.871470-04:00`; the zone may be missing, the `T` a blank.
  mutating func isoStamp() -> Stamp? {
    let start = position
    guard let year = digits(4), skip(byte: 0x2D), let month = digits(2), skip(byte: 0x2D), let day = digits(2),
      skip(byte: 0x54) || skip(byte: 0x20), let civil = time(year: year, month: month, day: day)
    else {
      position = start
      return nil
    }
    return Stamp(civil: civil, offset: zone())
  }
}

// `journalctl -o short-full`: `Mon 2026-04-27 15:50:40 EDT web-07 kernel: text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// journalctl with weekday, date and the zone's abbreviation, which mostly tells the offset.
  public static let journalFull = Envelope(
    name: "journal-full",
    summary: "journalctl -o short-full, with-unit",
    samples: [
      "Mon 2026-04-27 15:50:40 EDT web-07 kernel: hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "Mon 2026-04-27 19:50:40 UTC web-07 init.scope[1]: Started foo.service.",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard line.has("-", at: 8), cursor.weekday(), var stamp = cursor.isoStamp(), stamp.offset == nil,
        cursor.skip(byte: 0x20), let zone = cursor.zoneName()
      else { return nil }
      let stampText = 0..<cursor.position
      stamp.offset = stamp.civil.flatMap { zone.offset(at: $0, in: line) }
      // `journalctl -o verbose` goes on with the entry's cursor, `[s=…`.
      guard cursor.skip(byte: 0x20), !cursor.isAtEnd, cursor.peek != 0x5B else { return nil }
      return RecordHead(syslog: line, at: cursor.position, stampText: stampText, stamp: stamp)
    })
}

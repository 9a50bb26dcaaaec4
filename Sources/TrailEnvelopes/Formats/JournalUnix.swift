// `journalctl -o short-unix`: `1777319440.010303 web-07 kernel: text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// journalctl with seconds since 1970. A number may begin any line, so a tag must follow.
  public static let journalUnix = Envelope(
    name: "journal-unix",
    summary: "journalctl -o short-unix",
    samples: ["1777319440.010303 web-07 kernel: hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0"],
    read: { line in
      guard line.has(".", at: 10) || line.has(".", at: 9) else { return nil }
      var cursor = Cursor(line)
      guard let (nanoseconds, number) = cursor.bootSeconds(), (16...17).contains(number.count), number.lowerBound == 0,
        cursor.peek == 0x20
      else { return nil }
      let civil = Instant(nanoseconds: nanoseconds, fractionDigits: 6).civil()
      let head = RecordHead(
        syslog: line, at: cursor.position, stampText: number, stamp: Stamp(civil: civil, offset: 0))
      return head.ident == nil ? nil : head
    })
}

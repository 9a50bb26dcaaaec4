// `dmesg -T`: `[Mon Apr 27 15:50:37 2026] text`, weekday and month in the locale of whoever ran it.

import TrailBytes
import TrailModel

extension Envelope {
  /// dmesg with wall times (util-linux, sys-utils/dmesg.c), which are boot time now plus stamp: local, without a zone.
  public static let dmesgWall = Envelope(
    name: "dmesg-T",
    summary: "dmesg -T: local wall time",
    samples: [
      "[Mon Apr 27 15:50:37 2026] hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
      "[Di Aug 12 03:54:03 2025] Call Trace:",
      "[lun. nov.  3 09:12:04 2026] Mem-Info:",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard cursor.skip(byte: 0x5B) else { return nil }
      let start = cursor.position
      let weekday = cursor.word()
      guard (2...12).contains(weekday.count), cursor.skip(byte: 0x20), let month = cursor.localMonth(),
        cursor.skip(byte: 0x20), let day = cursor.day(), cursor.skip(byte: 0x20),
        var civil = cursor.time(year: nil, month: month, day: day), cursor.skip(byte: 0x20),
        let year = cursor.digits(4)
      else { return nil }
      civil.year = year
      guard civil.isPlausible else { return nil }
      let stampText = start..<cursor.position
      guard cursor.skip(byte: 0x5D) else { return nil }
      let caller = cursor.caller()
      _ = cursor.skip(byte: 0x20)
      return RecordHead(
        text: cursor.position..<line.count, stampText: stampText, stamp: Stamp(civil: civil), caller: caller)
    })
}

// dmesg and consoles: `[  177.366785] text`, the level and the caller perhaps beside the stamp.

import TrailBytes
import TrailModel

extension Envelope {
  /// Seconds since boot, as dmesg, /proc/kmsg and serial consoles show them (kernel/printk/printk.c, print_time).
  public static let dmesgSeconds = Envelope(
    name: "dmesg",
    summary: "dmesg, dmesg -r, serial consoles: seconds since boot",
    samples: [
      "[  177.366785] hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
      "<6>[  177.425810] anon 50155520",
      "<4>[  401.000001][  T374] hog",
      "[   95.090113] [       T374] anon",
      "[150000.090113] anon",
      "391524.805414] a copy that lost its first byte",
      "391524.805414][  T374] and one with a caller",
      "[   95.030330] [Sun Nov 22 18:22:17 2026] [       T374] two forms of the time",
    ],
    read: { line in
      var cursor = Cursor(line)
      let level = cursor.priority()
      guard let (nanoseconds, number) = cursor.kernelStamp() ?? cursor.kernelStampWithoutBracket() else { return nil }
      if level == nil, isJournal(line, at: cursor.position) { return nil }
      var stamp = Stamp(monotonic: nanoseconds)
      // util-linux 2.41 prints as many forms of the time as it is asked for.
      let end = cursor.position
      if cursor.skip(" ["), let (wall, _) = cursor.wallStamp(), cursor.skip(byte: 0x5D) {
        stamp.civil = wall.civil
        stamp.offset = wall.offset
      } else {
        cursor.position = end
      }
      return RecordHead(
        dmesg: line, at: cursor.position, stampText: number, stamp: stamp,
        origin: (level ?? 0) < 8 ? .unknown : .program)
    })
}

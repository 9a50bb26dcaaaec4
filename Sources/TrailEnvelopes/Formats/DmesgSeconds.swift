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
    ],
    read: { line in
      var cursor = Cursor(line)
      let level = cursor.priority()
      let start = cursor.position
      guard let (nanoseconds, number) = cursor.kernelStamp() ?? cursor.kernelStampWithoutBracket() else { return nil }
      let caller = cursor.caller()
      _ = cursor.skip(byte: 0x20)
      return RecordHead(
        text: cursor.position..<line.count, stampText: number, stamp: Stamp(monotonic: nanoseconds), caller: caller,
        origin: (level ?? 0) < 8 ? .unknown : .program)
    })
}

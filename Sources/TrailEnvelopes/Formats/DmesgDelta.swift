// `dmesg -d`: `[  177.366785 <    9.426211>] text`, the time since the line before beside the stamp.

import TrailBytes
import TrailModel

extension Envelope {
  /// dmesg's stamps with differences, and with `--time-format=delta` differences alone (util-linux, sys-utils/dmesg.c).
  public static let dmesgDelta = Envelope(
    name: "dmesg-delta",
    summary: "dmesg -d, dmesg -d -T, dmesg --time-format=delta",
    samples: [
      "[  177.366785 <    9.426211>] hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "[Mon Apr 27 15:50:37 2026 <    0.000012>] Call Trace:",
      "[<    0.000000>] Mem-Info:",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard cursor.skip(byte: 0x5B), let first = cursor.peek else { return nil }
      let start = cursor.position
      var stamp = Stamp()
      if first != 0x3C {
        if let (wall, _) = cursor.wallStamp() {
          stamp = wall
        } else {
          cursor.skipPadding()
          guard let (nanoseconds, _) = cursor.bootSeconds() else { return nil }
          stamp.monotonic = nanoseconds
        }
      }
      let end = cursor.position
      _ = first != 0x3C && cursor.skip(byte: 0x20)
      guard cursor.skipDelta(">]") else { return nil }
      // A difference alone is no time, but it is what stands in the place of one.
      let stampText = line.trimmed(first == 0x3C ? start..<cursor.position - 1 : start..<end)
      return RecordHead(dmesg: line, at: cursor.position, stampText: stampText, stamp: stamp)
    })
}

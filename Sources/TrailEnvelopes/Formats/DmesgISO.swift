// `dmesg --time-format=iso`: `2026-04-27T15:50:37,366785-04:00 text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// dmesg with ISO times: a comma before the microseconds, an offset, and no host (util-linux, sys-utils/dmesg.c).
  public static let dmesgISO = Envelope(
    name: "dmesg-iso",
    summary: "dmesg --time-format=iso",
    samples: ["2026-04-27T15:50:37,366785-04:00 hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0"],
    read: { line in
      guard line.has(",", at: 19) else { return nil }
      var cursor = Cursor(line)
      guard let stamp = cursor.isoStamp(), stamp.civil?.fractionDigits == 6, stamp.offset != nil else { return nil }
      let stampText = 0..<cursor.position
      guard cursor.isAtEnd || cursor.peek == 0x20 else { return nil }
      return RecordHead(dmesg: line, at: cursor.position, stampText: stampText, stamp: stamp)
    })
}

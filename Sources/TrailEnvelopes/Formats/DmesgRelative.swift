// `dmesg -H` and `-e`: `[Nov22 18:20] text` once a minute, `[  +9.426211] text` between.

import TrailBytes
import TrailModel

extension Envelope {
  /// dmesg's relative times: only the line that opens a minute says when it is, without a year.
  public static let dmesgRelative = Envelope(
    name: "dmesg-reltime",
    summary: "dmesg -H, dmesg -e: minutes and differences",
    samples: [
      "[Jul29 23:40] ruby-timer-thr invoked oom-killer: gfp_mask=0x14000c0(GFP_KERNEL), nodemask=(null),  order=0",
      "[  +0.000012] Call Trace:",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard cursor.skip(byte: 0x5B) else { return nil }
      let start = cursor.position
      var stamp = Stamp()
      if let month = cursor.month() {
        guard let day = cursor.day(), cursor.skip(byte: 0x20), let hour = cursor.digits(2), cursor.skip(byte: 0x3A),
          let minute = cursor.digits(2)
        else { return nil }
        let civil = CivilTime(year: nil, month: month, day: day, hour: hour, minute: minute, second: 0)
        guard civil.isPlausible else { return nil }
        stamp.civil = civil
      } else {
        cursor.skipBlanks()
        guard cursor.skip(byte: 0x2B) || cursor.skip(byte: 0x2D), cursor.number() != nil, cursor.skip(byte: 0x2E),
          cursor.digits(6) != nil
        else { return nil }
      }
      let stampText = line.trimmed(start..<cursor.position)
      guard cursor.skip(byte: 0x5D) else { return nil }
      let caller = cursor.caller()
      _ = cursor.skip(byte: 0x20)
      return RecordHead(text: cursor.position..<line.count, stampText: stampText, stamp: stamp, caller: caller)
    })
}

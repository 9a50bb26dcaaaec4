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
      "[pon kwi 27 15:50:37 2026] a month of no table",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard cursor.skip(byte: 0x5B), let (stamp, stampText) = cursor.wallStamp(), cursor.skip(byte: 0x5D)
      else { return nil }
      return RecordHead(dmesg: line, at: cursor.position, stampText: stampText, stamp: stamp)
    })
}

extension Cursor {
  /// Reads `Mon Apr 27 15:50:37 2026` in any language, and with a zone before the year as crash's `log -T` prints it.
  ///
  /// A month of no known language leaves the time unknown, which is better than wrong.
  mutating func wallStamp() -> (stamp: Stamp, text: Range<Int>)? {
    let start = position
    guard letters() != nil, skip(byte: 0x20) else { return nil }
    let month = localMonth()
    if month == nil, letters() == nil { return nil }
    skipPadding()
    guard let day = day(), skip(byte: 0x20), var civil = time(year: nil, month: month ?? 1, day: day),
      skip(byte: 0x20)
    else { return nil }
    var zone: PrintedZone?
    if let byte = peek, byte &- 0x30 > 9 {
      zone = zoneName()
      guard zone != nil, skip(byte: 0x20) else { return nil }
    }
    guard let year = digits(4) else { return nil }
    civil.year = year
    guard civil.isPlausible else { return nil }
    let stamp = month == nil ? Stamp() : Stamp(civil: civil, offset: zone?.offset(at: civil, in: bytes))
    return (stamp, start..<position)
  }
}

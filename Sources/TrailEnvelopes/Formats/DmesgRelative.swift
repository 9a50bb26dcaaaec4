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
      "[Okt22 18:20] a German minute",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard cursor.skip(byte: 0x5B) else { return nil }
      var stamp = Stamp()
      let start = cursor.position
      if !cursor.skipDifference(), !cursor.minute(&stamp) { return nil }
      let stampText = line.trimmed(start..<cursor.position)
      guard cursor.skip(byte: 0x5D) else { return nil }
      return RecordHead(dmesg: line, at: cursor.position, stampText: stampText, stamp: stamp)
    })
}

extension Cursor {
  /// Reads `  +9.426211`: how long after the line before.
  fileprivate mutating func skipDifference() -> Bool {
    let start = position
    skipPadding()
    if skip(byte: 0x2B) || skip(byte: 0x2D), number() != nil, skip(byte: 0x2E), digits(6) != nil { return true }
    position = start
    return false
  }

  /// Reads `Nov22 18:20` in any language; a month of no known language leaves the time unknown.
  fileprivate mutating func minute(_ stamp: inout Stamp) -> Bool {
    let month = localMonth(isTight: true)
    if month == nil, letters() == nil { return false }
    skipPadding()
    guard let day = day(), skip(byte: 0x20), let hour = digits(2), skip(byte: 0x3A), let minute = digits(2)
    else { return false }
    let civil = CivilTime(year: nil, month: month ?? 1, day: day, hour: hour, minute: minute, second: 0)
    if month != nil { stamp.civil = civil }
    return civil.isPlausible
  }
}

// OpenWrt's `logread`: `Thu Jan  1 00:00:05 2026 kern.warn kernel: [   95.030330] text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// The ring buffer of OpenWrt's logd: ctime's date, facility and severity, no host.
  public static let logread = Envelope(
    name: "logread",
    summary: "OpenWrt logread",
    samples: ["Thu Jan  1 00:00:05 2026 kern.warn kernel: [   95.030330] hog invoked oom-killer: gfp_mask=0xcc0"],
    read: { line in
      var cursor = Cursor(line)
      guard line.has(" ", at: 7), cursor.weekday(), let month = cursor.month(), (1...2).contains(cursor.skipPadding()),
        let day = cursor.day(), cursor.skip(byte: 0x20), var civil = cursor.time(year: nil, month: month, day: day),
        cursor.skip(byte: 0x20), let year = cursor.digits(4)
      else { return nil }
      civil.year = year
      let stampText = 0..<cursor.position
      guard civil.isPlausible, cursor.skip(byte: 0x20) else { return nil }
      let priority = cursor.word()
      guard cursor.peek == 0x20, RecordHead.isFacility(line, priority) else { return nil }
      return RecordHead(
        syslog: line, at: stampText.upperBound, stampText: stampText, stamp: Stamp(civil: civil))
    })
}

// Android's `logcat -b kernel`: `04-27 19:50:37.400     0     0 W         : text` (system/logging, liblog/logprint).

import TrailBytes
import TrailModel

extension Envelope {
  /// logcat with times and threads; the kernel's lines have pid and thread 0.
  public static let logcat = Envelope(
    name: "logcat",
    summary: "Android's logcat: month, day and time, pid, thread",
    samples: [
      "04-27 19:50:37.400     0     0 W         : hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "04-27 19:50:37.400     0     0 W healthd : battery l=50",
      "04-27 19:50:37.400  1234  1250 I ActivityManager: Killing 4321:com.example/u0a1 (adj 900): empty",
    ],
    read: { line in
      var cursor = Cursor(line)
      guard let month = cursor.digits(2), (1...12).contains(month), cursor.skip(byte: 0x2D),
        let day = cursor.digits(2), cursor.skip(byte: 0x20),
        let civil = cursor.time(year: nil, month: month, day: day), civil.fractionDigits >= 3
      else { return nil }
      let stampText = 0..<cursor.position
      guard cursor.skipBlanks() > 0, let pid = cursor.number(), cursor.skipBlanks() > 0, cursor.number() != nil,
        cursor.skip(byte: 0x20), let level = cursor.peek, isLevel(level)
      else { return nil }
      cursor.position += 1
      guard cursor.skip(byte: 0x20) else { return nil }
      let start = cursor.position
      guard cursor.skip(past: ": ") || cursor.skip(past: ":") else { return nil }
      let tag = line.withoutBlanks(start..<line.colon(before: cursor.position))
      // What stands before a colon in a kernel's line is taken for a tag.
      guard pid == 0 else {
        return RecordHead(
          text: cursor.position..<line.count, ident: tag.isEmpty ? nil : tag, stampText: stampText,
          stamp: Stamp(civil: civil), origin: .program)
      }
      let text = tag.isEmpty ? cursor.position : start
      var head = RecordHead(
        text: text..<line.count, stampText: stampText, stamp: Stamp(civil: civil), origin: .kernel)
      head.readKernelPrefix(of: line)
      return head
    })

  private static func isLevel(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x56, 0x44, 0x49, 0x57, 0x45, 0x46, 0x53: true
    default: false
    }
  }
}

extension Span<UInt8> {
  /// The last colon before `end`.
  fileprivate func colon(before end: Int) -> Int {
    var at = end - 1
    while at > 0, self[at] != 0x3A { at -= 1 }
    return at
  }

  /// `range` without blanks at its end.
  fileprivate func withoutBlanks(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, self[end - 1] == 0x20 { end -= 1 }
    return range.lowerBound..<end
  }
}

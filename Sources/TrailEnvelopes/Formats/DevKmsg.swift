// /dev/kmsg: `4,560,95030330,-,caller=T374;text` (kernel/printk/printk.c, info_print_ext_header, since 3.5).

import TrailBytes
import TrailModel

extension Envelope {
  /// The kernel's records as `cat /dev/kmsg` reads them: priority, number, microseconds since boot, flags.
  public static let devKmsg = Envelope(
    name: "dev-kmsg",
    summary: "cat /dev/kmsg: microseconds since boot",
    samples: [
      "4,560,95030330,-;hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
      "6,590,95090113,-,caller=T374;anon 50147328",
      "30,591,95100000,c;systemd[1]: Started foo.service.",
      "6.4.0,13,444,501151268,-;netconsole with the release in front",
    ],
    read: { line in
      guard let header = line.kmsgHeader else { return nil }
      let (stamp, overflow) = header.microseconds.multipliedReportingOverflow(by: 1_000)
      return RecordHead(
        text: header.end..<line.count, stampText: header.number, stamp: Stamp(monotonic: overflow ? nil : stamp),
        caller: header.caller, origin: header.priority < 8 ? .kernel : .program)
    })
}

extension Cursor {
  /// Reads the kernel's release and a comma, which netconsole can be told to put before each record.
  fileprivate mutating func skipRelease() {
    let start = position
    guard number() != nil, skip(byte: 0x2E), let comma = bytes.firstIndex(of: 0x2C, from: position),
      comma - start < 65
    else {
      position = start
      return
    }
    position = comma + 1
  }
}

/// What stands before a record's text.
private struct KmsgHeader {
  var priority: Int64
  var microseconds: Int64
  var number: Range<Int>
  var caller: Range<Int>?
  /// Behind the semicolon.
  var end: Int
}

extension Span<UInt8> {
  fileprivate var kmsgHeader: KmsgHeader? {
    var cursor = Cursor(self)
    cursor.skipRelease()
    guard let priority = cursor.number(), priority < 1_024, cursor.skip(byte: 0x2C), cursor.number() != nil,
      cursor.skip(byte: 0x2C)
    else { return nil }
    let start = cursor.position
    guard let microseconds = cursor.number() else { return nil }
    let number = start..<cursor.position
    // The flag says whether the record goes on another; later kernels may add keys behind it.
    guard cursor.skip(",-") || cursor.skip(",c") || cursor.skip(",+") else { return nil }
    var caller: Range<Int>?
    if cursor.skip(",caller=") {
      let from = cursor.position
      guard cursor.skip(byte: 0x54) || cursor.skip(byte: 0x43), cursor.number() != nil else { return nil }
      caller = from..<cursor.position
    }
    guard let end = firstIndex(of: 0x3B, from: cursor.position), end - cursor.position < 64,
      end == cursor.position || self[cursor.position] == 0x2C
    else { return nil }
    return KmsgHeader(priority: priority, microseconds: microseconds, number: number, caller: caller, end: end + 1)
  }

  /// The lines of a `/dev/kmsg` record whose text has escapes, each behind the record's header; nil where the line is no
  /// such record.
  ///
  /// The kernel escapes control bytes, what is not ASCII, and the backslash itself (`\x0a` is a newline).
  public func kmsgLines() -> [[UInt8]]? {
    guard count > 6, self[0] &- 0x30 <= 9, contains("\\x"), let header = kmsgHeader else { return nil }
    var front: [UInt8] = []
    for index in 0..<header.end { front.append(self[index]) }
    return unescapedKmsg(header.end..<count).split(separator: 0x0A, omittingEmptySubsequences: false).map { front + $0 }
  }

  /// The bytes that a stretch of `/dev/kmsg` stands for.
  func unescapedKmsg(_ range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var at = range.lowerBound
    while at < range.upperBound {
      var byte = self[at]
      at += 1
      if byte == 0x5C, at + 2 < range.upperBound, self[at] == 0x78, let high = hexDigit(self[at + 1]),
        let low = hexDigit(self[at + 2])
      {
        byte = high << 4 | low
        at += 3
      }
      text.append(byte)
    }
    return text
  }

  /// Whether this is one of the lines that follow a `/dev/kmsg` record about a device: ` SUBSYSTEM=pci`.
  public var isKmsgKey: Bool {
    var cursor = Cursor(self)
    guard cursor.skip(byte: 0x20) else { return false }
    while let byte = cursor.peek, byte &- 0x41 <= 25 || byte == 0x5F { cursor.position += 1 }
    return cursor.position > 2 && cursor.peek == 0x3D
  }
}

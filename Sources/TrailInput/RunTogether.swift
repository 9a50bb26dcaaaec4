// Syslog records with nothing between them: rsyslog's forwarding templates in a file, datagrams saved one after another.

import TrailBytes

/// Puts each record on a line of its own. A record begins with a priority and a stamp: `<4>2025-12-31T23:59:59`,
/// `<4>Dec 31 23:59:59` or `<4>1 2025-12-31T23:59:59`.
struct RunTogether: Transform {
  /// What tells a record's beginning is no longer.
  private static let longest = 24
  /// So many beginnings of a sample are enough to judge it.
  private static let enough = 100

  private var isAtLineStart = true

  /// Whether a sample's records begin within lines more often than at their starts.
  static func fits(_ sample: Span<UInt8>) -> Bool {
    guard begins(sample, at: 0) else { return false }
    var within = 0
    var lines = 1
    var at = 1
    while within + lines < enough, let next = sample.firstIndex(of: 0x3C, from: at) {
      if begins(sample, at: next) {
        if sample[next - 1] == 0x0A { lines += 1 } else { within += 1 }
      }
      at = next + 1
    }
    return within > lines || within == 1 && lines == 1 && sample.firstIndex(of: 0x0A, from: 0) == nil
  }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    var at = 0
    while at < bytes.count {
      if bytes[at] == 0x3C {
        if !isAtEnd, bytes.count - at < Self.longest { return at }
        if !isAtLineStart, Self.begins(bytes, at: at) { text.append(0x0A) }
      }
      let end = bytes.firstIndex(of: 0x3C, from: at + 1) ?? bytes.count
      for index in at..<end { text.append(bytes[index]) }
      isAtLineStart = bytes[end - 1] == 0x0A
      at = end
    }
    return at
  }

  /// Whether a record begins at `start`.
  private static func begins(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    var cursor = Cursor(bytes, at: start)
    guard cursor.skip(byte: 0x3C), let priority = cursor.number(), priority <= 191,
      cursor.position - start <= 4, cursor.skip(byte: 0x3E)
    else { return false }
    if cursor.skip("1 - ") { return true }
    _ = cursor.skip("1 ")
    if cursor.digits(4) != nil {
      return cursor.skip(byte: 0x2D) && cursor.digits(2) != nil && cursor.skip(byte: 0x2D) && cursor.digits(2) != nil
        && cursor.skip(byte: 0x54)
    }
    guard months.contains(where: { bytes.has($0, at: cursor.position) }) else { return false }
    cursor.position += 3
    guard cursor.skipBlanks() > 0, let day = cursor.number(), day <= 31, cursor.skip(byte: 0x20) else { return false }
    return cursor.digits(2) != nil && cursor.skip(byte: 0x3A)
  }

  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

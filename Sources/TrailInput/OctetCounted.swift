// Syslog over TCP with counted lengths (RFC 6587, section 3.4.1): `149 <4>1 2025-12-31T…`, saved as it came.

import TrailBytes

/// Takes the lengths away and puts each record on lines of its own.
///
/// A header behind a newline is believed whatever the length before it said, so a stream that lacks bytes loses one
/// record's border at most. What is in no frame is handed on as it stands.
struct OctetCounted: Transform {
  /// A length has no more digits.
  private static let mostDigits = 6
  /// A header: digits, a blank, and the priority that the record begins with.
  private static let longest = mostDigits + 1 + 5

  /// How many bytes of the frame are still to come.
  private var left = 0
  /// Whether the next byte begins a line of the text.
  private var isAtLineStart = true
  private var hasFrames = false
  /// Whether a header was missing where a frame had ended.
  private var isOutside = false
  private var position: Int64 = 0
  private(set) var damage: [SourceDamage] = []

  /// Whether a sample begins with a frame, or does so behind a line that was cut, and the next frame is where its
  /// length says.
  static func fits(_ sample: Span<UInt8>) -> Bool {
    if isFramed(sample, at: 0) { return true }
    guard let newline = sample.firstIndex(of: 0x0A, from: 0), newline < 4 << 10 else { return false }
    return isFramed(sample, at: newline + 1)
  }

  private static func isFramed(_ sample: Span<UInt8>, at start: Int) -> Bool {
    guard let header = header(sample, at: start) else { return false }
    var next = header.end + header.length
    while next < sample.count, sample[next] == 0x0A || sample[next] == 0 { next += 1 }
    return next >= sample.count || Self.header(sample, at: next) != nil
  }

  /// The length that stands at `start`, and where its record begins.
  private static func header(_ bytes: Span<UInt8>, at start: Int) -> (length: Int, end: Int)? {
    var cursor = Cursor(bytes, at: start)
    guard let first = cursor.peek, first &- 0x31 <= 8, let length = cursor.number(),
      cursor.position - start <= mostDigits, cursor.skip(byte: 0x20)
    else { return nil }
    let end = cursor.position
    guard cursor.skip(byte: 0x3C), cursor.number() != nil, cursor.position - end <= 4, cursor.peek == 0x3E else {
      return nil
    }
    return (Int(length), end)
  }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    var at = 0
    while at < bytes.count {
      if left == 0 || isAtLineStart {
        if !isAtEnd, bytes.count - at < Self.longest { break }
        if let (length, end) = Self.header(bytes, at: at) {
          if left > 0 { note(at) }
          if !isAtLineStart { text.append(0x0A) }
          isAtLineStart = false
          hasFrames = true
          isOutside = false
          left = length
          at = end
          continue
        }
        if left == 0, hasFrames, !isOutside, bytes[at] != 0x0A, bytes[at] != 0 {
          note(at)
          if !isAtLineStart { text.append(0x0A) }
          isOutside = true
        }
      }
      // The rest of the frame or of its line; outside of frames a byte, as the next one may begin a header.
      var end = left == 0 ? at + 1 : min(bytes.count, at + left)
      if let newline = bytes.extracting(0..<end).firstIndex(of: 0x0A, from: at) { end = newline + 1 }
      for index in at..<end { text.append(bytes[index]) }
      left = max(0, left - (end - at))
      isAtLineStart = bytes[end - 1] == 0x0A
      at = end
    }
    position += Int64(at)
    return at
  }

  /// Says once that the lengths do not fit.
  private mutating func note(_ at: Int) {
    let offset = position + Int64(at)
    guard damage.isEmpty else { return }
    damage = [
      SourceDamage(
        kind: .corrupt, detail: "the syslog frames are damaged at byte \(offset); reading goes on at the next",
        offset: offset)
    ]
  }
}

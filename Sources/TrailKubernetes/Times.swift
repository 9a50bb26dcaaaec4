// The times that objects and descriptions have: RFC 3339, RFC 1123 with a zone, and Go's own.

import TrailBytes
import TrailModel

extension Span<UInt8> {
  /// `2024-07-12T15:49:51.123456Z`, or with a zone; nil for what is none and for Go's zero time.
  func objectTime(_ range: Range<Int>) -> Instant? {
    var cursor = Cursor(extracting(range))
    guard let year = cursor.digits(4), cursor.skip(byte: 0x2D), let month = cursor.digits(2), cursor.skip(byte: 0x2D),
      let day = cursor.digits(2), cursor.skip(byte: 0x54) || cursor.skip(byte: 0x20)
    else { return nil }
    return cursor.instant(year: year, month: month, day: day)
  }

  /// `Mon, 02 Jan 2006 15:04:05 -0700`, as descriptions have it. People write wrong weekdays; they are not looked at.
  func describedTime(_ range: Range<Int>) -> Instant? {
    var cursor = Cursor(extracting(range))
    if let comma = cursor.bytes.firstIndex(of: 0x2C), comma <= 10 { cursor.position = comma + 1 }
    cursor.skipBlanks()
    guard let day = cursor.number(), day <= 31, cursor.skipBlanks() > 0, let month = cursor.month(),
      cursor.skipBlanks() > 0, let year = cursor.digits(4), cursor.skipBlanks() > 0
    else { return objectTime(range) }
    return cursor.instant(year: year, month: month, day: Int(day))
  }
}

extension Cursor {
  /// Reads a time of day and a zone, and makes an instant of them. Without a zone it is UTC, as the API writes it.
  fileprivate mutating func instant(year: Int, month: Int, day: Int) -> Instant? {
    guard let hour = digits(2), skip(byte: 0x3A), let minute = digits(2), skip(byte: 0x3A), let second = digits(2)
    else { return nil }
    var civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    if skip(byte: 0x2E) {
      var scale = 100_000_000
      while let byte = peek, byte &- 0x30 <= 9 {
        civil.nanosecond += Int(byte &- 0x30) * scale
        scale /= 10
        if civil.fractionDigits < 9 { civil.fractionDigits += 1 }
        position += 1
      }
    }
    skipBlanks()
    var offset = 0
    if peek == 0x2B || peek == 0x2D {
      let isWest = peek == 0x2D
      position += 1
      guard let hours = digits(2), hours <= 15 else { return nil }
      _ = skip(byte: 0x3A)
      guard let minutes = digits(2), minutes < 60 else { return nil }
      offset = (hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
    }
    // Go's zero time, 1 January of the year 1, lies outside of what an instant can be.
    guard civil.isPlausible else { return nil }
    return civil.instant(year: year, offset: offset)
  }
}

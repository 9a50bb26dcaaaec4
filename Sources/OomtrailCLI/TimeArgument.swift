// `--dump-time`'s value: a time of RFC 3339.

import ArgumentParser
import TrailBytes
import TrailModel

/// A moment that the reader gives.
struct TimeArgument {
  let instant: Instant

  init(_ text: String) throws {
    guard let instant = Instant(rfc3339: Array(text.utf8)) else {
      throw ValidationError("\(text) is no time with a zone, such as 2026-11-23T13:15:00Z.")
    }
    self.instant = instant
  }
}

extension Instant {
  /// `2026-11-23T13:15:00Z` or `2026-11-23T14:15:00+01:00`; nil for what is none, and without a zone.
  fileprivate init?(rfc3339 text: [UInt8]) {
    var cursor = Cursor(text.span)
    guard let year = cursor.digits(4), cursor.skip(byte: 0x2D), let month = cursor.digits(2), cursor.skip(byte: 0x2D),
      let day = cursor.digits(2), cursor.skip(byte: 0x54) || cursor.skip(byte: 0x20), let hour = cursor.digits(2),
      cursor.skip(byte: 0x3A), let minute = cursor.digits(2), cursor.skip(byte: 0x3A), let second = cursor.digits(2)
    else { return nil }
    // Ages are whole seconds at best.
    if cursor.skip(byte: 0x2E), cursor.number() == nil { return nil }
    var offset = 0
    if !cursor.skip(byte: 0x5A) {
      let isWest = cursor.skip(byte: 0x2D)
      guard isWest || cursor.skip(byte: 0x2B), let hours = cursor.digits(2), hours <= 15, cursor.skip(byte: 0x3A),
        let minutes = cursor.digits(2), minutes < 60
      else { return nil }
      offset = (hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
    }
    let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    guard cursor.isAtEnd, civil.isPlausible, let instant = civil.instant(year: year, offset: offset) else { return nil }
    self = instant
  }
}

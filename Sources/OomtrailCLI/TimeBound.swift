// `--since`, `--until`: a date, or a date and time, with or without a zone.

import ArgumentParser
import TrailModel
import TrailZones

/// A time somebody typed.
struct TimeBound {
  private var civil: CivilTime
  /// Seconds east of UTC, where it says so.
  private var offset: Int?
  /// What is left out behind it: a day, a minute, a second.
  private var precision: Int64

  init(_ argument: String) throws {
    guard let parsed = Self.parse(argument) else {
      throw ValidationError(
        "give a date, or a date and time: 2026-11-02, \"2026-11-02 21:00\", 2026-11-02T21:00:00Z, "
          + "2026-11-02T21:00:00+01:00.")
    }
    self = parsed
  }

  private init(_ civil: CivilTime, _ offset: Int?, precision: Int64) {
    self.civil = civil
    self.offset = offset
    self.precision = precision
  }

  private static func parse(_ text: String) -> TimeBound? {
    let bytes = Array(text.utf8)
    var place = 0
    func number(_ digits: Int) -> Int? {
      guard place + digits <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[place..<place + digits] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      place += digits
      return value
    }
    func skip(_ characters: String) -> Bool {
      guard place < bytes.count, characters.utf8.contains(bytes[place]) else { return false }
      place += 1
      return true
    }
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
    var civil = CivilTime(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
    var precision: Int64 = 86_400_000_000_000
    if place < bytes.count {
      guard skip("Tt "), let hour = number(2), skip(":"), let minute = number(2) else { return nil }
      civil.hour = hour
      civil.minute = minute
      precision = 60_000_000_000
      if skip(":") {
        guard let second = number(2) else { return nil }
        civil.second = second
        precision = 1_000_000_000
        if skip(".,") {
          while let digit = number(1) {
            guard civil.fractionDigits < 9 else { continue }
            civil.nanosecond = civil.nanosecond * 10 + digit
            civil.fractionDigits += 1
            precision /= 10
          }
          guard civil.fractionDigits > 0 else { return nil }
          for _ in civil.fractionDigits..<9 { civil.nanosecond *= 10 }
        }
      }
    }
    var offset: Int?
    if place < bytes.count {
      if skip("Zz") {
        offset = 0
      } else {
        let isWest = bytes[place] == UInt8(ascii: "-")
        guard skip("+-"), let hours = number(2) else { return nil }
        _ = skip(":")
        guard let minutes = number(2), hours <= 15, minutes < 60 else { return nil }
        offset = (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
      }
    }
    guard place == bytes.count, civil.isPlausible,
      civil.day <= CivilTime.days(inMonth: civil.month, of: year)
    else { return nil }
    return TimeBound(civil, offset, precision: precision)
  }

  /// The instant, in `zone` where it has none: the first that it can mean, or the last.
  func instant(in zone: ZoneArgument?, isEnd: Bool) throws -> Instant {
    let local = offset == nil ? (zone?.zone ?? .utc).offset(at: civil) : nil
    let seconds = offset ?? (isEnd ? local?.repeated : nil) ?? local?.seconds
    guard let seconds, let instant = civil.instant(year: 0, offset: seconds) else {
      throw ValidationError("--since and --until need a time between 1678 and 2261 that the zone has.")
    }
    return isEnd
      ? Instant(nanoseconds: instant.nanoseconds + precision - 1, fractionDigits: instant.fractionDigits) : instant
  }
}

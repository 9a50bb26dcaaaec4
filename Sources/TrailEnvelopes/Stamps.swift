// The stamps that several envelopes share.

import TrailBytes
import TrailModel

/// Month names as `strftime("%b")` gives them: English first, then other locales that `dmesg -T` has been seen in.
private let monthNames: [(StaticString, Int)] = [
  ("Jan", 1), ("Feb", 2), ("Mar", 3), ("Apr", 4), ("May", 5), ("Jun", 6), ("Jul", 7), ("Aug", 8), ("Sep", 9),
  ("Oct", 10), ("Nov", 11), ("Dec", 12), ("Mär", 3), ("Mai", 5), ("Okt", 10), ("Dez", 12), ("janv", 1), ("févr", 2),
  ("mars", 3), ("avril", 4), ("mai", 5), ("juin", 6), ("juil", 7), ("août", 8), ("sept", 9), ("oct", 10), ("nov", 11),
  ("déc", 12), ("ene", 1), ("feb", 2), ("mar", 3), ("abr", 4), ("may", 5), ("jun", 6), ("jul", 7), ("ago", 8),
  ("sep", 9), ("dic", 12), ("gen", 1), ("apr", 4), ("mag", 5), ("giu", 6), ("lug", 7), ("set", 9), ("ott", 10),
  ("fev", 2), ("out", 10), ("dez", 12), ("jan", 1), ("mrt", 3), ("mei", 5), ("aug", 8), ("okt", 10), ("dec", 12),
  ("янв", 1), ("фев", 2), ("мар", 3), ("апр", 4), ("мая", 5), ("июн", 6), ("июл", 7), ("авг", 8), ("сен", 9),
  ("окт", 10), ("ноя", 11), ("дек", 12),
]

extension Cursor {
  /// Reads an English three-letter month.
  mutating func month() -> Int? {
    for index in 0..<12 where skip(monthNames[index].0) { return index + 1 }
    return nil
  }

  /// Reads a month's name in any of the known locales; what follows it must be a blank or a full stop.
  mutating func localMonth() -> Int? {
    let start = position
    // East Asian locales count their months: ` 4月`, `11월`.
    skipBlanks()
    if let number = number(), (1...12).contains(number), skip("月") || skip("월") { return Int(number) }
    position = start
    for (name, number) in monthNames {
      guard skip(name) else { continue }
      _ = skip(byte: 0x2E)
      if peek == 0x20 { return number }
      position = start
    }
    return nil
  }

  /// Reads ` 1`, `01` or `1`, and ` 10` too: the padding differs by writer.
  mutating func day() -> Int? {
    _ = skip(byte: 0x20)
    guard let day = number(), (1...31).contains(day) else { return nil }
    return Int(day)
  }

  /// Reads `HH:MM:SS` with an optional fraction into a civil time of that date.
  mutating func time(year: Int?, month: Int, day: Int) -> CivilTime? {
    guard let hour = digits(2), skip(byte: 0x3A), let minute = digits(2), skip(byte: 0x3A), let second = digits(2)
    else { return nil }
    var civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    if peek == 0x2E || peek == 0x2C, let (nanosecond, width) = fraction() {
      civil.nanosecond = nanosecond
      civil.fractionDigits = width
    }
    return civil.isPlausible ? civil : nil
  }

  /// Reads `.` or `,` and one to nine digits as nanoseconds.
  mutating func fraction() -> (nanosecond: Int, width: Int)? {
    let start = position
    position += 1
    var value = 0
    var width = 0
    while let byte = peek, byte &- 0x30 <= 9 {
      if width < 9 {
        value = value * 10 + Int(byte - 0x30)
        width += 1
      }
      position += 1
    }
    guard width > 0 else {
      position = start
      return nil
    }
    for _ in width..<9 { value *= 10 }
    return (value, width)
  }

  /// Reads `Z`, `+00:00` or `+0000` as seconds east of UTC.
  mutating func zone() -> Int? {
    if skip(byte: 0x5A) { return 0 }
    let start = position
    let sign: Int
    if skip(byte: 0x2B) {
      sign = 1
    } else if skip(byte: 0x2D) {
      sign = -1
    } else {
      return nil
    }
    guard let hours = digits(2), hours <= 15 else {
      position = start
      return nil
    }
    _ = skip(byte: 0x3A)
    guard let minutes = digits(2), minutes < 60 else {
      position = start
      return nil
    }
    return sign * (hours * 3_600 + minutes * 60)
  }

  /// Reads a printk stamp `[   12.345678]` as nanoseconds; the range is the number alone.
  ///
  /// Only six digits behind the dot make it one: a process table's `[  374]` and a caller's `[ T374]` do not
  /// (kernel/printk/printk.c).
  mutating func kernelStamp() -> (nanoseconds: Int64, text: Range<Int>)? {
    let start = position
    guard skip(byte: 0x5B) else { return nil }
    skipBlanks()
    let from = position
    guard let seconds = number(), seconds < 9_000_000_000, skip(byte: 0x2E), let micros = digits(6) else {
      position = start
      return nil
    }
    let text = from..<position
    guard skip(byte: 0x5D) else {
      position = start
      return nil
    }
    return (seconds * 1_000_000_000 + Int64(micros) * 1_000, text)
  }

  /// Reads `12.345678] `: a stamp whose bracket was not copied.
  mutating func kernelStampWithoutBracket() -> (nanoseconds: Int64, text: Range<Int>)? {
    let start = position
    guard let seconds = number(), seconds < 9_000_000_000, skip(byte: 0x2E), let micros = digits(6) else {
      position = start
      return nil
    }
    let text = start..<position
    guard skip("] ") else {
      position = start
      return nil
    }
    position -= 1
    return (seconds * 1_000_000_000 + Int64(micros) * 1_000, text)
  }

  /// Reads a printk caller `[ T374]` or `[C1]`, with a blank before it where there is one; the range is `T374` alone.
  mutating func caller() -> Range<Int>? {
    let start = position
    _ = skip(byte: 0x20)
    guard skip(byte: 0x5B) else {
      position = start
      return nil
    }
    skipBlanks()
    let from = position
    guard peek == 0x54 || peek == 0x43 else {
      position = start
      return nil
    }
    position += 1
    guard number() != nil else {
      position = start
      return nil
    }
    let text = from..<position
    guard skip(byte: 0x5D) else {
      position = start
      return nil
    }
    return text
  }

  /// Reads a syslog priority `<0>` to `<191>`.
  mutating func priority() -> Int? {
    let start = position
    guard skip(byte: 0x3C), let value = number(), value <= 191, skip(byte: 0x3E) else {
      position = start
      return nil
    }
    return Int(value)
  }
}

extension RecordHead {
  /// Takes a printk stamp and caller off the front of the message, where they stand.
  mutating func readKernelPrefix(of line: Span<UInt8>) {
    var cursor = Cursor(line, at: text.lowerBound)
    _ = cursor.priority()
    guard let (nanoseconds, number) = cursor.kernelStamp() else { return }
    stamp.monotonic = nanoseconds
    if stampText == nil { stampText = number }
    caller = cursor.caller()
    _ = cursor.skip(byte: 0x20)
    text = min(cursor.position, text.upperBound)..<text.upperBound
  }
}

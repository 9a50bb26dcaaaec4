// The stamps that several envelopes share.

import TrailBytes
import TrailModel
import TrailZones

extension Cursor {
  /// Reads terminal control sequences such as `ESC[33m`, which `dmesg --color=always` and consoles leave in files.
  mutating func skipEscapes() {
    while peek == 0x1B, bytes.has("[", at: position + 1) {
      var end = position + 2
      while end < bytes.count, bytes[end] &- 0x30 < 0x10 { end += 1 }
      guard end < bytes.count, bytes[end] &- 0x40 < 0x3F else { return }
      position = end + 1
    }
  }

  /// Reads a word of letters of any alphabet, full stops among them: a weekday, a month of a language without a table.
  mutating func letters() -> Range<Int>? {
    let start = position
    while let byte = peek, byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2E,
      !bytes.has("\u{A0}", at: position)
    {
      position += 1
    }
    guard (2...16).contains(position - start) else {
      position = start
      return nil
    }
    return start..<position
  }

  /// Reads an English weekday and the blank behind it.
  mutating func weekday() -> Bool {
    skip("Mon ") || skip("Tue ") || skip("Wed ") || skip("Thu ") || skip("Fri ") || skip("Sat ") || skip("Sun ")
  }

  /// Reads the one or two digits of a day; the padding before them differs by writer.
  mutating func day() -> Int? {
    let start = position
    guard let day = number(), (1...31).contains(day), position - start <= 2 else {
      position = start
      return nil
    }
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

  /// Reads the name of a zone's time as `%Z` prints it.
  mutating func zoneName() -> PrintedZone? {
    let start = position
    if let first = peek, first == 0x2B || first == 0x2D {
      position += 1
      guard let hours = digits(2), hours <= 15 else {
        position = start
        return nil
      }
      let seconds = hours * 3_600 + (digits(2) ?? 0) * 60
      return .offset(first == 0x2B ? seconds : -seconds)
    }
    while let byte = peek, byte &- 0x41 < 26 { position += 1 }
    guard (1...5).contains(position - start) else {
      position = start
      return nil
    }
    return .letters(start..<position)
  }

  /// Reads `12.345678`, seconds since boot, as nanoseconds.
  ///
  /// Only six digits behind the dot make it one (kernel/printk/printk.c).
  mutating func bootSeconds() -> (nanoseconds: Int64, text: Range<Int>)? {
    let start = position
    guard let seconds = number(), seconds < 9_000_000_000, skip(byte: 0x2E), let micros = digits(6) else {
      position = start
      return nil
    }
    return (seconds * 1_000_000_000 + Int64(micros) * 1_000, start..<position)
  }

  /// Reads a printk stamp `[   12.345678]` as nanoseconds; the range is the number alone.
  ///
  /// A process table's `[  374]` and a caller's `[ T374]` are none.
  mutating func kernelStamp() -> (nanoseconds: Int64, text: Range<Int>)? {
    let start = position
    guard skip(byte: 0x5B) else { return nil }
    skipPadding()
    guard let stamp = bootSeconds(), skip(byte: 0x5D) else {
      position = start
      return nil
    }
    return stamp
  }

  /// Reads `12.345678]` before a blank or a caller: a stamp whose bracket was not copied.
  mutating func kernelStampWithoutBracket() -> (nanoseconds: Int64, text: Range<Int>)? {
    let start = position
    guard let stamp = bootSeconds(), skip(byte: 0x5D) else {
      position = start
      return nil
    }
    let end = position
    let isWhole = peek == 0x20 || caller() != nil
    position = isWhole ? end : start
    return isWhole ? stamp : nil
  }

  /// Reads `<    9.426211` and `end`: how long after the line before.
  mutating func skipDelta(_ end: StaticString) -> Bool {
    let start = position
    if skip(byte: 0x3C) {
      skipPadding()
      if signed() != nil, skip(byte: 0x2E), digits(6) != nil, skip(end) { return true }
    }
    position = start
    return false
  }

  /// Reads a printk caller `[ T374]` or `[C1]`, with a blank before it where there is one; the range is `T374` alone.
  mutating func caller() -> Range<Int>? {
    let start = position
    _ = skip(byte: 0x20)
    guard skip(byte: 0x5B) else {
      position = start
      return nil
    }
    skipPadding()
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

  /// Reads a kernel's level, `<0>` to `<7>`.
  mutating func skipLevel() {
    let start = position
    if let level = priority(), level < 8 { return }
    position = start
  }

  /// Reads what Android's vendors put behind the stamp: CPU, pid and name of who prints, `c1    369 (hog) ` or
  /// `(1)[369:hog]`.
  mutating func skipPrinter() {
    let start = position
    if skip(byte: 0x63), number() != nil, skipBlanks() > 0, number() != nil, skip(" ("), skipName(") ") { return }
    position = start
    _ = skip(byte: 0x20)
    if skip(byte: 0x28), number() != nil, skip(")["), number() != nil, skip(byte: 0x3A), skipName("]") {
      _ = skip(byte: 0x20)
      return
    }
    position = start
  }

  /// Reads a process's name, of 15 bytes at most, and the `end` behind it.
  private mutating func skipName(_ end: StaticString) -> Bool {
    for at in position...min(position + 15, bytes.count) where bytes.has(end, at: at) {
      position = at + end.utf8CodeUnitCount
      return true
    }
    return false
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
  /// A head of dmesg's, whose stamp ends at `position`: a caller may follow, and one blank.
  ///
  /// Behind that crash's `log -m` has the level, and phones have who printed it.
  init(
    dmesg line: Span<UInt8>, at position: Int, stampText: Range<Int>, stamp: Stamp, origin: Origin = .unknown
  ) {
    var cursor = Cursor(line, at: position)
    let caller = cursor.caller()
    _ = cursor.skip(byte: 0x20)
    if cursor.peek == 0x3C { cursor.skipLevel() } else { cursor.skipPrinter() }
    self.init(
      text: cursor.position..<line.count, stampText: stampText, stamp: stamp, caller: caller, origin: origin)
  }

  /// Takes a level, a printk stamp and a caller off the front of the message, where they stand.
  mutating func readKernelPrefix(of line: Span<UInt8>) {
    var cursor = Cursor(line, at: text.lowerBound)
    // A level that old klogds and raw copies leave; a facility's number would be a program's.
    let level = cursor.priority()
    if let (nanoseconds, number) = cursor.kernelStamp() {
      stamp.monotonic = nanoseconds
      if stampText == nil { stampText = number }
      caller = cursor.caller()
      _ = cursor.skip(byte: 0x20)
    } else if level ?? 8 >= 8 {
      return
    }
    text = min(cursor.position, text.upperBound)..<text.upperBound
  }

  /// Takes a caller off the front of the message that has no stamp before it (printk.time=0).
  mutating func readLoneCaller(of line: Span<UInt8>) {
    guard text.lowerBound < text.upperBound, line[text.lowerBound] == 0x5B else { return }
    var cursor = Cursor(line.extracting(0..<text.upperBound), at: text.lowerBound)
    guard let caller = cursor.caller(), cursor.skip(byte: 0x20) || cursor.isAtEnd else { return }
    self.caller = caller
    text = cursor.position..<text.upperBound
  }

  /// Takes colours off the front of the message, and a caller that stands behind them.
  mutating func skipEscapes(of line: Span<UInt8>) {
    var cursor = Cursor(line, at: text.lowerBound)
    cursor.skipEscapes()
    if stampText != nil, caller == nil {
      caller = cursor.caller()
      if caller != nil { _ = cursor.skip(byte: 0x20) }
      cursor.skipEscapes()
    }
    text = cursor.position..<text.upperBound
  }
}

/// A zone as a stamp names it.
enum PrintedZone {
  /// Seconds east of UTC: `+03`, of a zone without letters.
  case offset(Int)
  /// `CEST`.
  case letters(Range<Int>)

  /// Seconds east of UTC at `civil`, a local time with a year; nil where the letters mean several zones (`CST`, `IST`).
  func offset(at civil: CivilTime, in line: Span<UInt8>) -> Int? {
    switch self {
    case .offset(let seconds): seconds
    case .letters(let name):
      line.extracting(name).equals("Z") ? 0 : ZoneAbbreviation.meaning(of: line.text(name), at: civil)?.offset
    }
  }
}

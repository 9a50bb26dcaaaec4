// What time it was on the host, since when, and in which zone: files of a bundle.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/etc/timezone` (Debian): the zone's name.
  static let timezone = HostFile(paths: ["etc/timezone"]) { text, path, facts in
    guard let line = text.firstLine, isZoneName(text, line) else { return }
    facts.zoneName = facts.zoneName ?? .init(text.text(line), path: path)
  }

  /// The output of `timedatectl`: `Time zone: America/New_York (EDT, -0400)`.
  static let timedatectl = HostFile(
    paths: [
      "sos_commands/systemd/timedatectl", "sos_commands/date/timedatectl", "sos_commands/general/timedatectl",
      "timedatectl", "timedatectl_status",
    ]
  ) { text, path, facts in
    // systemd before 218 wrote "Timezone:".
    guard let value = text.value(of: "Time zone:") ?? text.value(of: "Timezone:") else { return }
    var end = value.lowerBound
    while end < value.upperBound, text[end] != 0x20 { end += 1 }
    if isZoneName(text, value.lowerBound..<end), facts.zoneName == nil {
      facts.zoneName = .init(text.text(value.lowerBound..<end), path: path)
    }
    let rest = text.extracting(end..<value.upperBound)
    guard facts.zoneOffset == nil, let comma = rest.offset(of: ", ") else { return }
    var cursor = Cursor(rest, at: comma + 2)
    if let offset = cursor.offset() { facts.zoneOffset = .init(offset, path: path) }
  }

  /// The output of `date`: `Mon Apr 27 15:51:04 EDT 2026`, or `Mon 27 Apr 2026 03:51:04 PM EDT`.
  static let date = HostFile(paths: ["sos_commands/date/date", "sos_commands/general/date", "date"]) {
    text, path, facts in
    guard facts.collected == nil, let line = text.firstLine else { return }
    var cursor = Cursor(text.extracting(line))
    // The weekday.
    cursor.skipWord()
    cursor.skipBlanks()
    guard let month = cursor.month() else { return }
    cursor.skipBlanks()
    guard let day = cursor.number(), cursor.skip(byte: 0x20), let hour = cursor.number(), cursor.skip(byte: 0x3A),
      let minute = cursor.number(), cursor.skip(byte: 0x3A), let second = cursor.number(), cursor.skip(byte: 0x20)
    else { return }
    let isUTC = cursor.skip("UTC ") || cursor.skip("GMT ")
    if !isUTC { cursor.skipWord() }
    cursor.skipBlanks()
    guard let year = cursor.number(), year >= 1_990, year < 2_262, day <= 31, hour < 24, minute < 60, second < 62 else {
      return
    }
    let civil = CivilTime(
      year: Int(year), month: month, day: Int(day), hour: Int(hour), minute: Int(minute), second: Int(second))
    facts.collected = .init(Stamp(civil: civil, offset: isUTC ? 0 : nil), path: path)
  }

  /// `/proc/stat`: `btime` is when the host booted, in seconds since 1970 (kernel fs/proc/stat.c).
  static let stat = HostFile(paths: ["proc/stat"]) { text, path, facts in
    guard facts.bootTime == nil, let value = text.value(of: "btime ") else { return }
    var cursor = Cursor(text.extracting(value))
    if let seconds = cursor.number(), seconds > 600_000_000, seconds < 9_000_000_000 {
      facts.bootTime = .init(seconds, path: path)
    }
  }

  /// `/proc/uptime`: `203.98 345.12`, the first being seconds since boot. What the command `uptime` prints tells minutes
  /// at best and is not read; some keep this file under its name.
  static let uptime = HostFile(paths: ["proc/uptime", "uptime"]) { text, path, facts in
    var cursor = Cursor(text)
    guard facts.uptime == nil, let seconds = cursor.number(), seconds < 1 << 32, cursor.skip(byte: 0x2E),
      let hundredths = cursor.number(), hundredths < 100
    else { return }
    facts.uptime = .init(seconds * 1_000_000_000 + hundredths * 10_000_000, path: path)
  }

  /// Whether `range` may name a zone: `Area/City`, or an abbreviation such as `UTC`.
  private static func isZoneName(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 3, range.count <= 64 else { return false }
    return range.allSatisfy { index in
      let byte = text[index]
      let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
      return isLetter || (byte >= 0x2B && byte <= 0x39) || byte == 0x5F
    }
  }
}

extension Cursor {
  fileprivate mutating func skipWord() {
    while let byte = peek, byte != 0x20 { position += 1 }
  }

  /// `+0200`, `-0400`, in seconds.
  fileprivate mutating func offset() -> Int? {
    guard let sign = peek, sign == 0x2B || sign == 0x2D else { return nil }
    position += 1
    guard let digits = number(), digits <= 1_500 else { return nil }
    let seconds = Int(digits / 100 * 3_600 + digits % 100 * 60)
    return sign == 0x2D ? -seconds : seconds
  }
}

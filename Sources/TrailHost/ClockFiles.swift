// What time it was on the host, since when, and in which zone: files of a bundle.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/etc/localtime`, a copy of the zone's file (TZif, RFC 8536). Mostly it is a link: see ``zoneName(inLinkTo:)``.
  public static let localtime = HostFile(paths: [localtimePath]) { text, path, facts in
    guard facts.zoneFile == nil, text.has("TZif") else { return }
    // One that is larger is none.
    let bytes = text.count <= longestZoneFile ? text.array : []
    facts.zoneFile = .init(bytes, path: path)
  }

  /// Four times as much as the largest has.
  private static let longestZoneFile = 16 << 10

  /// Whether a link at `path` may tell the host's zone by where it leads.
  @Sendable public static func isZoneLink(_ path: String) -> Bool { at(path)?.file.paths == [localtimePath] }

  /// The zone's name in a link's target, as far as it is one: `../usr/share/zoneinfo/Europe/Berlin`.
  public static func zoneName(inLinkTo target: Span<UInt8>) -> String? {
    guard let folder = target.offset(of: "zoneinfo/") else { return nil }
    var start = folder + 9
    for tree: StaticString in ["posix/", "right/"] where target.has(tree, at: start) { start += 6 }
    return isZoneName(target, start..<target.count) ? target.text(start..<target.count) : nil
  }

  private static let localtimePath = "etc/localtime"

  /// `/etc/timezone` (Debian): the zone's name.
  static let timezone = HostFile(paths: ["etc/timezone"]) { text, path, facts in
    guard let line = text.firstLine, line.count <= longestZoneName else { return }
    facts.zoneNames.append(.init(text.text(line), path: path))
  }

  /// The output of `timedatectl`: `Local time: Mon 2026-04-27 15:51:04 EDT`,
  /// `Time zone: America/New_York (EDT, -0400)`.
  static let timedatectl = HostFile(
    paths: [
      "sos_commands/systemd/timedatectl", "sos_commands/date/timedatectl", "sos_commands/general/timedatectl",
      "timedatectl", "timedatectl_status",
    ]
  ) { text, path, facts in
    if let value = text.value(of: "Local time:") { facts.note(DateOutput(text.extracting(value)), path) }
    // systemd before 218 wrote "Timezone:".
    guard let value = text.value(of: "Time zone:") ?? text.value(of: "Timezone:") else { return }
    var end = value.lowerBound
    while end < value.upperBound, text[end] != 0x20 { end += 1 }
    // Without a zone it says `n/a`.
    if isZoneName(text, value.lowerBound..<end), !text.has("n/a", at: value.lowerBound) {
      facts.zoneNames.append(.init(text.text(value.lowerBound..<end), path: path))
    }
    let rest = text.extracting(end..<value.upperBound)
    guard facts.zoneOffset == nil, let comma = rest.offset(of: ", ") else { return }
    var cursor = Cursor(rest, at: comma + 2)
    if let offset = cursor.offset() { facts.zoneOffset = .init(offset, path: path) }
  }

  /// The output of `date`.
  static let date = HostFile(paths: ["sos_commands/date/date", "sos_commands/general/date", "systeminfo/date", "date"])
  {
    text, path, facts in
    facts.note(DateOutput(text), path)
  }

  /// The output of `date --utc`, which collectors run beside `date`.
  static let dateUTC = HostFile(paths: ["sos_commands/date/date_--utc", "date_--utc", "date_-u"]) { text, path, facts in
    guard facts.collectedUTC == nil, let read = DateOutput(text), read.offset == 0 else { return }
    facts.collectedUTC = .init(Stamp(civil: read.civil, offset: 0), path: path)
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
  static let uptime = HostFile(paths: ["proc/uptime", "systeminfo/uptime", "uptime"]) { text, path, facts in
    var cursor = Cursor(text)
    guard facts.uptime == nil, let seconds = cursor.number(), seconds < 1 << 32, cursor.skip(byte: 0x2E),
      let hundredths = cursor.number(), hundredths < 100
    else { return }
    facts.uptime = .init(seconds * 1_000_000_000 + hundredths * 10_000_000, path: path)
  }

  private static let longestZoneName = 64

  /// Whether `range` may name a zone: `Area/City`, or an abbreviation such as `UTC`.
  private static func isZoneName(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 3, range.count <= longestZoneName else { return false }
    return range.allSatisfy { index in
      let byte = text[index]
      let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
      return isLetter || (byte >= 0x2B && byte <= 0x39) || byte == 0x5F
    }
  }
}

extension Cursor {
  /// `+0200`, `-0400`, in seconds.
  fileprivate mutating func offset() -> Int? {
    guard let sign = peek, sign == 0x2B || sign == 0x2D else { return nil }
    position += 1
    guard let hours = digits(2), hours <= 15, let minutes = digits(2), minutes < 60 else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return sign == 0x2D ? -seconds : seconds
  }
}

extension HostFacts {
  /// Notes when the bundle was taken, and what is said of the zone.
  fileprivate mutating func note(_ date: DateOutput?, _ path: String) {
    guard collected == nil, let date else { return }
    collected = Fact(Stamp(civil: date.civil, offset: date.offset), path: path)
    if let name = date.abbreviation, zoneAbbreviation == nil { zoneAbbreviation = Fact(name, path: path) }
  }
}

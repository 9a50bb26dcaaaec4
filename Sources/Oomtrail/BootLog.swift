// The boots of the hosts of one stream: where each begins, and which lines tell the time under the kernel's stamp.

import TrailBytes
import TrailModel

/// What wakes reading for a boot's first line.
let bootSentinels: [StaticString] = ["Linux version "]

/// Notes boots and anchors as lines come in.
struct BootLog {
  private(set) var starts: [BootStart] = []
  private(set) var anchors: [ClockAnchor] = []
  /// By host number: the latest stamp of its boot, and that of the last anchor.
  private var hosts: [(latest: Int64, anchor: Int64)?] = []

  /// More than this no honest stream has.
  private static let limit = 20_000
  /// How far anchors are apart at least, in nanoseconds.
  private static let pace: Int64 = 10_000_000_000
  /// Before this, in nanoseconds since boot, lines tell the hardware's clock, which may be in local time, or wrong by
  /// months: nobody has set the system's yet.
  private static let clockIsSet: Int64 = 120_000_000_000

  /// Looks at a line of the kernel's that was read.
  mutating func see(
    _ line: Span<UInt8>, _ head: RecordHead, host: Int, name: String?, at place: LinePlace, yearTurns: Int
  ) {
    guard starts.count < Self.limit, anchors.count < Self.limit else { return }
    let text = line.extracting(head.text)
    let release = Self.release(text)
    while hosts.count <= host { hosts.append(nil) }
    var known = hosts[host]
    // printk's clock starts again: from nothing, or, where the first lines were lost, from little.
    if let stamp = head.stamp.monotonic {
      let isFirst = release != nil && stamp < 5_000_000_000
      let hasFallen = known.map { $0.latest > stamp &+ 5_000_000_000 && stamp < 120_000_000_000 } ?? false
      if isFirst || hasFallen {
        start(release, head, name, place, yearTurns)
        known = nil
      }
      let last = known?.anchor ?? .min
      known = (max(stamp, known?.latest ?? stamp), last)
      if stamp >= Self.clockIsSet, last == .min || stamp &- last >= Self.pace, let wall = Self.auditTime(in: text) {
        anchors.append(
          ClockAnchor(host: name, offset: place.offset, monotonic: stamp, wall: wall, basis: .audit))
        known?.anchor = stamp
      }
      hosts[host] = known
    } else if release != nil {
      start(release, head, name, place, yearTurns)
    }
  }

  /// Looks at the stamp of a line of the kernel's that is of the same boot as the one before; false where it may not be.
  mutating func goOn(at stamp: Int64, host: Int) -> Bool {
    guard starts.count < Self.limit, anchors.count < Self.limit else { return true }
    guard host < hosts.count, let known = hosts[host], known.latest <= stamp else { return false }
    hosts[host]?.latest = stamp
    return true
  }

  private mutating func start(
    _ release: String?, _ head: RecordHead, _ name: String?, _ place: LinePlace, _ yearTurns: Int
  ) {
    starts.append(
      BootStart(host: name, offset: place.offset, release: release, stamp: head.stamp, yearTurns: yearTurns))
  }

  /// The release in the kernel's first line.
  private static func release(_ text: Span<UInt8>) -> String? {
    var cursor = Cursor(text)
    guard cursor.skip("Linux version ") else { return nil }
    let start = cursor.position
    while let byte = cursor.peek, byte != 0x20 { cursor.position += 1 }
    let end = cursor.position
    // A sentence about it is no banner: that goes on with who built it.
    guard end > start, cursor.skip(" ("), text[start] >= 0x30, text[start] <= 0x39 else { return nil }
    return text.text(start..<end)
  }

  /// The time in a line of the audit system's (kernel/audit.c): `audit: type=1400 audit(1777319437.416:93): …`.
  private static func auditTime(in text: Span<UInt8>) -> Instant? {
    guard text.has("audit: ") || text.has("type="), let at = text.offset(of: "audit(") else { return nil }
    var cursor = Cursor(text, at: at + 6)
    guard let seconds = cursor.number(), cursor.skip(byte: 0x2E), let millis = cursor.number(), millis < 1_000,
      cursor.skip(byte: 0x3A), isPlausible(seconds)
    else { return nil }
    return Instant(nanoseconds: seconds * 1_000_000_000 + millis * 1_000_000, fractionDigits: 3)
  }

  /// Whether a count of seconds is of the years that Linux has been there, and will be.
  private static func isPlausible(_ seconds: Int64) -> Bool { seconds > 600_000_000 && seconds < 9_000_000_000 }
}

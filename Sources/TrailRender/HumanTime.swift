// Times and durations as people read them.

import TrailBytes
import TrailModel

extension Instant {
  /// `2026-11-22 10:15:00.123`, UTC, with the digits that the log gave.
  var human: String { rendered { $0.write(self, separator: 0x20, zone: "") } }

  /// The same to the second, for summaries.
  var humanSeconds: String { Instant(nanoseconds: nanoseconds, fractionDigits: 0).human }
}

extension EventTime {
  /// For tables: the instant, else the seconds since boot, else the stamp as it was printed.
  var cell: String {
    if let wall { return wall.human }
    if let sinceBoot { return "boot + \(sinceBoot)" }
    return text.map { $0.codeCell(limit: 26) } ?? Placeholder.unknown
  }

  /// `6.728043 s`, or nil.
  var sinceBoot: String? {
    monotonic.map { monotonic in rendered { $0.write(seconds: monotonic) } + " s" }
  }
}

extension WallBasis {
  /// What there is to know of a time of this basis; nil where the log's stamp says all.
  var caveat: String? {
    switch self {
    case .zoned: nil
    case .assumedZone: "the stamp has no zone: the one asked for, else UTC, is assumed"
    case .inferredYear:
      "the stamp has no year (inferred, or as asked for) and no zone (the one asked for, else UTC)"
    case .bootAnchor: "made of the kernel's seconds since boot and the wall time of the boot"
    case .relativeAge: "made of an age and the time of the dump"
    }
  }
}

/// `0.4 s`, `83 s`, `12 min 5 s`, `3 h 7 min`, `6 d 3 h`.
func duration(seconds: Double) -> String {
  guard seconds.isFinite, seconds.magnitude < 1e12 else { return Placeholder.unknown }
  if seconds < 100 {
    let tenths = Int((seconds * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
  let whole = Int(seconds.rounded())
  func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
    small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
  }
  if whole < 3_600 { return pair(whole / 60, "min", whole % 60, "s") }
  if whole < 86_400 { return pair(whole / 3_600, "h", whole / 60 % 60, "min") }
  return pair(whole / 86_400, "d", whole / 3_600 % 24, "h")
}

/// `2026-11-22 10:15:00 to 10:16:20 UTC (80 s)`; nil where nothing has a time.
func span(_ first: Instant?, _ last: Instant?) -> String? {
  guard let first, let last else { return (first ?? last).map { "\($0.humanSeconds) UTC" } }
  let from = first.humanSeconds
  let to = last.humanSeconds
  if from == to { return "\(from) UTC" }
  let sameDay = from.prefix(10) == to.prefix(10)
  let seconds = Double(last.nanoseconds / 1_000_000) / 1_000 - Double(first.nanoseconds / 1_000_000) / 1_000
  return "\(from) to \(sameDay ? String(to.dropFirst(11)) : to) UTC (\(duration(seconds: seconds)))"
}

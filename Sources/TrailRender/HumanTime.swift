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

extension EventTime {
  /// What there is to know of how the wall time was made; nil where the log's stamp says all.
  var caveat: String? {
    let hour = repeated == nil ? "" : "; clocks were set back, and of the hour that came twice the first is taken"
    switch basis {
    case .zoned, nil: return nil
    case .bootAnchor:
      let anchor = anchor.map { ", known by \($0.text)" } ?? ""
      return "made of the kernel's seconds since boot and the wall time of the boot" + anchor
    case .relativeAge:
      let width = halfWidth.map { ", give or take \(duration(seconds: Double($0) / 1e9))" } ?? ""
      return "made of an age and the time of the dump" + width
    case .assumedZone: return "the stamp has no zone: \(zone.text)" + hour
    case .inferredYear: return "the stamp has no year (\(year.text)) and no zone (\(zone.text))" + hour
    }
  }
}

extension Optional<ZoneBasis> {
  fileprivate var text: String {
    switch self {
    case .bundle: "the host's is taken, as its bundle says"
    case .bundleDate: "the host's is taken, as far as `date` in its bundle tells it"
    case .copies: "it is as copies in other logs tell it"
    case .option: "the one asked for is taken"
    case .assumed, .stamp, nil: "UTC is assumed"
    }
  }
}

extension Optional<YearBasis> {
  fileprivate var text: String {
    switch self {
    case .copies: "it is as copies in other logs tell it"
    case .option: "the one asked for is taken"
    case .inferred, .stamp, nil: "inferred"
    }
  }
}

extension AnchorBasis {
  fileprivate var text: String {
    switch self {
    case .copies: "kills of that boot that another log stamps"
    case .bootTime: "btime in the bundle's /proc/stat"
    case .uptime: "the bundle's date and uptime"
    case .audit: "the audit system's stamps in the log"
    case .firstLine: "when a logger took the boot's first line"
    }
  }
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

// Lines that are no kills: a table of them for the summary, and those around one event.

import TrailBytes
import TrailModel

struct NoticeSection {
  let notices: [NoticeGroup]

  /// Rows of the table; the JSON document has all.
  private static let limit = 12

  func write(to writer: inout ByteWriter) {
    guard !notices.isEmpty else { return }
    writer.write("**Other signs of memory pressure:**\n\n")
    var table = MarkdownTable([
      .text("Kind"), .text("Host"), .number("Count"), .text("First (UTC)"), .text("Last (UTC)"),
    ])
    for notice in notices.prefix(Self.limit) {
      table.rows.append([
        notice.kind.words, hostCell(notice.host), (notice.isExact ? "" : "about ") + notice.count.grouped,
        notice.firstTime?.humanSeconds ?? Placeholder.unknown, notice.lastTime?.humanSeconds ?? Placeholder.unknown,
      ])
    }
    table.write(to: &writer)
    if notices.count > Self.limit {
      writer.write("… and \((notices.count - Self.limit).of("further row")), see the JSON document.\n\n")
    }
  }
}

/// What came shortly before and after an event, as items of a list.
struct ContextList {
  let event: Event

  /// Items of the list; the JSON document has up to twenty.
  private static let limit = 8

  var items: [String] {
    // The nearest, in the order in which they came.
    let nearest = event.context.indices.sorted { (distance(of: $0), $0) < (distance(of: $1), $1) }.prefix(Self.limit)
    var items = nearest.sorted().map { index in
      let line = event.context[index]
      return "\(when(line)): \(line.notice.text.code)"
    }
    let rest = event.context.count - nearest.count
    if rest > 0 { items.append("… and \(rest.of("further line")), see the JSON document") }
    return items
  }

  /// Nanoseconds from the event to a line, negative before it; nil where they have no clock in common.
  private func offset(of line: ContextLine) -> Int64? {
    let (from, to) =
      event.time.wall != nil
      ? (event.time.wall?.nanoseconds, line.time.wall?.nanoseconds) : (event.time.monotonic, line.time.monotonic)
    guard let from, let to else { return nil }
    let (apart, overflow) = to.subtractingReportingOverflow(from)
    return overflow ? nil : apart
  }

  private func distance(of index: Int) -> UInt64 { offset(of: event.context[index])?.magnitude ?? .max }

  private func when(_ line: ContextLine) -> String {
    guard let offset = offset(of: line) else { return line.time.cell }
    let seconds = Double(offset.magnitude / 1_000_000) / 1_000
    if seconds < 0.05 { return "at the same time" }
    return "\(duration(seconds: seconds)) \(offset < 0 ? "before" : "after")"
  }
}

extension Notice.Kind {
  /// The kind in a few words.
  fileprivate var words: String {
    switch self {
    case .allocationFailure: "page allocation failure"
    case .allocationStall: "page allocation stall"
    case .memcgProtection: "cgroup protection printed"
    case .vmallocFailure: "vmalloc failure"
    case .vmapFailure: "vmalloc address space full"
    case .slabFailure: "slab cache could not grow"
    case .nommuFailure: "mapping failed (no MMU)"
    case .hungTask: "hung task"
    case .softLockup: "soft lockup"
    case .hardLockup: "hard lockup"
    case .rcuStall: "RCU stall"
    case .workqueueLockup: "workqueue lockup"
    case .faultRetry: "page fault retried"
    case .faultKill: "killed by the page fault handler"
    case .requestIgnored: "SysRq-f ignored"
    case .linesLost: "log lines lost"
    }
  }
}

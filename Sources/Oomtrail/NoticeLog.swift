// The notices of one stream: what is kept of them does not grow with how many there are.

import TrailKernel
import TrailModel

/// Keeps the latest notices, those around reports, and the first and the last of each kind and host; counts the others.
struct NoticeLog {
  /// How many of the latest are kept.
  static let latest = 2_000
  /// How many are kept before a report and from it on.
  private static let around = 20
  /// Kinds and hosts that are counted apart: beyond it hosts are not told.
  private static let keys = 4_096

  private struct Key: Hashable {
    var kind: Notice.Kind
    var host: Int
  }

  private struct Entry {
    var notice: ReadNotice
    var key: Key
    var number: Int
    /// Whether it stays when it is no longer one of the latest.
    var isPinned: Bool
    /// Where it stands, if it was read at another place.
    var standing: LinePlace?
  }

  private struct Count {
    var all = 0
    var last: Entry?
  }

  /// The latest; once it is full, the oldest is at `oldest`.
  private var ring: [Entry] = []
  private var oldest = 0
  private var pinned: [Entry] = []
  private var counts: [Key: Count] = [:]
  private var number = 0

  /// Adds a notice, with where it stands if it was not read there; see ``ArrangedStretch``.
  mutating func add(_ notice: ReadNotice, host: Int, standing: LinePlace? = nil) {
    var key = Key(kind: notice.notice.kind, host: host)
    // Losses that concern no kernel report are looked at and never counted.
    let isCounted = notice.notice.loss?.concern != .other
    if isCounted, counts[key] == nil, counts.count >= Self.keys { key.host = 0 }
    let isFirst = isCounted && counts[key] == nil
    number += 1
    let entry = Entry(notice: notice, key: key, number: number, isPinned: isFirst, standing: standing)
    if isCounted {
      counts[key, default: Count()].all += 1
      counts[key]?.last = entry
    }
    guard ring.count == Self.latest else {
      ring.append(entry)
      return
    }
    if ring[oldest].isPinned { pinned.append(ring[oldest]) }
    ring[oldest] = entry
    oldest = (oldest + 1) % ring.count
  }

  /// Keeps those of a report's host that came next before it, and those that have come since.
  mutating func keep(around report: ReadReport, host: Int) {
    var since: [Int] = []
    var before = 0
    for age in ring.indices {
      let index = (oldest + ring.count - 1 - age) % ring.count
      guard ring[index].key.host == host else { continue }
      if ring[index].notice.place.offset >= report.first.offset {
        since.append(index)
      } else {
        ring[index].isPinned = true
        before += 1
        if before == Self.around { break }
      }
    }
    for index in since.suffix(Self.around) { ring[index].isPinned = true }
  }

  /// What was kept, by host, how many were not, and where those stand that were read at another place.
  func settled() -> (
    kept: [(host: Int, notices: [ReadNotice])], dropped: [(kind: Notice.Kind, host: Int, count: Int)],
    standing: [LinePlace: LinePlace]
  ) {
    var kept = pinned + ring
    let numbers = Set(kept.map(\.number))
    kept += counts.values.compactMap(\.last).filter { !numbers.contains($0.number) }
    kept.sort { $0.number < $1.number }
    var left = counts.mapValues(\.all)
    var places: [Int: Int] = [:]
    var byHost: [(host: Int, notices: [ReadNotice])] = []
    for entry in kept {
      if entry.notice.notice.loss?.concern != .other { left[entry.key, default: 0] -= 1 }
      let place = places[entry.key.host] ?? byHost.count
      if place == byHost.count {
        places[entry.key.host] = place
        byHost.append((entry.key.host, []))
      }
      byHost[place].notices.append(entry.notice)
    }
    let order = Notice.Kind.allCases
    let dropped = left.filter { $0.value > 0 }.map { (kind: $0.key.kind, host: $0.key.host, count: $0.value) }.sorted {
      ($0.host, order.firstIndex(of: $0.kind) ?? 0) < ($1.host, order.firstIndex(of: $1.kind) ?? 0)
    }
    var standing: [LinePlace: LinePlace] = [:]
    for entry in kept { if let place = entry.standing { standing[entry.notice.place] = place } }
    return (byHost, dropped, standing)
  }
}

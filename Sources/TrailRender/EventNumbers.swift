// The numbers by which a report calls its events.

import TrailModel

/// Events by number, from 1 in the order of the timeline.
struct EventNumbers {
  private var numbers: [String: Int] = [:]

  init(_ events: [Event]) {
    for (index, event) in events.enumerated() where numbers[event.id] == nil { numbers[event.id] = index + 1 }
  }

  /// The known ones among `ids`, ascending.
  func numbers(_ ids: [String]) -> [Int] { ids.compactMap { numbers[$0] }.sorted() }

  /// `event 4`, `events 1-3, 7`; the first `limit` stretches of them.
  static func text(_ sorted: [Int], limit: Int = 12) -> String {
    var stretches: [ClosedRange<Int>] = []
    for number in sorted {
      if let last = stretches.last, number <= last.upperBound + 1 {
        stretches[stretches.count - 1] = last.lowerBound...max(last.upperBound, number)
      } else {
        stretches.append(number...number)
      }
    }
    let shown = stretches.prefix(limit).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    let rest = stretches.count > limit ? ", …" : ""
    return (sorted.count == 1 ? "event " : "events ") + shown.joined(separator: ", ") + rest
  }
}

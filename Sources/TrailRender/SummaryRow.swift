// A row of the summary's table: kills of one name for one cause.

import TrailModel

struct SummaryRow {
  var victim: String
  var cause: String
  var kills = 0
  var hosts: Set<String> = []
  var hasUnnamedHost = false
  var first: Instant?
  var last: Instant?

  var cells: [String] {
    var places = hosts.count > 2 ? ["\(hosts.count) hosts"] : hosts.sorted().map { hostCell($0) }
    if hasUnnamedHost { places.append(Placeholder.unknown) }
    return [
      victim, "\(kills)", places.joined(separator: ", "), cause, first?.humanSeconds ?? Placeholder.unknown,
      last?.humanSeconds ?? Placeholder.unknown,
    ]
  }

  mutating func add(host: String?, wall: Instant?) {
    if let host {
      hosts.insert(host)
    } else {
      hasUnnamedHost = true
    }
    guard let wall else { return }
    first = first.map { min($0, wall) } ?? wall
    last = last.map { max($0, wall) } ?? wall
  }
}

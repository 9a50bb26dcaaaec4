// The hours in which local clocks are set: one comes twice in autumn, one never in spring.

import TrailModel

/// Says for each input how many kills have only a stamp that may mean two instants, and how many one that no clock of
/// their zone showed, with the input's number.
func changedHours(in drafts: [Draft]) -> [(input: Int, problem: Problem)] {
  var found: [ChangedHour: (count: Int, first: Source, text: String)] = [:]
  for draft in drafts {
    let time = draft.event.time
    guard time.repeated != nil || time.isSkipped, let source = draft.event.sources.first else { continue }
    let hour = ChangedHour(input: draft.order.input, isSkipped: time.isSkipped)
    var known = found[hour] ?? (0, source, time.text ?? "no stamp")
    known.count += 1
    found[hour] = known
  }
  return found.keys.sorted().compactMap { hour in
    found[hour].map { count, first, text in
      let kills = count == 1 ? "A kill is" : "\(count) kills are"
      let detail =
        hour.isSkipped
        ? "\(kills) stamped in an hour that never came, when clocks were set forward (\(text)): the zone may be another "
          + "than was taken; it is read as if the clock had not been set."
        : "\(kills) stamped in an hour that came twice, when clocks were set back (\(text)): the first time is taken, "
          + "and nothing tells whether it was the second."
      let problem = Problem(
        path: first.path, kind: .time, detail: detail, line: first.firstLine, offset: first.firstOffset)
      return (hour.input, problem)
    }
  }
}

private struct ChangedHour: Hashable, Comparable {
  var input: Int
  var isSkipped: Bool

  static func < (left: ChangedHour, right: ChangedHour) -> Bool {
    left.input != right.input ? left.input < right.input : !left.isSkipped && right.isSkipped
  }
}

// The hour that local clocks show twice when they are set back: what is not known of kills in it.

import TrailModel

/// Says for each input how many kills have only a stamp that may mean two instants, with the input's number.
func repeatedHours(in drafts: [Draft]) -> [(input: Int, problem: Problem)] {
  var found: [Int: (count: Int, first: Source, text: String)] = [:]
  for draft in drafts {
    guard draft.event.time.repeated != nil, let source = draft.event.sources.first else { continue }
    var known = found[draft.order.input] ?? (0, source, draft.event.time.text ?? "no stamp")
    known.count += 1
    found[draft.order.input] = known
  }
  return found.keys.sorted().compactMap { input in
    found[input].map { count, first, text in
      let kills = count == 1 ? "A kill is" : "\(count) kills are"
      return (
        input,
        Problem(
          path: first.path, kind: .time,
          detail: "\(kills) stamped in an hour that came twice, when clocks were set back (\(text)): the first time is "
            + "taken, and nothing tells whether it was the second.", line: first.firstLine, offset: first.firstOffset)
      )
    }
  }
}

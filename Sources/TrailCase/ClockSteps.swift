// Clocks that were set while a boot lasted: the kernel's own order is kept.

import TrailModel

/// Keeps the events of one boot in the order of the kernel's clock, whatever the wall's was set to in between. Gives the
/// steps that were found, each with the number of the input it is reported for.
func keepBootOrder(_ drafts: inout [Draft], _ boots: inout BootSets) -> [(input: Int, problem: Problem)] {
  var ofBoot: [Int: [Int]] = [:]
  for index in drafts.indices where drafts[index].event.time.wall != nil {
    if let boot = boots.boot(ofDraft: index) { ofBoot[boot, default: []].append(index) }
  }
  var problems: [(input: Int, problem: Problem)] = []
  for boot in ofBoot.keys.sorted() {
    let members = drafts.inKernelOrder(ofBoot[boot] ?? [])
    var newest: (wall: Instant, start: Int64, draft: Int, isSaid: Bool)?
    for index in members {
      guard let wall = drafts[index].event.time.wall, let stamp = drafts[index].event.time.monotonic else { continue }
      let start = wall.nanoseconds.saturating(-stamp)
      // A logger that was late makes a boot seem later, but its own stamps never fall.
      guard let before = newest, before.wall > wall else {
        newest = (wall, start, index, false)
        continue
      }
      drafts[index].position = before.wall
      if distance(before.wall.nanoseconds, wall.nanoseconds) > stepTolerance, !before.isSaid {
        problems.append(step(from: drafts[before.draft], to: drafts[index], by: distance(before.start, start)))
        newest?.isSaid = true
      }
    }
  }
  return problems
}

/// Stamps of seconds, copies of several loggers, and clocks that are slewed make less of a difference.
private let stepTolerance: Int64 = 2_000_000_000

private func step(from before: Draft, to after: Draft, by nanoseconds: Int64) -> (input: Int, problem: Problem) {
  let source = after.event.sources[0]
  return (
    after.order.input,
    Problem(
      path: source.path, kind: .time,
      detail: "The clock was set back by about \(nanoseconds / 1_000_000_000) s between this kill and the one before it"
        + (before.event.sources.first.map { " (\($0.path), line \($0.firstLine))" } ?? "")
        + ": they are listed in the kernel's order.", line: source.firstLine, offset: source.firstOffset)
  )
}

// Whether memory grows into the limit or hits it at once, as far as the kills of a group show.

import TrailModel

extension Growth {
  /// Who died within this time after the start, in seconds, needs more than it may have.
  private static let atOnce = 60.0
  /// Who died, at each start anew, only after this time grows, or meets a load that comes later.
  private static let slowly = 300.0
  /// So many instances have to show it: one or two may have met anything.
  private static let instances = 3

  /// What the kills of one group show; nil where they do not, or not all of them.
  init?(of events: [Event]) {
    guard events.count > 1 else { return nil }
    if let growth = Self.byLifetime(events) ?? Self.byMemoryBefore(events) { self = growth } else { return nil }
  }

  private static func byLifetime(_ events: [Event]) -> Growth? {
    let lifetimes = events.compactMap { event in event.lifetime.map { (event, $0) } }
    guard lifetimes.count > 1 else { return nil }
    let basis: Basis = lifetimes.allSatisfy { $0.1.basis == .container } ? .lifetime : .processTables
    let upper = lifetimes.compactMap(\.1.atMost)
    if upper.count == lifetimes.count, let most = upper.max(), most <= atOnce {
      let least = lifetimes.map { $0.1.atLeast ?? 0 }.min() ?? 0
      return Growth(
        verdict: .hitsAtOnce, basis: basis, kills: lifetimes.count, seconds: min(least, most)...most)
    }
    // A process that is there for long may have been large all the time, unless a table shows that it was smaller.
    let grown = lifetimes.filter { event, lifetime in
      guard let ran = lifetime.atLeast else { return false }
      if lifetime.basis == .container { return ran >= slowly }
      guard let before = lifetime.residentBefore, let size = event.report.victim?.resident else { return false }
      return ran >= atOnce && Double(size.count) >= 1.25 * Double(before.count)
    }
    guard grown.count > 1, grown.count == lifetimes.count else { return nil }
    if basis == .lifetime, starts(of: grown) < instances { return nil }
    let ran = grown.compactMap(\.1.atLeast)
    return Growth(
      verdict: .growsIntoLimit, basis: basis, kills: grown.count,
      seconds: ran.min().flatMap { least in ran.max().map { least...$0 } })
  }

  /// How many instances there were that began and died apart from the others.
  private static func starts(of lives: [(Event, Lifetime)]) -> Int {
    var count = 0
    var last: (start: Double, end: Double)?
    for (event, life) in lives {
      guard let wall = event.time.wall, let ran = life.atLeast else { continue }
      let end = Double(wall.nanoseconds) / 1e9
      let start = end - ran
      if let last, abs(start - last.start) < atOnce || abs(end - last.end) < atOnce { continue }
      last = (start, end)
      count += 1
    }
    return count
  }

  /// Half of what was available half an hour before, or less, was left at the end, and it went one way.
  private static func byMemoryBefore(_ events: [Event]) -> Growth? {
    guard events.allSatisfy({ $0.report.scope == .global }) else { return nil }
    let told = events.filter { $0.memoryBefore.count { $0.amounts.available != nil } >= 3 }
    guard !told.isEmpty else { return nil }
    let falls = told.allSatisfy { event in
      let sizes = event.memoryBefore.compactMap(\.amounts.available?.count)
      guard let first = sizes.first, let last = sizes.last else { return false }
      let steps = zip(sizes, sizes.dropFirst())
      return last <= first / 2 && steps.allSatisfy { Double($1) <= 1.05 * Double($0) }
    }
    return falls ? Growth(verdict: .growsIntoLimit, basis: .memoryBefore, kills: told.count) : nil
  }
}

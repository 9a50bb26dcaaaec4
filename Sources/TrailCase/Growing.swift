// Whether memory grows into the limit or hits it at once, as far as the kills of a group show.

import TrailModel

extension Growth {
  /// Who died within this time after the start, in seconds, needs more than it may have.
  private static let atOnce = 60.0
  /// Who had been running for this long has grown.
  private static let slowly = 300.0

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
    let ran = grown.compactMap(\.1.atLeast)
    return Growth(
      verdict: .growsIntoLimit, basis: basis, kills: grown.count,
      seconds: ran.min().flatMap { least in ran.max().map { least...$0 } })
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

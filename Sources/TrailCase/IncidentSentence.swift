// Says in one plain sentence what an incident was.

import TrailModel

/// The sentence about some events.
struct IncidentSentence {
  private let events: [Event]
  private let kills: [Event]
  private let elapsed: Elapsed

  /// A sentence about `events`, which took so long from the first to the last.
  init(_ events: [Event], _ elapsed: Elapsed) {
    self.events = events
    kills = events.filter(\.isKill)
    self.elapsed = elapsed
  }

  /// The sentence, with its full stop.
  var text: String {
    let head = [subject, names, place, elapsed.text].filter { !$0.isEmpty }.joined(separator: " ")
    return ([head] + [cause, companions, others].filter { !$0.isEmpty }).joined(separator: "; ") + "."
  }

  private var subject: String {
    kills.isEmpty
      ? count(events.count, "report", "reports") + " of memory running out"
      : count(kills.count, "kill", "kills")
  }

  private var names: String {
    var tally = Tally()
    for kill in kills { tally.count(kill.report.victim?.comm) }
    let ranked = tally.ranked
    let unnamed = kills.count { $0.report.victim?.comm == nil }
    if ranked.count == 1, unnamed == 0 { return "of `\(ranked[0].name)`" }
    if ranked.isEmpty { return "" }
    var shown = ranked.prefix(3).map { "`\($0.name)` (\($0.value))" }
    if ranked.count > 3 {
      shown = Array(shown.prefix(2)) + [count(ranked.count - 2, "other name", "other names")]
    }
    if unnamed > 0 { shown.append("\(unnamed) of which no name is known") }
    return "of " + enumerate(shown)
  }

  private var place: String {
    let hosts = Set(events.compactMap(\.host)).sorted()
    if hosts.isEmpty { return "" }
    return "on " + (hosts.count > 3 ? count(hosts.count, "host", "hosts") : enumerate(hosts))
  }

  private var cause: String {
    let limits = events.filter { $0.report.scope == .memcg }
    let cgroups = Set(limits.compactMap(\.report.memcg?.limitCgroup))
    let limit =
      cgroups.count == 1 && limits.allSatisfy { $0.report.memcg?.limitCgroup != nil }
      ? cgroups.first.map { "the limit of `\($0)` was hit" } : nil
    let causes = [
      (
        events.count { $0.report.scope == .global && !$0.isEarly && !$0.report.isManual },
        "the node was out of memory"
      ),
      (events.count(where: \.report.isManual), "SysRq-f asked for it"),
      (events.count(where: \.isEarly), "the node was low on memory"),
      (limits.count, limit ?? "the limits of cgroups were hit"),
      (events.count { $0.report.scope == .cpuset }, "the nodes of a cpuset were out of memory"),
      (events.count { $0.report.scope == .mempolicy }, "the nodes of a memory policy were out of memory"),
      (events.count { $0.report.scope == .pressure }, "tasks waited for memory too long"),
      (events.count { $0.report.scope == .swap }, "memory and swap were used up"),
    ].filter { $0.0 > 0 }
    if causes.count == 1, causes[0].0 == events.count { return causes[0].1 + " each time" }
    return enumerate(causes.map { $0.1 + ($0.0 == 1 ? " once" : " \($0.0) times") })
  }

  private var companions: String {
    let more = kills.reduce(0) { $0 + $1.report.alsoKilled.count }
    return more == 0 ? "" : count(more, "more process", "more processes") + " died with them"
  }

  private var others: String {
    let panicked = events.contains { $0.report.outcome == .panic }
    let silent = kills.isEmpty ? 0 : events.count { !$0.isKill && $0.isSilent }
    let spared = events.count { $0.report.outcome == .noKillableProcess }
    let unharmed = events.count { $0.report.spared != nil }
    var parts: [String] = []
    if spared > 0 { parts.append("nothing could be killed " + (spared == 1 ? "once" : "\(spared) times")) }
    if unharmed > 0 {
      parts.append((unharmed == 1 ? "once" : "\(unharmed) times") + " the chosen process was not killed")
    }
    if silent > 0 {
      parts.append(count(silent, "more report names no victim", "more reports name no victim"))
    }
    if panicked { parts.append("the kernel panicked") }
    return parts.joined(separator: "; ")
  }

  private func count(_ number: Int, _ one: String, _ several: String) -> String {
    "\(number) \(number == 1 ? one : several)"
  }

}

/// `a, b and c`.
func enumerate(_ items: [String]) -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " and " + last
}

extension Event {
  /// Whether the killer acted before memory had run out.
  fileprivate var isEarly: Bool {
    report.killer == .lowmemorykiller || report.killer.isProgram && report.scope == .global
  }

  /// Whether the log does not say how it ended.
  fileprivate var isSilent: Bool {
    report.outcome == .unknown && report.spared == nil && report.userspace?.overtakenBy == nil
  }
}

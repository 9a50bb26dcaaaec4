// Says in one plain sentence what became of one owner: its limit, how often, where, how large, how far apart.

import TrailModel

/// The sentence about an incident of one owner or workload.
struct OwnerSentence {
  private let kills: [Event]
  private let incident: Incident
  private let elapsed: Elapsed

  /// A sentence about `events`, which took so long; nil where they have no owner of their own in common, or not all
  /// are kills at a limit, as far as is known: a container's status does not say whose memory ran out.
  init?(_ events: [Event], _ incident: Incident, _ elapsed: Elapsed) {
    guard incident.owner != nil || incident.workload != nil,
      events.allSatisfy({ $0.isKill && [.memcg, .unknown].contains($0.report.scope) && !$0.report.isManual })
    else { return nil }
    kills = events
    self.incident = incident
    self.elapsed = elapsed
  }

  /// The sentence, with its full stop.
  var text: String {
    let group = Groups(kills)
    let all = group.byProcess.count == 1 ? group.byProcess.first : nil
    var text = "\(isOfOne ? "\(subject) was" : "processes of \(subject) were") killed \(kills.count) times "
    text += elapsed.text
    if !place.isEmpty { text += " on " + place }
    if let size { text += ", at \(size) each time" }
    if let interval = all?.interval ?? group.byCgroup.first?.interval { text += ", " + apart(interval) }
    if let names { text += "; it took \(names)" }
    if let growth = Growth(of: kills), kills.allSatisfy({ $0.report.scope == .memcg }) {
      text += ": " + meaning(of: growth)
    }
    return text + "."
  }

  /// Whether its name stands for what died: a container dies with its process, a unit need not.
  private var isOfOne: Bool {
    if kills.areOfOneInstance { return false }
    if incident.workload != nil { return true }
    return switch incident.owner?.owner.kind {
    case .kubernetesContainer, .kubernetesPod, .container, .ecsTask, .nomadTask: true
    default: false
    }
  }

  private var subject: String {
    var details: [String] = []
    var name = "a cgroup"
    if let workload = incident.workload {
      name = "`\(workload.name)`"
      let containers = Set(kills.map { $0.owner?.chain.lazy.compactMap(\.container).first })
      if containers.count == 1, let container = containers.first ?? nil { details.append("container `\(container)`") }
    } else if let owner = incident.owner {
      name = "`\(owner.title)`"
    }
    let hit = kills.compactMap(\.report.hitLimit)
    if let limit = hit.first?.limit, hit.allSatisfy({ $0.limit == limit && $0.what == hit[0].what }) {
      let what = hit.first.map { $0.what == "memory" ? "limit" : "\($0.what) limit" } ?? "limit"
      details.append("\(whose)\(what) \(limit.human)")
    }
    return details.isEmpty ? name : "\(name) (\(details.joined(separator: ", ")))"
  }

  /// Whose limit it is, where it is not its own.
  private var whose: String {
    guard incident.workload != nil, let limit = kills.first?.limitOwner?.owner, limit.kind == .kubernetesPod,
      kills.allSatisfy({ $0.limitOwner?.owner.kind == .kubernetesPod })
    else { return "" }
    return "the pod's "
  }

  private var place: String {
    let hosts = incident.hosts
    if hosts.isEmpty { return "" }
    let isOfNodes = kills.allSatisfy { $0.node != nil }
    return hosts.count > 2 ? "\(hosts.count) \(isOfNodes ? "nodes" : "hosts")" : hosts.joined(separator: " and ")
  }

  /// How much it used when it was killed, where all kills tell and none is far from the others.
  private var size: String? {
    let usages = kills.compactMap { $0.report.hitLimit?.usage }
    guard usages.count == kills.count, let least = usages.min(), let most = usages.max(),
      Double(least.count) >= 0.8 * Double(most.count)
    else { return nil }
    return least.human == most.human ? most.human : "\(least.human) to \(most.human)"
  }

  /// The victims, where they have several names.
  private var names: String? {
    var tally = Tally()
    for kill in kills { tally.count(kill.report.victim?.comm) }
    let ranked = tally.ranked
    let unnamed = kills.count { $0.report.victim?.comm == nil }
    guard ranked.count > 1 || unnamed > 0 && !ranked.isEmpty else { return nil }
    var shown = ranked.prefix(3).map { "`\($0.name)` (\($0.value))" }
    if ranked.count > 3 { shown.append("\(ranked.count - 3) more names") }
    if unnamed > 0 { shown.append("unnamed (\(unnamed))") }
    return enumerate(shown)
  }

  private func apart(_ interval: Group.Interval) -> String {
    let least = duration(seconds: interval.minimum)
    let most = duration(seconds: interval.maximum)
    return least == most ? "\(most) apart" : "\(least) to \(most) apart"
  }

  private func meaning(of growth: Growth) -> String {
    let started = growth.seconds.map { range in
      let least = duration(seconds: range.lowerBound)
      let most = duration(seconds: max(range.upperBound, 0.1))
      if range.lowerBound < 1 { return "within \(most) of its start, " }
      return least == most ? "\(least) after its start, " : "\(least) to \(most) after its start, "
    }
    return (growth.basis == .lifetime ? started ?? "" : "")
      + (growth.verdict == .growsIntoLimit ? "it grows into its limit" : "it hits its limit at once")
  }
}

/// How long something took.
struct Elapsed {
  /// From the first to the last.
  var nanoseconds: Int64
  /// By how much either may be off.
  var uncertain: Int64

  /// `within a second`, `in 22 s`, `in 16 min`, `in 3 h 7 min`; of times that are not known well, what it was at most.
  var text: String {
    let most = nanoseconds.saturating(uncertain.saturating(uncertain)) / 1_000_000_000
    let isOpen = uncertain > nanoseconds / 10
    let seconds = isOpen ? most : nanoseconds / 1_000_000_000
    if seconds < 1 { return "within a second" }
    let length =
      seconds < 120
      ? "\(seconds) s" : seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    return (isOpen ? "within " : "in ") + length
  }
}

// What keeps coming back: groups of two kills and more, a sentence each.

import TrailBytes
import TrailModel

struct RepeatSection {
  let groups: Groups
  let numbers: EventNumbers

  private static let limit = 12

  func write(to writer: inout ByteWriter) {
    let sentences = self.sentences
    guard !sentences.isEmpty else { return }
    writer.write("**What repeats:**\n\n")
    for sentence in sentences.prefix(Self.limit) { writer.write("- \(sentence)\n") }
    if sentences.count > Self.limit {
      writer.write(
        "- … and \((sentences.count - Self.limit).of("further group")), which the JSON output lists.\n")
    }
    writer.write("\n")
  }

  private var sentences: [String] {
    var found: [(kills: Int, text: String)] = []
    var told = Set<[Int]>()
    for group in groups.byParent where group.kills > 1 {
      let events = numbers.numbers(group.eventIDs)
      told.insert(events)
      let opening =
        "Children of \(name(of: group))\(basis(of: group.parent)) were killed \(group.kills) times"
        + (group.parentSurvives == true ? " while it lived on" : "")
      found.append((group.kills, opening + rest(of: group, events: events)))
    }
    for group in groups.byWorkload where group.kills > 1 {
      let events = numbers.numbers(group.eventIDs)
      guard told.insert(events).inserted else { continue }
      found.append((group.kills, "\(workload(of: group)): \(group.kills) kills" + rest(of: group, events: events)))
    }
    // An owner says more than the path of its cgroup, which may be another at each start.
    let exact = groups.byCgroup.filter { $0.kills > 1 && $0.isOfPath }
    for group in groups.byCgroup where group.kills > 1 && !group.isOfPath {
      let events = numbers.numbers(group.eventIDs)
      let isNew = told.insert(events).inserted
      let path = exact.first { $0.eventIDs == group.eventIDs }.map { " (cgroup \(name(of: $0)))" } ?? ""
      let opening = "\(owner(of: group))\(path): \(isNew ? "" : "the same ")\(group.kills) kills"
      let end = isNew ? rest(of: group, events: events) : "; \(EventNumbers.text(events))."
      found.append((group.kills, opening + end))
    }
    for group in exact {
      let events = numbers.numbers(group.eventIDs)
      // An owner of just this cgroup has told it; who else has told the same events says nothing of where.
      let isOwned = groups.byCgroup.contains { !$0.isOfPath && $0.eventIDs == group.eventIDs }
      if isOwned { continue }
      let isNew = told.insert(events).inserted
      let opening = "In cgroup \(name(of: group)): \(group.kills) kills"
      let same = "In cgroup \(name(of: group)): the same \(group.kills) kills; \(EventNumbers.text(events))."
      found.append((group.kills, isNew ? opening + rest(of: group, events: events) : same))
    }
    // A name that dies only in a group already told adds nothing.
    for group in groups.byProcess where group.kills > 1 {
      let events = numbers.numbers(group.eventIDs)
      guard told.insert(events).inserted else { continue }
      let opening = "\(name(of: group)) was killed \(group.kills) times"
      found.append((group.kills, opening + rest(of: group, events: events)))
    }
    return found.enumerated()
      .sorted { ($1.element.kills, $0.offset) < ($0.element.kills, $1.offset) }
      .map(\.element.text)
  }

  /// The key's name, and in parentheses what else tells it apart.
  private func name(of group: Group) -> String {
    let name = group.key.first { $0.name == "name" }?.value.code ?? Placeholder.missing
    let more = group.key.filter { !["kind", "name", "host"].contains($0.name) }
      .map { "\($0.name.prose) \($0.name == "pid" ? $0.value.prose : $0.value.code)" }
    return more.isEmpty ? name : "\(name) (\(more.joined(separator: ", ")))"
  }

  /// The owner's name, without the ids that its key has too.
  private func owner(of group: Group) -> String {
    (group.key.first { $0.name == "name" }?.value).map { $0.code } ?? Placeholder.missing
  }

  /// The workload's kind and name, and how it is known where that is an inference.
  private func workload(of group: Group) -> String {
    func part(_ name: String) -> String? { group.key.first { $0.name == name }?.value }
    var more = ["namespace", "container"].compactMap { name in part(name).map { "\(name) \($0.code)" } }
    if part("basis") == Workload.Basis.name.rawValue { more.append("inferred from its pods' names") }
    let kind = part("kind") ?? "workload"
    let name = part("name")?.code ?? Placeholder.missing
    return "\(kind.prefix(1).uppercased().prose)\(String(kind.dropFirst()).prose) \(name)"
      + (more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")
  }

  private func basis(of parent: Parent?) -> String {
    guard let parent else { return "" }
    return switch parent.basis {
    case .sacrificedChild: ", as the kernel itself says,"
    case .witnessLine: ", which logged their deaths (confidence \(parent.confidence.rawValue)),"
    case .unit: ", which started their units (confidence \(parent.confidence.rawValue)),"
    case .sameCgroup: ", inferred from their cgroup (confidence \(parent.confidence.rawValue)),"
    case .processList: ", inferred from a list of processes (confidence \(parent.confidence.rawValue)),"
    }
  }

  private func rest(of group: Group, events: [Int]) -> String {
    var text = ""
    switch group.hosts.count {
    case 0: break
    case 1...3: text += " on " + group.hosts.map(\.code).joined(separator: ", ")
    case let count: text += " on \(count) hosts"
    }
    if let when = span(group.firstTime, group.lastTime) { text += ", \(when)" }
    if let interval = group.interval { text += self.text(of: interval) }
    if group.victims.count > 1 {
      let victims = group.victims.prefix(4).map { "\($0.name.code) ×\($0.value)" }.joined(separator: ", ")
      text +=
        "; victims \(victims)"
        + (group.victims.count > 4 ? " and \(group.victims.count - 4) other names" : "")
    }
    if let memory = group.memoryAtKill { text += self.text(of: memory, isOfAll: memory.count == group.kills) }
    if let limit = group.limitAtKill { text += self.text(of: limit) }
    if let growth = group.growth { text += self.text(of: growth, isAtLimit: group.limitAtKill != nil) }
    if let restarts = group.restarts, restarts > 0 {
      text += "; Kubernetes counts \(restarts) restart\(restarts == 1 ? "" : "s") of it, for whatever reason"
    }
    if let isOngoing = group.isOngoing {
      text += isOngoing ? "; still going on when the logs end" : "; no more when the logs end"
    }
    if !events.isEmpty { text += "; \(EventNumbers.text(events))" }
    return text + "."
  }

  private func text(of interval: Group.Interval) -> String {
    let minimum = duration(seconds: interval.minimum)
    let maximum = duration(seconds: interval.maximum)
    if minimum == maximum { return ", \(minimum) apart" }
    return ", \(duration(seconds: interval.median)) apart (median; from \(minimum) to \(maximum))"
  }

  private func text(of memory: Group.MemoryAtKill, isOfAll: Bool) -> String {
    let which = isOfAll ? "kill" : "of the \(memory.count) that tell it"
    let ends =
      memory.count == 1 && !isOfAll
      ? "\(memory.first.human), which one of them tells"
      : "\(memory.first.human) at the first \(which), \(memory.last.human) at the last"
    return "; resident memory \(ends)" + (memory.trend.map { " (\($0.rawValue))" } ?? "")
  }

  private func text(of limit: LimitAtKill) -> String {
    limit.first == limit.last
      ? ", limit \(limit.last.human)"
      : ", limit \(limit.first.human) at the first kill, \(limit.last.human) at the last"
  }

  private func text(of growth: Growth, isAtLimit: Bool) -> String {
    let seconds = growth.seconds.map { range in
      let least = duration(seconds: range.lowerBound)
      let most = duration(seconds: max(range.upperBound, 0.1))
      if range.lowerBound < 1 { return "within \(most) of the start" }
      return least == most ? "\(least) after the start" : "\(least) to \(most) after the start"
    }
    let basis =
      switch growth.basis {
      case .lifetime: "by its containers' starts"
      case .processTables: "by the process tables"
      case .memoryBefore: "by what the host had in the half hour before"
      }
    let what =
      switch growth.verdict {
      case .growsIntoLimit: "memory grows until then"
      case .hitsAtOnce: isAtLimit ? "the limit is hit at once" : "none ran for long"
      }
    return "; \(what)" + (seconds.map { ", \($0)" } ?? "") + " (\(basis))"
  }
}

extension Group {
  /// Whether it is of one exact cgroup.
  fileprivate var isOfPath: Bool { key.first { $0.name == "kind" }?.value == "cgroup" }
}

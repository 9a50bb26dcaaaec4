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
      found.append((group.kills, opening + rest(of: group, events: events)))
    }
    for group in groups.byCgroup where group.kills > 1 {
      let events = numbers.numbers(group.eventIDs)
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
    if let memory = group.memoryAtKill { text += self.text(of: memory) }
    if !events.isEmpty { text += "; \(EventNumbers.text(events))" }
    return text + "."
  }

  private func text(of interval: Group.Interval) -> String {
    let minimum = duration(seconds: interval.minimum)
    let maximum = duration(seconds: interval.maximum)
    if minimum == maximum { return ", \(minimum) apart" }
    return ", \(duration(seconds: interval.median)) apart (median; from \(minimum) to \(maximum))"
  }

  private func text(of memory: Group.MemoryAtKill) -> String {
    let ends = "\(memory.first.human) at the first kill, \(memory.last.human) at the last"
    return "; resident memory \(ends)" + (memory.trend.map { " (\($0.rawValue))" } ?? "")
  }
}

// Merges the copies of what witnesses said: equal words of one host in one second, each as often as one file has them.

import TrailModel

/// What witnesses said, each once.
struct WitnessMerger {
  /// In the order of the inputs and of their lines.
  private(set) var merged: [Witness] = []
  private var places: [Key: [Place]] = [:]
  private var counts: [Count: Int] = [:]

  private struct Key: Hashable {
    var text: String
    var second: Int64?
    var number: Int
  }

  private struct Count: Hashable {
    var input: Int
    var host: String?
    var text: String
    var second: Int64?
  }

  /// A witness, and the input that its last copy is of.
  private struct Place {
    var witness: Int
    var input: Int
  }

  /// As many hosts may print one line in one second.
  private static let most = 64

  /// Adds a statement of `input`; they are added in the order of the inputs and of their lines.
  mutating func add(_ seen: SeenWitness, input: Int, path: String, time: EventTime, host: String?) {
    let second = time.wall?.wholeSeconds
    let count = Count(input: input, host: host, text: seen.statement.text, second: second)
    let key = Key(text: seen.statement.text, second: second, number: counts[count, default: 0])
    counts[count] = key.number + 1
    let source = Source(
      path: path, firstLine: seen.place.line, lastLine: seen.place.line, firstOffset: seen.place.offset,
      lastOffset: seen.place.end)
    // Without a time only a pid shows that two lines are one.
    let isTelling = second != nil || seen.statement.child?.pid != nil
    let found =
      !isTelling
      ? nil
      : places[key]?.firstIndex { place in
        place.input != input && merged[place.witness].statement.kind == seen.statement.kind
          && HostName.agree(merged[place.witness].host, host) && !contradict(merged[place.witness].bootID, seen.bootID)
          && merged[place.witness].sources.allSatisfy { mayBeCopies($0.path, path) }
      }
    if let found, let place = places[key]?[found] {
      places[key]?[found].input = input
      let index = place.witness
      merged[index].sources.append(source)
      merged[index].host = HostName.better(merged[index].host, host)
      merged[index].bootID = merged[index].bootID ?? seen.bootID
      if time.rank < merged[index].time.rank { merged[index].time = time }
      merged[index].statement.fill(from: seen.statement)
      return
    }
    if places[key]?.count ?? 0 < Self.most {
      places[key, default: []].append(Place(witness: merged.count, input: input))
    }
    merged.append(
      Witness(statement: seen.statement, time: time, host: host, bootID: seen.bootID, sources: [source]))
  }
}

/// Whether two files may hold the same lines: the logs of two containers do not.
private func mayBeCopies(_ path: String, _ other: String) -> Bool {
  ContainerLog.mayAgree(ContainerLog(path: path), ContainerLog(path: other))
}

extension WitnessStatement: Fillable {
  /// One file may have the lines before, which tell pids and reasons, and another not.
  mutating func fill(from other: WitnessStatement) {
    if other.certainty == .notOOM, certainty == .sigkill || certainty == .unknown {
      certainty = .notOOM
      reason = other.reason
    }
    if parent != nil { parent?.pid.fill(from: other.parent?.pid) } else { parent = other.parent }
    if child != nil { child?.pid.fill(from: other.child?.pid) } else { child = other.child }
    restarts.fill(from: other.restarts)
    memoryPeak.fill(from: other.memoryPeak)
  }
}

extension [Witness] {
  /// These in the order of their times; those without one stand behind, in the order of the inputs.
  func inOrder() -> [Witness] {
    indices.sorted { left, right in
      let (one, other) = (self[left].time.wall?.nanoseconds, self[right].time.wall?.nanoseconds)
      if let one, let other, one != other { return one < other }
      if (one == nil) != (other == nil) { return other == nil }
      return left < right
    }.map { self[$0] }
  }
}

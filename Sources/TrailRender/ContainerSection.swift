// Kubernetes' containers that were killed, evicted or restarted; of the others only their number.

import TrailBytes
import TrailModel

struct ContainerSection {
  let containers: [Container]
  let numbers: EventNumbers

  /// Containers that are told of; the JSON document has all.
  private static let limit = 100

  func write(to writer: inout ByteWriter) {
    guard !containers.isEmpty else { return }
    let notable = containers.filter { $0.isNotable }.enumerated().sorted {
      ($0.element.verdict.rank, $0.offset) < ($1.element.verdict.rank, $1.offset)
    }.map(\.element)
    writer.write("## Containers\n\n")
    for container in notable.prefix(Self.limit) where writer.isOpen { write(container, to: &writer) }
    if notable.count > Self.limit {
      writer.write("- … and \((notable.count - Self.limit).of("more container")), see the JSON document\n")
    }
    if !notable.isEmpty { writer.write("\n") }
    let rest = containers.count - notable.count
    if rest > 0 {
      let word = notable.isEmpty ? "container" : "other container"
      writer.write(
        "\(rest.of(word)): nothing shows that \(rest == 1 ? "it was" : "they were") killed or restarted.\n\n")
    }
  }

  private func write(_ container: Container, to writer: inout ByteWriter) {
    var facts: [String] = []
    if let workload = container.workload {
      facts.append("\((workload.kind ?? "workload").prose) \(workload.name.code)")
    }
    if let limit = container.limits.memory { facts.append("limit \(limit.human)") }
    if let count = container.restartCount, count > 0 { facts.append(count.of("restart")) }
    if let node = container.node { facts.append("node \(node.code)") }
    let details = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
    writer.write("- **\(container.verdict.words)**: \(name(of: container))\(details). ")
    writer.write(container.verdictReason.prose)
    let events = numbers.numbers(container.joins.map(\.eventID))
    if !events.isEmpty { writer.write(" See \(EventNumbers.text(events)).") }
    writer.write("\n")
  }

  private func name(of container: Container) -> String {
    let pod = [container.namespace, container.pod].compactMap(\.self).joined(separator: "/")
    switch (container.name, pod.isEmpty) {
    case (let name?, false): return "\(name.code) of \(pod.code)"
    case (let name?, true): return name.code
    case (nil, false): return pod.code
    case (nil, true): return "a container whose name is not in the text"
    }
  }
}

extension Container {
  /// Whether something happened to it.
  fileprivate var isNotable: Bool {
    switch verdict {
    case .healthy: restartCount ?? 0 > 0
    case .unknown: restartCount ?? 0 > 0 || lastState != nil || podReason == "Evicted" || state?.kind == .terminated
    default: true
    }
  }
}

extension Container.Verdict {
  /// The verdict in a few words.
  fileprivate var words: String {
    switch self {
    case .oomKilled: "OOM killed"
    case .evictedForMemory: "Evicted for memory"
    case .evictedOtherwise: "Evicted, not for memory"
    case .killedOtherwise: "Killed, not by the kernel's OOM killer"
    case .killedUnproven: "Killed, by whom is not shown"
    case .healthy: "Healthy"
    case .unknown: "Not known"
    }
  }

  /// The worst first.
  fileprivate var rank: Int {
    switch self {
    case .oomKilled: 0
    case .evictedForMemory: 1
    case .killedUnproven: 2
    case .evictedOtherwise: 3
    case .killedOtherwise: 4
    case .unknown: 5
    case .healthy: 6
    }
  }
}

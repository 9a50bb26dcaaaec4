// The list of checks that make findings of a case.

public import TrailModel

/// A check: what it finds in a case, if anything.
///
/// A new one is a file in `Checks` and a row in ``all``.
struct FindingCheck: Sendable {
  /// The word for programs.
  let code: String
  /// What it finds.
  let look: @Sendable (Evidence) -> [Finding]

  /// All checks, in the order in which equally severe findings are told.
  static let all: [FindingCheck] = [
    // What kills again.
    .respawningParent, .limitTooLow, .growsIntoLimit, .limitChanged, .ancestorLimit, .roomOnNode,
    // What a node's memory was full of.
    .slab, .sharedMemory, .hugePages, .unaccounted, .noSwap, .swapFull, .fragmented, .zoneExhausted, .nodesExhausted,
    // Who died for whom.
    .protectedLarger, .exemptLarge, .allocatingTask, .requested,
    // Settings.
    .panicked, .panicSetting, .overcommit,
    // What the logs lack, and what came before.
    .failuresBefore, .logEnds, .linesLost, .statusWithoutReport, .killNotInStatus,
  ]
}

/// What `trail` proves to be wrong, the worst first.
public func findings(in trail: Case) -> [Finding] {
  let evidence = Evidence(trail)
  let found = FindingCheck.all.flatMap { $0.look(evidence) }
  let order = found.indices.sorted { left, right in
    let (one, other) = (found[left].severity.rank, found[right].severity.rank)
    return one != other ? one < other : left < right
  }
  return order.map { found[$0] }
}

extension Finding.Severity {
  fileprivate var rank: Int {
    switch self {
    case .high: 0
    case .medium: 1
    case .low: 2
    }
  }
}

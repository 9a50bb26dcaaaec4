// Puts ends of containers to kills on their nodes within seconds: each kill to one end, each end to one kill.

import TrailModel

/// Ends of containers and the kills that each may have come of.
struct TimeJoins {
  /// An end of a container, by its places.
  struct End: Hashable {
    var pod: Int
    var container: Int
    var end: Int
  }

  private struct Candidate {
    var end: End
    /// Whether the runtime saw the kernel kill in it: then some kill it must have come of.
    var isProven: Bool
    /// What orders it whatever the order of the texts was.
    var name: [String]
    /// The kills, the nearest first.
    var drafts: [Int]
  }

  private var candidates: [Candidate] = []

  /// Kills that are compared with one end, and steps to find an end another kill.
  private static let most = 64
  private static let mostSteps = 512

  /// Adds an end, with the kills that it may have come of and how far each is from it, in seconds.
  mutating func add(_ end: End, isProven: Bool, name: [String], kills: [(draft: Int, apart: Int64)]) {
    guard !kills.isEmpty else { return }
    let nearest = kills.sorted { ($0.apart, $0.draft) < ($1.apart, $1.draft) }.prefix(Self.most)
    candidates.append(Candidate(end: end, isProven: isProven, name: name, drafts: nearest.map(\.draft)))
  }

  /// The kill of each end that has one, and whether nothing else fitted either.
  ///
  /// Of proven ends as many as can be get one. An end by SIGKILL alone gets one only where it is the only end that fits
  /// it, and it the only one that fits the end.
  consuming func joined() -> [(end: End, draft: Int, isOnly: Bool)] {
    var ends: [Int: Int] = [:]
    var provenEnds: [Int: Int] = [:]
    for candidate in candidates {
      for draft in candidate.drafts {
        ends[draft, default: 0] += 1
        if candidate.isProven { provenEnds[draft, default: 0] += 1 }
      }
    }
    let proven = candidates.filter(\.isProven).sorted { $0.name.lexicographicallyPrecedes($1.name) }
    var matching = Matching(proven.map(\.drafts), mostSteps: Self.mostSteps)
    for index in proven.indices { matching.place(index) }
    var found: [(end: End, draft: Int, isOnly: Bool)] = []
    for (draft, index) in matching.owners {
      let isOnly = proven[index].drafts.count == 1 && provenEnds[draft] == 1
      found.append((proven[index].end, draft, isOnly))
    }
    for candidate in candidates where !candidate.isProven && candidate.drafts.count == 1 {
      let draft = candidate.drafts[0]
      if ends[draft] == 1 { found.append((candidate.end, draft, true)) }
    }
    return found.sorted { ($0.end.pod, $0.end.container, $0.end.end) < ($1.end.pod, $1.end.container, $1.end.end) }
  }
}

/// A matching of rows to columns that grows by augmenting paths.
private struct Matching {
  private let choices: [[Int]]
  private let mostSteps: Int
  /// The row of each column that has one.
  private(set) var owners: [Int: Int] = [:]
  private var columns: [Int: Int] = [:]

  init(_ choices: [[Int]], mostSteps: Int) {
    self.choices = choices
    self.mostSteps = mostSteps
  }

  /// Gives a row a column, if need be one of a row that can take another.
  mutating func place(_ row: Int) {
    var seen: Set<Int> = []
    var from: [Int: Int] = [:]
    var queue = [row]
    var next = 0
    while next < queue.count, seen.count < mostSteps {
      let current = queue[next]
      next += 1
      for column in choices[current] where seen.insert(column).inserted {
        from[column] = current
        guard let owner = owners[column] else { return take(column, from, until: row) }
        queue.append(owner)
      }
    }
  }

  /// Moves each row on the path to the column that it was reached by.
  private mutating func take(_ free: Int, _ from: [Int: Int], until first: Int) {
    var column = free
    while let row = from[column] {
      let before = columns[row]
      owners[column] = row
      columns[row] = column
      guard row != first, let before else { return }
      column = before
    }
  }
}

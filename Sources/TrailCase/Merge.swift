// Finds the copies of one event among all observations, without comparing each with each.

import TrailModel

/// Sorts copies into clusters.
///
/// Copies with a whole kill line come first, then those with a cut one, then those without a victim, so that
/// the less a copy tells the more there is to compare it with. Those of one moment are put together before clocks that
/// disagree are forgiven: of kills that look alike the one that fits best must not be taken by another. Within each
/// round the order is that of the inputs. Candidates come from hash tables whose lists are bounded: the work grows with
/// the number of copies, whatever they hold.
struct Merger {
  /// What was found, in order of discovery; those that others took up are empty.
  private(set) var clusters: [Cluster] = []
  private var byFacts: [VictimFacts: [Int]] = [:]
  private var bySlot: [Slot: [Int]] = [:]
  private var byMoment: [Moment: [Int]] = [:]
  /// By the first rows of process tables, and by the last.
  private var byTable: [Int: [Int]] = [:]
  /// Whether there are copies that may need it.
  private let comparesTables: Bool

  /// How many rows tell one process table from another.
  static let telling = 3

  /// A stretch of time in which a victim's kill is looked for.
  private struct Slot: Hashable {
    var pid: Int64
    var host: String?
    var isKernelTime: Bool
    var number: Int64
  }

  /// A point in time at which a report without a victim is looked for.
  private struct Moment: Hashable {
    var trigger: Int64?
    var host: String?
    var isKernelTime: Bool
    var number: Int64
  }

  /// How many candidates one list holds. Only copies that agree in the victim's pid and in time, or
  /// in every fact, are candidates, so that honest logs stay far below.
  private static let most = 32

  /// Clusters `copies`, which are in the order of their inputs.
  init(_ copies: [Copy]) {
    comparesTables = copies.contains { $0.victim?.hasSizes != true && $0.table.count >= Self.telling }
    for copy in copies where copy.victim?.hasSizes == true { place(copy, atOneMoment: true) }
    for cluster in clusters.indices { forgive(cluster, copies) }
    for copy in copies where copy.victim?.hasSizes == false { place(copy) }
    if copies.contains(where: { $0.victim == nil }) {
      noteMoments(of: copies)
      for copy in copies where copy.victim == nil { place(victimless: copy) }
    }
  }

  // MARK: With a victim

  private mutating func place(_ copy: Copy, atOneMoment: Bool = false) {
    guard let facts = copy.victim else { return }
    var best: (fit: Fit, cluster: Int)?
    func consider(_ candidates: [Int]?, _ best: inout (fit: Fit, cluster: Int)?) {
      for candidate in candidates ?? [] {
        guard let fit = clusters[candidate].fit(of: copy), !atOneMoment || fit.isAtOneMoment else { continue }
        // The earliest of equals, so that repeated kills pair off in order.
        if let known = best, (known.fit, known.cluster) <= (fit, candidate) { continue }
        best = (fit, candidate)
      }
    }
    consider(byFacts[facts], &best)
    for slot in Self.slots(of: copy, around: true) { consider(bySlot[slot], &best) }
    if !facts.hasSizes { for edge in edges(of: copy) { consider(byTable[edge], &best) } }
    let chosen: Int
    if let best {
      chosen = best.cluster
      clusters[chosen].add(copy)
    } else {
      chosen = clusters.count
      clusters.append(Cluster(copy))
    }
    list(copy, under: chosen)
  }

  /// Makes a cluster a candidate for copies that are like `copy`.
  private mutating func list(_ copy: Copy, under cluster: Int) {
    if let facts = copy.victim { Self.note(cluster, at: &byFacts[facts, default: []]) }
    for slot in Self.slots(of: copy, around: false) { Self.note(cluster, at: &bySlot[slot, default: []]) }
    for edge in edges(of: copy) { Self.note(cluster, at: &byTable[edge, default: []]) }
  }

  /// What copies with the same process table, or with the same end of it, have in common.
  private func edges(of copy: Copy) -> [Int] {
    guard comparesTables, let edges = copy.table.edges(Self.telling) else { return [] }
    return edges.first == edges.last ? [edges.first] : [edges.first, edges.last]
  }

  /// Adds a cluster's copies to an earlier cluster which they fit as well as clocks allow; an empty one remains.
  private mutating func forgive(_ cluster: Int, _ copies: [Copy]) {
    let members = clusters[cluster].members.map { copies[$0] }
    let candidates = members.reduce(into: Set<Int>()) { $0.formUnion(self.candidates(for: $1)) }
    var best: (fit: Fit, cluster: Int)?
    for candidate in candidates.sorted() where candidate < cluster && !clusters[candidate].members.isEmpty {
      let fits = members.map { clusters[candidate].fit(of: $0) }
      guard let worst = fits.compactMap({ $0 }).max(), !fits.contains(where: { $0 == nil }) else { continue }
      if best.map({ worst < $0.fit }) ?? true { best = (worst, candidate) }
    }
    guard let chosen = best?.cluster else { return }
    clusters[cluster].empty()
    for copy in members {
      clusters[chosen].add(copy)
      list(copy, under: chosen)
    }
  }

  /// The clusters that a copy with a victim may be of.
  private func candidates(for copy: Copy) -> Set<Int> {
    var found = Set(copy.victim.flatMap { byFacts[$0] } ?? [])
    for slot in Self.slots(of: copy, around: true) { found.formUnion(bySlot[slot] ?? []) }
    if copy.victim?.hasSizes == false { for edge in edges(of: copy) { found.formUnion(byTable[edge] ?? []) } }
    return found
  }

  /// Lists a cluster once, and none that would not be tried. Not a method of the merger: calling one while
  /// a list of it is open would copy the table that holds the list.
  private static func note(_ cluster: Int, at list: inout [Int]) {
    if list.count < Self.most, !list.contains(cluster) { list.append(cluster) }
  }

  /// The slots of a copy's times, with their neighbours or without; each once for any host, once for its own.
  private static func slots(of copy: Copy, around: Bool) -> [Slot] {
    guard let pid = copy.victim?.pid else { return [] }
    let reach: ClosedRange<Int64> = around ? -1...1 : 0...0
    var slots: [Slot] = []
    for host in hosts(of: copy) {
      if let stamp = copy.time.monotonic {
        // As long as a report can take, for the copy that lost its head.
        let number = stamp.floored(by: 120_000_000_000)
        slots += reach.map { Slot(pid: pid, host: host, isKernelTime: true, number: number + $0) }
      }
      for wall in [copy.time.wall, copy.time.repeated].compactMap({ $0 }) {
        // Within the year, for the copy whose year was guessed wrong.
        let count = Instant.leapYear / 300
        let number = wall.secondOfLeapYear / 300
        slots += reach.map {
          Slot(pid: pid, host: host, isKernelTime: false, number: (number + $0 + count) % count)
        }
      }
    }
    return slots
  }

  /// A fleet of equal machines fills the lists of any host, so that copies also meet in those of their own.
  private static func hosts(of copy: Copy) -> [String?] {
    copy.hostLabel.map { [$0, nil] } ?? [nil]
  }

  // MARK: Without a victim

  private mutating func noteMoments(of copies: [Copy]) {
    for cluster in clusters.indices {
      for member in clusters[cluster].members { noteMoments(of: copies[member], in: cluster) }
    }
  }

  private mutating func noteMoments(of copy: Copy, in cluster: Int) {
    for moment in Self.moments(of: copy) { Self.note(cluster, at: &byMoment[moment, default: []]) }
  }

  private mutating func place(victimless copy: Copy) {
    for moment in Self.moments(of: copy) {
      let second = moment.isKernelTime ? nil : moment.number
      for candidate in byMoment[moment] ?? []
      where clusters[candidate].takes(victimless: copy, second: second) {
        clusters[candidate].add(copy)
        return noteMoments(of: copy, in: candidate)
      }
    }
    for edge in edges(of: copy) {
      for candidate in byTable[edge] ?? [] where clusters[candidate].takes(victimless: copy, second: nil) {
        clusters[candidate].add(copy)
        return noteMoments(of: copy, in: candidate)
      }
    }
    clusters.append(Cluster(copy))
    noteMoments(of: copy, in: clusters.count - 1)
    list(copy, under: clusters.count - 1)
  }

  private static func moments(of copy: Copy) -> [Moment] {
    // A copy that ends behind its first line does not say which process asked.
    let triggers = copy.attempt.pid.map { [$0, nil] } ?? [nil]
    var moments: [Moment] = []
    for trigger in triggers {
      for host in hosts(of: copy) {
        if let stamp = copy.time.monotonic {
          let number = stamp.floored(by: 1_000)
          moments.append(Moment(trigger: trigger, host: host, isKernelTime: true, number: number))
        }
        if let wall = copy.time.wall {
          moments.append(Moment(trigger: trigger, host: host, isKernelTime: false, number: wall.wholeSeconds))
        }
      }
    }
    return moments
  }

  // MARK: What could be either

  /// A copy that fits another event as well as its own.
  struct Rival {
    let copy: Int
    /// A copy of the event it is with.
    let taken: Int
    /// A copy of the other.
    let other: Int
  }

  /// The copies that nothing but the order of the inputs gave to the event they are with: without a host, or with one
  /// that several names agree with, a copy can fit two.
  func rivals(_ copies: [Copy]) -> [Rival] {
    var rivals: [Rival] = []
    // An event of more copies has each of them several times over.
    for (own, cluster) in clusters.enumerated() where (2...32).contains(cluster.members.count) {
      for member in cluster.members where copies[member].victim != nil {
        let copy = copies[member]
        let others = candidates(for: copy).sorted().compactMap { other in
          other == own ? nil : clusters[other].fit(of: copy).map { (cluster: other, fit: $0) }
        }
        guard !others.isEmpty else { continue }
        let rest = cluster.members.filter { $0 != member }.map { copies[$0] }
        guard let fit = rest.dropFirst().reduce(into: Cluster(rest[0]), { $0.add($1) }).fit(of: copy),
          let rival = others.first(where: { $0.fit <= fit })?.cluster
        else { continue }
        rivals.append(Rival(copy: member, taken: rest[0].index, other: clusters[rival].members[0]))
      }
    }
    return rivals
  }
}

// Makes one event of its copies: the fullest is the base, the others complete it and are held to it.

import TrailModel

/// An event that has yet to find its place in the timeline, and what its copies disagreed on.
struct Draft {
  var event: Event
  /// The numbers of its copies.
  var members: [Int]
  /// Where it stands among the events: its wall time, unless the clock was set back between it and an earlier event of
  /// its boot.
  var position: Instant?
  /// The first copy's input and offset, which break ties.
  var order: InputOrder
  /// Contradictions, each with the number of the input it is reported for.
  var disputes: [(input: Int, problem: Problem)]
}

extension [Draft] {
  /// The drafts of these numbers, which are of one boot, by the kernel's clock.
  func inKernelOrder(_ members: [Int]) -> [Int] {
    members.sorted { left, right in
      let (one, other) = (self[left].event.time.monotonic ?? 0, self[right].event.time.monotonic ?? 0)
      return one != other ? one < other : self[left].order < self[right].order
    }
  }
}

/// A place in the order of the inputs.
struct InputOrder: Comparable {
  var input: Int
  var offset: Int64
  var number: Int

  static func < (left: InputOrder, right: InputOrder) -> Bool {
    (left.input, left.offset, left.number) < (right.input, right.offset, right.number)
  }
}

/// Makes events of clusters.
struct Combiner {
  let observations: [Observation]
  let copies: [Copy]
  let paths: [String]

  /// The event of which `members` are the copies.
  func draft(of members: [Int]) -> Draft {
    let inOrder = members.sorted()
    let byWorth = inOrder.sorted { isFuller($0, than: $1) }
    let base = byWorth[0]
    var report = observations[base].boxedReport
    var disputes: [(input: Int, problem: Problem)] = []
    for other in byWorth.dropFirst() {
      if let problem = dispute(of: other, with: base) { disputes.append((copies[other].input, problem)) }
      report.wrappedValue.fill(from: observations[other].report)
    }
    let host = inOrder.reduce(nil) { HostName.better($0, copies[$1].host) }
    var event = Event(
      id: report.wrappedValue.fingerprint, time: time(of: inOrder), host: host,
      bootID: inOrder.lazy.compactMap { copies[$0].bootID }.first,
      sharing: report, parent: nil, sources: sources(of: inOrder))
    if host != nil { event.hostBasis = inOrder.contains { observations[$0].host == host } ? .log : .hostFile }
    let first = inOrder[0]
    let order = InputOrder(
      input: copies[first].input, offset: observations[first].first.offset, number: first)
    return Draft(event: event, members: inOrder, order: order, disputes: disputes)
  }

  /// Whether one copy holds more than another: nothing of another report, fewer parts missing, more rows, more counters.
  private func isFuller(_ left: Int, than right: Int) -> Bool {
    let (one, other) = (observations[left].report, observations[right].report)
    if one.isMixed != other.isMixed { return !one.isMixed }
    if one.missing.count != other.missing.count { return one.missing.count < other.missing.count }
    if one.processes.count != other.processes.count { return one.processes.count > other.processes.count }
    let (stats, otherStats) = (one.memcg?.stats.count ?? 0, other.memcg?.stats.count ?? 0)
    return stats != otherStats ? stats > otherStats : left < right
  }

  private func sources(of members: [Int]) -> [Source] {
    let sources = members.flatMap { member in
      let observation = observations[member]
      let source = Source(
        path: paths[copies[member].input], firstLine: observation.first.line, lastLine: observation.last.line,
        firstOffset: observation.first.offset, lastOffset: observation.last.end)
      return [source] + observation.further
    }
    return sources.sorted { left, right in
      left.path == right.path
        ? (left.firstLine, left.firstOffset) < (right.firstLine, right.firstOffset) : left.path < right.path
    }
  }

  // MARK: Time

  /// The best time that a copy has, with the kernel's stamp from whichever copy has one.
  private func time(of members: [Int]) -> EventTime {
    var best = members[0]
    for member in members.dropFirst() where isBetterTime(member, than: best) { best = member }
    var time = copies[best].time
    // A copy that begins with the report's first line has the event's own stamp.
    let stamped = members.filter { copies[$0].time.monotonic != nil }
    if time.monotonic == nil || copies[best].isHeadless || copies[best].stamp.isReceived,
      let stamp = stamped.first(where: { !copies[$0].isHeadless && !copies[$0].stamp.isReceived })
        ?? stamped.first(where: { !copies[$0].isHeadless }) ?? stamped.first
    {
      time.monotonic = copies[stamp].time.monotonic
    }
    if time.text == nil { time.text = members.lazy.compactMap { copies[$0].time.text }.first }
    return time
  }

  private func isBetterTime(_ left: Int, than right: Int) -> Bool {
    let (one, other) = (copies[left], copies[right])
    let (rank, otherRank) = (one.time.rank, other.time.rank)
    if rank != otherRank { return rank < otherRank }
    if (one.time.repeated == nil) != (other.time.repeated == nil) { return one.time.repeated == nil }
    if one.isHeadless != other.isHeadless { return other.isHeadless }
    return one.time.wall?.fractionDigits ?? 0 > other.time.wall?.fractionDigits ?? 0
  }

  // MARK: Contradictions

  /// What two copies say differently of the victim; nil where they agree.
  private func dispute(of other: Int, with base: Int) -> Problem? {
    guard let kept = observations[base].report.victim, let said = observations[other].report.victim else {
      return nil
    }
    let differences = kept.differences(from: said)
    guard !differences.isEmpty else { return nil }
    return problem(
      .contradiction, of: other,
      "Copies of one kill differ in \(differences.joined(separator: ", ")); the one in \(place(of: base)) is kept.")
  }

  /// What is said of a copy that fits two events.
  func doubt(_ rival: Merger.Rival) -> (input: Int, problem: Problem) {
    let detail =
      "The kill fits those in \(place(of: rival.taken)) and in \(place(of: rival.other)); "
      + "it is taken for a copy of the first."
    return (copies[rival.copy].input, problem(.ambiguous, of: rival.copy, detail))
  }

  private func place(of copy: Int) -> String {
    "\(paths[copies[copy].input]), line \(observations[copy].first.line)"
  }

  private func problem(_ kind: Problem.Kind, of copy: Int, _ detail: String) -> Problem {
    Problem(
      path: paths[copies[copy].input], kind: kind, detail: detail, line: observations[copy].first.line,
      offset: observations[copy].first.offset)
  }
}

extension EventTime {
  /// How far from certain the wall time is.
  var rank: Int {
    switch basis {
    case .zoned: 0
    case .bootAnchor: 1
    case .assumedZone: 2
    case .inferredYear: 3
    case .relativeAge: 4
    case nil: 5
    }
  }
}

extension Victim {
  /// The facts that both have and that differ, each as `name (this, not that)`.
  fileprivate func differences(from other: Victim) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ name: String, _ own: Value?, _ others: Value?, _ show: (Value) -> String) {
      guard let own, let others, own != others else { return }
      found.append("\(name) (\(show(own)), not \(show(others)))")
    }
    func size(_ bytes: Bytes) -> String { "\(bytes.count) bytes" }
    func number(_ value: Int64) -> String { String(value) }
    compare("comm", comm, other.comm) { "`\($0)`" }
    // The kill line prints a user without a sign, the table with one.
    compare("uid", uid.map { $0 & 0xFFFF_FFFF }, other.uid.map { $0 & 0xFFFF_FFFF }, number)
    compare("total_vm", totalVM, other.totalVM, size)
    compare("anon_rss", anonRSS, other.anonRSS, size)
    compare("file_rss", fileRSS, other.fileRSS, size)
    compare("shmem_rss", shmemRSS, other.shmemRSS, size)
    compare("pgtables", pageTables, other.pageTables, size)
    compare("swap", swapEntries, other.swapEntries) { "\($0.count) pages" }
    compare("oom_score_adj", oomScoreAdj, other.oomScoreAdj, number)
    compare("score", score, other.score, number)
    // Where a record is cut short, so is the path at its end.
    if let own = cgroup, let others = other.cgroup, !own.hasPrefix(others), !others.hasPrefix(own) {
      compare("cgroup", own, others) { "`\($0)`" }
    }
    return found
  }
}

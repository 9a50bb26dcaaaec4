// Events gathered under one key, and the figures made of them.

import TrailModel

/// Gatherings in the order in which their keys were met.
struct Gatherings<Key: Hashable> {
  private let ends: LogEnds
  private var places: [Key: Int] = [:]
  private var items: [(key: Key, gathering: Gathering)] = []

  /// No gatherings, of hosts whose logs have these `ends`.
  init(_ ends: LogEnds) { self.ends = ends }

  /// Adds `event` under `key`; `dead` are those of its dead who count there.
  mutating func add(_ event: Event, to key: Key, dead: [Victim]) {
    let place = places[key] ?? items.count
    if place == items.count {
      places[key] = place
      items.append((key, Gathering()))
    }
    items[place].gathering.add(event, dead: dead)
  }

  /// A group of each gathering that `naming` finds a key for, most kills first.
  ///
  /// Groups of as many kills are ordered by name, then by the rest of the key, then by their first event.
  func groups(_ naming: (Key, Gathering) -> (key: [Named<String>], parent: Parent?)?) -> [Group] {
    let groups = items.compactMap { item in
      naming(item.key, item.gathering).map { item.gathering.group(key: $0.key, parent: $0.parent, ends) }
    }
    let order = groups.indices.sorted { left, right in
      let (one, other) = (groups[left], groups[right])
      if one.kills != other.kills { return one.kills > other.kills }
      for (own, others) in zip(one.key, other.key) where own.value != others.value {
        return own.value < others.value
      }
      return left < right
    }
    return order.map { groups[$0] }
  }
}

/// The events of one group, in the order of the timeline.
struct Gathering {
  /// The parents that its events have.
  private(set) var parents: [Parent] = []
  /// Whose memory it was, by the first event that tells.
  private(set) var owner: CgroupOwner?
  private var events: [Event] = []
  private var limits: [Bytes] = []
  private var shares: [Double] = []
  private var eventIDs: [String] = []
  private var instants: [Instant] = []
  private var hosts: Set<String> = []
  private var lastOnHost: [String?: Instant] = [:]
  private var gaps: [Double] = []
  private var memory: [Bytes] = []
  private var victims = Tally()

  mutating func add(_ event: Event, dead: [Victim]) {
    eventIDs.append(event.id)
    events.append(event)
    owner = owner ?? event.answerable
    if let parent = event.parent { parents.append(parent) }
    if let host = event.host { hosts.insert(host) }
    if let wall = event.time.wall {
      instants.append(wall)
      // Intervals are of one host each: on how many hosts a service runs says nothing of how often it dies.
      if let last = lastOnHost.updateValue(wall, forKey: event.host) {
        gaps.append(seconds(distance(wall.nanoseconds, last.nanoseconds)))
      }
    }
    let size = dead.first(where: { $0.resident != nil })?.resident
    if let size { memory.append(size) }
    if let limit = event.report.hitMemoryLimit?.limit, limit.count > 0 {
      limits.append(limit)
      if let size { shares.append(Double(size.count) / Double(limit.count)) }
    }
    for victim in dead { victims.count(victim.comm) }
  }

  func group(key: [Named<String>], parent: Parent?, _ ends: LogEnds) -> Group {
    var group = Group(
      key: key, parent: parent, kills: eventIDs.count, firstTime: instants.min(), lastTime: instants.max(),
      hosts: hosts.sorted(), victims: victims.ranked, eventIDs: eventIDs, interval: interval,
      memoryAtKill: memoryAtKill)
    group.limitAtKill = limitAtKill
    group.growth = Growth(of: events)
    group.isOngoing = isOngoing(ends)
    if let parent { group.parentSurvives = survives(parent) }
    return group
  }

  /// Whether the group's kills were still going on when the logs end: nobody waits twice as long as it mostly took from
  /// one to the next. Between that and twice the longest time it is open, and two kills make no rhythm.
  private func isOngoing(_ ends: LogEnds) -> Bool? {
    guard let interval, gaps.count > 1 else { return nil }
    var answers: [Bool?] = []
    for (host, last) in lastOnHost {
      guard let end = ends.end(of: host) else { continue }
      let quiet = seconds(max(0, end.saturating(-last.nanoseconds)))
      answers.append(quiet <= max(2 * interval.median, 60) ? true : quiet > max(2 * interval.maximum, 60) ? false : nil)
    }
    if answers.contains(true) { return true }
    return answers.isEmpty || answers.contains(nil) ? nil : false
  }

  /// Whether a parent was there at a later kill than the first, or is in the last table; not where it is among the dead.
  private func survives(_ parent: Parent) -> Bool? {
    // Pids of a container are not those of the kernel's reports.
    if parent.isPIDOfContainer { return events.count > 1 ? true : nil }
    if events.contains(where: { $0.dead.contains { $0.pid == parent.pid } }) { return false }
    if events.count > 1 { return true }
    let isThere = events.last?.report.processes.row(ofPid: parent.pid) != nil
    return isThere ? true : nil
  }

  private var limitAtKill: LimitAtKill? {
    guard let first = limits.first, let last = limits.last, let least = limits.min(), let most = limits.max() else {
      return nil
    }
    let range = shares.min().flatMap { low in shares.max().map { low...$0 } }
    return LimitAtKill(first: first, last: last, minimum: least, maximum: most, residentShare: range)
  }

  private var interval: Group.Interval? {
    let sorted = gaps.sorted()
    guard let least = sorted.first, let most = sorted.last else { return nil }
    let middle = sorted.count / 2
    let median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    return Group.Interval(minimum: least, median: median, maximum: most)
  }

  private var memoryAtKill: Group.MemoryAtKill? {
    guard let first = memory.first, let last = memory.last, let least = memory.min(), let most = memory.max()
    else {
      return nil
    }
    // Events that have no place in time stand behind those that have one, whenever they were.
    let isPlaced = instants.isEmpty || instants.count == eventIDs.count
    // Of hosts where it died once each, the order says nothing; nor where limits differ between hosts.
    let isInOrder = isPlaced && (hosts.count < 2 || !gaps.isEmpty && Set(limits).count < 2)
    return Group.MemoryAtKill(
      count: memory.count, first: first, last: last, minimum: least, maximum: most,
      trend: isInOrder ? trend(of: memory) : nil)
  }
}

/// Which way sizes go; nil below three.
///
/// Flat where the extremes are within 5 % of the largest. Growing or shrinking where no size falls back by
/// more than 2 % behind the extreme before it and the ends differ by more than 5 %. Else mixed.
func trend(of sizes: [Bytes]) -> Group.MemoryAtKill.Trend? {
  guard sizes.count >= 3, let first = sizes.first, let last = sizes.last, let least = sizes.min(),
    let most = sizes.max()
  else { return nil }
  let (low, high) = (Double(least.count), Double(most.count))
  if high - low <= 0.05 * high { return .flat }
  var (peak, trough) = (first, first)
  var (neverFalls, neverRises) = (true, true)
  for size in sizes.dropFirst() {
    if Double(size.count) < 0.98 * Double(peak.count) { neverFalls = false }
    if Double(size.count) > 1.02 * Double(trough.count) { neverRises = false }
    peak = max(peak, size)
    trough = min(trough, size)
  }
  let change = Double(last.count) - Double(first.count)
  let isFar = abs(change) > 0.05 * max(Double(first.count), Double(last.count))
  if neverFalls, isFar, change > 0 { return .growing }
  if neverRises, isFar, change < 0 { return .shrinking }
  return .mixed
}

/// Names and how often each was met.
struct Tally {
  private var counts: [String: Int] = [:]

  mutating func count(_ name: String?) {
    if let name { counts[name, default: 0] += 1 }
  }

  /// The names, the most frequent first, then by name.
  var ranked: [Named<Int>] {
    counts.map { Named($0.key, $0.value) }.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.name < $1.name
    }
  }
}

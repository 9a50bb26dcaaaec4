// Events gathered under one key, and the figures made of them.

import TrailModel

/// Gatherings in the order in which their keys were met.
struct Gatherings<Key: Hashable> {
  private var places: [Key: Int] = [:]
  private var items: [(key: Key, gathering: Gathering)] = []

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
      naming(item.key, item.gathering).map { item.gathering.group(key: $0.key, parent: $0.parent) }
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
  private var eventIDs: [String] = []
  private var instants: [Instant] = []
  private var hosts: Set<String> = []
  private var lastOnHost: [String?: Instant] = [:]
  private var gaps: [Double] = []
  private var memory: [Bytes] = []
  private var victims = Tally()

  mutating func add(_ event: Event, dead: [Victim]) {
    eventIDs.append(event.id)
    if let parent = event.parent { parents.append(parent) }
    if let host = event.host { hosts.insert(host) }
    if let wall = event.time.wall {
      instants.append(wall)
      // Intervals are of one host each: on how many hosts a service runs says nothing of how often it dies.
      if let last = lastOnHost.updateValue(wall, forKey: event.host) {
        gaps.append(seconds(distance(wall.nanoseconds, last.nanoseconds)))
      }
    }
    if let size = dead.first(where: { $0.resident != nil })?.resident { memory.append(size) }
    for victim in dead { victims.count(victim.comm) }
  }

  func group(key: [Named<String>], parent: Parent?) -> Group {
    Group(
      key: key, parent: parent, kills: eventIDs.count, firstTime: instants.min(), lastTime: instants.max(),
      hosts: hosts.sorted(), victims: victims.ranked, eventIDs: eventIDs, interval: interval,
      memoryAtKill: memoryAtKill)
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
    let isInOrder = instants.isEmpty || instants.count == eventIDs.count
    return Group.MemoryAtKill(
      first: first, last: last, minimum: least, maximum: most, trend: isInOrder ? trend(of: memory) : nil)
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

extension Victim {
  /// Resident memory as the kill line tells it; nil where that has no sizes. Before 4.5 it has no shmem.
  var resident: Bytes? {
    guard let anonRSS, let fileRSS else { return nil }
    return Bytes(anonRSS.count.saturating(fileRSS.count).saturating(shmemRSS?.count ?? 0))
  }
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

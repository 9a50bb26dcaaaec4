// Orders the events: by time where it is known, else behind what their host is known to have done.

import TrailModel

/// The events in order, and for those without a wall time the lane in which they can be compared.
struct Timeline {
  /// The events in order.
  private(set) var events: [Event]
  /// For each event without a wall time, where its kernel stamp counts from; nil for the others.
  private(set) var lanes: [Lane?]
  /// For each event the number of its draft.
  private(set) var draftNumbers: [Int] = []

  /// A stretch of one input in which the kernel's clock does not fall back: one boot, presumably.
  struct Lane: Hashable, Comparable {
    var input: Int
    var stretch: Int

    static func < (left: Lane, right: Lane) -> Bool {
      (left.input, left.stretch) < (right.input, right.stretch)
    }
  }

  /// Orders `drafts`.
  ///
  /// The order is total and made of the events alone: wall time, host, kernel stamp, then the place of the
  /// first copy among the inputs. An event without a wall time stands behind the last timed event of its
  /// host, or at the very end where the host has none; such events keep the order of their inputs, the oldest of rotated
  /// logs first, and within one boot that of the kernel's clock.
  init(_ drafts: [Draft], paths: [String] = []) {
    let timed = drafts.indices.filter { drafts[$0].event.time.wall != nil }.sorted {
      Self.isEarlier(drafts[$0], drafts[$1])
    }
    let untimed = Self.ordered(untimed: drafts, Self.ranks(of: paths))
    var last: [String: Int] = [:]
    for (place, index) in timed.enumerated() {
      if let host = drafts[index].event.host { last[host] = place }
    }
    var behind: [[Int]] = Array(repeating: [], count: timed.count)
    var atEnd: [Int] = []
    for position in untimed.indices {
      let host = drafts[untimed[position].draft].event.host
      if let host, let place = last[host] { behind[place].append(position) } else { atEnd.append(position) }
    }
    events = []
    lanes = []
    events.reserveCapacity(drafts.count)
    func append(_ position: Int) {
      events.append(drafts[untimed[position].draft].event)
      draftNumbers.append(untimed[position].draft)
      lanes.append(untimed[position].lane)
    }
    for (place, index) in timed.enumerated() {
      events.append(drafts[index].event)
      draftNumbers.append(index)
      lanes.append(nil)
      behind[place].forEach(append)
    }
    atEnd.forEach(append)
    numberRepeatedIDs(&events)
  }

  private static func isEarlier(_ left: Draft, _ right: Draft) -> Bool {
    let (one, other) = (left.event, right.event)
    if let first = left.position ?? one.time.wall, let second = right.position ?? other.time.wall,
      first.nanoseconds != second.nanoseconds
    {
      return first < second
    }
    if one.host != other.host { return one.host ?? "" < other.host ?? "" }
    if let first = one.time.monotonic, let second = other.time.monotonic, first != second {
      return first < second
    }
    // One without a stamp goes first, so that the order stays one of keys.
    if (one.time.monotonic == nil) != (other.time.monotonic == nil) { return one.time.monotonic == nil }
    return left.order < right.order
  }

  /// For each input the place at which it is read: the older a rotated log is, the earlier.
  private static func ranks(of paths: [String]) -> [Int] {
    let rotations = paths.map { Rotation(path: $0) }
    let inOrder = paths.indices.sorted {
      (rotations[$0].series, -rotations[$0].age, $0) < (rotations[$1].series, -rotations[$1].age, $1)
    }
    var ranks = Array(paths.indices)
    for (rank, index) in inOrder.enumerated() { ranks[index] = rank }
    return ranks
  }

  /// The drafts without a wall time, with their lanes, in order.
  private static func ordered(untimed drafts: [Draft], _ ranks: [Int]) -> [(draft: Int, lane: Lane)] {
    func order(_ index: Int) -> InputOrder {
      var order = drafts[index].order
      if order.input < ranks.count { order.input = ranks[order.input] }
      return order
    }
    let inFileOrder = drafts.indices.filter { drafts[$0].event.time.wall == nil }.sorted { order($0) < order($1) }
    var placed: [(draft: Int, lane: Lane)] = []
    var newest = Int64.min
    for index in inFileOrder {
      let draft = drafts[index]
      var lane = placed.last?.lane ?? Lane(input: order(index).input, stretch: 0)
      if lane.input != order(index).input {
        lane = Lane(input: order(index).input, stretch: 0)
        newest = .min
      }
      if let stamp = draft.event.time.monotonic {
        // CPUs print a little out of order; a clock that falls further began again with another boot.
        if stamp.saturating(fallback) < newest {
          lane.stretch += 1
          newest = stamp
        }
        newest = max(newest, stamp)
      }
      placed.append((index, lane))
    }
    return placed.sorted { left, right in
      if left.lane != right.lane { return left.lane < right.lane }
      let (one, other) = (drafts[left.draft], drafts[right.draft])
      let (stamp, otherStamp) = (one.event.time.monotonic ?? .max, other.event.time.monotonic ?? .max)
      return stamp != otherStamp ? stamp < otherStamp : order(left.draft) < order(right.draft)
    }
  }

  private static let fallback: Int64 = 10_000_000_000

  /// Takes the same events with more that is known of them.
  mutating func take(_ complete: [Event]) { events = complete }

  /// Leaves out the events that `isWanted` does not want.
  mutating func keep(_ isWanted: (Event) -> Bool) {
    let kept = events.indices.filter { isWanted(events[$0]) }
    guard kept.count < events.count else { return }
    lanes = kept.map { lanes[$0] }
    events = kept.map { events[$0] }
  }

  /// Gives each event the parent that is known of it.
  mutating func addParents(_ bundles: [(host: String, bundle: Bundle)]) {
    TrailCase.addParents(to: &events, bundles)
  }

  /// Says which kills by programs the kernel came before.
  mutating func noteOvertaken() { TrailCase.noteOvertaken(&events) }

  /// Puts witnesses to the events that they saw.
  mutating func match(_ witnesses: inout Witnesses, _ pods: ContainerCase) { witnesses.match(&events, pods) }
}

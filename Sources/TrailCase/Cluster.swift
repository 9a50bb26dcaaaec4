// The copies of one event found so far, summed up so that a further copy is compared once, not with each.

import TrailModel

/// Copies taken for one event.
struct Cluster {
  /// The copies' numbers.
  private(set) var members: [Int] = []
  private var victim: VictimFacts?
  private var attempt: AttemptFacts
  /// The largest process table of the copies.
  private var table = ProcessTable()
  private var outcome = Outcome.unknown
  private var host: String?
  private var bootID: String?
  private var kernelTimes = KernelTimes()
  private var wallTimes = WallTimes()
  /// The first copy from each input, ordered by input.
  private var seats: [Seat] = []

  private struct Seat {
    var input: Int
    var victim: VictimFacts?
    var host: String?
    var stamp: Stamp
  }

  init(_ copy: Copy) {
    attempt = copy.attempt
    add(copy)
  }

  /// Takes all copies out: they are another's.
  mutating func empty() { members = [] }

  mutating func add(_ copy: Copy) {
    members.append(copy.index)
    victim = victim ?? copy.victim
    if let facts = copy.victim { victim?.fill(from: facts) }
    attempt.fill(from: copy.attempt)
    if copy.table.count > table.count { table = copy.table }
    if outcome == .unknown { outcome = copy.outcome }
    host = HostName.better(host, copy.host)
    bootID = bootID ?? copy.bootID
    kernelTimes.include(copy)
    wallTimes.include(copy)
    let place = seatPlace(of: copy.input)
    if place < seats.count, seats[place].input == copy.input { return }
    seats.insert(Seat(input: copy.input, victim: copy.victim, host: copy.host, stamp: copy.stamp), at: place)
  }

  private func seatPlace(of input: Int) -> Int { seats.prefixCount { $0.input < input } }

  /// How well `copy`, which names a victim, fits; nil where it is of another event.
  func fit(of copy: Copy) -> Fit? {
    guard !members.isEmpty, let facts = copy.victim, let victim, isOpen(to: copy) else { return nil }
    var agreement = victim.agreement(with: facts)
    if agreement == .likely, sharesTable(with: copy) { agreement = .certain }
    let kernel = kernelTimes.relation(to: copy)
    guard agreement != .none, kernel != .apart else { return nil }
    // One line printed twice may have lost a digit; without its stamp nothing shows that it is one.
    if kernel != .equal, attempt.contradicts(copy.attempt) { return nil }
    let wall = wallTimes.relation(to: copy, isCertain: agreement == .certain, isProven: kernel == .equal)
    guard wall.relation != .apart else { return nil }
    switch agreement {
    case .certain: break
    case .likely:
      if kernel == .silent && wall.relation == .silent { return nil }
    case .disputed:
      // One line printed twice with different numbers: a digit was lost on the way. It takes the same
      // kernel stamp and one more witness to believe that.
      let isSamePlace = (host != nil && copy.host != nil) || (bootID != nil && copy.bootID != nil)
      guard kernel == .equal, isSamePlace || wall.relation == .near else { return nil }
    case .none: return nil
    }
    return Fit(agreement: agreement, isTimeEqual: kernel == .equal, seconds: wall.seconds)
  }

  /// Whether `copy`, which names no victim, is a copy of this: its stamp has to be equal, or its process table.
  func takes(victimless copy: Copy, second: Int64?) -> Bool {
    guard seatIsFree(for: copy), isCompatible(with: copy) else { return false }
    let kernel = kernelTimes.relation(to: copy)
    if kernel != .apart, sharesTable(with: copy), !attempt.contradicts(copy.attempt) {
      return wallTimes.relation(to: copy, isCertain: true, isProven: kernel == .equal).relation != .apart
    }
    guard attempt.agrees(with: copy.attempt) else { return false }
    switch kernel {
    case .equal: return wallTimes.relation(to: copy, isCertain: false, isProven: true).relation != .apart
    case .silent: return second != nil && second == copy.time.wall?.wholeSeconds
    case .near, .apart: return false
    }
  }

  /// Whether both have one process table, or the one a part of it that the victim is in: the next kill's table may end in
  /// the same rows, but does not hold who died before.
  private func sharesTable(with copy: Copy) -> Bool {
    let (less, more) = table.count < copy.table.count ? (table, copy.table) : (copy.table, table)
    guard less.count >= Merger.telling, less.isEdge(of: more) else { return false }
    if less.count == more.count { return true }
    guard let pid = victim?.pid ?? copy.victim?.pid else { return false }
    return less.first { $0.pid == pid } != nil
  }

  /// Whether nothing but facts and times could keep `copy` out.
  private func isOpen(to copy: Copy) -> Bool {
    guard isCompatible(with: copy) else { return false }
    let place = seatPlace(of: copy.input)
    guard place < seats.count, seats[place].input == copy.input else { return true }
    // One input tells an event once, unless somebody pasted it twice: then stamps are equal as well, or of different
    // clocks, as those of `dmesg` and `dmesg -T`. A pid and a second prove nothing: 2.4 names one process several times.
    let seat = seats[place]
    guard copy.victim?.hasSizes == true || copy.stamp.monotonic != nil else { return false }
    guard seat.victim == copy.victim && seat.host == copy.host else { return false }
    let isKernelsAndWalls = seat.stamp.isKernelsOnly && copy.stamp.isWallsOnly
    let isWallsAndKernels = seat.stamp.isWallsOnly && copy.stamp.isKernelsOnly
    return seat.stamp == copy.stamp || (copy.victim?.hasSizes == true && (isKernelsAndWalls || isWallsAndKernels))
  }

  private func seatIsFree(for copy: Copy) -> Bool {
    let place = seatPlace(of: copy.input)
    guard place < seats.count, seats[place].input == copy.input else { return true }
    // Somebody pasted it twice, and once cut off its end.
    return seats[place].victim != nil && copy.stamp.monotonic != nil
      && seats[place].stamp.monotonic == copy.stamp.monotonic
  }

  private func isCompatible(with copy: Copy) -> Bool {
    if contradict(bootID, copy.bootID) { return false }
    if outcome != .unknown, copy.outcome != .unknown, outcome != copy.outcome { return false }
    return HostName.agree(host, copy.host)
  }
}

extension Stamp {
  fileprivate var isKernelsOnly: Bool { monotonic != nil && civil == nil }
  fileprivate var isWallsOnly: Bool { monotonic == nil && civil != nil }
}

/// How well a copy fits an event; the least is the best.
struct Fit: Comparable {
  var agreement: Agreement
  var isTimeEqual: Bool
  var seconds: Int64

  /// Whether the clocks agree, as far as stamps of whole seconds can.
  var isAtOneMoment: Bool { isTimeEqual || seconds <= 2 }

  static func < (left: Fit, right: Fit) -> Bool {
    if left.agreement != right.agreement { return left.agreement < right.agreement }
    if left.isTimeEqual != right.isTimeEqual { return left.isTimeEqual }
    return left.seconds < right.seconds
  }
}

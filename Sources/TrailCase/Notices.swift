// Merges the copies of each notice, as those of kills are merged, and sums notices up by host and kind.

import TrailModel

/// A notice with its copies.
struct MergedNotice {
  var notice: Notice
  var time: EventTime
  var host: String?
  var bootID: String?
  /// The inputs that have a copy, and where the first in each stands.
  var seats: [(input: Int, offset: Int64)]
  /// The first copy.
  var source: Source

  var first: (input: Int, offset: Int64) { seats[0] }

  func isIn(_ input: Int) -> Bool { seats.contains { $0.input == input } }
}

/// Finds the copies of notices: equal text, and an equal kernel stamp, else an equal second and an equal place among
/// the equal lines of that second.
struct NoticeMerger {
  /// What was found, in the order of the inputs and of their lines.
  private(set) var merged: [MergedNotice] = []
  private var byKernelTime: [KernelKey: [Int]] = [:]
  private var bySecond: [SecondKey: [Int]] = [:]
  private var counts: [CountKey: Int] = [:]

  private struct KernelKey: Hashable {
    var text: String
    var nanoseconds: Int64
  }

  private struct SecondKey: Hashable {
    var text: String
    var second: Int64
    var number: Int
  }

  private struct CountKey: Hashable {
    var input: Int
    var host: String?
    var text: String
    var second: Int64
  }

  /// How many candidates one list holds: as many hosts may print one line in one second.
  private static let most = 64

  /// Adds a notice of `input`; notices are added in the order of the inputs and of their lines.
  mutating func add(_ seen: SeenNotice, input: Int, path: String, time: EventTime) {
    let second = secondKey(of: seen, input, time)
    let kernel = time.monotonic.map { KernelKey(text: seen.notice.text, nanoseconds: $0) }
    let place: Int
    if let found = match(seen, input, kernel, second) {
      place = found
      if !merged[place].isIn(input) { merged[place].seats.append((input, seen.place.offset)) }
      merged[place].host = HostName.better(merged[place].host, seen.host)
      merged[place].bootID = merged[place].bootID ?? seen.bootID
      merged[place].notice.fill(from: seen.notice)
      let monotonic = merged[place].time.monotonic ?? time.monotonic
      if time.rank < merged[place].time.rank { merged[place].time = time }
      merged[place].time.monotonic = monotonic
    } else {
      place = merged.count
      merged.append(
        MergedNotice(
          notice: seen.notice, time: time, host: seen.host, bootID: seen.bootID, seats: [(input, seen.place.offset)],
          source: Source(
            path: path, firstLine: seen.place.line, lastLine: seen.place.line, firstOffset: seen.place.offset,
            lastOffset: seen.place.end)))
    }
    if let kernel { Self.note(place, at: &byKernelTime[kernel, default: []]) }
    if let second { Self.note(place, at: &bySecond[second, default: []]) }
  }

  private mutating func secondKey(of seen: SeenNotice, _ input: Int, _ time: EventTime) -> SecondKey? {
    guard let second = time.wall?.wholeSeconds else { return nil }
    let number = counts[
      CountKey(input: input, host: seen.host, text: seen.notice.text, second: second), default: 0]
    counts[CountKey(input: input, host: seen.host, text: seen.notice.text, second: second)] = number + 1
    return SecondKey(text: seen.notice.text, second: second, number: number)
  }

  private func match(_ seen: SeenNotice, _ input: Int, _ kernel: KernelKey?, _ second: SecondKey?) -> Int? {
    func isOfHost(_ place: Int) -> Bool {
      merged[place].notice.kind == seen.notice.kind && HostName.agree(merged[place].host, seen.host)
    }
    if let kernel, let found = byKernelTime[kernel]?.first(where: isOfHost) { return found }
    guard let second else { return nil }
    // Of two kernel stamps that differ one is another line's, whatever the logger's second.
    return bySecond[second]?.first {
      isOfHost($0) && !merged[$0].isIn(input) && (kernel == nil || merged[$0].time.monotonic == nil)
    }
  }

  private static func note(_ place: Int, at list: inout [Int]) {
    if list.count < most, !list.contains(place) { list.append(place) }
  }
}

extension Notice: Fillable {
  mutating func fill(from other: Notice) {
    comm.fill(from: other.comm)
    pid.fill(from: other.pid)
    order.fill(from: other.order)
    gfpMask.fill(from: other.gfpMask)
    nodemask.fill(from: other.nodemask)
  }
}

/// The notices of each kind on each host, by host, then in the order of the kinds.
func groups(of merged: [MergedNotice], dropped: [InputNotices.Dropped]) -> [NoticeGroup] {
  struct Key: Hashable {
    var host: String?
    var bootID: String?
    var kind: Notice.Kind
  }
  func key(_ host: String?, _ boot: String?, _ kind: Notice.Kind) -> Key {
    Key(host: host.map { HostName($0).label ?? $0 }, bootID: boot, kind: kind)
  }
  var groups: [Key: NoticeGroup] = [:]
  var earliest: [Key: MergedNotice] = [:]
  for notice in merged {
    let key = key(notice.host, notice.bootID, notice.notice.kind)
    var group =
      groups[key]
      ?? NoticeGroup(
        kind: notice.notice.kind, host: notice.host, bootID: notice.bootID, count: 0, isExact: true, firstTime: nil,
        lastTime: nil, firstText: notice.notice.text, source: notice.source)
    group.count += 1
    group.host = HostName.better(group.host, notice.host)
    if let wall = notice.time.wall {
      if group.firstTime.map({ wall < $0 }) ?? true {
        group.firstTime = wall
        earliest[key] = notice
      }
      group.lastTime = group.lastTime.map { max($0, wall) } ?? wall
    }
    groups[key] = group
  }
  for (key, notice) in earliest {
    groups[key]?.firstText = notice.notice.text
    groups[key]?.source = notice.source
  }
  for rest in dropped {
    let key = key(rest.host, nil, rest.kind)
    groups[key]?.count += rest.count
    groups[key]?.isExact = false
  }
  return groups.values.sorted { left, right in
    if left.host != right.host { return left.host ?? "" < right.host ?? "" }
    if left.kind != right.kind { return left.kind.place < right.kind.place }
    return left.bootID ?? "" < right.bootID ?? ""
  }
}

extension Notice.Kind {
  fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

// What a host's memory was like in the minutes before each of its events.

import TrailModel

/// The samples of all hosts, in the order of their times.
struct MemoryBefore {
  /// A sample, and what it may be held against.
  private struct Known {
    var sample: MemorySample
    var host: String
    /// What the paths of files begin with that have the same clock.
    var root: String

    /// Whether both times are known, or both are local times of one host.
    func hasClock(of event: Event) -> Bool {
      guard sample.zone == .assumed || event.time.zone == .assumed else { return true }
      return sample.zone == event.time.zone && event.sources.contains { $0.path.hasPrefix(root) }
    }
  }

  /// By ``HostName/label``.
  private var ofHost: [String: [Known]] = [:]

  /// What is wrong with what was read of them.
  private(set) var problems: [Problem] = []

  /// How long before an event a sample tells something of it, in nanoseconds.
  private static let window: Int64 = 1_800_000_000_000
  /// How many are kept, the latest.
  private static let most = 10

  /// The samples in `bundles`, whose times `clock` tells from their files' zones.
  init(_ bundles: [Bundle], clock: (_ path: String) -> WallClock) {
    for bundle in bundles {
      for history in bundle.facts.memoryHistories {
        if history.isCut {
          problems.append(
            Problem(path: history.path, kind: .report, detail: "Only the front of this list of memory in use was read.")
          )
        }
        let clock = clock(history.path)
        guard let host = HostName.named(history.host) ?? bundle.facts.name?.value else { continue }
        for point in history.points {
          let civil = Instant(nanoseconds: point.local &* 1_000_000_000, fractionDigits: 0).civil()
          let time = clock.resolve(Stamp(civil: civil), text: nil, year: nil)
          // In the hour that comes twice nothing tells which is meant.
          guard let wall = time.wall, time.repeated == nil else { continue }
          add(
            MemorySample(
              time: wall, zone: time.zone, recorder: history.recorder, amounts: point.amounts, path: history.path,
              line: point.line), host: host, root: bundle.root)
        }
      }
    }
  }

  /// Adds what the lines of a log say; `bundled` is the host of its bundle.
  mutating func add(_ input: Input, _ clock: InputClock, host bundled: String?) {
    for seen in input.memory {
      let time = clock.resolve(seen.stamp.stamp, text: nil, yearTurns: seen.stamp.yearTurns, host: seen.host)
      guard let host = HostName.named(seen.host) ?? bundled, let wall = time.wall, time.repeated == nil else {
        continue
      }
      add(
        MemorySample(
          time: wall, zone: time.zone, recorder: seen.recorder, amounts: seen.amounts, path: input.path,
          line: seen.line), host: host, root: ancestors(of: input.path)[0])
    }
  }

  private mutating func add(_ sample: MemorySample, host: String, root: String) {
    ofHost[HostName.label(of: host) ?? host, default: []].append(Known(sample: sample, host: host, root: root))
  }

  /// Gives each event the samples of its host from the half hour before it.
  mutating func complete(_ events: inout [Event]) {
    guard !ofHost.isEmpty else { return }
    for host in ofHost.keys {
      ofHost[host]?.sort {
        ($0.sample.time, $0.sample.path, $0.sample.line) < ($1.sample.time, $1.sample.path, $1.sample.line)
      }
    }
    for index in events.indices { events[index].memoryBefore = samples(before: events[index]) }
  }

  private func samples(before event: Event) -> [MemorySample] {
    guard let wall = event.time.wall, let name = event.host, let known = ofHost[HostName.label(of: name) ?? name] else {
      return []
    }
    var (low, high) = (0, known.count)
    while low < high {
      let middle = (low + high) / 2
      if known[middle].sample.time <= wall { low = middle + 1 } else { high = middle }
    }
    var found: [MemorySample] = []
    for one in known[..<low].reversed() {
      let sample = one.sample
      guard found.count < Self.most, wall.nanoseconds.saturating(-sample.time.nanoseconds) <= Self.window else { break }
      // The same is often in two files, of which one has no fractions of seconds.
      let isCopy = found.contains { known in
        known.recorder == sample.recorder && known.amounts == sample.amounts
          && known.time.nanoseconds &- sample.time.nanoseconds < 1_000_000_000
      }
      if !isCopy, HostName.agree(one.host, name), one.hasClock(of: event) { found.append(sample) }
    }
    return found.reversed()
  }
}

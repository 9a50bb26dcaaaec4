// Finds what a host's kernel said shortly before and after each of its events.

import TrailModel

/// The notices by host, by input and by boot, ready to be asked what came around a moment.
struct Surroundings {
  private let notices: [MergedNotice]
  private var inputs: [String: [Int]] = [:]
  /// Those of each host, of each input, and of each input where no line names a host; by wall time.
  private var ofHost: [String: [Moment]] = [:]
  private var ofInput: [Int: [Moment]] = [:]
  private var unnamed: [Int: [Moment]] = [:]
  /// Those of each boot, by the kernel's time; only of inputs with events that have no other.
  private var ofBoot: [Timeline.Lane: [Moment]] = [:]
  private var boots: [Int: [Place: Int]] = [:]

  /// A notice and the time by which it is ordered.
  private struct Moment {
    var time: Int64
    var notice: Int
  }

  /// A line of an input that tells the kernel's time.
  private struct Place: Hashable {
    var offset: Int64
    var monotonic: Int64
  }

  /// Ten minutes before an event to one behind it, in nanoseconds.
  private static let window: ClosedRange<Int64> = -600_000_000_000...60_000_000_000
  /// How many are kept, the nearest.
  private static let most = 20
  /// How many are looked at to either side of an event: many hosts may share an input.
  private static let reach = 500
  /// CPUs print a little out of order; a clock that falls further began again with another boot.
  private static let fallback: Int64 = 10_000_000_000

  /// The surroundings of `events`, which were read from inputs at `paths`.
  init(_ notices: [MergedNotice], events: [Event], paths: [String]) {
    self.notices = notices
    for (input, path) in paths.enumerated() { inputs[path, default: []].append(input) }
    for (index, notice) in notices.enumerated() {
      guard let wall = notice.time.wall else { continue }
      let moment = Moment(time: wall.nanoseconds, notice: index)
      let label = HostName.label(of: notice.host)
      if let label { ofHost[label, default: []].append(moment) }
      for seat in notice.seats {
        ofInput[seat.input, default: []].append(moment)
        if label == nil { unnamed[seat.input, default: []].append(moment) }
      }
    }
    tellBootsApart(events)
    ofHost = ofHost.mapValues(Self.inOrder)
    ofInput = ofInput.mapValues(Self.inOrder)
    unnamed = unnamed.mapValues(Self.inOrder)
    ofBoot = ofBoot.mapValues(Self.inOrder)
  }

  private static func inOrder(_ moments: [Moment]) -> [Moment] {
    moments.sorted { ($0.time, $0.notice) < ($1.time, $1.notice) }
  }

  /// Numbers the boots of each input in which events have no wall time.
  private mutating func tellBootsApart(_ events: [Event]) {
    var places: [Int: [(place: Place, notice: Int?)]] = [:]
    for event in events where event.time.wall == nil {
      guard let monotonic = event.time.monotonic else { continue }
      for source in event.sources {
        for input in inputs[source.path] ?? [] {
          places[input, default: []].append((Place(offset: source.firstOffset, monotonic: monotonic), nil))
        }
      }
    }
    for (index, notice) in notices.enumerated() {
      guard let monotonic = notice.time.monotonic else { continue }
      for seat in notice.seats where places[seat.input] != nil {
        places[seat.input]?.append((Place(offset: seat.offset, monotonic: monotonic), index))
      }
    }
    for (input, all) in places {
      var newest = Int64.min
      var boot = 0
      for (place, notice) in all.sorted(by: {
        ($0.place.offset, $0.place.monotonic, $0.notice ?? -1) < ($1.place.offset, $1.place.monotonic, $1.notice ?? -1)
      }) {
        if place.monotonic.saturating(Self.fallback) < newest {
          boot += 1
          newest = place.monotonic
        }
        newest = max(newest, place.monotonic)
        if let notice {
          let lane = Timeline.Lane(input: input, stretch: boot)
          ofBoot[lane, default: []].append(Moment(time: place.monotonic, notice: notice))
        } else {
          boots[input, default: [:]][place] = boot
        }
      }
    }
  }

  /// What came around an event, in time order.
  func context(of event: Event) -> [ContextLine] {
    var found: [Int: Int64] = [:]
    if let wall = event.time.wall?.nanoseconds {
      let label = HostName.label(of: event.host)
      if let label { collect(ofHost[label], at: wall, of: event, into: &found) }
      // What names no host is of the host that its input is of.
      for input in Set(event.sources.flatMap { inputs[$0.path] ?? [] }) {
        collect(label == nil ? ofInput[input] : unnamed[input], at: wall, of: event, into: &found)
      }
    } else if let monotonic = event.time.monotonic {
      for source in event.sources {
        for input in inputs[source.path] ?? [] {
          guard let boot = boots[input]?[Place(offset: source.firstOffset, monotonic: monotonic)] else { continue }
          collect(ofBoot[Timeline.Lane(input: input, stretch: boot)], at: monotonic, of: event, into: &found)
        }
      }
    }
    let nearest = found.sorted { ($0.value.magnitude, $0.key) < ($1.value.magnitude, $1.key) }.prefix(Self.most)
    return nearest.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
      ContextLine(notice: notices[$0.key].notice, time: notices[$0.key].time, source: notices[$0.key].source)
    }
  }

  /// Adds to `found` the nearest within the window around `time`, with their distances from it.
  private func collect(_ moments: [Moment]?, at time: Int64, of event: Event, into found: inout [Int: Int64]) {
    guard let moments else { return }
    let low = moments.prefixCount { $0.time < time }
    func take(_ side: some Sequence<Moment>) {
      var taken = 0
      for moment in side {
        let (apart, overflow) = moment.time.subtractingReportingOverflow(time)
        guard !overflow, Self.window.contains(apart), taken < Self.most else { return }
        guard HostName.agree(notices[moment.notice].host, event.host) else { continue }
        found[moment.notice] = apart
        taken += 1
      }
    }
    take(moments[max(0, low - Self.reach)..<low].reversed())
    take(moments[low..<min(moments.count, low + Self.reach)])
  }
}

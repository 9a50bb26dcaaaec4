// When a text that tells ages was printed: an interval, by all that stands in it with a time and an age.

import TrailModel

/// The moment of one input's printing, in seconds since 1970, as well as it is known.
struct DumpClock {
  /// It was printed between these.
  private(set) var moment: ClosedRange<Int64>?
  /// Whether its ages are those of clients of 1.12 and later.
  private let hasNewAges: Bool

  /// The clock of an input. `given` is what the reader says.
  init(_ input: Input, given: Instant?) {
    let facts = input.kubernetes
    hasNewAges = facts.hasNewAges
    if let given {
      moment = given.wholeSeconds...given.wholeSeconds
      return
    }
    for node in facts.nodes {
      // The kubelet renews its lease every ten seconds, while it is well.
      if let renewed = node.renewed { narrow(renewed.wholeSeconds...renewed.wholeSeconds.saturating(20)) }
    }
    for anchor in Self.anchors(facts) {
      let end = hasNewAges ? anchor.age.end : anchor.age.oldEnd
      let seconds = anchor.time.wholeSeconds
      narrow(seconds.saturating(anchor.age.least - 5)...seconds.saturating(end + 1))
    }
    for node in facts.nodes {
      // Conditions are told anew every five minutes at least.
      for case let heartbeat? in node.conditions.map(\.heartbeat) {
        narrow(heartbeat.wholeSeconds...heartbeat.wholeSeconds.saturating(300))
      }
    }
    // A member of an archive keeps the time at which it was written.
    if moment == nil, let modified = input.clock.modified, input.path.contains("!/"), !facts.isEmpty {
      moment = modified.wholeSeconds.saturating(-120)...modified.wholeSeconds.saturating(10)
    }
  }

  /// Takes the others of its bundle, where its own text tells nothing: they were printed minutes before or after.
  mutating func adopt(_ others: [ClosedRange<Int64>]) {
    guard moment == nil, let low = others.map(\.lowerBound).min(), let high = others.map(\.upperBound).max() else {
      return
    }
    moment = low.saturating(-300)...high.saturating(300)
  }

  /// Takes the time at which its bundle was taken, where nothing else tells: collecting takes minutes.
  mutating func adopt(taken: Instant?) {
    guard moment == nil, let taken else { return }
    moment = taken.wholeSeconds.saturating(-900)...taken.wholeSeconds.saturating(900)
  }

  private mutating func narrow(_ other: ClosedRange<Int64>) {
    guard let own = moment else {
      moment = other
      return
    }
    // What came first is believed, where two do not fit: a node that was ill, a clock that was wrong.
    if own.overlaps(other) { moment = own.clamped(to: other) }
  }

  /// Times of pods that an event tells the age of.
  private static func anchors(_ facts: KubernetesFacts) -> [(time: Instant, age: KubernetesAge)] {
    var started: [[String?]: Instant] = [:]
    for pod in facts.pods where pod.name != nil {
      if let time = pod.started { started[[pod.namespace, pod.name]] = time }
      for container in pod.containers where container.state?.kind == .running {
        if let time = container.state?.started { started[[pod.namespace, pod.name, container.name]] = time }
      }
    }
    return facts.events.compactMap { event in
      guard case .ago(let age)? = event.last else { return nil }
      switch event.reason {
      case "Scheduled", "scheduled": return started[[event.namespace, event.objectName]].map { ($0, age) }
      case "Started", "started":
        let name = event.container ?? event.message.split(separator: " ").last.map(String.init)
        return started[[event.namespace, event.objectName, name]].map { ($0, age) }
      default: return nil
      }
    }
  }

  /// The time of an event of Kubernetes; without one where nothing tells when its text was printed.
  func time(of seen: KubernetesEvent.Time?) -> EventTime {
    switch seen {
    case .at(let instant): return EventTime(status: instant)
    case .ago(let age):
      guard let moment else { return EventTime() }
      let low = moment.lowerBound.saturating(-(hasNewAges ? age.end : age.oldEnd))
      let high = moment.upperBound.saturating(-age.least)
      // Beyond that no instant is.
      guard low > -9_000_000_000, high < 9_000_000_000, low <= high else { return EventTime() }
      var time = EventTime(basis: .relativeAge)
      time.wall = Instant(nanoseconds: (low + high) / 2 * 1_000_000_000, fractionDigits: 0)
      time.halfWidth = (high - low + 1) / 2 * 1_000_000_000
      return time
    case nil: return EventTime()
    }
  }
}

extension EventTime {
  /// A time that an object of the API tells.
  init(status instant: Instant) {
    self.init(wall: instant, basis: .zoned)
    (zone, year) = (.stamp, .stamp)
  }
}

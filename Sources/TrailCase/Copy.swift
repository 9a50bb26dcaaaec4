// One observation as the merge sees it: its facts, its time and its place among the inputs.

import TrailModel

/// What of an observation is compared.
struct Copy {
  /// Its number among all observations, which also orders them: by input, then by offset.
  let index: Int
  /// Its input's number.
  let input: Int
  /// What it says of the victim; nil where it names none.
  let victim: VictimFacts?
  /// What it says of the attempt.
  let attempt: AttemptFacts
  /// Its process table.
  let table: ProcessTable
  /// How it says that it ended.
  let outcome: Outcome
  let host: String?
  /// What compatible names of one host have in common; nil where the name may be any host's.
  let hostLabel: String?
  let bootID: String?
  /// The stamp as the log has it.
  let stamp: Stamp
  /// The time made of the stamp.
  var time: EventTime
  /// Whether its stamp is of a later line than the report's first, because that was lost.
  let isHeadless: Bool

  /// A copy in the input of that number; `host` is the one that its lines name, else its bundle.
  init(_ observation: Observation, index: Int, input: Int, time: EventTime, host: String?) {
    self.index = index
    self.input = input
    victim = VictimFacts(observation.report)
    attempt = AttemptFacts(observation.report)
    table = observation.report.processes
    outcome = observation.report.outcome
    self.host = host
    hostLabel = HostName.label(of: host)
    bootID = observation.bootID
    stamp = observation.stamp
    self.time = time
    isHeadless = observation.report.missing.contains(.header)
  }
}

/// How two times relate.
enum TimeRelation {
  /// Both are known, and equal as far as they can be.
  case equal
  /// Both are known and can be of one report.
  case near
  /// One is not known.
  case silent
  /// They exclude each other.
  case apart
}

/// The earliest and the latest of some numbers.
struct Extent {
  private(set) var low: Int64
  private(set) var high: Int64

  init(_ number: Int64) { (low, high) = (number, number) }

  mutating func include(_ number: Int64) {
    low = min(low, number)
    high = max(high, number)
  }

  /// How far `number` is from the end that is farther away.
  func reach(of number: Int64) -> Int64 { max(distance(low, number), distance(high, number)) }

  static func including(_ number: Int64, in extent: Extent?) -> Extent {
    var wider = extent ?? Extent(number)
    wider.include(number)
    return wider
  }
}

// Series of rotated logs: when one of them can have ended at the latest.

import TrailModel

/// A log's place in the series of its rotations (logrotate(8)): `messages`, `messages.1`, `messages.2.gz`, or
/// `messages`, `messages-20261101.gz`.
struct Rotation {
  /// The path without what rotation and compression added.
  var series: String
  /// How old it is: 0 for the log itself; numbers count up; dates count down.
  var age: Int
  /// The day on which it was rotated, where the name has it; in UTC, the end of that day.
  var end: Instant?

  init(path: String) {
    var rest = path[...]
    for ending in [".gz", ".xz", ".zst", ".bz2", ".lz4"] where rest.hasSuffix(ending) {
      rest = rest.dropLast(ending.count)
    }
    series = String(rest)
    age = 0
    guard let last = rest.lastIndex(where: { $0 == "." || $0 == "-" }) else { return }
    // Behind the date may stand an hour or a second of the epoch (`dateformat`).
    var digits = rest[rest.index(after: last)...]
    var stem = rest[..<last]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return }
    if digits.utf8.count != 8, let before = stem.lastIndex(of: "-"), stem[before...].utf8.count == 9 {
      digits = stem[stem.index(after: before)...]
      stem = stem[..<before]
    }
    if digits.utf8.count == 8, let number = Int(digits), let end = Self.endOfDay(number) {
      series = String(stem)
      // Dates are older the smaller they are, and all are older than the log itself.
      age = 100_000_000 - number
      self.end = end
    } else if digits.utf8.count <= 3, rest[last] == ".", stem.last?.isNumber != true, let number = Int(digits) {
      // (Behind a digit it is the end of an address or a version.)
      series = String(stem)
      age = number
    }
  }

  private static func endOfDay(_ number: Int) -> Instant? {
    let civil = CivilTime(
      year: number / 10_000, month: number / 100 % 100, day: number % 100, hour: 23, minute: 59, second: 59)
    guard civil.isPlausible, number / 10_000 > 1_990 else { return nil }
    return civil.instant(year: number / 10_000, offset: 0)
  }
}

/// Bounds the streams of rotated logs: by the date in their names, and by their successors, which begin where they end.
///
/// `oldest` gives the time of a stream's first stamp, under the bounds found so far.
func boundRotations(_ inputs: inout [Input], oldest: (Input) -> Instant?) {
  var series: [String: [(age: Int, index: Int)]] = [:]
  for index in inputs.indices where inputs[index].clock.newest != nil {
    let rotation = Rotation(path: inputs[index].path)
    inputs[index].clock.rotated = rotation.end
    series[rotation.series, default: []].append((rotation.age, index))
  }
  for members in series.values where members.count > 1 {
    var bound: Instant?
    for (_, index) in members.sorted(by: { ($0.age, $0.index) < ($1.age, $1.index) }) {
      if let bound { inputs[index].clock.rotated = inputs[index].clock.rotated.map { min($0, bound) } ?? bound }
      if let first = oldest(inputs[index]) { bound = bound.map { min($0, first) } ?? first }
    }
  }
}

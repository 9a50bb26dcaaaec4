// Series of rotated logs: when one of them can have ended at the latest.

import TrailModel

/// A log's place in the series of its rotations (logrotate(8)): `messages`, `messages.1`, `messages.2.gz`, or
/// `messages`, `messages-20261101.gz`.
public struct Rotation {
  /// The path without what rotation and compression added.
  public private(set) var series: String
  /// How old it is: 0 for the log itself; numbers count up; dates count down.
  public private(set) var age: Int
  /// The day on which it was rotated, where the name has it; in UTC, the end of that day.
  var end: Instant?

  /// What the name of the log at `path` says.
  public init(path: String) {
    var rest = path[...]
    for ending in [".gz", ".xz", ".zst", ".bz2", ".lz4"] where rest.hasSuffix(ending) {
      rest = rest.dropLast(ending.count)
    }
    series = rest.endIndex == path.endIndex ? path : String(rest)
    age = 0
    // `extension .log` puts the date before it.
    let ending = rest.hasSuffix(".log") ? ".log" : ""
    if let (stem, number) = Self.date(atEndOf: rest.dropLast(ending.count)), let end = Self.endOfDay(number) {
      series = stem + ending
      // Dates are older the smaller they are, and all are older than the log itself.
      age = 100_000_000 - number
      self.end = end
    } else if let last = rest.lastIndex(of: "."), let number = Int(digits: rest[rest.index(after: last)...]),
      number < 1_000, rest[..<last].last?.isNumber != true
    {
      // (Behind a digit it is the end of an address or a version.)
      series = String(rest[..<last])
      age = number
    }
  }

  /// The date at the end of a name, as a number such as 20261101, and what stands before it: `-20261101`, `-2026-11-01`;
  /// behind it may stand an hour or a second of the epoch (`dateformat`).
  private static func date(atEndOf name: Substring) -> (stem: String, number: Int)? {
    let isSeparator = { (byte: UInt8) in
      byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }
    let bytes = name.utf8
    guard let end = bytes.last, (0x30...0x39).contains(end), let last = bytes.lastIndex(where: isSeparator) else {
      return nil
    }
    let digits = name[bytes.index(after: last)...]
    let stem = name[..<last]
    if digits.utf8.count == 8, let number = Int(digits: digits) { return (String(stem), number) }
    let parts = bytes.suffix(11)
    if parts.count == 11, let first = parts.first, isSeparator(first) {
      let numbers = parts.dropFirst().split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      if numbers.map(\.count) == [4, 2, 2],
        let number = Int(digits: numbers.map { String(Substring($0)) }.joined()[...])
      {
        return (String(Substring(bytes.dropLast(11))), number)
      }
    }
    guard Int(digits: digits) != nil, let before = stem.utf8.lastIndex(of: UInt8(ascii: "-")),
      stem.utf8[before...].count == 9, let number = Int(digits: stem[stem.utf8.index(after: before)...])
    else { return nil }
    return (String(stem[..<before]), number)
  }

  private static func endOfDay(_ number: Int) -> Instant? {
    let civil = CivilTime(
      year: number / 10_000, month: number / 100 % 100, day: number % 100, hour: 23, minute: 59, second: 59)
    guard civil.isPlausible, number / 10_000 > 1_990 else { return nil }
    return civil.instant(year: number / 10_000, offset: 0)
  }
}

extension Int {
  /// A number of digits alone.
  fileprivate init?(digits: Substring) {
    guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    self.init(digits)
  }
}

/// Bounds the streams of rotated logs: by the date in their names, by their successors, which begin where they end, and
/// by their predecessors, which end where they begin.
///
/// `time` gives the time of one of a stream's stamps, under the bounds found so far. Where the year of the newest is
/// given by the reader, that alone counts, and no file's own times.
func boundRotations(_ inputs: inout BoxedArray<Input>, isYearGiven: Bool, time: (Input, SeenStamp?) -> Instant?) {
  var rotated: [(series: String, age: Int, index: Int)] = []
  for index in inputs.indices where inputs[index].clock.newest ?? inputs[index].stamps.first?.stamp.civil != nil {
    let rotation = Rotation(path: inputs[index].path)
    inputs[index].clock.named = rotation.end
    rotated.append((rotation.series, rotation.age, index))
  }
  rotated.sort { ($0.series, $0.age, $0.index) < ($1.series, $1.age, $1.index) }
  var rest = rotated[...]
  while let first = rest.first {
    let members = rest.prefix { $0.series == first.series }
    rest = rest.dropFirst(members.count)
    guard members.count > 1 else { continue }
    var before: Instant?
    for (_, _, index) in members.reversed() where !isYearGiven {
      if let before { inputs[index].clock.years = years(of: inputs[index], behind: before) }
      // What only the file's time tells bounds nothing: copying changes that.
      let clock = inputs[index].clock
      before =
        clock.named ?? clock.compressed ?? clock.dated == nil ? nil : time(inputs[index], inputs[index].stamps.last)
    }
    var bound: Instant?
    for (_, _, index) in members {
      inputs[index].clock.rotated = bound
      if let first = time(inputs[index], inputs[index].stamps.first) { bound = bound.map { min($0, first) } ?? first }
    }
  }
}

/// The years of the newest stamps of a log whose predecessor ended at `end`: not before that, and where it begins within
/// some days of it, the first year behind that.
private func years(of input: Input, behind end: Instant) -> ClosedRange<Int>? {
  guard let seen = input.stamps.first, let first = seen.stamp.civil, first.year == nil, let around = end.civil().year
  else { return nil }
  // Leap days are eight years apart at most.
  for year in around - 1...around + 8 {
    guard let start = first.instant(year: year, offset: 0), start.later(byHours: 26) >= end else { continue }
    let isNext = distance(start.nanoseconds, end.nanoseconds) <= 3 * 86_400_000_000_000
    let newest = year + input.clock.turns - seen.yearTurns
    // A damaged log can have any number of turns.
    guard newest < farthest else { return nil }
    return newest...(isNext ? newest : farthest)
  }
  return nil
}

/// No log is of that year.
private let farthest = 9_999

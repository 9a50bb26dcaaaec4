// A stretch of a stream that is not in the order in which it was logged, held until it can be put in that order.

import TrailBytes
import TrailKernel
import TrailModel

/// The records of a stretch, from a little before the first line that woke the reading to well behind the last line of
/// a report.
struct Stretch {
  /// What is held at most: a larger stretch is read in several parts.
  static let mostBytes = 8 << 20
  static let mostLines = 65_536
  /// A report goes on no more after so many lines, and so many bytes, that are none of its kind.
  private static let quietLines = 400
  private static let quietBytes: Int64 = 64 << 10

  /// A line, with what was known when it was read.
  struct Line {
    /// Its bytes, of which the head's ranges are.
    var text: Range<Int>
    var head: RecordHead
    var place: LinePlace
    var host: Int
    var yearTurns: Int
    /// Whether it is of a record that began in another line, which alone has the stamp.
    var goesOn = false
    /// Where among the parts of a report it stands.
    var rank: Int?
  }

  /// A record: a line with a stamp, and what follows it without one, or all lines of a structured log's record.
  struct Record {
    var lines: Range<Int>
    var host: Int
    var time: RecordTime
    /// Where it stands among its source's, by the source's own count.
    var sequence: Int64?
    /// What its first line is to a report.
    var part: LinePart?
    /// Whether it may be the kernel's: only those are put in order among each other.
    var mayBeKernel: Bool
  }

  private(set) var bytes: [UInt8] = []
  private(set) var lines: [Line] = []
  private(set) var records: [Record] = []
  private var parts = LinePartReader()
  /// The place behind the last line that is of a report, or the first line's; and how many lines came since.
  private var lastPart: Int64 = 0
  private var quiet = 0

  /// Whether nothing is held.
  var isEmpty: Bool { lines.isEmpty }

  /// Whether it is longer than what one may hold.
  var isFull: Bool { bytes.count > Self.mostBytes || lines.count > Self.mostLines }

  /// Whether more of a report may come.
  var isOpen: Bool {
    guard let last = lines.last else { return false }
    return quiet < Self.quietLines || last.place.end - lastPart < Self.quietBytes
  }

  /// Adds a line; `goesOn` says that it is of the same record as the one before.
  mutating func add(_ text: Span<UInt8>, _ line: Line, sequence: Int64?, goesOn: Bool) {
    var line = line
    let start = bytes.count
    for index in 0..<text.count { bytes.append(text[index]) }
    line.text = start..<bytes.count
    if lines.isEmpty { lastPart = line.place.offset }
    let isProgram = line.head.origin == .program
    let part = isProgram ? nil : parts.part(of: text.extracting(line.head.text))
    line.rank = part?.rank
    quiet += 1
    if part != nil {
      quiet = 0
      lastPart = line.place.end
    }
    lines.append(line)
    if goesOn, let last = records.indices.last {
      records[last].lines = records[last].lines.lowerBound..<lines.count
      if records[last].part == nil { records[last].part = part }
    } else {
      let time = RecordTime(line.head.stamp, turns: line.yearTurns)
      records.append(
        Record(
          lines: lines.count - 1..<lines.count, host: line.host, time: time, sequence: sequence, part: part,
          mayBeKernel: !isProgram && !time.isEmpty))
    }
  }

  /// Counts lines without a stamp to the record behind them, where the lines of the stretch were turned and not its
  /// records, as `tac` does it and `journalctl -r` does not.
  ///
  /// Each line becomes a record then, for those of one stand the wrong way round.
  mutating func untwistLines() {
    guard areLinesTurned else { return }
    var single: [Record] = []
    var head: Record?
    for record in records.reversed() {
      guard lines[record.lines].contains(where: \.goesOn) else {
        single.append(record)
        head = record
        continue
      }
      for number in record.lines.reversed() {
        var own = record
        if lines[number].goesOn, let head {
          own = head
          own.sequence = nil
          own.part = nil
          lines[number].host = head.host
        }
        own.lines = number..<number + 1
        single.append(own)
        if !lines[number].goesOn { head = own }
      }
    }
    records = single.reversed()
  }

  /// Whether more runs of lines without a stamp are of the same part of a report as the line behind them than as the one
  /// before.
  private var areLinesTurned: Bool {
    var votes = 0
    var before: Line?
    var run: (first: Line, last: Line)?
    for line in lines {
      if line.goesOn {
        run = (run?.first ?? line, line)
        continue
      }
      if let (first, last) = run {
        let isOfFront = first.rank != nil && first.rank == before?.rank
        let isOfEnd = last.rank != nil && last.rank == line.rank
        votes += (isOfEnd ? 1 : 0) - (isOfFront ? 1 : 0)
      }
      run = nil
      before = line
    }
    return votes > 0
  }

  /// Adds a record of another stretch.
  private mutating func add(_ record: Record, of other: Stretch) {
    for number in record.lines {
      let line = other.lines[number]
      add(
        other.bytes.span.extracting(line.text), line, sequence: record.sequence,
        goesOn: number > record.lines.lowerBound)
    }
  }

  /// Takes away what may go on behind the end of a stretch that is full: from each host's last line on that opens a
  /// report, in the order of logging, or up to it where the newest stands first. Nil where that is most of it.
  mutating func splitOff(_ order: RecordOrder) -> Stretch? {
    let sequence = order.isFalling ? Array(records.indices) : arranged(order)
    var closed: Set<Int> = []
    var isKept = Array(repeating: false, count: records.count)
    var kept = 0
    for index in sequence.reversed() where !closed.contains(records[index].host) {
      let opens = records[index].part?.opens ?? false
      if opens { closed.insert(records[index].host) }
      if opens && order.isFalling { continue }
      isKept[index] = true
      kept += records[index].lines.count
    }
    guard kept <= lines.count / 2 else { return nil }
    var (front, rest) = (Stretch(), Stretch())
    for index in records.indices {
      if isKept[index] { rest.add(records[index], of: self) } else { front.add(records[index], of: self) }
    }
    self = front
    return rest
  }
}

extension Stretch {
  /// A fall of the clock by more than this is no disorder: another boot, a clock that was set.
  private static let rewind: Int64 = 5_000_000_000

  /// The records in the order in which they were logged: those of the kernel, host by host in that host's places.
  func arranged(_ order: RecordOrder) -> [Int] {
    var arranged = Array(records.indices)
    if order.isFalling { arranged.reverse() }
    var places: [Int: [Int]] = [:]
    for (place, index) in arranged.enumerated() where records[index].mayBeKernel {
      places[records[index].host, default: []].append(place)
    }
    for own in places.values {
      let sorted = sorted(own.map { arranged[$0] }, order)
      for (place, index) in zip(own, sorted) { arranged[place] = index }
    }
    return arranged
  }

  /// One host's records, which stand in the order of logging but for what the order says.
  ///
  /// The kernel's clock is exact to the line, so all that have it are in its order. The logger's is not: its order is
  /// taken only where the records have none of their own.
  private func sorted(_ own: [Int], _ order: RecordOrder) -> [Int] {
    let hasMonotonic = own.allSatisfy { records[$0].time.monotonic != nil }
    let hasWall = own.allSatisfy { records[$0].time.wall != nil }
    func key(_ index: Int) -> Int64 {
      (hasMonotonic ? records[index].time.monotonic : records[index].time.wall) ?? 0
    }
    guard hasMonotonic || hasWall else { return own }
    var sorted = own
    if hasMonotonic || order.isLoose {
      var start = 0
      while start < sorted.count {
        var latest = key(sorted[start])
        var end = start + 1
        while end < sorted.count, latest.subtractingReportingOverflow(key(sorted[end])).partialValue <= Self.rewind {
          latest = max(latest, key(sorted[end]))
          end += 1
        }
        let run = sorted[start..<end].enumerated().sorted {
          (key($0.element), $0.offset) < (key($1.element), $1.offset)
        }
        for (place, entry) in run.enumerated() { sorted[start + place] = entry.element }
        start = end
      }
    }
    settleInstants(&sorted, order, key)
    return sorted
  }

  /// Orders records of the same instant by their source's count. Where there is none, an export may have kept their
  /// order or turned it: that in which reports are grammatical is right, for all of the stretch, or for an instant that
  /// says so clearly.
  private func settleInstants(_ sorted: inout [Int], _ order: RecordOrder, _ key: (Int) -> Int64) {
    var instants: [(range: Range<Int>, grammar: Int)] = []
    var grammar = 0
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, key(sorted[end]) == key(sorted[start]) { end += 1 }
      if end - start > 1 {
        let range = start..<end
        if range.allSatisfy({ records[sorted[$0]].sequence != nil }) {
          let run = sorted[range].enumerated().sorted {
            (records[$0.element].sequence ?? 0, $0.offset) < (records[$1.element].sequence ?? 0, $1.offset)
          }
          for (place, entry) in run.enumerated() { sorted[start + place] = entry.element }
        } else {
          let own = Self.grammar(sorted[range].lazy.compactMap { records[$0].part?.rank })
          grammar += own
          instants.append((range, own))
        }
      }
      start = end
    }
    for (range, own) in instants where own <= -Self.clear || (grammar < 0 && own < Self.clear) {
      sorted[range].reverse()
    }
  }

  /// From how many steps on an instant is sure of its own order.
  private static let clear = 3

  /// How often a part of a report stands behind the one before it, less how often before it.
  static func grammar(_ ranks: some Sequence<Int>) -> Int {
    var last: Int?
    var grammar = 0
    for rank in ranks {
      if let last, rank != last { grammar += rank > last ? 1 : -1 }
      last = rank
    }
    return grammar
  }
}

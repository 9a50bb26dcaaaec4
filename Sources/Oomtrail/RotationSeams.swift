// Reports that a rotation cut in two: the end of one log and the beginning of its successor, read as one.

import TrailBytes
import TrailCase
import TrailInput
import TrailKernel
import TrailModel

extension Analyzer {
  /// Puts together the reports that begin in one log of a rotated series and end in the next, or behind it.
  func joinOverRotations(_ reads: inout [EntryReading]) {
    var series: [String: [(age: Int, at: ReadingIndex)]] = [:]
    for entry in reads.indices {
      for number in reads[entry].readings.indices {
        let rotation = Rotation(path: reads[entry].readings[number].input.path)
        series[rotation.series, default: []].append((rotation.age, ReadingIndex(entry: entry, number: number)))
      }
    }
    for members in series.values where members.count > 1 {
      let inOrder = members.sorted { ($0.age, $0.at) > ($1.age, $1.at) }.map(\.at)
      for oldest in inOrder.indices.dropLast() { join(inOrder[oldest...], &reads) }
    }
  }

  /// Joins the report that the first of `logs` ends in, if it ends in one.
  private func join(_ logs: ArraySlice<ReadingIndex>, _ reads: inout [EntryReading]) {
    guard let oldest = logs.first, let end = reads[oldest].lastObservation else { return }
    let (before, front) = (reads[oldest].input, reads[oldest].observations[end])
    guard front.isCutOff(at: before.bytes),
      let seam = seam(of: front, in: logs, reads),
      var text = text(of: before.path, in: reads[oldest.entry], front.first.offset..<before.bytes)
    else { return }
    var starts: [Int64] = []
    for part in seam {
      starts.append(Int64(text.count))
      guard let more = self.text(of: reads[part.log].input.path, in: reads[part.log.entry], 0..<part.end) else {
        return
      }
      text += more
    }
    let stream = StreamAnalyzer(ByteStore(text), scanner: scanner).run()
    // One report lies on all borders, and it is more than its parts were.
    let spanning = stream.reports.first {
      $0.report.first.offset < starts[0] && $0.report.last.end > starts[starts.count - 1]
    }
    guard let whole = spanning?.report,
      whole.report.victim != nil, !whole.report.missing.contains(.header), !whole.report.isMixed
    else { return }
    var joined = front
    joined.report = whole.report
    joined.last = LinePlace(
      line: front.first.line + text.lines(in: 0..<starts[0]) - 1, offset: before.bytes, end: before.bytes)
    for (part, start) in zip(seam, starts) {
      let stop = min(start + part.end, whole.last.end)
      joined.further.append(
        Source(
          path: reads[part.log].input.path, firstLine: 1, lastLine: text.lines(in: start..<stop), firstOffset: 0,
          lastOffset: stop - start))
    }
    reads[oldest].observations[end] = joined
    for part in seam {
      if let remainder = part.remainder { reads[part.log].observations.remove(at: remainder) }
    }
  }

  /// What of the logs behind the first one `front` may go on in; nil where it does not.
  private func seam(of front: Observation, in logs: ArraySlice<ReadingIndex>, _ reads: [EntryReading]) -> [SeamPart]? {
    var parts: [SeamPart] = []
    for log in logs.dropFirst() {
      let (reading, isLast) = (reads[log], log == logs.last)
      guard let start = reading.firstObservation else {
        // Nothing but a middle of the report, which shows by what follows.
        guard !isLast, reading.input.bytes <= Observation.reach else { return nil }
        parts.append(SeamPart(log: log, end: reading.input.bytes, remainder: nil))
        continue
      }
      let rest = reading.observations[start]
      guard rest.isRemainder, front.host == rest.host else { return nil }
      let isAll = reading.observations.count == 1 && rest.reaches(reading.input.bytes)
      let goesOn = !isLast && isAll && rest.hasNoKill
      parts.append(SeamPart(log: log, end: goesOn ? reading.input.bytes : rest.last.end, remainder: start))
      if !goesOn { return parts }
    }
    return nil
  }

  /// A stretch of an input's text; nil where that is long, or cannot be read any more.
  private func text(of path: String, in read: EntryReading, _ range: Range<Int64>) -> [UInt8]? {
    guard range.count <= 8 << 20, let opened = reopen(path, in: read.entry), let source = opened.source else {
      return nil
    }
    var text: [UInt8] = []
    var offset: Int64 = 0
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while offset < range.upperBound {
      var room = piece.mutableSpan
      let count = Int64(source.read(into: &room))
      if count == 0 { return nil }
      let wanted = range.clamped(to: offset..<(offset + count))
      text += piece[Int(wanted.lowerBound - offset)..<Int(wanted.upperBound - offset)]
      offset += count
    }
    return text
  }

  /// The input at `path` once more, which is `entry` or lies in it.
  private func reopen(_ path: String, in entry: InputEntry) -> OpenedInput? {
    var opened = openInput(entry, limits: limits)
    while opened.path != path {
      guard let contents = opened.contents, path.hasPrefix(opened.path + "!/") else { return nil }
      var inner: OpenedInput?
      while inner == nil, let member = contents.next() {
        if member.path == path || path.hasPrefix(member.path + "!/") { inner = member }
      }
      guard let inner else { return nil }
      opened = inner
    }
    return opened
  }
}

/// What a log begins with of a report that began in its predecessor.
private struct SeamPart {
  var log: ReadingIndex
  /// The offset behind it.
  var end: Int64
  /// Which of the log's observations it is; nil where it was none by itself.
  var remainder: Int?
}

/// Where a reading stands.
private struct ReadingIndex: Comparable {
  var entry: Int
  var number: Int

  static func < (left: ReadingIndex, right: ReadingIndex) -> Bool {
    (left.entry, left.number) < (right.entry, right.number)
  }
}

extension [EntryReading] {
  fileprivate subscript(at: ReadingIndex) -> Analyzer.Reading {
    get { self[at.entry].readings[at.number] }
    set { self[at.entry].readings[at.number] = newValue }
  }
}

extension Analyzer.Reading {
  /// Where the observation is that ends last.
  fileprivate var lastObservation: Int? { observations.indices.max { observations[$0].isBefore(observations[$1]) } }

  /// Where the observation is that begins first.
  fileprivate var firstObservation: Int? { observations.indices.min { observations[$0].isBefore(observations[$1]) } }
}

extension [UInt8] {
  /// How many lines a stretch has, the last with or without its end.
  fileprivate func lines(in range: Range<Int64>) -> Int {
    self[Int(range.lowerBound)..<Int(range.upperBound)].dropLast().reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
  }
}

extension Observation {
  /// How far from a log's end its last report may stop, and from its beginning the first begin: other lines of the same
  /// moment may stand between, and of a remainder without a head only what stands near its last lines is told.
  fileprivate static let reach: Int64 = 2 << 20

  fileprivate func isBefore(_ other: Observation) -> Bool {
    (first.offset, last.end) < (other.first.offset, other.last.end)
  }

  /// Whether it is a report that a log's end, at `end`, cut off.
  fileprivate func isCutOff(at end: Int64) -> Bool { !report.missing.contains(.header) && hasNoKill && reaches(end) }

  /// Whether it says that a process is killed, at most, and not that one was.
  fileprivate var hasNoKill: Bool {
    switch report.outcome {
    case .unknown: report.victim == nil
    case .killed: report.victim == nil || report.missing.contains(.kill)
    default: false
    }
  }

  /// Whether it stops at a log's end.
  fileprivate func reaches(_ end: Int64) -> Bool { end - last.end <= Self.reach }

  /// Whether it is what a log begins with of a report.
  fileprivate var isRemainder: Bool { report.missing.contains(.header) && first.offset <= Self.reach }
}

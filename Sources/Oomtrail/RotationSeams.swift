// Reports that a rotation cut in two: the end of one log and the beginning of its successor, read as one.

import TrailBytes
import TrailCase
import TrailInput
import TrailKernel
import TrailModel

extension Analyzer {
  /// Puts together the reports that begin in one log of a rotated series and end in the next.
  func joinOverRotations(_ reads: inout [EntryReading]) {
    var series: [String: [(age: Int, at: ReadingIndex)]] = [:]
    for entry in reads.indices {
      for number in reads[entry].readings.indices where !reads[entry].readings[number].observations.isEmpty {
        let rotation = Rotation(path: reads[entry].readings[number].input.path)
        series[rotation.series, default: []].append((rotation.age, ReadingIndex(entry: entry, number: number)))
      }
    }
    for members in series.values where members.count > 1 {
      let inOrder = members.sorted { ($0.age, $0.at) > ($1.age, $1.at) }
      for (older, newer) in zip(inOrder, inOrder.dropFirst()) { join(older.at, newer.at, &reads) }
    }
  }

  private func join(_ older: ReadingIndex, _ newer: ReadingIndex, _ reads: inout [EntryReading]) {
    let (before, after) = (reads[older], reads[newer])
    guard let end = before.observations.indices.max(by: { before.observations[$0].isBefore(before.observations[$1]) }),
      let start = after.observations.indices.min(by: { after.observations[$0].isBefore(after.observations[$1]) })
    else { return }
    let (front, rest) = (before.observations[end], after.observations[start])
    guard front.isCutOff(at: before.input.bytes), rest.isRemainder, front.host == rest.host,
      let head = text(of: before.input.path, in: reads[older.entry], front.first.offset..<before.input.bytes),
      let tail = text(of: after.input.path, in: reads[newer.entry], 0..<rest.last.end)
    else { return }
    let stream = StreamAnalyzer(ByteStore(head + tail), scanner: scanner).run()
    let border = Int64(head.count)
    let lines = head.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    // One report lies on the border, and it is more than its parts were.
    let onBorder = stream.reports.first { $0.report.first.offset < border && $0.report.last.end > border }
    guard let whole = onBorder?.report,
      whole.report.victim != nil, !whole.report.missing.contains(.header), !whole.report.isMixed
    else { return }
    var joined = front
    joined.report = whole.report
    joined.last = LinePlace(
      line: front.first.line + lines - 1, offset: before.input.bytes, end: before.input.bytes)
    joined.further.append(
      Source(
        path: after.input.path, firstLine: 1, lastLine: whole.last.line - lines, firstOffset: 0,
        lastOffset: whole.last.end - border))
    reads[older].observations[end] = joined
    reads[newer].observations.remove(at: start)
  }

  /// A stretch of an input's text; nil where that is long, or cannot be read any more.
  private func text(of path: String, in read: EntryReading, _ range: Range<Int64>) -> [UInt8]? {
    guard range.count <= 2 << 20, let opened = reopen(path, in: read.entry), let source = opened.source else {
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

extension Observation {
  /// How far from a log's end its last report may stop, and from its beginning the first begin: other lines of the same
  /// moment may stand between.
  private static let reach: Int64 = 64 << 10

  fileprivate func isBefore(_ other: Observation) -> Bool {
    (first.offset, last.end) < (other.first.offset, other.last.end)
  }

  /// Whether it is a report that a log's end, at `end`, cut off.
  fileprivate func isCutOff(at end: Int64) -> Bool {
    report.victim == nil && report.outcome == .unknown && !report.missing.contains(.header)
      && end - last.end <= Self.reach
  }

  /// Whether it is what a log begins with of a report.
  fileprivate var isRemainder: Bool { report.missing.contains(.header) && first.offset <= Self.reach }
}

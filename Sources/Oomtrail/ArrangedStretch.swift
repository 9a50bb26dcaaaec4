// A stretch in the order of logging, with places for its lines that rise with it.

import TrailKernel
import TrailModel

/// The first and the last line of something, by where they stand in the stream.
struct Extent: Hashable {
  var first: LinePlace
  var last: LinePlace
}

/// A stretch, as it is read.
///
/// What compares places to know what was first must see them rise. So a record is read at the place of the record that
/// stands where it would stand in a stream that is in order: one that lists the newest first is taken as mirrored, its
/// offsets below 0. Such a place has a number below 0 instead of a line's, by which the record is found again.
struct ArrangedStretch {
  let stretch: Stretch
  /// The records in the order in which they are read.
  let sequence: [Int]
  private let order: RecordOrder
  private let base: Int

  /// Arranges `stretch`, behind `base` records of other stretches.
  init(_ stretch: Stretch, _ order: RecordOrder, behind base: Int) {
    self.stretch = stretch
    self.order = order
    self.base = base
    sequence = stretch.arranged(order)
  }

  /// The lowest offset that its places have.
  var start: Int64 { sequence.isEmpty ? 0 : offset(at: 0) }

  /// The place at which a line of the record at `position` is read.
  func place(of line: Stretch.Line, at position: Int) -> LinePlace {
    let own = stretch.lines[stretch.records[sequence[position]].lines.lowerBound].place
    let start = offset(at: position) + (line.place.offset - own.offset)
    return LinePlace(line: -1 - base - position, offset: start, end: start + (line.place.end - line.place.offset))
  }

  /// Where the record stands that was read at `place`; nil where that was none of these.
  func standing(at place: LinePlace) -> LinePlace? { position(of: place).map { standing($0) } }

  /// Where all records of a host stand that were read from the first line of something to its last.
  func standing(of read: Extent, host: Int) -> Extent? {
    guard let last = position(of: read.last) ?? position(of: read.first) else { return nil }
    let first = position(of: read.first) ?? last
    var extent = Extent(first: standing(last), last: standing(last))
    for position in min(first, last)...max(first, last) {
      let record = stretch.records[sequence[position]]
      guard position == first || record.mayBeKernel && (record.host == host || record.host == 0) else { continue }
      let (front, end) = (stretch.lines[record.lines.lowerBound].place, stretch.lines[record.lines.upperBound - 1].place)
      if front.offset < extent.first.offset { extent.first = front }
      if end.end > extent.last.end { extent.last = end }
    }
    return extent
  }

  private func standing(_ position: Int) -> LinePlace {
    stretch.lines[stretch.records[sequence[position]].lines.lowerBound].place
  }

  private func position(of place: LinePlace) -> Int? {
    let position = -1 - base - place.line
    return place.line < 0 && sequence.indices.contains(position) ? position : nil
  }

  /// Where the record begins that stands at `position` of the stream, or of the mirrored one.
  private func offset(at position: Int) -> Int64 {
    let records = stretch.records
    guard order.isFalling else { return stretch.lines[records[position].lines.lowerBound].place.offset }
    return -stretch.lines[records[records.count - 1 - position].lines.upperBound - 1].place.end
  }
}

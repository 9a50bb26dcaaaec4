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
/// What compares places to know what was first must see them rise. So a record is read at the place where it would
/// stand in a stream that is in order: one that lists the newest first is taken as mirrored, its offsets below 0. Such a
/// place has a number below 0 instead of a line's, by which the record is found again.
struct ArrangedStretch {
  let stretch: Stretch
  /// The records in the order in which they are read.
  let sequence: [Int]
  private let base: Int
  /// Where each begins, by its place in the sequence.
  private let offsets: [Int64]

  /// Arranges `stretch`, behind `base` records of other stretches.
  init(_ stretch: Stretch, _ order: RecordOrder, behind base: Int) {
    self.stretch = stretch
    self.base = base
    sequence = stretch.arranged(order)
    func front(_ index: Int) -> LinePlace { stretch.lines[stretch.records[index].lines.lowerBound].place }
    func end(_ index: Int) -> Int64 { stretch.lines[stretch.records[index].lines.upperBound - 1].place.end }
    let last = stretch.records.count - 1
    var offset = last < 0 ? 0 : order.isFalling ? -end(last) : front(0).offset
    offsets = sequence.map { index in
      defer {
        // Records of one line share its place.
        let taken = index > 0 ? max(front(index).offset, end(index - 1)) : front(index).offset
        offset += max(1, end(index) + 1 - taken)
      }
      return offset
    }
  }

  /// The lowest offset that its places have.
  var start: Int64 { offsets.first ?? 0 }

  /// The place at which a line of the record at `position` is read.
  func place(of line: Stretch.Line, at position: Int) -> LinePlace {
    let own = stretch.lines[stretch.records[sequence[position]].lines.lowerBound].place
    let start = offsets[position] + (line.place.offset - own.offset)
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
      let lines = stretch.lines[record.lines]
      if let front = lines.first?.place, front.offset < extent.first.offset { extent.first = front }
      if let end = lines.last?.place, end.end > extent.last.end { extent.last = end }
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
}

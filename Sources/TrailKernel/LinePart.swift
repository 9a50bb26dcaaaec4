// Which part of a kernel report a line is by itself: enough to tell in which direction a report was written down.

import TrailBytes
import TrailModel

/// The part of a report that a line belongs to.
public struct LinePart: Hashable, Sendable {
  /// Where the part stands among those of a report, in printing order.
  public var rank: Int
  /// Whether a report begins with it.
  public var opens: Bool
  /// Whether it stands between a report's beginning and its kill.
  public var isBody: Bool
}

/// Tells the parts of single lines, without what the lines around them say.
public struct LinePartReader {
  private var scratch = blank()

  /// A reader.
  public init() {}

  /// The part that a line is of, or nil where it is of none.
  public mutating func part(of text: Span<UInt8>) -> LinePart? {
    let text = text.extracting(text.trimmed(0..<text.count))
    if text.isEmpty { return nil }
    for (rank, section) in Section.all.enumerated() {
      let reading = section.read(text, scratch, false)
      if reading == .no { continue }
      if reading == .taken { scratch = Self.blank() }
      let isBody = section.standing == .belongs && !section.isEpilogue
      return LinePart(rank: rank, opens: section.standing == .opens, isBody: isBody)
    }
    return nil
  }

  /// A report that takes a counter of a cgroup for one, as it would behind their title.
  private static func blank() -> OpenReport {
    let report = OpenReport(
      place: LinePlace(line: 0, offset: 0, end: 0), stamp: Stamp(), stampText: nil, yearTurns: 0)
    report.statsAreLines = true
    return report
  }
}

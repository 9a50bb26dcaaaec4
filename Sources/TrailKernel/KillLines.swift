// Whether a line of a stream was a kill line: loggers say of the next one that it was the same.

public import TrailModel

extension KernelRecogniser {
  /// Whether the line at `place`, the last that was read, told of a kill in a report that is still open.
  public func readKill(at place: LinePlace) -> Bool {
    if let pending, pending.last == place { return Section.speaksOfKill(pending.bytes.span) }
    return open.contains { $0.isKilled && $0.last == place } || otherKill?.last == place
  }

  /// Whether a text tells of a kill.
  public static func speaksOfKill(_ text: Span<UInt8>) -> Bool { Section.speaksOfKill(text) }
}

// What stands before a line's text, to know the lines that have the same.

import TrailBytes
public import TrailModel

/// The front of a line. Lines of a report come in hundreds, and most have the same front but for the kernel's stamp.
public struct LineFront: Sendable {
  /// What the line was taken for.
  public let form: EnvelopeReader.Form
  /// The time of the last line that had this front.
  public private(set) var stamp: Stamp
  /// The bytes before the kernel's stamp, and those from there to the text; all are before it where there is none.
  private let front: [UInt8]
  private let behind: [UInt8]

  /// The front of `line`; nil where the parts of its head cannot be told again by its bytes.
  public init?(_ line: Span<UInt8>, _ head: RecordHead, _ form: EnvelopeReader.Form) {
    guard head.stampText != nil, head.boot == nil, head.caller == nil, head.origin != .program,
      head.text.upperBound == line.count
    else { return nil }
    self.form = form
    stamp = head.stamp
    guard let monotonic = stamp.monotonic else {
      front = line.extracting(0..<head.text.lowerBound).array
      behind = []
      return
    }
    var start = head.text.lowerBound - 1
    while start >= 0, line[start] != 0x5B { start -= 1 }
    guard start >= 0 else { return nil }
    var cursor = Cursor(line, at: start)
    guard cursor.kernelStamp()?.nanoseconds == monotonic else { return nil }
    front = line.extracting(0..<start).array
    behind = line.extracting(cursor.position..<head.text.lowerBound).array
  }

  /// The text of a line with the same front, whose time this takes over; nil for other lines.
  public mutating func text(of line: Span<UInt8>) -> Range<Int>? {
    guard line.begins(with: front) else { return nil }
    guard stamp.monotonic != nil else { return front.count..<line.count }
    var cursor = Cursor(line, at: front.count)
    guard let monotonic = cursor.kernelStamp()?.nanoseconds else { return nil }
    let rest = cursor.position
    guard line.extracting(rest..<line.count).begins(with: behind) else { return nil }
    stamp.monotonic = monotonic
    return rest + behind.count..<line.count
  }
}

extension Span<UInt8> {
  fileprivate func begins(with bytes: [UInt8]) -> Bool {
    guard count >= bytes.count else { return false }
    for index in bytes.indices where self[index] != bytes[index] { return false }
    return true
  }
}

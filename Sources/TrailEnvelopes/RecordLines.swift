// One logged line may hold several lines of the kernel's.

import TrailBytes
public import TrailModel

/// Calls `body` with each kernel line of a record's text.
///
/// rsyslog writes a record of many lines as one, with `#012` between them. A console or an old ring buffer without a
/// newline puts the next record, stamp and all, behind the one before.
public func forEachLine(of head: RecordHead, in line: Span<UInt8>, _ body: (RecordHead) -> Void) {
  let text = line.extracting(0..<head.text.upperBound)
  guard head.ident != nil, let first = text.offset(of: "#012", from: head.text.lowerBound) else {
    forEachStamp(of: head, in: line, body)
    return
  }
  var part = head
  var start = head.text.lowerBound
  var next: Int? = first
  while let end = next {
    part.text = start..<end
    body(part)
    start = end + 4
    next = text.offset(of: "#012", from: start)
  }
  part.text = start..<head.text.upperBound
  body(part)
}

/// More records than this are not run together by accident.
private let mostRecordsInALine = 16

/// Splits a text in whose middle another kernel stamp stands.
private func forEachStamp(of head: RecordHead, in line: Span<UInt8>, _ body: (RecordHead) -> Void) {
  var part = head
  if head.stamp.monotonic != nil {
    var at = head.text.lowerBound
    var records = 1
    while records < mostRecordsInALine, let bracket = line.firstIndex(of: 0x5B, from: at),
      bracket < head.text.upperBound
    {
      var cursor = Cursor(line, at: bracket)
      guard bracket > part.text.lowerBound, let (nanoseconds, number) = cursor.kernelStamp() else {
        at = bracket + 1
        continue
      }
      part.text = part.text.lowerBound..<bracket
      body(part)
      part.stamp.monotonic = nanoseconds
      if head.stamp.civil == nil { part.stampText = number }
      part.caller = cursor.caller()
      _ = cursor.skip(byte: 0x20)
      part.text = min(cursor.position, head.text.upperBound)..<head.text.upperBound
      at = part.text.lowerBound
      records += 1
    }
  }
  body(part)
}

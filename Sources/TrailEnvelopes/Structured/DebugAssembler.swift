// rsyslog's RSYSLOG_DebugFormat: a block of all properties for each record, in which its text stands three times.

import TrailBytes
import TrailModel

/// Finds the records of rsyslog's debug template in a stream that comes line by line.
struct DebugAssembler: RecordForm {
  /// Bytes of one text that are kept.
  private static let largest = 64 << 10

  private var isInside = false
  /// Stamp, host and tag as a traditional file would have them, and then the text.
  private var stamp: [UInt8] = []
  private var host: [UInt8] = []
  private var tag: [UInt8] = []
  private var text: [UInt8]?
  private var first = LinePlace(line: 0, offset: 0, end: 0)
  private var last = LinePlace(line: 0, offset: 0, end: 0)

  var isOpen: Bool { isInside }
  var wantsMore: Bool { text != nil }

  func name(of record: StructuredRecord) -> StaticString { "rsyslog-debug" }

  mutating func passOver() { self = DebugAssembler() }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    if line.has("Debug line with all properties:") {
      self = DebugAssembler()
      isInside = true
      return true
    }
    guard isInside else { return false }
    if line.has("escaped msg: '") {
      finish(body)
    } else if text != nil {
      // A message of several lines.
      append(0x0A, line)
      last = place
    } else if line.has("FROMHOST: ") {
      host = line.quoted(behind: "HOSTNAME: '")
    } else if line.has("syslogtag ") {
      tag = line.quoted(behind: "syslogtag '")
    } else if line.has("TIMESTAMP: ") {
      stamp = line.quoted(behind: "TIMESTAMP: '")
    } else if line.has("msg: '") {
      text = []
      append(nil, line.extracting(6..<line.count))
      (first, last) = (place, place)
    } else if line.isEmpty {
      isInside = false
    } else {
      return isKnown(line)
    }
    return true
  }

  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    guard var message = text else { return }
    text = nil
    while message.last == 0x0D { message.removeLast() }
    if message.last == 0x27 { message.removeLast() }
    // The text begins with the blank that follows a tag, where it has one.
    var record = StructuredRecord()
    record.message = stamp + [0x20] + host + [0x20] + tag + (message.first == 0x20 ? [] : [0x20]) + message
    body(record, first.through(last))
  }

  /// Whether a line is one of the others of a block; if not, the block was cut.
  private mutating func isKnown(_ line: Span<UInt8>) -> Bool {
    if line.has("inputname: ") || line.has("$!:") || line.has("$.:") || line.has("$/:") { return true }
    isInside = false
    return false
  }

  private mutating func append(_ separator: UInt8?, _ line: Span<UInt8>) {
    guard var kept = text, kept.count < Self.largest else { return }
    text = nil
    if let separator { kept.append(separator) }
    for index in 0..<min(line.count, Self.largest - kept.count) { kept.append(line[index]) }
    text = kept
  }
}

extension Span<UInt8> {
  /// What stands between `front` and the next quote.
  fileprivate func quoted(behind front: StaticString) -> [UInt8] {
    var cursor = Cursor(self)
    guard cursor.skip(past: front), let value = cursor.take(until: 0x27) else { return [] }
    return Array(extracting(value))
  }
}

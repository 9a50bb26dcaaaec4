// The journal's export format: fields of a record line by line, a blank line behind it (systemd, Journal Export Formats).

import TrailBytes
import TrailModel

/// Finds the records of an export stream that comes line by line.
struct ExportAssembler: RecordForm {
  /// Bytes of one field that are kept.
  private static let largest = 256 << 10
  /// What systemd's own receiver takes is less.
  private static let longest: UInt64 = 1 << 30

  /// A field whose value comes with its length: its name, and its bytes so far.
  private struct Binary {
    var name: [UInt8]
    var bytes: [UInt8] = []
    /// How many bytes are still to come: eight of the length first.
    var missing: UInt64 = 8
    var hasLength = false
  }

  /// Whether a record is open. A flag by itself, because asking an optional record copies all that it holds.
  private(set) var isOpen = false
  private var record = StructuredRecord()
  private var hasMessage = false
  private var first = LinePlace(line: 0, offset: 0, end: 0)
  private var last = LinePlace(line: 0, offset: 0, end: 0)
  private var binary: Binary?

  func name(of record: StructuredRecord) -> StaticString { "journal-export" }

  mutating func passOver() { _ = giveUp() }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    if binary != nil {
      guard readBinary(line, isPiece) else { return giveUp() }
      last = place
      return true
    }
    // What came through a mail or another system has carriage returns.
    let line = line.count > 0 && line[line.count - 1] == 0x0D ? line.extracting(0..<(line.count - 1)) : line
    if line.isEmpty, isOpen {
      finish(body)
      return true
    }
    if line.has("__CURSOR=") || (line.has("__REALTIME_TIMESTAMP=") && !isOpen) {
      finish(body)
      isOpen = true
      first = place
    }
    guard isOpen else { return false }
    var end = 0
    while end < line.count, line[end] &- 0x41 <= 25 || line[end] == 0x5F || line[end] &- 0x30 <= 9 { end += 1 }
    guard end > 0, end <= 64 else { return giveUp() }
    last = place
    if end == line.count {
      binary = Binary(name: line.array)
    } else if line[end] == 0x3D {
      take(line.extracting(0..<end), line.extracting((end + 1)..<line.count))
    } else {
      return giveUp()
    }
    return true
  }

  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    if hasMessage {
      body(record, first.through(last))
    }
    _ = giveUp()
  }

  private mutating func giveUp() -> Bool {
    if isOpen { record = StructuredRecord() }
    isOpen = false
    binary = nil
    hasMessage = false
    return false
  }

  /// Reads on in a value of known length, which may hold anything: newlines too. A length that no journal has is no
  /// length, and says false.
  private mutating func readBinary(_ line: Span<UInt8>, _ isPiece: Bool) -> Bool {
    guard var field = binary else { return false }
    binary = nil
    var at = 0
    let end = line.count + (isPiece ? 0 : 1)
    if !field.hasLength {
      while at < end, field.missing > 0 {
        field.bytes.append(at < line.count ? line[at] : 0x0A)
        field.missing -= 1
        at += 1
      }
      if field.missing == 0 {
        field.hasLength = true
        for (shift, byte) in field.bytes.enumerated() { field.missing |= UInt64(byte) << UInt64(8 * shift) }
        field.bytes = []
        guard field.missing <= Self.longest else { return false }
      }
    }
    if field.hasLength {
      // What follows the value is its line end.
      let run = Int(clamping: min(field.missing, UInt64(end - at)))
      let text = max(0, min(run, line.count - at, Self.largest - field.bytes.count))
      field.bytes.append(line.extracting(at..<at + text))
      if run > line.count - at, field.bytes.count < Self.largest { field.bytes.append(0x0A) }
      field.missing -= UInt64(run)
    }
    if field.missing == 0, field.hasLength {
      take(field.name.span, field.bytes.span)
    } else {
      binary = field
    }
    return true
  }

  private mutating func take(_ name: Span<UInt8>, _ value: Span<UInt8>) {
    guard let rank = RecordKey.rank(of: name, in: name.extracting(0..<0)) else { return }
    let key = RecordKey.all[rank]
    guard key.role == .message else {
      record.set(key.role, to: value.array)
      return
    }
    guard key.name.utf8CodeUnitCount == 7 else { return }
    if hasMessage { record.message.append(0x0A) }
    record.message.append(value)
    hasMessage = true
  }
}

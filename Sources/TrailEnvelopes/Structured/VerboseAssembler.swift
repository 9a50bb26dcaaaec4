// `journalctl -o verbose`: a line with the time and the cursor, then each field on a line of its own, indented
// (systemd, src/shared/logs-show.c).

import TrailBytes
import TrailModel

/// Finds the records that `journalctl -o verbose` prints.
struct VerboseAssembler: RecordForm {
  /// Bytes of a record that are kept.
  private static let largest = 1 << 20

  private var record: StructuredRecord?
  private var hasMessage = false
  private var size = 0
  /// How far the further lines of the last field are indented: as far as its value's first.
  private var indent = 0
  private var isInMessage = false
  /// Whether the last piece's line goes on.
  private var isWithinLine = false
  private var first = LinePlace(line: 0, offset: 0, end: 0)
  private var last = LinePlace(line: 0, offset: 0, end: 0)

  var isOpen: Bool { record != nil }

  func name(of record: StructuredRecord) -> StaticString { "journal-verbose" }

  mutating func passOver() {
    record = nil
    isWithinLine = false
  }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    let isLineStart = !isWithinLine
    isWithinLine = isPiece
    if isLineStart, !isPiece, let begun = Self.begin(line) {
      finish(body)
      record = begun
      size = 0
      indent = 0
      isInMessage = false
      first = place
      last = place
      return true
    }
    guard isOpen else { return false }
    let isField: Bool
    if isLineStart {
      isField = readField(line)
    } else {
      append(line)
      isField = true
    }
    guard isField, size <= Self.largest else {
      finish(body)
      return isField
    }
    last = place
    return true
  }

  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    if var record, hasMessage {
      record.messageIsCut = size > Self.largest
      body(record, first.through(last))
    }
    record = nil
    hasMessage = false
  }

  /// Reads a line under the head: a field, or a further line of one. False where it is neither.
  private mutating func readField(_ line: Span<UInt8>) -> Bool {
    var blanks = 0
    while blanks < line.count, line[blanks] == 0x20 { blanks += 1 }
    if blanks == 4 {
      var end = blanks
      while end < line.count, line[end] &- 0x41 <= 25 || line[end] == 0x5F || line[end] &- 0x30 <= 9 { end += 1 }
      guard end > blanks, end < line.count, line[end] == 0x3D else { return false }
      size += line.count
      indent = end + 1
      take(line.extracting(blanks..<end), line.extracting((end + 1)..<line.count))
      return true
    }
    // An empty line of a value has lost its blanks in many a copy.
    guard indent > 0, blanks >= indent || blanks == line.count else { return false }
    if isInMessage { record?.message.append(0x0A) }
    append(line.extracting(min(indent, blanks)..<line.count))
    return true
  }

  private mutating func append(_ text: Span<UInt8>) {
    size += text.count + 1
    if isInMessage { record?.message += Array(text) }
  }

  private mutating func take(_ name: Span<UInt8>, _ value: Span<UInt8>) {
    isInMessage = name.equals("MESSAGE")
    if isInMessage {
      if hasMessage { record?.message.append(0x0A) }
      record?.message += Array(value)
      hasMessage = true
    } else if let rank = RecordKey.rank(of: name, in: name.extracting(0..<0)), RecordKey.all[rank].role != .message {
      record?.set(RecordKey.all[rank].role, to: Array(value))
    }
  }

  /// Reads `Mon 2026-04-27 15:50:40.010303 EDT [s=…;i=…;b=…;m=…;t=…;x=…]`: what the cursor says is what the entry has
  /// (sd_journal_get_cursor(3)): the boot, and the receiver's two clocks in microseconds.
  private static func begin(_ line: Span<UInt8>) -> StructuredRecord? {
    guard let byte = line.isEmpty ? nil : line[line.count - 1], byte == 0x5D, line.count < 512,
      let bracket = line.offset(of: " [s=")
    else { return nil }
    var cursor = Cursor(line, at: bracket + 4)
    guard cursor.take(until: 0x3B) != nil, cursor.skip("i="), cursor.hexadecimal() != nil, cursor.skip(";b="),
      let boot = cursor.take(until: 0x3B), boot.count == 32, cursor.skip("m="), let monotonic = cursor.hexadecimal(),
      cursor.skip(";t="), let realtime = cursor.hexadecimal(), cursor.skip(";x=")
    else { return nil }
    var record = StructuredRecord()
    record.timeText = Array(line.extracting(0..<bracket))
    record.bootID = Array(line.extracting(boot))
    record.monotonic = Int64(exactly: monotonic)
    record.realtime = Int64(exactly: realtime)
    return record
  }
}

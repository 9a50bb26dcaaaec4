// fluent-bit's stdout: `[0] kmsg.0: [[1777319437.366785000, {}], {"msg"=>"…"}]`, before 2.1 `[0] tag: [epoch, {…}]`
// (fluent-bit, plugins/out_stdout; MessagePack as text).

import TrailBytes
import TrailModel

/// Finds the records that fluent-bit prints. Texts stand there as they are, newlines and quotes too.
struct FluentBitAssembler: RecordForm {
  /// A record's text is kept up to here; what is longer ends there.
  private static let largest = 1 << 20

  /// The record so far, whose end is not read yet.
  private var text: [UInt8] = []
  /// Whether the last piece's line goes on.
  private var isWithinLine = false
  private var first = LinePlace(line: 0, offset: 0, end: 0)
  private var last = LinePlace(line: 0, offset: 0, end: 0)

  var isOpen: Bool { !text.isEmpty }

  func name(of record: StructuredRecord) -> StaticString { "fluent-bit" }

  mutating func passOver() {
    text = []
    isWithinLine = false
  }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    let isLineStart = !isWithinLine
    isWithinLine = isPiece
    let isWhole = !isPiece && (line.ends(in: "}]") || line.ends(in: "}]\r"))
    if isLineStart, let (_, map) = Self.time(line) {
      finish(body)
      // A record goes on in the next line where a text does, and nowhere else.
      guard isWhole || isPiece || line.jsonOfMap(from: map).isCut else { return false }
      first = place
    } else {
      guard isOpen else { return false }
    }
    text += Array(line)
    last = place
    if !isPiece, !isWhole { text.append(0x0A) }
    if isWhole || text.count > Self.largest { finish(body) }
    return true
  }

  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    defer { text = [] }
    guard let (time, map) = Self.time(text.span) else { return }
    let json = text.span.jsonOfMap(from: map).json
    var fields = RecordFields()
    fields.gather(json.span, 0..<json.count)
    fields.take(.time, Array(text.span.extracting(time)))
    if let record = fields.record {
      body(record, first.through(last))
    }
  }

  /// Where a record's time stands, and where its map begins.
  private static func time(_ line: Span<UInt8>) -> (time: Range<Int>, map: Int)? {
    var cursor = Cursor(line)
    guard cursor.skip(byte: 0x5B), cursor.number() != nil, cursor.skip("] ") else { return nil }
    let tag = cursor.word()
    guard tag.count > 1, line[tag.upperBound - 1] == 0x3A, cursor.skip(" [") else { return nil }
    let hasMetadata = cursor.skip(byte: 0x5B)
    let start = cursor.position
    guard cursor.number() != nil, cursor.skip(byte: 0x2E), cursor.number() != nil else { return nil }
    let time = start..<cursor.position
    guard cursor.skip(", ") else { return nil }
    if hasMetadata {
      guard cursor.skip(past: "}], ") else { return nil }
    }
    return cursor.peek == 0x7B ? (time, cursor.position) : nil
  }
}

extension Span<UInt8> {
  /// The map at `start`, of `"key"=>value`, as JSON. Quotes within a text are not escaped there: one ends a text where
  /// a key's arrow, the next member, or a bracket's end stands behind it.
  ///
  /// - Returns: The JSON, and whether the last text had no end; it has one in the JSON.
  fileprivate func jsonOfMap(from start: Int) -> (json: [UInt8], isCut: Bool) {
    var json: [UInt8] = []
    json.reserveCapacity(count - start)
    var isInText = false
    var at = start
    while at < count {
      let byte = self[at]
      at += 1
      switch byte {
      case 0x22 where !isInText:
        isInText = true
        json.append(byte)
      case 0x22 where endsText(at):
        isInText = false
        json.append(byte)
      case 0x22: json += [0x5C, 0x22]
      case 0x5C where isInText && at < count && isEscape(self[at]):
        json += [byte, self[at]]
        at += 1
      case 0x5C where isInText: json += [byte, byte]
      case 0x3D where !isInText && has(">", at: at):
        json.append(0x3A)
        at += 1
      default: json.append(byte)
      }
    }
    if isInText { json += [0x22, 0x7D] }
    return (json, isInText)
  }

  private func endsText(_ at: Int) -> Bool {
    at >= count || has("=>", at: at) || has(", \"", at: at) || has("}", at: at) || has("]", at: at)
  }

  /// Whether a backslash before this byte is an escape of newer versions, and not the text's own.
  private func isEscape(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x5C || byte == 0x6E || byte == 0x74 }
}

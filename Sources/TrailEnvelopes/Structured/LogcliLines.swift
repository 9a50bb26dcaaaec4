// Loki's `logcli query`: `2026-04-27T19:50:37Z {host="web-07", job="kernel"} text` (grafana/loki, pkg/logcli/output).

import TrailBytes
import TrailModel

/// Reads the lines of logcli's default output: a time, labels, and the logged line.
struct LogcliLines: RecordForm {
  func name(of record: StructuredRecord) -> StaticString { "logcli" }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    guard line.count > 22, line[0] &- 0x30 <= 9, line[4] == 0x2D, !isPiece else { return false }
    var cursor = Cursor(line)
    guard let stamp = cursor.isoStamp(), stamp.offset != nil else { return false }
    let time = 0..<cursor.position
    guard cursor.skip(" {") else { return false }
    var fields = RecordFields()
    let parent = Array("labels".utf8)
    while !cursor.skip(byte: 0x7D) {
      let start = cursor.position
      while let byte = cursor.peek, (byte | 0x20) &- 0x61 <= 25 || byte == 0x5F || byte &- 0x30 <= 9 {
        cursor.position += 1
      }
      let name = start..<cursor.position
      guard !name.isEmpty, cursor.skip(byte: 0x3D), let value = cursor.jsonString() else { return false }
      fields.take(key: line.extracting(name), in: parent.span, line.unescapedJSON(value))
      _ = cursor.skip(", ")
    }
    // The labels are padded to one width.
    _ = cursor.skip(byte: 0x20)
    fields.take(.time, Array(line.extracting(time)))
    fields.take(.message, Array(line.extracting(cursor.position..<line.count)))
    if let record = fields.record { body(record, place) }
    return true
  }
}

// CloudWatch Logs as text: an export to S3 (`2026-04-27T19:50:37.416Z text`), `aws logs tail`
// (`2026-04-27T19:50:37.416785+00:00 stream text`). The text may be a log's line in its turn.

import TrailBytes
import TrailModel

/// Reads the lines of CloudWatch's exports.
///
/// Syslog files begin with the same stamps. Theirs is a line with a tag behind the host; an export's may look so too
/// (`Call Trace:`), and what the line before was decides, or what the stream's first lines were. Of `aws logs tail` only those lines are read here that are
/// a log's line or JSON behind the stream; the others are read as syslog, the stream for the host.
struct CloudWatchLines: RecordForm {
  /// Whether the last line with an export's stamp was an export's.
  private var isExport = false
  /// Whether the stream's first lines were.
  private var beganAsExport = false

  func name(of record: StructuredRecord) -> StaticString { record.stream == nil ? "cloudwatch-s3" : "aws-logs-tail" }

  mutating func learn(from front: CloudWatchLines, _ bytes: Span<UInt8>) {
    beganAsExport = front.isExport
    isExport = front.isExport
  }

  mutating func passOver() { isExport = beganAsExport }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    guard line.count > 24, line[0] &- 0x30 <= 9, line[10] == 0x54, line[19] == 0x2E, !isPiece else { return false }
    var cursor = Cursor(line)
    guard cursor.isoStamp() != nil else { return false }
    let time = 0..<cursor.position
    guard cursor.skip(byte: 0x20) else { return false }
    var fields = RecordFields()
    if time.count == 24, line[23] == 0x5A {
      if let isOther = Self.isSyslog(line, at: cursor.position) { isExport = !isOther }
      guard isExport else { return false }
    } else {
      guard time.count == 32, line.has("+00:00", at: 26) else { return false }
      let stream = cursor.word()
      guard !stream.isEmpty, cursor.skip(byte: 0x20) else { return false }
      let text = line.extracting(cursor.position..<line.count)
      guard text.has("{\"") || Envelope.syslog3164.read(text) != nil else { return false }
      fields.take(.stream, Array(line.extracting(stream)))
    }
    fields.take(.time, Array(line.extracting(time)))
    fields.take(.message, Array(line.extracting(cursor.position..<line.count)))
    if let record = fields.record { body(record, place) }
    return true
  }

  /// Whether what stands behind a stamp is a syslog line's rest; nil where it may be that or a message of its own.
  private static func isSyslog(_ line: Span<UInt8>, at start: Int) -> Bool? {
    var cursor = Cursor(line, at: start)
    let first = cursor.word()
    // A container's runtime.
    let name = line.extracting(first)
    if name.equals("stdout") || name.equals("stderr") { return true }
    cursor.skipBlanks()
    let second = cursor.word()
    if first.isEmpty || second.isEmpty { return nil }
    guard let tag = RecordHead.tag(line, second) else {
      // `kernel: text`, `sshd[4]: text`: a line without a host.
      guard let tag = RecordHead.tag(line, first) else { return false }
      return line.extracting(tag).equals("kernel") || tag.upperBound < first.upperBound - 1 ? true : nil
    }
    return line.extracting(tag).equals("kernel") || tag.upperBound < second.upperBound - 1 ? true : nil
  }
}

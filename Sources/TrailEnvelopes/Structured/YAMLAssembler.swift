// Log entries as `gcloud logging read` prints them: YAML, a document an entry (google.logging.v2.LogEntry).

import TrailBytes
import TrailModel

/// Finds the log entries among YAML documents. What it reads is what gcloud writes: block mappings of scalars, in all
/// five styles of scalar; it is no reader of YAML at large.
struct YAMLAssembler: RecordForm {
  /// A document's text is read up to here.
  private static let largest = 1 << 20
  private static let deepest = 16

  /// The keys that an entry may begin with; other documents are none of a log.
  private static let entryKeys: [StaticString] = [
    "apphub", "errorGroups", "httpRequest", "insertId", "jsonPayload", "labels", "logName", "metadata", "operation",
    "protoPayload", "receiveTimestamp", "resource", "severity", "sourceLocation", "spanId", "split", "textPayload",
    "timestamp", "trace",
  ]

  private struct Key {
    var indent: Int
    var name: [UInt8]
  }

  private enum State {
    case closed
    /// Behind `---`.
    case begun
    case open
  }

  private var state = State.closed
  private var fields = RecordFields()
  /// The keys that the next line may be inside of.
  private var path: [Key] = []
  /// The value that may go on in the next line, of the last key in ``path``.
  private var scalar: YAMLScalar?
  private var size = 0
  /// Whether the last piece's line goes on; what is behind a piece is passed over.
  private var isWithinLine = false
  private var first = LinePlace(line: 0, offset: 0, end: 0)
  private var last = LinePlace(line: 0, offset: 0, end: 0)

  var isOpen: Bool { if case .closed = state { false } else { true } }

  func name(of record: StructuredRecord) -> StaticString { "yaml" }

  mutating func passOver() { close() }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    let isLineStart = !isWithinLine
    isWithinLine = isPiece
    let text = line.extracting(0..<line.count - (!isPiece && line.ends(in: "\r") ? 1 : 0))
    if isLineStart, text.equals("---") {
      finish(body)
      state = .begun
      return true
    }
    guard isOpen else { return false }
    if case .begun = state {
      guard Self.beginsEntry(text) else {
        close()
        return false
      }
      state = .open
      first = place
    }
    size += line.count + 1
    guard size <= Self.largest, isLineStart ? readLine(text) : scalar?.append(text) ?? true else {
      let isTooLong = size > Self.largest
      finish(body)
      return isTooLong
    }
    last = place
    return true
  }

  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    endScalar()
    if let record = fields.record {
      body(record, first.through(last))
    }
    close()
  }

  private mutating func close() {
    state = .closed
    fields = RecordFields()
    path = []
    scalar = nil
    size = 0
  }

  private static func beginsEntry(_ line: Span<UInt8>) -> Bool {
    guard let colon = line.firstIndex(of: 0x3A), colon + 1 == line.count || line[colon + 1] == 0x20 else {
      return false
    }
    let key = line.extracting(0..<colon)
    return entryKeys.contains { key.equals($0) }
  }

  /// Reads a line of a document; false where it is of none.
  private mutating func readLine(_ line: Span<UInt8>) -> Bool {
    var indent = 0
    while indent < line.count, line[indent] == 0x20 { indent += 1 }
    let isBlank = indent == line.count
    if var scalar, scalar.goesOn(isBlank ? nil : indent) {
      // Nothing else holds the value while it grows.
      self.scalar = nil
      scalar.readLine(line, indent: indent)
      self.scalar = scalar
      return true
    }
    endScalar()
    if isBlank { return true }
    // An element of a list: its keys are inside the list's.
    var at = indent
    while line.has("- ", at: at) || line.has("-", at: at) && at + 1 == line.count { at = min(at + 2, line.count) }
    // A list may stand as deep as its key.
    let isElement = at > indent
    while let key = path.last, isElement ? key.indent > indent : key.indent >= indent { path.removeLast() }
    guard let (key, value) = Self.key(line, from: at) else {
      // A list of values; nothing of it is wanted.
      return isElement
    }
    guard path.count < Self.deepest else { return true }
    path.append(Key(indent: at, name: key))
    scalar = YAMLScalar(line.extracting(value..<line.count), indent: at)
    return true
  }

  /// The key at `start`, without its quotes, and where its value begins.
  private static func key(_ line: Span<UInt8>, from start: Int) -> (key: [UInt8], value: Int)? {
    guard start < line.count else { return nil }
    var end = start
    var name = start..<start
    if line[start] == 0x22 || line[start] == 0x27 {
      guard let close = line.firstIndex(of: line[start], from: start + 1) else { return nil }
      name = (start + 1)..<close
      end = close + 1
      guard line.has(":", at: end) else { return nil }
    } else {
      while end < line.count, line[end] != 0x3A || end + 1 < line.count && line[end + 1] != 0x20 {
        // No key of a log entry has blanks.
        if line[end] == 0x20 { return nil }
        end += 1
      }
      guard end < line.count, end > start else { return nil }
      name = start..<end
    }
    guard name.count <= 256 else { return nil }
    var value = end + 1
    while value < line.count, line[value] == 0x20 { value += 1 }
    return (Array(line.extracting(name)), value)
  }

  /// Takes the value that has ended.
  private mutating func endScalar() {
    guard let scalar, let key = path.last else { return }
    self.scalar = nil
    guard let value = scalar.value else { return }
    let parent = path.dropLast().last?.name ?? []
    fields.take(key: key.name.span, in: parent.span, level: path.count - 1, value)
  }
}

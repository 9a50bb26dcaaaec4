// Records from JSON of any layout: an object a line, pretty-printed, in one array, or concatenated.

import TrailBytes
import TrailModel

/// What an object says of the records in its arrays.
struct JSONSurroundings {
  var host: [UInt8]?
  var stream: [UInt8]?
}

/// Finds the log records in JSON text that comes line by line.
///
/// A record is an object that stands alone or in an array. Text that is no JSON ends what was open and is not taken.
struct JSONAssembler: RecordForm {
  /// A record's text is kept up to here; what is longer is given up.
  private static let largest = 4 << 20
  private static let deepest = 64

  private struct Bracket {
    var isObject: Bool
    /// Offset in ``text``, and where it stands in the stream.
    var start: Int
    var place: LinePlace
    /// What the object around an array says of all its elements, once that was asked.
    var around: JSONSurroundings?
  }

  private var text: [UInt8] = []
  private var open: [Bracket] = []
  private var isInString = false
  private var isEscaped = false
  /// The time that an agent put before the value that is open.
  private var frontTime: [UInt8]?

  /// Whether the stream is one document whose parts cannot be told without what stands before them: all of it is read.
  private var isDocument = false
  /// Whether nothing of that document was read yet.
  private var isAwaited = false
  private var pieces = DockerPieces()
  /// What wakes the reading of a document; nil where every record is wanted.
  private let sentinels: LiteralScanner?
  /// Whether records are wanted that hold none of that.
  private var isAwake = true
  /// How deep in the document its records stand, once one was found.
  private var recordDepth: Int?
  private var skipped = SkippedRecords()

  init(sentinels: LiteralScanner? = nil) { self.sentinels = sentinels }

  mutating func watch(isAwake: Bool) { self.isAwake = isAwake }

  var isOpen: Bool { !open.isEmpty }
  var wantsMore: Bool { isAwaited || isDocument && isOpen || isInRecord || pieces.isOpen }

  /// Whether what is innermost may be a record, or a part of one: an object, or an array in an array.
  private var isInRecord: Bool {
    guard let last = open.last else { return false }
    return last.isObject || open.dropLast().last?.isObject == false
  }

  func name(of record: StructuredRecord) -> StaticString {
    record.transport != nil || record.monotonic != nil ? "journal-json" : "json"
  }

  mutating func passOver() { _ = giveUp() }

  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) { pieces.finish(body) }

  mutating func learn(from front: JSONAssembler, _ bytes: Span<UInt8>) {
    isDocument = Self.isDocument(bytes)
    isAwaited = isDocument
  }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    var at = 0
    isAwaited = false
    if pieces.isOpen { pieces.expire(at: place.offset, body) }
    if isAwake { readSkipped(body) }
    if !isOpen {
      guard let start = Self.start(of: line) else {
        isDocument = false
        pieces.finish(body)
        return false
      }
      at = start
    }
    var hasEnded = false
    while at < line.count {
      if isInString {
        at = readString(line, from: at)
        continue
      }
      let byte = line[at]
      if !isOpen, hasEnded {
        // Behind a value: the next one, or the rest of what an agent puts around it.
        guard let next = Self.start(of: line.extracting(at..<line.count)) else { return true }
        at += next
        hasEnded = false
        continue
      }
      if isOpen, !isBetweenElements(byte) { text.append(byte) }
      switch byte {
      case 0x22 where isOpen: isInString = true
      case 0x7B, 0x5B:
        if !isOpen {
          text.removeAll(keepingCapacity: true)
          text.append(byte)
          frontTime = Self.frontTime(line, at)
        }
        guard open.count < Self.deepest else { return giveUp() }
        open.append(Bracket(isObject: byte == 0x7B, start: text.count - 1, place: place))
      case 0x7D, 0x5D:
        guard let bracket = open.popLast() else { return giveUp() }
        guard bracket.isObject == (byte == 0x7D) else { return giveUp() }
        finish(bracket, place, body)
        hasEnded = !isOpen
      default:
        // Outside of strings there is little that JSON allows; another log's line has other letters.
        guard !isOpen || Self.isOfJSON(byte) else { return giveUp() }
      }
      at += 1
    }
    if isInString, !isPiece { return giveUp() }
    if isOpen, !isPiece, !isBetweenElements(0x0A) { text.append(0x0A) }
    return text.count <= Self.largest ? true : giveUp()
  }

  /// Reads on in a string, and says where it goes on behind that or the line.
  private mutating func readString(_ line: Span<UInt8>, from start: Int) -> Int {
    var at = isEscaped ? start + 1 : start
    var quote = line.next(0x22, from: at)
    while let escape = line.extracting(min(at, line.count)..<(quote ?? line.count)).next(0x5C, from: 0) {
      at += escape + 2
      if let known = quote, known < at { quote = line.next(0x22, from: at) }
    }
    isEscaped = at > line.count
    isInString = quote == nil
    let end = quote.map { $0 + 1 } ?? line.count
    text.append(line.extracting(start..<end))
    return end
  }

  private mutating func giveUp() -> Bool {
    text = []
    open = []
    isInString = false
    isEscaped = false
    isDocument = false
    isAwaited = false
    recordDepth = nil
    _ = skipped.take()
    return false
  }

  /// Whether a byte stands between records of an array that are gone already: nothing needs it.
  private func isBetweenElements(_ byte: UInt8) -> Bool {
    !isInString && text.last == 0x5B && (byte == 0x2C || byte == 0x0A || isBlank(byte))
  }

  private mutating func finish(
    _ bracket: Bracket, _ place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) {
    let range = bracket.start..<text.count
    let place = LinePlace(line: bracket.place.line, offset: bracket.place.offset, end: place.end)
    if open.last.map({ !$0.isObject }) ?? true {
      if isDocument, !isAwake, open.count == recordDepth, let sentinels {
        if sentinels.next(in: text.span.extracting(range), from: 0) == nil {
          skip(range, place, body)
          return
        }
        // What follows in this line is wanted, and what comes then the reader of all of it decides.
        isAwake = true
        readSkipped(body)
      }
      let around = around
      if let record = record(in: text.span, range, around) {
        recordDepth = min(recordDepth ?? open.count, open.count)
        // The first may be a report's first already: the rest of the line is wanted.
        isAwake = true
        let stream = pieces.stream(of: record, text.span.extracting(range))
        if let stream { pieces.take(record, of: stream, at: place, body) } else { body(record, place) }
        text.removeSubrange(range)
      }
    }
    if open.isEmpty {
      text.removeAll(keepingCapacity: true)
      isDocument = false
      recordDepth = nil
      _ = skipped.take()
    }
  }

  /// Passes over a record.
  private mutating func skip(
    _ range: Range<Int>, _ place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) {
    let own = SkippedRecords.Record(text: text.span.extracting(range).array, place: place, around: around)
    text.removeSubrange(range)
    for asked in skipped.add(own) { read(asked, body) }
  }

  /// Reads what was passed over last.
  private mutating func readSkipped(_ body: (StructuredRecord, LinePlace) -> Void) {
    if skipped.isEmpty { return }
    for one in skipped.take() { read(one, body) }
  }

  private func read(_ skipped: SkippedRecords.Record, _ body: (StructuredRecord, LinePlace) -> Void) {
    guard let record = record(in: skipped.text.span, 0..<skipped.text.count, skipped.around) else { return }
    body(record, skipped.place)
  }

  /// The record that an object or an array of `text` is, with what the document says around it.
  private func record(in text: Span<UInt8>, _ range: Range<Int>, _ around: JSONSurroundings?) -> StructuredRecord? {
    let own = text[range.lowerBound] == 0x7B ? RecordFields.record(json: text, range) : Self.pair(text, range)
    guard var record = own else { return nil }
    if let around {
      record.host = record.host ?? around.host
      record.stream = record.stream ?? around.stream
    }
    if record.timeText == nil, let frontTime { record.setTime(frontTime) }
    return record
  }

  /// An array that is a record: Loki's `["1777319440000000000", "text"]`, or CloudWatch Insights' fields, each an
  /// object of its name and value.
  private static func pair(_ text: Span<UInt8>, _ range: Range<Int>) -> StructuredRecord? {
    var strings: [[UInt8]] = []
    var fields = RecordFields()
    var cursor = Cursor(text, at: range.lowerBound)
    cursor.forEachJSONElement { element in
      switch element {
      case .string(let string): strings.append(text.unescapedJSON(string))
      case .object(let object):
        var field: [UInt8] = []
        var value: [UInt8] = []
        var members = Cursor(text, at: object.lowerBound)
        members.forEachJSONMember { key, content in
          guard case .string(let string) = content else { return }
          if text.extracting(key).equals("field") { field = text.unescapedJSON(string) }
          if text.extracting(key).equals("value") { value = text.unescapedJSON(string) }
        }
        fields.take(key: field.span, in: field.span.extracting(0..<0), value)
      default: break
      }
    }
    if var record = fields.record {
      // Insights prints no zone and means none but UTC.
      record.isUTC = true
      return record
    }
    guard strings.count == 2, let first = strings.first, first.count >= 10, first.allSatisfy({ $0 &- 0x30 <= 9 }) else {
      return nil
    }
    var record = StructuredRecord()
    record.setTime(first)
    record.message = strings[1]
    return record
  }

  /// What the object around the innermost open array says before it: Loki's labels, the stream of CloudWatch's events.
  private var around: JSONSurroundings? {
    mutating get {
      guard let array = open.indices.last, !open[array].isObject, let object = open[..<array].last, object.isObject
      else { return nil }
      if let known = open[array].around { return known }
      // Its message is still to come, so one is lent to it.
      let front = Array("{\"message\":\"\",".utf8) + text[(object.start + 1)..<open[array].start]
      let record = RecordFields.record(json: front.span, 0..<front.count)
      let around = JSONSurroundings(host: record?.host, stream: record?.stream)
      open[array].around = around
      return around
    }
  }

  /// Whether the first bytes of a stream begin one JSON document that goes on: records without line ends between them,
  /// or in arrays of arrays, where those inside say nothing of the host.
  static func isDocument(_ front: Span<UInt8>) -> Bool {
    var cursor = Cursor(front)
    if front.has("\u{FEFF}") { cursor.position = 3 }
    cursor.skipJSONBlanks()
    guard cursor.peek == 0x7B || cursor.peek == 0x5B else { return false }
    var open: [UInt8] = []
    var hasNewline = false
    while let byte = cursor.peek {
      switch byte {
      case 0x22:
        // The front ends in a string.
        guard cursor.jsonString() != nil else { return isDocument(open, hasNewline) }
        continue
      case 0x7B, 0x5B: open.append(byte)
      case 0x7D, 0x5D:
        open.removeLast()
        if open.isEmpty { return false }
      case 0x0A: hasNewline = true
      default: guard isOfJSON(byte) else { return false }
      }
      guard open.count <= deepest else { return false }
      cursor.position += 1
    }
    return isDocument(open, hasNewline)
  }

  private static func isDocument(_ open: [UInt8], _ hasNewline: Bool) -> Bool {
    open.count { $0 == 0x5B } >= (hasNewline ? 2 : 1)
  }

  /// Where a line's JSON begins, if it has any: at once, behind a sign (RFC 7464, `data: ` of server-sent events), or
  /// behind what fluentd and fluent-bit put in front.
  static func start(of line: Span<UInt8>) -> Int? {
    var at = 0
    while at < line.count, isBlank(line[at]) || line[at] == 0x1E || line[at] == 0x2C { at += 1 }
    guard at < line.count else { return nil }
    if line.has("data: {", at: at) { return at + 6 }
    if line.has("\u{FEFF}", at: at) { at += 3 }
    if isValue(line, at) { return at }
    // Reading began in the middle of an array of objects: `},{`.
    if line[at] == 0x7D, let brace = line.offset(of: "{", from: at), brace - at < 4,
      isValue(line, brace)
    {
      return brace
    }
    guard let brace = line.firstIndex(of: 0x7B, from: at) else { return nil }
    // `2026-04-27T15:50:37-04:00<TAB>host.kernel<TAB>{…}` and `host.kernel: [1777319440.010303, {…}]`.
    guard brace > 1, line.has("{\"", at: brace) else { return nil }
    if line[brace - 1] == 0x09, line[at] &- 0x30 <= 9 { return brace }
    if line.has(", ", at: brace - 2), let bracket = line.offset(of: ": ["), brace - bracket < 40 { return brace }
    return nil
  }

  /// The time before a value that begins at `start`, as fluentd and fluent-bit put it there.
  private static func frontTime(_ line: Span<UInt8>, _ start: Int) -> [UInt8]? {
    guard start > 2 else { return nil }
    if line[start - 1] == 0x09, let tab = line.firstIndex(of: 0x09) { return Array(line.extracting(0..<tab)) }
    guard line.has(", ", at: start - 2), let bracket = line.offset(of: ": ["), bracket + 3 < start - 2 else {
      return nil
    }
    return Array(line.extracting(bracket + 3..<start - 2))
  }

  private static func isValue(_ line: Span<UInt8>, _ at: Int) -> Bool {
    guard at < line.count, line[at] == 0x7B || line[at] == 0x5B else { return false }
    let isObject = line[at] == 0x7B
    var next = at + 1
    while next < line.count, isBlank(line[next]) { next += 1 }
    // A brace or bracket alone opens a pretty-printed value.
    guard next < line.count else { return true }
    return isObject ? line[next] == 0x22 || line[next] == 0x7D : line[next] == 0x7B || line[next] == 0x5B
  }

  private static func isOfJSON(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0D, 0x2C, 0x3A, 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x45: true
    // The letters of true, false, null, and of an exponent.
    case 0x61, 0x65, 0x66, 0x6C, 0x6E, 0x72, 0x73, 0x74, 0x75: true
    default: false
    }
  }
}

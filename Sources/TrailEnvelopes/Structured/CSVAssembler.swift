// Tables of records as Kibana, Splunk, Graylog, Azure and CloudWatch Insights export them: CSV (RFC 4180).

import TrailBytes
import TrailModel

/// Finds the records of a table that comes line by line; its first line names the columns.
///
/// Reading may begin anywhere in a table whose header is known. What begins a record there is told by its columns: as
/// many as the header has, and a time where the time should be. A line within a quoted field has neither.
struct CSVAssembler: RecordForm {
  /// A record's text is kept up to here; quotes that are open longer are not closed at all.
  private static let largest = 1 << 20

  /// A record that is being read.
  private struct Row {
    var parser: CSVParser
    var fields = RecordFields()
    /// How many of its fields have ended.
    var count = 0
    /// Whether its time is one; nil where that has not been read.
    var hasTime: Bool?
    var size = 0

    init(_ header: CSVHeader) { parser = CSVParser(separator: header.separator) }

    mutating func read(_ line: Span<UInt8>, isPiece: Bool, _ header: CSVHeader) {
      // Nothing else holds the field that goes on, or each line would copy it.
      var parser = self.parser
      self.parser = CSVParser(separator: header.separator)
      parser.read(line, isPiece: isPiece) { take($0, header) }
      self.parser = parser
      size += line.count + 1
    }

    private mutating func take(_ field: [UInt8], _ header: CSVHeader) {
      if count == header.time { hasTime = field.isEmpty || Stamp.isRecordTime(field.span) }
      if count < header.columns.count, let rank = header.columns[count], !field.isEmpty {
        fields.take(rank: rank, field)
      }
      count += 1
    }
  }

  private var header: CSVHeader?
  private var row: Row?
  /// Whether the line before ended a record, or was the header: what follows begins one.
  private var isSure = false
  /// Whether the line before was the header.
  private var isFresh = false
  /// Whether the last piece's line goes on.
  private var isWithinLine = false
  private var first = LinePlace(line: 0, offset: 0, end: 0)
  private var last = LinePlace(line: 0, offset: 0, end: 0)

  var isOpen: Bool { row != nil }

  func name(of record: StructuredRecord) -> StaticString { "csv" }

  mutating func learn(from front: CSVAssembler, _ bytes: Span<UInt8>) { header = front.header }

  mutating func passOver() {
    row = nil
    isSure = false
    isFresh = false
    isWithinLine = false
  }

  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    let isLineStart = !isWithinLine
    isWithinLine = isPiece
    if isLineStart, row == nil || isBeginning(line, isPiece) {
      finish(body)
      guard begin(line, isPiece, place) else { return false }
    } else {
      guard let header, row != nil else { return false }
      last = place
      row?.read(line, isPiece: isPiece, header)
    }
    guard let row else { return true }
    if !isPiece, !row.parser.isQuoted {
      finish(body)
      isSure = true
    } else if row.size > Self.largest {
      finish(body)
    }
    return true
  }

  /// Hands on what is open, whole or not.
  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    guard let header, var row else { return }
    self.row = nil
    isSure = false
    if row.count < header.columns.count, let rank = header.columns[row.count], !row.parser.unfinished.isEmpty {
      row.fields.take(rank: rank, row.parser.unfinished)
    }
    guard var record = row.fields.record else { return }
    record.isUTC = header.isUTC
    record.messageIsCut = row.size > Self.largest
    body(record, first.through(last))
  }

  /// Begins a record with a line, or takes it for a header; false where it is neither.
  private mutating func begin(_ line: Span<UInt8>, _ isPiece: Bool, _ place: LinePlace) -> Bool {
    let wasSure = isSure
    let wasFresh = isFresh
    isSure = false
    isFresh = false
    if var header, !line.isEmpty {
      var row = Row(header)
      row.read(line, isPiece: isPiece, header)
      let isWhole = !isPiece && !row.parser.isQuoted
      let hasColumns = isWhole ? row.count == header.columns.count : row.count < header.columns.count
      if wasFresh, hasColumns, row.hasTime == false {
        // Times of a form that is not known prove nothing, and are no reason to read none of the table.
        header.time = nil
        self.header = header
        row.hasTime = nil
      }
      let isProven = row.hasTime ?? (wasSure || line[0] == 0x22)
      if hasColumns, isProven, header.time != nil || CSVHeader(line) == nil {
        self.row = row
        first = place
        last = place
        return true
      }
    }
    guard !isPiece, let found = CSVHeader(line) else { return false }
    header = found
    isSure = true
    isFresh = true
    return true
  }

  /// Whether a line within a quoted field is a record's beginning, so that the quotes before it were never closed.
  private func isBeginning(_ line: Span<UInt8>, _ isPiece: Bool) -> Bool {
    guard let header, header.time != nil, line.firstIndex(of: header.separator) != nil else { return false }
    var row = Row(header)
    row.read(line, isPiece: isPiece, header)
    guard row.hasTime == true, !row.parser.hasStrayQuote else { return false }
    return isPiece || row.parser.isQuoted
      ? row.count < header.columns.count : row.count == header.columns.count
  }
}

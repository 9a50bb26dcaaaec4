// The first line of a table of records: which column is what.

import TrailBytes
import TrailModel

/// What the columns of a table are, and what stands between them.
struct CSVHeader: Equatable {
  private static let longest = 8 << 10
  private static let mostColumns = 512

  /// A comma, a semicolon or a tab.
  let separator: UInt8
  /// Where ``RecordKey/all`` has the columns' keys; nil where they are not known.
  let columns: [Int?]
  /// The column that each record's time is taken from.
  var time: Int?
  /// Whether that is UTC without saying so in each record: the name says it, or CloudWatch Insights wrote the table.
  let isUTC: Bool

  /// Reads a line as a header: the name of a message and one other known name are enough to tell, and nothing less is.
  init?(_ whole: Span<UInt8>) {
    // Editors and Azure put a mark before the first line (U+FEFF).
    let line = whole.extracting((whole.has("\u{FEFF}") ? 3 : 0)..<whole.count)
    guard line.count <= Self.longest, let separator = Self.separator(of: line) else { return nil }
    var parser = CSVParser(separator: separator)
    var names: [[UInt8]] = []
    parser.read(line, isPiece: false) { name in
      if names.count <= Self.mostColumns { names.append(name) }
    }
    guard !parser.isQuoted, !parser.hasStrayQuote, (2...Self.mostColumns).contains(names.count) else { return nil }
    var columns: [Int?] = []
    var time: (column: Int, rank: Int, saysUTC: Bool)?
    var hasMessage = false
    var others = 0
    for (index, name) in names.enumerated() {
      let trimmed = name.span.extracting(name.span.trimmed(0..<name.count))
      let saysUTC = trimmed.ends(in: " [UTC]")
      let key = trimmed.extracting(0..<trimmed.count - (saysUTC ? 6 : 0))
      let rank = RecordKey.rank(of: key, in: key.extracting(0..<0))
      let role = rank.map { RecordKey.all[$0].role }
      columns.append(rank)
      if role == .message { hasMessage = true } else if role != nil { others += 1 }
      if let rank, role == .time, rank < time?.rank ?? .max { time = (index, rank, saysUTC) }
    }
    guard hasMessage, others > 0 else { return nil }
    self.separator = separator
    self.columns = columns
    self.time = time?.column
    let isInsights = names.contains { $0.span.equals("@message") }
    isUTC = isInsights || time?.saysUTC == true
  }

  /// What stands behind the first name, where the line begins with a name at all.
  private static func separator(of line: Span<UInt8>) -> UInt8? {
    // A kernel's line and a date are told from a name at once.
    guard !line.isEmpty, line[0] != 0x5B, line[0] &- 0x30 > 9 else { return nil }
    var cursor = Cursor(line)
    while let byte = cursor.peek, cursor.position < 80 {
      switch byte {
      case 0x2C, 0x3B, 0x09: return byte
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x22, 0x2D, 0x2E, 0x40, 0x5F, 0x5B, 0x5D:
        cursor.position += 1
      default: return nil
      }
    }
    return nil
  }
}

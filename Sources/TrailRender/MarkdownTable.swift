// Tables whose columns line up when the Markdown is read raw.

import TrailBytes

/// A table of finished cells: whoever fills it has escaped what comes from a log.
struct MarkdownTable {
  /// A column's title and side.
  struct Column {
    var title: String
    var isNumber: Bool

    static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
    static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
  }

  var columns: [Column]
  var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  func write(to writer: inout ByteWriter) {
    var widths = columns.map { max(3, $0.title.displayWidth) }
    let cells = rows.map { row in row.map { (text: $0, width: $0.displayWidth) } }
    for row in cells {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.width) }
    }
    line(columns.map { ($0.title, $0.title.displayWidth) }, widths, to: &writer)
    for (column, width) in zip(columns, widths) {
      writer.write("| ")
      writer.write(String(repeating: "-", count: column.isNumber ? width - 1 : width))
      writer.write(column.isNumber ? ": " : " ")
    }
    writer.write("|\n")
    for row in cells where writer.isOpen { line(row, widths, to: &writer) }
    writer.write("\n")
  }

  private func line(_ cells: [(text: String, width: Int)], _ widths: [Int], to writer: inout ByteWriter) {
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[index] - cell.width)
      writer.write("| ")
      if columns[index].isNumber { writer.write(padding) }
      writer.write(cell.text)
      if !columns[index].isNumber { writer.write(padding) }
      writer.write(" ")
    }
    writer.write("|\n")
  }
}

extension String {
  /// The columns that a terminal gives this text, near enough: two for East Asian wide characters and emoji.
  var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + ($1.unicodeScalars.first?.isWide == true ? 2 : 1) }
  }
}

extension Unicode.Scalar {
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

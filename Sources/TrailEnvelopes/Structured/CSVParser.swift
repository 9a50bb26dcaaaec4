// Fields between separators, in quotes or not (RFC 4180).

import TrailBytes

/// Cuts a table's lines into fields. A field in quotes may hold separators and line ends, and goes on over lines.
struct CSVParser {
  let separator: UInt8
  /// Whether the next byte is in a quoted field.
  private(set) var isQuoted = false
  /// Whether quotes stood where a writer of tables puts none.
  private(set) var hasStrayQuote = false
  private var field: [UInt8] = []
  private var isAtStart = true
  /// Whether a quoted field had a quote at the end of the last piece: what it means, the next byte says.
  private var hasOpenQuote = false

  init(separator: UInt8) { self.separator = separator }

  /// The field so far, whose end is not read yet.
  var unfinished: [UInt8] { field }

  /// Reads a line, or a piece of one, and hands on the fields that end in it.
  mutating func read(_ line: Span<UInt8>, isPiece: Bool, _ body: ([UInt8]) -> Void) {
    var end = line.count
    // Of the line end; within quotes it is the message's, as little as that is.
    if !isPiece, end > 0, line[end - 1] == 0x0D { end -= 1 }
    for at in 0..<end {
      let byte = line[at]
      if hasOpenQuote {
        hasOpenQuote = false
        if byte == 0x22 {
          field.append(byte)
          continue
        }
        if byte == separator {
          isQuoted = false
        } else {
          // A quote that its writer did not double.
          hasStrayQuote = true
          field.append(0x22)
        }
      }
      if isQuoted {
        if byte == 0x22 { hasOpenQuote = true } else { field.append(byte) }
      } else if byte == separator {
        finish(body)
      } else if byte == 0x22, isAtStart {
        isQuoted = true
        isAtStart = false
      } else {
        if byte == 0x22 { hasStrayQuote = true }
        field.append(byte)
        isAtStart = false
      }
    }
    if isPiece { return }
    if hasOpenQuote {
      hasOpenQuote = false
      isQuoted = false
    }
    if isQuoted { field.append(0x0A) } else { finish(body) }
  }

  private mutating func finish(_ body: ([UInt8]) -> Void) {
    body(field)
    field.removeAll(keepingCapacity: true)
    isAtStart = true
  }
}

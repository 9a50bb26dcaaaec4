// The lines of a file about a host, counted.

import TrailBytes
import TrailModel

/// Walks the lines of a text.
struct FileLines {
  private var next = 0
  /// The number of the line that was given last, from 1.
  private(set) var number = 0

  /// The next line without what is blank at its ends; nil at the end of `text`.
  mutating func next(in text: Span<UInt8>) -> Range<Int>? {
    guard next < text.count else { return nil }
    let end = text.nextNewline(from: next) ?? text.count
    let line = text.trimmed(next..<end)
    next = end + 1
    number += 1
    return line
  }
}

extension HostFacts {
  /// Notes a number that a line says.
  mutating func note(_ name: HostFactName, _ number: Int64, _ path: String, line: Int?, isRounded: Bool = false) {
    note(name, Fact(.number(number), path: path, line: line, isRounded: isRounded))
  }
}

extension Cursor {
  /// The next word that is not blank; nil at the end.
  mutating func nextWord() -> Range<Int>? {
    skipBlanks()
    let found = word()
    return found.isEmpty ? nil : found
  }
}

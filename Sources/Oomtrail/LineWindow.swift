// A rolling window on a stream: raw bytes to scan, lines to cut, and the numbers of both.

import TrailBytes

/// The part of a stream that is in memory.
struct LineWindow {
  /// Bytes held at most.
  static let capacity = 384 << 10
  /// Bytes that are held at first: many logs in an archive are small.
  private static let smallest = 16 << 10
  /// A longer line is read in pieces of this many bytes.
  static let longestLine = 64 << 10

  /// What is held; only the first ``count`` bytes count.
  private(set) var bytes = [UInt8](repeating: 0, count: smallest)
  /// How many bytes are held.
  private(set) var count = 0
  /// Offset in the stream of the first byte held.
  private(set) var base: Int64 = 0
  /// Whether the source has ended.
  private(set) var isAtEnd = false
  /// Newlines in the stream before the offset `counted` of the window.
  private var lines = 0
  private var counted = 0

  /// How many lines the stream had, a last one without newline included. To be asked at the end.
  mutating func lineCount() -> Int {
    countLines(to: count)
    return lines + (count > 0 && bytes[count - 1] != 0x0A ? 1 : 0)
  }

  /// The number, from 1, of the line that holds `offset`. Offsets asked for never fall.
  mutating func lineNumber(at offset: Int) -> Int {
    countLines(to: offset)
    return lines + 1
  }

  /// The number, from 1, of the line that holds `offset`, wherever that is.
  func number(of offset: Int) -> Int {
    let span = bytes.span
    if offset < counted { return lines + 1 - span.newlines(in: offset..<counted) }
    return lines + 1 + span.newlines(in: counted..<offset)
  }

  /// Drops what lies before `keep` and reads more. Returns by how much offsets in the window have fallen; nil where
  /// the stream has ended.
  mutating func refill(keeping keep: Int, from source: any ByteSource) -> Int? {
    guard !isAtEnd else { return nil }
    countLines(to: keep)
    bytes.moveToFront(keep..<count)
    base += Int64(keep)
    count -= keep
    counted -= keep
    let filled = count
    if filled > bytes.count / 2, bytes.count < Self.capacity {
      bytes.append(contentsOf: repeatElement(0, count: Self.capacity - bytes.count))
    }
    let read = bytes.fill(from: filled) { source.read(into: &$0) }
    isAtEnd = read == 0
    count += read
    return keep
  }

  /// The line that begins at `start`: its text, and where the next one begins. Nil where its end is not yet here.
  func line(from start: Int) -> (text: Range<Int>, next: Int)? {
    if let newline = bytes.span.extracting(0..<count).nextNewline(from: start) {
      return newline - start <= Self.longestLine ? (start..<newline, newline + 1) : piece(from: start)
    }
    if count - start > Self.longestLine { return piece(from: start) }
    return isAtEnd && start < count ? (start..<count, count) : nil
  }

  /// What of the line that holds `offset` is within `reach` of that.
  func line(around offset: Int, reach: Int) -> Range<Int> {
    let front = max(0, offset - reach)
    let part = bytes.span.extracting(front..<min(count, offset + reach))
    let start = part.lastNewline(before: offset - front).map { $0 + 1 } ?? 0
    let end = part.nextNewline(from: offset - front) ?? part.count
    return front + start..<front + end
  }

  private func piece(from start: Int) -> (text: Range<Int>, next: Int) {
    (start..<start + Self.longestLine, start + Self.longestLine)
  }

  private mutating func countLines(to offset: Int) {
    guard offset > counted else { return }
    lines += bytes.span.newlines(in: counted..<offset)
    counted = offset
  }
}

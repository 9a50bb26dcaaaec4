// Several texts as one, each without its first line, and where in the whole each of them stands.

public import TrailBytes

/// Gives the bytes of one source behind the other's. The first line of each is passed over, and each ends in a newline.
public final class JoinedSource: ByteSource {
  /// Where a source's text stands.
  public struct Piece: Sendable {
    /// Offset of its first byte in the whole.
    public var offset: Int64
    /// How many lines of the whole stand before it.
    public var line: Int
    /// Bytes of its own that were passed over.
    public var skipped: Int64 = 0
    /// How many bytes follow those.
    public var bytes: Int64 = 0
    /// How many lines they are.
    public var lines = 0
  }

  /// The pieces that were begun so far.
  public private(set) var pieces: [Piece] = []
  private let count: Int
  private let open: (Int) -> (any ByteSource)?
  private var source: (any ByteSource)?
  private var isInFirstLine = true
  private var offset: Int64 = 0
  private var lines = 0
  private var isAtLineStart = true

  /// Joins `count` sources, each of which is opened when it is its turn.
  public init(_ count: Int, open: @escaping (Int) -> (any ByteSource)?) {
    self.count = count
    self.open = open
  }

  /// What is wrong with a source is for who opens it to ask.
  public var damage: [SourceDamage] { [] }

  /// Reads on; 0 means the end.
  public func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    guard buffer.count > 0 else { return 0 }
    while true {
      guard let source else {
        if pieces.count == count { return 0 }
        pieces.append(Piece(offset: offset, line: lines))
        // A file that is gone meanwhile leaves an empty piece.
        self.source = open(pieces.count - 1)
        isInFirstLine = true
        continue
      }
      let read = source.read(into: &buffer)
      if read == 0 {
        self.source = nil
        guard !isAtLineStart else { continue }
        buffer[0] = 0x0A
        return give(1, &buffer, from: 0, isOwn: false)
      }
      var start = 0
      if isInFirstLine {
        while start < read, buffer[start] != 0x0A { start += 1 }
        isInFirstLine = start == read
        start = min(read, start + 1)
        pieces[pieces.count - 1].skipped += Int64(start)
      }
      if start < read { return give(read - start, &buffer, from: start, isOwn: true) }
    }
  }

  /// Moves bytes to the buffer's front and counts them.
  private func give(_ count: Int, _ buffer: inout MutableSpan<UInt8>, from start: Int, isOwn: Bool) -> Int {
    var newlines = 0
    for index in 0..<count {
      let byte = buffer[start + index]
      buffer[index] = byte
      if byte == 0x0A { newlines += 1 }
    }
    isAtLineStart = buffer[count - 1] == 0x0A
    offset += Int64(count)
    lines += newlines
    if isOwn { pieces[pieces.count - 1].bytes += Int64(count) }
    pieces[pieces.count - 1].lines += newlines
    return count
  }
}

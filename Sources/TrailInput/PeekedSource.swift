// A source whose first bytes can be looked at before they are read.

public import TrailBytes

/// Gives the bytes of another source; the first of them can be seen beforehand.
public final class PeekedSource: ByteSource {
  private let source: any ByteSource
  private var ahead: [UInt8] = []
  private var position = 0
  private var ended = false

  /// Reads `source`.
  public init(_ source: any ByteSource) { self.source = source }

  /// What was wrong so far.
  public var damage: [SourceDamage] { source.damage }

  /// Whether what was peeked is all there is.
  public var isComplete: Bool { ended }

  /// Looks at the first `count` bytes, or as many as there are.
  public func peek<Result>(_ count: Int, _ look: (Span<UInt8>) throws -> Result) rethrows -> Result {
    if ahead.count < count, !ended {
      var used = ahead.count
      while used < count, !ended {
        // An archive may hold a hundred thousand small files, so that room grows with what comes.
        if used == ahead.count {
          ahead.append(contentsOf: repeatElement(0, count: min(count, max(4_096, 2 * used)) - used))
        }
        let end = ahead.count
        var span = ahead.mutableSpan
        var room = span._mutatingExtracting(used..<end)
        let more = source.read(into: &room)
        used += more
        ended = more == 0
      }
      ahead.removeLast(ahead.count - used)
    }
    let front = ahead
    return try look(front.span)
  }

  /// Reads on; 0 means the end.
  public func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    if position < ahead.count {
      let count = min(buffer.count, ahead.count - position)
      for index in 0..<count { buffer[index] = ahead[position + index] }
      position += count
      if position == ahead.count {
        ahead = []
        position = 0
      }
      return count
    }
    // A terminal would have to be told twice that it ended.
    if ended || buffer.count == 0 { return 0 }
    let count = source.read(into: &buffer)
    ended = count == 0
    return count
  }
}

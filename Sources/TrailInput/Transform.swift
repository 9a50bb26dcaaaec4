// Text that lies in other text, piece by piece: what turns one into the other, and the source that does it.

import TrailBytes

/// Turns the bytes of a stream into the text they stand for.
protocol Transform {
  /// Decodes the front of `bytes`, appends what it stands for to `text`, and gives how many bytes were used.
  ///
  /// What needs more bytes to be understood is left for the next time: fewer than ``TransformedSource/lookahead`` of
  /// them. It may stop earlier where it has much text. `isAtEnd` says that no more bytes come.
  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int

  /// What was wrong so far.
  var damage: [SourceDamage] { get }
}

extension Transform {
  var damage: [SourceDamage] { [] }
}

/// The text that a transform finds in another source.
final class TransformedSource<Form: Transform>: ByteSource {
  /// How many bytes a transform may want to see at once.
  static var lookahead: Int { 64 }
  private static var size: Int { 64 << 10 }

  private let source: any ByteSource
  private var form: Form
  /// Bytes that were read, of which those up to `used` were decoded.
  private var input = [UInt8](repeating: 0, count: size)
  private var used = 0
  private var end = 0
  private var sourceEnded = false
  /// Text of which what lies before `given` was handed on.
  private var text: [UInt8] = []
  private var given = 0

  init(_ source: any ByteSource, _ form: Form) {
    self.source = source
    self.form = form
  }

  var damage: [SourceDamage] { source.damage + form.damage }

  func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    while given == text.count {
      if sourceEnded, used == end || end == 0 { return 0 }
      text.removeAll(keepingCapacity: true)
      given = 0
      refill()
      used += form.decode(input.span.extracting(used..<end), isAtEnd: sourceEnded, into: &text)
      if sourceEnded, text.isEmpty { used = end }
    }
    let count = min(buffer.count, text.count - given)
    for index in 0..<count { buffer[index] = text[given + index] }
    given += count
    return count
  }

  /// Reads more behind what was not decoded yet, where that is little.
  private func refill() {
    if sourceEnded || end - used >= Self.lookahead { return }
    for index in used..<end { input[index - used] = input[index] }
    end -= used
    used = 0
    var span = input.mutableSpan
    var room = span._mutatingExtracting(end..<Self.size)
    let count = source.read(into: &room)
    end += count
    sourceEnded = count == 0
  }
}

// Reads a stream's lines whatever their envelopes are: the form may change at any line.

import TrailBytes
public import TrailModel

/// Takes each line's envelope off.
///
/// It remembers the form of the last line and tries that first, so a uniform stream costs one trial a line, and a
/// stream that changes its form (concatenated files, a console with a login in between) is followed line by line.
public struct EnvelopeReader: Sendable {
  /// How many lines each envelope had, by its place in ``Envelope/all``; the last counts lines without any.
  public private(set) var votes: [Int]
  private var current: Int?

  /// A reader that has seen nothing.
  public init() { votes = Array(repeating: 0, count: Envelope.all.count + 1) }

  /// The envelope that most lines had, or nil where most had none.
  public var dominant: Envelope? {
    var best: Int?
    for index in Envelope.all.indices where votes[index] > (best.map { votes[$0] } ?? 0) { best = index }
    guard let best else { return nil }
    return Envelope.all[best]
  }

  /// The head of `line`.
  ///
  /// Mail quoting and indentation before an envelope are passed over. A line without one is bare: its text is all of
  /// it, except for a quoting prefix.
  public mutating func head(of line: Span<UInt8>) -> RecordHead {
    if let head = enveloped(line) { return head }
    let quoted = Self.quoting(line)
    if quoted > 0 {
      if let head = enveloped(line.extracting(quoted..<line.count)) { return head.shifted(by: quoted) }
    }
    if let head = Self.consoleHead(line) { return head }
    votes[votes.count - 1] += 1
    return RecordHead(text: quoted..<line.count, isBare: current != nil)
  }

  private mutating func enveloped(_ line: Span<UInt8>) -> RecordHead? {
    if let current, let head = Envelope.all[current].read(line) {
      // A zero-padded day tells a journal from a syslog file, whatever the lines before it looked like.
      votes[current] += 1
      return head
    }
    for index in Envelope.all.indices where index != current {
      guard let head = Envelope.all[index].read(line) else { continue }
      current = index
      votes[index] += 1
      return head
    }
    return nil
  }

  /// How many bytes of indentation and mail quoting (`> `, `| `, `>>`) a line begins with.
  static func quoting(_ line: Span<UInt8>) -> Int {
    var at = 0
    while at < line.count, line[at] == 0x3E || line[at] == 0x7C || line[at] == 0x20 || line[at] == 0x09 { at += 1 }
    return at
  }

  /// A kernel stamp in the middle of a line: console output of a program without a newline, then the kernel's.
  static func consoleHead(_ line: Span<UInt8>) -> RecordHead? {
    var at = 0
    while let bracket = line.firstIndex(of: 0x5B, from: at), bracket < 256 {
      var cursor = Cursor(line, at: bracket)
      if let (nanoseconds, number) = cursor.kernelStamp() {
        let caller = cursor.caller()
        guard cursor.skip(byte: 0x20) else { return nil }
        return RecordHead(
          text: cursor.position..<line.count, stampText: number, stamp: Stamp(monotonic: nanoseconds), caller: caller)
      }
      at = bracket + 1
    }
    return nil
  }
}

extension RecordHead {
  /// The same head for a line that begins `distance` bytes earlier.
  func shifted(by distance: Int) -> RecordHead {
    func move(_ range: Range<Int>) -> Range<Int> { range.lowerBound + distance..<range.upperBound + distance }
    var head = self
    head.text = move(text)
    head.host = host.map(move)
    head.ident = ident.map(move)
    head.stampText = stampText.map(move)
    head.caller = caller.map(move)
    return head
  }
}

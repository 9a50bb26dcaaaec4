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
  /// What the last line was counted for.
  private var lastVote = 0

  /// A reader that has seen nothing.
  public init() { votes = Array(repeating: 0, count: Envelope.all.count + 1) }

  /// The envelope that most lines had, or nil where most had none.
  public var dominant: Envelope? {
    var best: Int?
    for index in Envelope.all.indices where votes[index] > (best.map { votes[$0] } ?? 0) { best = index }
    guard let best else { return nil }
    return Envelope.all[best]
  }

  /// Whether the last line with an envelope was one of `/dev/kmsg`, behind which lines of keys may stand.
  public var isInKmsg: Bool { current == Self.kmsg }

  /// Whether the last line with an envelope was a container runtime's, which may have cut it.
  public var isInCRI: Bool { current == Self.cri }

  private static let cri = Envelope.all.firstIndex { $0.name == Envelope.cri.name }
  private static let kmsg = Envelope.all.firstIndex { $0.name == Envelope.devKmsg.name }

  /// The head of `line`.
  ///
  /// Mail quoting, indentation and colours before an envelope are passed over. A line without one is bare: its text is
  /// all of it, except for such a prefix and a kernel level.
  public mutating func head(of line: Span<UInt8>) -> RecordHead {
    var head = enveloped(line) ?? prefixed(line)
    if head.origin == .kernel, let relayed = Self.relayed(line, head) { head = relayed }
    if head.text.lowerBound < line.count, line[head.text.lowerBound] == 0x1B { head.skipEscapes(of: line) }
    if head.caller == nil, head.origin != .program { head.readLoneCaller(of: line) }
    return head
  }

  /// The head of a kernel line that a collector logged under its own name, envelope and all: whose it is, and when it
  /// was, the inner one says.
  private static func relayed(_ line: Span<UInt8>, _ outer: RecordHead) -> RecordHead? {
    // The kernel's own lines do not begin with a date.
    let start = outer.text.lowerBound
    let text = line.extracting(start..<outer.text.upperBound)
    guard outer.stamp.monotonic == nil, text.count > 24,
      text.extracting(15..<min(text.count, 128)).contains(" kernel:"),
      let inner = Envelope.syslog3164.read(text) ?? Envelope.syslogISO.read(text), inner.origin == .kernel
    else { return nil }
    var head = inner.shifted(by: start)
    head.stampText = outer.stampText ?? head.stampText
    if head.host == nil { head.host = outer.host }
    return head
  }

  private mutating func prefixed(_ line: Span<UInt8>) -> RecordHead {
    let quoted = Self.quoting(line)
    if quoted > 0, let head = enveloped(line.extracting(quoted..<line.count)) { return head.shifted(by: quoted) }
    if let head = Self.consoleHead(line) {
      vote(Self.console)
      return head
    }
    vote(votes.count - 1)
    var cursor = Cursor(line, at: quoted)
    if let level = cursor.priority(), level >= 8 { cursor.position = quoted }
    return RecordHead(text: cursor.position..<line.count, isBare: current != nil)
  }

  private mutating func enveloped(_ line: Span<UInt8>) -> RecordHead? {
    if let current, let head = Envelope.all[current].read(line) {
      vote(current)
      return head
    }
    for index in Envelope.all.indices where index != current {
      guard let head = Envelope.all[index].read(line) else { continue }
      current = index
      vote(index)
      return head
    }
    return nil
  }

  private mutating func vote(_ index: Int) {
    votes[index] += 1
    lastVote = index
  }

  /// What kind of line the last was, for ``countAgain(_:)``.
  public struct Form: Equatable, Sendable {
    fileprivate var current: Int?
    fileprivate var vote: Int
  }

  /// The form of the last line.
  public var form: Form { Form(current: current, vote: lastVote) }

  /// Whether a line that begins as one did that had this form is read alike now.
  public func isStill(_ form: Form) -> Bool { form.current == current }

  /// Counts a line that begins as one did that had this form.
  public mutating func count(_ form: Form) { vote(form.vote) }

  /// How many bytes of indentation, line numbers (`cat -n`), mail quoting (`> `, `| `, `>>`) and colours a line begins
  /// with.
  static func quoting(_ line: Span<UInt8>) -> Int {
    var cursor = Cursor(line)
    cursor.skipPadding()
    // What the kernel prints of a number first has no tab behind it.
    if cursor.number() == nil || !cursor.skip(byte: 0x09) { cursor.position = 0 }
    while true {
      let start = cursor.position
      cursor.skipPadding()
      cursor.skipEscapes()
      while cursor.peek == 0x3E || cursor.peek == 0x7C { cursor.position += 1 }
      if cursor.position == start { return start }
    }
  }

  /// Where consoles' lines are counted that have other text before the stamp.
  private static let console = Envelope.all.firstIndex { $0.name == Envelope.dmesgSeconds.name } ?? 0

  /// A kernel stamp in the middle of a line: console output of a program without a newline, then the kernel's.
  static func consoleHead(_ line: Span<UInt8>) -> RecordHead? {
    var at = 0
    while let bracket = line.firstIndex(of: 0x5B, from: at), bracket < 256 {
      var cursor = Cursor(line, at: bracket)
      if let (nanoseconds, number) = cursor.kernelStamp() {
        let end = cursor.position
        _ = cursor.caller()
        guard cursor.peek == 0x20 else { return nil }
        return RecordHead(dmesg: line, at: end, stampText: number, stamp: Stamp(monotonic: nanoseconds))
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
    head.unit = unit.map(move)
    head.stampText = stampText.map(move)
    head.caller = caller.map(move)
    return head
  }
}

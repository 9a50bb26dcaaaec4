// Records of structured logs among the lines of a stream, and the kernel lines that their messages hold.

public import TrailBytes
public import TrailModel

/// Takes the lines that are parts of structured records out of a stream.
public struct StructuredReader {
  private var forms: [any RecordForm]
  /// The form that read the last line, or is to read the first.
  private var current: Int?
  /// Whether the last line was a piece that no form took: what goes on is no line's beginning.
  private var isWithinForeign = false
  /// How many records of each form there were.
  private var counts: [(name: String, count: Int)] = []

  /// A reader that has seen nothing. While it is told that nothing is awake, it may pass over records of a large
  /// document that hold none of `sentinels`; see ``watch(isAwake:)``.
  public init(sentinels: LiteralScanner? = nil) { forms = recordForms(sentinels: sentinels) }

  /// Says before a line whether all of its records are wanted.
  public mutating func watch(isAwake: Bool) {
    if let current { forms[current].watch(isAwake: isAwake) }
  }

  /// The form that most records had, and how many records there were; nil where there was none.
  public var dominant: (name: String, records: Int)? {
    guard let best = counts.max(by: { $0.count < $1.count }) else { return nil }
    return (best.name, counts.reduce(0) { $0 + $1.count })
  }

  /// How many records there were.
  public var count: Int { dominant?.records ?? 0 }

  /// The form that most records had, unless `lines` other lines are more than all records.
  public func name(among lines: Int) -> String? { dominant.flatMap { $0.records < lines ? nil : $0.name } }

  /// Whether a record has begun, or a line whose end is another's.
  public var isOpen: Bool { isWithinForeign || current.map { forms[$0].isOpen } ?? false }

  /// Whether the next line is wanted whatever it says, for the end of a record that has begun.
  public var wantsMore: Bool { current.map { forms[$0].wantsMore } ?? false }

  /// Takes over what `front` learnt of the stream's first lines, which begin with `bytes`.
  public mutating func learn(from front: StructuredReader, _ bytes: Span<UInt8>) {
    for index in forms.indices {
      forms[index].learn(fromAny: front.forms[index], bytes)
      if forms[index].wantsMore { current = index }
    }
  }

  /// Forgets what is open: lines were passed over.
  public mutating func passOver() {
    isWithinForeign = false
    for index in forms.indices { forms[index].passOver() }
  }

  /// Reads a line as it stands in the stream; `isPiece` says that it goes on behind its end.
  ///
  /// - Parameter body: Gets the records that end in the line, each with its place.
  /// - Returns: Whether the line was a part of a structured record. If not, it is some other log's.
  public mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    let isLineStart = !isWithinForeign
    isWithinForeign = false
    if let current, forms[current].isOpen, read(current, line, isPiece, place, body) { return true }
    if isLineStart {
      for index in forms.indices where read(index, line, isPiece, place, body) {
        current = index
        return true
      }
    }
    isWithinForeign = isPiece
    return false
  }

  private mutating func read(
    _ form: Int, _ line: Span<UInt8>, _ isPiece: Bool, _ place: LinePlace,
    _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    var found: [(record: StructuredRecord, place: LinePlace)] = []
    let taken = forms[form].read(line, isPiece: isPiece, at: place) { found.append(($0, $1)) }
    for (record, place) in found {
      count(forms[form].name(of: record).description)
      body(record, place)
    }
    return taken
  }

  /// Hands on the record that the stream's end ends.
  public mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    guard let current else { return }
    forms[current].finish(body)
  }

  mutating func count(_ name: String) {
    if let index = counts.firstIndex(where: { $0.name == name }) {
      counts[index].count += 1
    } else {
      counts.append((name, 1))
    }
  }
}

/// A line of a record's message under a head of the usual form.
public struct RecordLine {
  /// The stamp, the host and the boot as the record has them, and then the message's line.
  public var bytes: [UInt8]
  /// What the parts are.
  public var head: RecordHead
}

extension EnvelopeReader {
  /// The lines of a record's message. An agent's record may hold a line of syslog or of dmesg, which is unwrapped in
  /// its turn.
  public mutating func lines(of record: StructuredRecord) -> [RecordLine] {
    var lines: [RecordLine] = []
    var message = record.message[...]
    while message.last == 0x0A || message.last == 0x0D { message.removeLast() }
    let own = record.stamp
    var name = record.host
    for text in message.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let inner = head(of: text.span)
      // A stream is named for its host often enough, but is no better than a name in the message.
      if lines.isEmpty, inner.host == nil { name = name ?? record.stream }
      var bytes = lines.isEmpty ? record.timeText ?? record.realtime.map { Array("\($0)".utf8) } ?? [] : []
      let stampText = 0..<bytes.count
      let host = bytes.count..<bytes.count + (name?.count ?? 0)
      bytes += name ?? []
      let boot = bytes.count..<bytes.count + (record.bootID?.count ?? 0)
      bytes += record.bootID ?? []
      let ident = bytes.count..<bytes.count + (record.identifier?.count ?? 0)
      bytes += record.identifier ?? []
      let unit = bytes.count..<bytes.count + (record.unit?.count ?? 0)
      bytes += record.unit ?? []
      var outer = inner.shifted(by: bytes.count)
      bytes += text
      outer.isBare = inner.isBare && name == nil
      if !stampText.isEmpty { outer.stampText = stampText }
      if !host.isEmpty { outer.host = host }
      if !boot.isEmpty { outer.boot = boot }
      // What the message says with a zone was said first; without one it is vaguer than the record's own time.
      if inner.stamp.offset == nil, own.civil != nil {
        outer.stamp.civil = own.civil
        outer.stamp.offset = own.offset
      }
      outer.stamp.monotonic = inner.stamp.monotonic ?? own.monotonic
      outer.origin = record.origin ?? inner.origin
      if outer.origin == .program, outer.ident == nil, !ident.isEmpty {
        outer.ident = ident
        outer.pid = record.pid
      }
      if !unit.isEmpty { outer.unit = unit }
      lines.append(RecordLine(bytes: bytes, head: outer))
    }
    return lines
  }
}

extension StructuredRecord {
  /// Its time in the form of other stamps: the kernel's clock, and the wall time that the record has.
  fileprivate var stamp: Stamp {
    var stamp = Stamp()
    if let sourceMonotonic { stamp.monotonic = sourceMonotonic.multipliedReportingOverflow(by: 1_000).partialValue }
    if let realtime {
      if let instant = Instant(microseconds: realtime) {
        stamp.civil = instant.civil()
        stamp.offset = 0
      }
    } else if let timeText, let read = Stamp(recordTime: timeText.span) {
      stamp.civil = read.civil
      stamp.offset = read.offset ?? (isUTC ? 0 : nil)
    }
    return stamp
  }

  /// Whose message it is, where the record says.
  fileprivate var origin: Origin? {
    if let identifier, !identifier.isEmpty {
      let name = identifier.last == 0x3A ? identifier.dropLast() : identifier[...]
      return name.elementsEqual("kernel".utf8) || name.elementsEqual("vmunix".utf8) ? .kernel : .program
    }
    guard let transport else { return nil }
    return transport.elementsEqual("kernel".utf8) ? .kernel : transport.elementsEqual("syslog".utf8) ? nil : .program
  }
}

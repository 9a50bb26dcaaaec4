// Records of structured logs among the lines of a stream, and the kernel lines that their messages hold.

import TrailBytes
public import TrailModel

/// Takes the lines that are parts of structured records out of a stream.
public struct StructuredReader {
  private var json = JSONAssembler()
  private var export = ExportAssembler()
  private var debug = DebugAssembler()
  /// How many records of each form there were.
  private var counts: [(name: String, count: Int)] = []

  /// A reader that has seen nothing.
  public init() {}

  /// The form that most records had, and how many records there were; nil where there was none.
  public var dominant: (name: String, records: Int)? {
    guard let best = counts.max(by: { $0.count < $1.count }) else { return nil }
    return (best.name, counts.reduce(0) { $0 + $1.count })
  }

  /// Reads a line as it stands in the stream; `isPiece` says that it goes on behind its end.
  ///
  /// - Parameter body: Gets the records that end in the line, each with its place.
  /// - Returns: Whether the line was a part of a structured record. If not, it is some other log's.
  public mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool {
    var found = 0
    if debug.isOpen || line.has("Debug line with all properties:") {
      let taken = debug.read(line, at: place) {
        found += 1
        body($0, $1)
      }
      count("rsyslog-debug", found)
      if taken { return true }
    }
    if !json.isOpen {
      let taken = export.read(line, isPiece: isPiece, at: place) {
        found += 1
        body($0, $1)
      }
      count("journal-export", found)
      if taken { return true }
    }
    var isJournal = false
    let taken = json.read(line, isPiece: isPiece, at: place) {
      found += 1
      isJournal = isJournal || $0.transport != nil || $0.monotonic != nil
      body($0, $1)
    }
    count(isJournal ? "journal-json" : "json", found)
    return taken
  }

  /// Hands on the record that the stream's end ends.
  public mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    export.finish(body)
    debug.finish(body)
  }

  private mutating func count(_ name: String, _ records: Int) {
    guard records > 0 else { return }
    if let index = counts.firstIndex(where: { $0.name == name }) {
      counts[index].count += records
    } else {
      counts.append((name, records))
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
    for text in message.split(separator: 0x0A, omittingEmptySubsequences: false) {
      var bytes = lines.isEmpty ? record.timeText ?? record.realtime.map { Array("\($0)".utf8) } ?? [] : []
      let stampText = 0..<bytes.count
      let host = bytes.count..<bytes.count + (record.host?.count ?? 0)
      bytes += record.host ?? []
      let boot = bytes.count..<bytes.count + (record.bootID?.count ?? 0)
      bytes += record.bootID ?? []
      let start = bytes.count
      bytes += text
      let inner = head(of: bytes.span.extracting(start..<bytes.count))
      var outer = inner.shifted(by: start)
      outer.isBare = inner.isBare && record.host == nil
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
    } else if let timeText {
      var cursor = Cursor(timeText.span)
      if let read = cursor.isoStamp() {
        stamp.civil = read.civil
        stamp.offset = read.offset
      }
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

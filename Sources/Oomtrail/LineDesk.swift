// Reads the lines of one stream: takes envelopes off, and gives each host's kernel lines to that host's recogniser.

import TrailBytes
import TrailEnvelopes
import TrailKernel
import TrailModel

/// Where the lines of one stream are read.
struct LineDesk {
  private var structured = StructuredReader()
  /// Those of the first and the last lines, which are looked at by themselves.
  private var front = StructuredReader()
  private var end = StructuredReader()
  private var envelopes = EnvelopeReader()
  private var years = YearTurns()
  private var hosts = HostTable()
  private var recognisers: [KernelRecogniser] = [KernelRecogniser()]
  /// How many of them want every line.
  private var awake = 0
  /// The host of the last line that had an envelope: bare lines behind it are its.
  private var lastHost = 0
  /// The host whose lines go on a report that began without a host's name.
  private var adopted: Int?
  /// The hosts that the first lines name.
  private var frontHosts: Set<Int> = []
  /// Up to which offset open reports were last asked whether they are over.
  private var expired: Int64 = 0
  private var notices = NoticeLog()
  private var result = StreamResult()
  /// Where the last line that was read ended.
  private var readUpTo: Int64 = 0

  /// Whether lines are wanted that no sentinel announces.
  var isAwake: Bool { awake > 0 || structured.wantsMore }

  /// Reads a line.
  mutating func read(_ line: Span<UInt8>, at place: LinePlace) {
    let isPiece = line.count == LineWindow.longestLine
    if place.offset > readUpTo + 1 { structured.passOver() }
    readUpTo = place.end
    var records: [(StructuredRecord, LinePlace)] = []
    let isTaken = structured.read(line, isPiece: isPiece, at: place) { records.append(($0, $1)) }
    // Another log's line may end a record.
    for (record, place) in records { read(record, at: place) }
    if isTaken { return }
    if isPiece, result.longLine == nil { result.longLine = place }
    let text = line.extracting(line.withoutNULs)
    if text.isKmsgKey, envelopes.isInKmsg { return }
    if let lines = text.kmsgLines() {
      for line in lines { read(text: line.span, at: place) }
    } else if let plain = text.withoutColours() {
      read(text: plain.span, at: place)
    } else {
      read(text: text, at: place)
    }
  }

  /// Reads a record of a structured log.
  mutating func read(_ record: StructuredRecord, at place: LinePlace) {
    for line in envelopes.lines(of: record) { read(line.bytes.span, line.head, at: place) }
  }

  private mutating func read(text: Span<UInt8>, at place: LinePlace) {
    read(text, envelopes.head(of: text), at: place)
  }

  private mutating func read(_ text: Span<UInt8>, _ head: RecordHead, at place: LinePlace) {
    let turns = years.turns(at: head.stamp)
    let host = number(ofHost: head, text)
    lastHost = host
    guard head.origin != .program else { return readProgram(text, head, host, place, turns) }
    if head.text.lowerBound > 0, let notice = Notice(consoleMarkOf: text) {
      note(notice, text, head, host, place, turns)
    }
    let reader = adopter(of: host) ?? host
    while recognisers.count <= reader { recognisers.append(KernelRecogniser()) }
    let wasAwake = recognisers[reader].isAwake
    forEachLine(of: head, in: text) { recognisers[reader].read(text, head: $0, place: place, yearTurns: turns) }
    awake += (recognisers[reader].isAwake ? 1 : 0) - (wasAwake ? 1 : 0)
    collect(reader)
    if place.offset - expired > 1 << 20 { expire(at: place.offset) }
  }

  /// Reads a line of another program than the kernel: what loggers say of lost lines, and nothing else.
  private mutating func readProgram(
    _ line: Span<UInt8>, _ head: RecordHead, _ host: Int, _ place: LinePlace, _ turns: Int
  ) {
    let name = line.extracting(head.ident ?? 0..<0)
    guard let notice = Notice(ofLogger: name, line.extracting(head.text)) else { return }
    note(notice, line, head, host, place, turns)
  }

  private mutating func note(
    _ notice: Notice, _ line: Span<UInt8>, _ head: RecordHead, _ host: Int, _ place: LinePlace, _ turns: Int
  ) {
    notices.add(
      ReadNotice(
        notice: notice, stamp: head.stamp, stampText: head.stampText.map { line.text($0) }, yearTurns: turns,
        place: place),
      host: host)
  }

  /// Looks at one of the first lines, for the stream's form, host and first stamp.
  mutating func lookAtFront(_ line: Span<UInt8>) {
    var reader = front
    for seen in look(at: line, &reader) where result.first == nil { result.first = seen }
    front = reader
  }

  /// Looks at the front of a first line that is long; false where no structured record ends in it.
  mutating func lookAtFront(piece: Span<UInt8>) -> Bool {
    var reader = front
    let (seen, isTaken) = look(for: &reader, in: piece, isPiece: true)
    guard isTaken, let first = seen.first else { return false }
    front = reader
    result.first = first
    return true
  }

  /// Keeps what the first lines told of the stream's form, for lines in its middle; `bytes` are its first.
  mutating func learnFromFront(_ bytes: Span<UInt8>) {
    structured.learn(from: front, bytes)
    end.learn(from: front, bytes)
  }

  /// Looks at a line that is not read, for the time it tells.
  mutating func lookBetween(_ line: Span<UInt8>) {
    let text = line.extracting(line.withoutNULs)
    _ = look(at: text, envelopes.head(of: text), isSample: false)
  }

  /// Looks at one of the last lines, for the stream's last stamp.
  mutating func lookAtEnd(_ line: Span<UInt8>) {
    var reader = end
    if let seen = look(at: line, &reader).last { result.last = seen }
    end = reader
  }

  /// The stamps of what ends in a line; `reader` has read the lines before it.
  private mutating func look(at line: Span<UInt8>, _ reader: inout StructuredReader) -> [SeenStamp] {
    let (seen, isTaken) = look(for: &reader, in: line, isPiece: line.count == LineWindow.longestLine)
    if isTaken { return seen }
    let text = line.extracting(line.withoutNULs)
    return seen + (look(at: text, envelopes.head(of: text), isSample: true).map { [$0] } ?? [])
  }

  /// The stamps of the records that end in a line or before it, and whether it is a part of one.
  private mutating func look(
    for reader: inout StructuredReader, in line: Span<UInt8>, isPiece: Bool
  ) -> (seen: [SeenStamp], isTaken: Bool) {
    var records: [StructuredRecord] = []
    let place = LinePlace(line: 0, offset: 0, end: 0)
    let isTaken = reader.read(line, isPiece: isPiece, at: place) { record, _ in records.append(record) }
    return (stamps(of: records), isTaken)
  }

  private mutating func stamps(of records: [StructuredRecord]) -> [SeenStamp] {
    records.flatMap { envelopes.lines(of: $0).prefix(1) }.compactMap {
      look(at: $0.bytes.span, $0.head, isSample: true)
    }
  }

  /// Looks at the record that the stream's end ends.
  private mutating func lookAtLastRecord() {
    var records: [StructuredRecord] = []
    end.finish { record, _ in records.append(record) }
    for seen in stamps(of: records) {
      result.last = seen
      if result.first == nil { result.first = seen }
    }
  }

  /// Ends what is open and gives what was read.
  consuming func finish() -> StreamResult {
    lookAtLastRecord()
    var records: [(StructuredRecord, LinePlace)] = []
    structured.finish { records.append(($0, $1)) }
    for (record, place) in records { read(record, at: place) }
    for host in recognisers.indices {
      recognisers[host].finish()
      collect(host)
    }
    settleNotices()
    let unread = recognisers.compactMap(\.unreadKills)
    if let first = unread.map(\.first).min(by: { $0.offset < $1.offset }) {
      result.unreadKills = (unread.reduce(0) { $0 + $1.count }, first)
    }
    result.clock = years.clock
    result.envelope = (structured.dominant ?? front.dominant)?.name ?? envelopes.dominant?.name
    let names = Set(frontHosts.map { hosts.origins[$0].host })
    if names.count == 1, let only = names.first { result.host = only }
    return result
  }

  private mutating func number(ofHost head: RecordHead, _ line: Span<UInt8>) -> Int {
    if let boot = head.boot {
      let name = head.host ?? boot.lowerBound..<boot.lowerBound
      return hosts.number(of: line.extracting(name.lowerBound..<boot.upperBound), boot: boot.count)
    }
    if let name = head.host { return hosts.number(of: line.extracting(name)) }
    return head.isBare ? lastHost : 0
  }

  /// The recogniser without a host whose report a line of `host` goes on: where a report's lines were put together
  /// from two copies, some have the host's name and some have not.
  private mutating func adopter(of host: Int) -> Int? {
    guard host != 0, recognisers[0].isAwake, host >= recognisers.count || !recognisers[host].isAwake else { return nil }
    guard adopted == nil || adopted == host else { return nil }
    adopted = host
    return 0
  }

  private mutating func collect(_ host: Int) {
    guard recognisers[host].hasFinished else { return }
    let owner = host == 0 ? adopted ?? 0 : host
    for notice in recognisers[host].drainNotices() { notices.add(notice, host: owner) }
    for report in recognisers[host].drain() {
      notices.keep(around: report, host: owner)
      result.reports.append((report, hosts.origins[owner].host, hosts.origins[owner].bootID))
    }
    if host == 0, !recognisers[0].isAwake { adopted = nil }
  }

  /// Gives the notices that were read, but for the losses that reports name.
  private mutating func settleNotices() {
    let (kept, dropped) = notices.settled()
    var reportsOfHosts: [HostTable.Origin: [Int]] = [:]
    for (index, found) in result.reports.enumerated() {
      reportsOfHosts[HostTable.Origin(host: found.host, bootID: found.bootID), default: []].append(index)
    }
    for (host, own) in kept {
      let origin = hosts.origins[host]
      let indices = reportsOfHosts[origin] ?? []
      var reports = indices.map { result.reports[$0].report }
      let unnamed = nameLosses(own, in: &reports)
      for (index, report) in zip(indices, reports) { result.reports[index].report = report }
      for read in own.filter({ $0.notice.loss == nil }) + unnamed {
        result.notices.kept.append(
          SeenNotice(
            notice: read.notice, stamp: read.stamp, stampText: read.stampText, yearTurns: read.yearTurns,
            host: origin.host,
            bootID: origin.bootID, place: read.place))
      }
    }
    result.notices.kept.sort { ($0.place.offset, $0.place.end) < ($1.place.offset, $1.place.end) }
    result.notices.dropped = dropped.map {
      InputNotices.Dropped(kind: $0.kind, host: hosts.origins[$0.host].host, count: $0.count)
    }
  }

  private mutating func expire(at offset: Int64) {
    expired = offset
    for host in recognisers.indices where recognisers[host].isAwake {
      recognisers[host].expire(at: offset)
      if !recognisers[host].isAwake { awake -= 1 }
      collect(host)
    }
  }

  private mutating func look(at text: Span<UInt8>, _ head: RecordHead, isSample: Bool) -> SeenStamp? {
    if isSample, head.host != nil { frontHosts.insert(number(ofHost: head, text)) }
    guard head.stamp.civil != nil || head.stamp.monotonic != nil else { return nil }
    let turns = years.turns(at: head.stamp)
    guard isSample else { return nil }
    return SeenStamp(stamp: head.stamp, text: head.stampText.map { text.text($0) }, yearTurns: turns)
  }
}

extension Span<UInt8> {
  /// The range without the NULs at both ends, which a crash or a truncated log leaves for bytes never written, and
  /// without the mark that editors put before the first line (U+FEFF).
  fileprivate var withoutNULs: Range<Int> {
    var lower = 0
    var upper = count
    while lower < upper, self[lower] == 0 { lower += 1 }
    while upper > lower, self[upper - 1] == 0 { upper -= 1 }
    if extracting(lower..<upper).has("\u{FEFF}") { lower += 3 }
    return lower..<upper
  }
}

// Reads the lines of one stream: takes envelopes off, and gives each host's kernel lines to that host's recogniser.

import TrailBytes
import TrailEnvelopes
import TrailKernel
import TrailModel
import TrailWitness

/// Where the lines of one stream are read.
struct LineDesk {
  private var structured: StructuredReader
  /// Those of the first and the last lines, which are looked at by themselves.
  private var front = StructuredReader()
  private var end = StructuredReader()
  private var envelopes = EnvelopeReader()
  /// Lines with a stamp that are no records of a structured log: among those that were read, and among the first.
  private var plainLines = 0
  private var plainFrontLines = 0
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
  /// The boot of lines that do not say theirs, as the last border between boots has it; empty where none did.
  private var boot: [UInt8] = []
  /// The recognisers that read a line since that border.
  private var readers: Set<Int> = []
  private var lastReader = -1
  /// The front of the last row of a process table, and whose it was.
  private var lane: (front: LineFront, host: Int)?
  private var partials = PartialLines()
  private var fragments = NetconsoleFragments()
  /// The host of the last line if that told of a kill: the next may say that it was repeated.
  private var lastKill: Int?
  private var notices = NoticeLog()
  private var memory = MemoryLog()
  private var witnesses = WitnessReader()
  private var result = StreamResult()
  /// What the lines that were looked at say of the stream's order.
  private var sense = OrderSense()
  /// The order of what is being read; nil where it is not known.
  private var order: RecordOrder?
  /// What is not in the order of logging, or not known to be, until it can be read.
  private var stretch = Stretch()
  private var isAtEnd = false
  /// What the held records say of their order, where it is not known.
  private var heldSense = OrderSense()
  /// The stretch that is being read, and the one before it: reports of that may still be open.
  private var arranged: ArrangedStretch?
  private var former: ArrangedStretch?
  /// How many records were put in order, and where stands what was read of them.
  private var arrangedRecords = 0
  private var standing: [Extent: Extent] = [:]
  /// The first line of stretches that speaks of a kill and could not be read.
  private var unreadStanding: LinePlace?
  /// Where the last line that was read ended, and the last that was looked at.
  private var readUpTo: Int64 = 0
  private var seenUpTo: Int64 = 0
  /// Whether the line that is looked at was counted by `years` before, and what that said of the last that was.
  private var isCounted = false
  private var lastTurns = 0

  private let tables: TableStore?
  private let mostReports: Int
  private let skimsRows: Bool

  /// A desk of a stream in which `sentinels` announce what is wanted; without them all records are. It keeps so many
  /// reports, and reads rows like the one before them at once.
  init(
    sentinels: LiteralScanner? = nil, tables: TableStore? = nil, mostReports: Int, skimsRows: Bool = true
  ) {
    structured = StructuredReader(sentinels: sentinels)
    self.tables = tables
    self.mostReports = mostReports
    self.skimsRows = skimsRows
  }

  /// Whether lines are wanted that no sentinel announces.
  var isAwake: Bool { isReading || structured.wantsMore }
  /// Whether those of other programs are, too.
  var wantsPrograms: Bool { witnesses.wantsMore }

  /// The same, but for lines that only end what is open.
  private var isReading: Bool {
    awake > 0 || stretch.isOpen || partials.isOpen || fragments.isOpen || lastKill != nil || witnesses.wantsMore
  }

  /// Says in which order the records of the next stretch stand, as far as lines of it tell; see ``OrderSense``.
  mutating func expect(_ near: OrderSense) {
    if !stretch.isEmpty { readHeld() }
    order = near.order ?? sense.order ?? near.likelyOrder ?? sense.likelyOrder
    followYears()
  }

  /// Says that all records stand in the order in which they were logged.
  mutating func expectForward() { order = .forward }

  /// Whether more names of pods are kept.
  var wantsNames: Bool { witnesses.wantsNames }

  /// Reads nothing of a line but what it calls a pod or a container.
  mutating func readName(in line: Span<UInt8>) { witnesses.hearName(in: line) }

  /// Whether records of programs that hold no sentinel say nothing here.
  var ignoresPrograms: Bool {
    skimsRows && stretch.isEmpty && order == .forward && arranged == nil && !structured.isOpen && !partials.isOpen
      && !fragments.isOpen && witnesses.isIdle
  }

  /// Takes note of such a record.
  mutating func passOver(_ record: ProgramRecord, at place: LinePlace) {
    if place.offset > readUpTo + 1 { structured.passOver() }
    structured.count(record)
    readUpTo = place.end
    lastKill = nil
    lane = nil
  }

  /// Reads a line.
  mutating func read(_ line: Span<UInt8>, at place: LinePlace) {
    if skimsRows, lane != nil, skimRow(line, at: place) { return }
    let isPiece = line.count == LineWindow.longestLine
    if place.offset > readUpTo + 1 { structured.passOver() }
    if place.offset == 0 {
      // The first lines, which were looked at before, come once more.
      years.restart()
      seenUpTo = 0
    }
    readUpTo = place.end
    structured.watch(isAwake: isReading)
    var records: [(StructuredRecord, LinePlace)] = []
    let isTaken = structured.read(line, isPiece: isPiece, at: place) { records.append(($0, $1)) }
    // Another log's line may end a record.
    for (record, place) in records { read(record, at: place) }
    if isTaken { return }
    if isPiece, result.longLine == nil { result.longLine = place }
    let text = line.extracting(line.withoutNULs)
    if text.isKmsgKey, envelopes.isInKmsg { return }
    if let border = BootBorder(text) { return cross(border) }
    if fragments.isOpen || envelopes.isInKmsg && text.contains(",ncfrag=") {
      var lines: [([UInt8], LinePlace)] = []
      let isTaken = fragments.take(text, at: place) { lines.append(($0, $1)) }
      for (line, place) in lines { read(plain: line.span, at: place) }
      if isTaken { return }
    }
    if partials.isStale(at: place.offset) || partials.isOpen && !envelopes.isInCRI { endPartials() }
    guard envelopes.isInCRI else { return read(plain: text, at: place) }
    switch partials.take(text, at: place) {
    case .whole: read(plain: text, at: place)
    case .kept: break
    case .joined(let line, let place): read(plain: line.span, at: place)
    }
  }

  private mutating func read(plain text: Span<UInt8>, at place: LinePlace) {
    if let lines = text.kmsgLines() {
      for line in lines { read(text: line.span, at: place) }
    } else if let plain = text.withoutColours() {
      read(text: plain.span, at: place)
    } else {
      read(text: text, at: place)
    }
  }

  /// Reads what was begun and will not be ended.
  private mutating func endPartials() {
    var lines: [([UInt8], LinePlace)] = []
    partials.finish { lines.append(($0, $1)) }
    fragments.finish { lines.append(($0, $1)) }
    for (line, place) in lines { read(plain: line.span, at: place) }
  }

  /// Reads all that was held back.
  private mutating func endHeld() {
    endPartials()
    if !stretch.isEmpty { readHeld() }
  }

  /// Ends what is open where the lines that follow are of another boot.
  private mutating func cross(_ border: BootBorder) {
    lane = nil
    switch border {
    case .remark: return
    case .file:
      boot = []
      return
    case .unnamed:
      endHeld()
      boot = []
    case .boot(let id):
      endHeld()
      boot = id
    }
    for reader in readers.sorted() {
      if recognisers[reader].isAwake { awake -= 1 }
      recognisers[reader].finish()
      if recognisers[reader].isAwake { awake += 1 }
      collect(reader)
    }
    readers = []
    lastReader = -1
    lastHost = 0
  }

  /// Reads a record of a structured log.
  mutating func read(_ record: StructuredRecord, at place: LinePlace) {
    var goesOn = false
    for line in envelopes.lines(of: record) {
      read(line.bytes.span, line.head, at: place, of: record, goesOn: goesOn)
      goesOn = true
    }
  }

  private mutating func read(text: Span<UInt8>, at place: LinePlace) {
    let head = envelopes.head(of: text)
    if head.stampText != nil { plainLines += 1 }
    read(text, head, at: place)
    if text.count > head.text.lowerBound, text[head.text.lowerBound] == 0x5B, lastReader == lastHost {
      lane = LineFront(text, head, envelopes.form).map { ($0, lastHost) }
    }
  }

  /// Reads a row of a process table that is like the one before, without looking for all that a line may be; false
  /// where it is to be read as any other.
  private mutating func skimRow(_ line: Span<UInt8>, at place: LinePlace) -> Bool {
    guard var lane, place.offset > 0, place.offset <= readUpTo + 1, place.offset - expired <= 1 << 20, lastKill == nil,
      stretch.isEmpty, order == nil || order == .forward, arranged == nil,
      !structured.isOpen, !partials.isOpen, !fragments.isOpen, !envelopes.isInCRI, !envelopes.isInKmsg,
      lane.host == 0 || !recognisers[0].isAwake, let text = lane.front.text(of: line),
      envelopes.isStill(lane.front.form), witnesses.ignores(line.extracting(text)),
      lane.front.stamp.monotonic.map({ result.boots.goOn(at: $0, host: lane.host) }) ?? true,
      recognisers[lane.host].readRow(line.extracting(text), stamp: lane.front.stamp, at: place)
    else { return false }
    envelopes.count(lane.front.form)
    readUpTo = place.end
    plainLines += 1
    lastTurns = years.turns(at: lane.front.stamp)
    lastHost = lane.host
    if lastReader != lane.host { readers.insert(lane.host) }
    lastReader = lane.host
    self.lane = lane
    return true
  }

  private mutating func read(
    _ text: Span<UInt8>, _ head: RecordHead, at place: LinePlace, of record: StructuredRecord? = nil,
    goesOn: Bool = false
  ) {
    let turns = years.turns(at: head.stamp)
    lastTurns = turns
    let host = number(ofHost: head, text)
    lastHost = host
    // Lines were looked at before they are read, records that need not be lines were not.
    if stretch.isEmpty, order == .forward || order == nil && record == nil {
      readInOrder(text, head, host, place, turns)
      return
    }
    if order == nil, !goesOn { heldSense.see(text, head) }
    let isBare = record == nil && head.stampText == nil && (head.isBare || structured.count > 0)
    stretch.add(
      text, Stretch.Line(text: 0..<0, head: head, place: place, host: host, yearTurns: turns, goesOn: isBare),
      sequence: record?.sequence, goesOn: goesOn || isBare)
    if order == nil, let found = heldSense.order {
      order = found
      followYears()
    }
    if order == .forward || stretch.isFull || !stretch.isOpen { readHeld(isOver: !stretch.isFull) }
  }

  /// Reads what is held, in the order in which it was logged; `isOver` says that nothing goes on behind it.
  private mutating func readHeld(isOver: Bool = true) {
    let order = order ?? heldSense.likelyOrder ?? .forward
    self.order = order
    followYears()
    var held = Stretch()
    swap(&held, &stretch)
    heldSense = OrderSense()
    if order == .forward {
      for line in held.lines {
        readInOrder(held.bytes.span.extracting(line.text), line.head, line.host, line.place, line.yearTurns)
      }
      return
    }
    if order.isFalling { held.untwistLines() }
    if !isOver {
      if let rest = held.splitOff(order) {
        stretch = rest
      } else if result.tornStretch == nil {
        result.tornStretch = held.lines.first?.place
      }
    }
    let arranged = ArrangedStretch(held, order, behind: arrangedRecords)
    arrangedRecords += arranged.sequence.count
    self.arranged = arranged
    let before = expired
    if order.isFalling { expired = arranged.start }
    read(arranged)
    if order.isFalling { expired = before }
    // What comes next was logged before all of this.
    if order.isFalling {
      for host in Set(held.records.lazy.map(\.host)).union([0]).sorted() where host < recognisers.count {
        if recognisers[host].isAwake { awake -= 1 }
        recognisers[host].turnBack()
        collect(host)
      }
    }
    former = self.arranged
    self.arranged = nil
  }

  /// Counts the years down where the newest stands first.
  private mutating func followYears() {
    if !years.isFalling, (order ?? sense.order)?.isFalling ?? false { years.isFalling = true }
  }

  private mutating func read(_ arranged: ArrangedStretch) {
    let stretch = arranged.stretch
    for (position, index) in arranged.sequence.enumerated() {
      for line in stretch.lines[stretch.records[index].lines] {
        let text = stretch.bytes.span.extracting(line.text)
        readInOrder(text, line.head, line.host, arranged.place(of: line, at: position), line.yearTurns)
        if unreadStanding == nil, line.host < recognisers.count, recognisers[line.host].unreadKills != nil {
          unreadStanding = line.place
        }
      }
    }
  }

  private mutating func readInOrder(
    _ text: Span<UInt8>, _ head: RecordHead, _ host: Int, _ place: LinePlace, _ turns: Int
  ) {
    let killer = lastKill
    lastKill = nil
    let isHeard = witnesses.hear(text, head, host: host, at: standing(at: place) ?? place, yearTurns: turns)
    guard head.origin != .program else { return readProgram(text, head, host, place, turns) }
    if isHeard { return }
    // What was put in order is read at places of its own, which tell nothing of where a boot begins.
    if arranged == nil {
      result.boots.see(text, head, host: host, name: hosts.origins[host].host, at: place, yearTurns: turns)
    }
    if head.text.lowerBound > 0, let notice = Notice(consoleMarkOf: text) {
      note(notice, text, head, host, place, turns)
    }
    if let repeated = RepeatedLines(text.extracting(head.text)) {
      return count(repeated, text.extracting(head.text), isKill: killer == host, at: place)
    }
    let reader = adopter(of: host) ?? host
    while recognisers.count <= reader { recognisers.append(KernelRecogniser()) }
    if reader != lastReader { readers.insert(reader) }
    lastReader = reader
    let wasAwake = recognisers[reader].isAwake
    forEachLine(of: head, in: text) { recognisers[reader].read(text, head: $0, place: place, yearTurns: turns) }
    awake += (recognisers[reader].isAwake ? 1 : 0) - (wasAwake ? 1 : 0)
    let isKill = recognisers[reader].readKill(at: place)
    collect(reader)
    if isKill || result.reports.last.map({ $0.report.last == place && $0.report.report.victim != nil }) == true {
      lastKill = host
    }
    if place.offset - expired > 1 << 20 { expire(at: place.offset) }
  }

  /// Counts the copies of a kill line that a logger left out. They are no kills of their own.
  private mutating func count(_ repeated: RepeatedLines, _ message: Span<UInt8>, isKill: Bool, at place: LinePlace) {
    let isQuoted = repeated.text.map { KernelRecogniser.speaksOfKill(message.extracting($0)) }
    guard isQuoted ?? isKill else { return }
    let (sum, overflow) = (result.repeatedKills?.count ?? 0).addingReportingOverflow(repeated.count)
    result.repeatedKills = (overflow ? .max : sum, result.repeatedKills?.first ?? place)
  }

  /// Reads a line of another program than the kernel: what loggers say of lost lines, and others of memory.
  private mutating func readProgram(
    _ line: Span<UInt8>, _ head: RecordHead, _ host: Int, _ place: LinePlace, _ turns: Int
  ) {
    let name = line.extracting(head.ident ?? 0..<0)
    if let amounts = MemoryLog.amounts(name, line.extracting(head.text)) {
      let stamp = SeenStamp(stamp: head.stamp, text: nil, yearTurns: turns)
      memory.add(amounts, stamp, host: hosts.origins[host].host, line: standing(at: place)?.line ?? place.line)
      return
    }
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
      host: host, standing: standing(at: place))
  }

  /// Looks at one of the first lines, for the stream's form, host and first stamp; it ends at `end` of the stream.
  mutating func lookAtFront(_ line: Span<UInt8>, end: Int64) {
    seenUpTo = end
    var reader = front
    let records = reader.count
    let seen = look(at: line, &reader)
    if result.first == nil { result.first = seen.first }
    if reader.count == records { plainFrontLines += seen.count }
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
  mutating func lookBetween(_ line: Span<UInt8>, end: Int64) {
    followYears()
    seenUpTo = end
    let text = line.extracting(line.withoutNULs)
    if text.isFieldOrObject { return }
    _ = look(at: text, envelopes.head(of: text), isSample: false)
  }

  /// Looks at one of the last lines, for the stream's last stamp.
  mutating func lookAtEnd(_ line: Span<UInt8>, end: Int64) {
    isAtEnd = true
    isCounted = end <= max(readUpTo, seenUpTo)
    followYears()
    var reader = self.end
    if let seen = look(at: line, &reader).last { result.last = seen }
    self.end = reader
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
    endHeld()
    for host in recognisers.indices {
      recognisers[host].finish()
      collect(host)
    }
    if arrangedRecords > 0 { result.reports.sort { $0.report.first.offset < $1.report.first.offset } }
    witnesses.finish()
    result.take(witnesses, hosts)
    settleNotices()
    settlePlaces()
    let unread = recognisers.compactMap(\.unreadKills)
    let unreadPlaces = unread.map(\.first).filter { $0.line > 0 } + (unreadStanding.map { [$0] } ?? [])
    if let first = unreadPlaces.min(by: { $0.offset < $1.offset }) {
      result.unreadKills = (unread.reduce(0) { $0 + $1.count }, first)
    }
    result.clock = years.clock
    result.memory = memory.seen
    result.envelope =
      structured.name(among: plainLines) ?? front.name(among: plainFrontLines) ?? envelopes.dominant?.name
    let names = Set(frontHosts.compactMap { hosts.origins[$0].host })
    if names.count == 1, let only = names.first { result.host = only }
    return result
  }

  private mutating func number(ofHost head: RecordHead, _ line: Span<UInt8>) -> Int {
    if let own = head.boot {
      return hosts.number(of: line.extracting(head.host ?? 0..<0), boot: line.extracting(own))
    }
    if let name = head.host {
      let current = boot
      return hosts.number(of: line.extracting(name), boot: current.span)
    }
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
    for notice in recognisers[host].drainNotices() {
      notices.add(notice, host: owner, standing: standing(at: notice.place))
    }
    for var report in recognisers[host].drain() {
      tables?.keep(&report.report.processes)
      guard result.reports.count < mostReports else {
        result.unkeptReports = ((result.unkeptReports?.count ?? 0) + 1, result.unkeptReports?.first ?? report.first)
        continue
      }
      let read = Extent(first: report.first, last: report.last)
      if let extent = standing(of: read, host: owner) { standing[read] = extent }
      notices.keep(around: report, host: owner)
      result.reports.append((report, hosts.origins[owner].host, hosts.origins[owner].bootID))
    }
    if host == 0, !recognisers[0].isAwake { adopted = nil }
  }

  /// Where a record stands that was put in order; nil for what was not.
  private func standing(at place: LinePlace) -> LinePlace? {
    arranged?.standing(at: place) ?? former?.standing(at: place)
  }

  /// Where all records of a host stand that were read from one place to another.
  private func standing(of read: Extent, host: Int) -> Extent? {
    let parts = [former, arranged].compactMap { $0?.standing(of: read, host: host) }
    guard let first = parts.map(\.first).min(by: { $0.offset < $1.offset }),
      let last = parts.map(\.last).max(by: { $0.end < $1.end })
    else { return nil }
    return Extent(first: first, last: last)
  }

  /// Gives the notices that were read, but for the losses that reports name.
  private mutating func settleNotices() {
    let (kept, dropped, standing) = notices.settled()
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
            bootID: origin.bootID, place: standing[read.place] ?? read.place))
      }
    }
    result.notices.kept.sort { ($0.place.offset, $0.place.end) < ($1.place.offset, $1.place.end) }
    result.notices.dropped = dropped.map {
      InputNotices.Dropped(kind: $0.kind, host: hosts.origins[$0.host].host, count: $0.count)
    }
  }

  /// Gives reports of what was put in order the places at which they stand; and the stream's first time, not its first
  /// line's.
  private mutating func settlePlaces() {
    for index in result.reports.indices where !standing.isEmpty {
      let report = result.reports[index].report
      guard let extent = standing[Extent(first: report.first, last: report.last)] else { continue }
      result.reports[index].report.first = extent.first
      result.reports[index].report.last = extent.last
    }
    guard years.isFalling else { return }
    if let first = result.first, let last = result.last,
      RecordTime(first.stamp, turns: first.yearTurns).distance(from: RecordTime(last.stamp, turns: last.yearTurns)) > 0
    {
      (result.first, result.last) = (last, first)
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
    if !isAtEnd { sense.see(text, head, isFar: !isSample) }
    if !isCounted { lastTurns = years.turns(at: head.stamp) }
    let turns = lastTurns
    guard isSample else { return nil }
    return SeenStamp(stamp: head.stamp, text: head.stampText.map { text.text($0) }, yearTurns: turns)
  }
}

extension Span<UInt8> {
  /// The range without the NULs at both ends, which a crash or a truncated log leaves for bytes never written, without
  /// the carriage returns that serial consoles put behind newlines, and without the mark that editors put before the
  /// first line (U+FEFF).
  fileprivate var withoutNULs: Range<Int> {
    var lower = 0
    var upper = count
    while lower < upper, self[lower] == 0 || self[lower] == 0x0D { lower += 1 }
    while upper > lower, self[upper - 1] == 0 { upper -= 1 }
    if extracting(lower..<upper).has("\u{FEFF}") { lower += 3 }
    return lower..<upper
  }
}

extension Span where Element == UInt8 {
  /// Whether a line begins as JSON does, or as a field of a journal export: no stamp stands before that.
  fileprivate var isFieldOrObject: Bool {
    guard count > 1 else { return true }
    func isOfName(_ byte: UInt8) -> Bool { byte == 0x5F || 0x41...0x5A ~= byte }
    return self[0] == 0x7B || isOfName(self[0]) && isOfName(self[1])
  }
}

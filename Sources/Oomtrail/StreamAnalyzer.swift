// One stream from bytes to kill reports: idle it only scans, awake it cuts and reads lines.

import TrailBytes
import TrailEnvelopes
import TrailInput
import TrailKernel
import TrailKubernetes
import TrailModel
import TrailWitness

/// All that is looked for in a stream while nothing is awake: every recogniser's sentinels, none forgotten.
package let idleSentinels: [StaticString] = streamSentinels + KubernetesReader.sentinels + podNameSentinels

/// A search for what is wanted while nothing is awake.
private struct IdleScan {
  /// What a sentinel is for.
  enum Purpose {
    /// It wakes the reading of lines.
    case waking
    /// It wakes the reading of Kubernetes' objects.
    case kubernetes
    /// Its line alone is looked at.
    case podName
  }

  let scanner: LiteralScanner
  private let waking: Int
  private let objects: Int

  private init(objects: [StaticString], names: [StaticString]) {
    scanner = LiteralScanner(streamSentinels + objects + names)
    waking = streamSentinels.count
    self.objects = objects.count
  }

  /// What the literal of a hit is for.
  func purpose(of literal: Int) -> Purpose {
    literal < waking ? .waking : literal < waking + objects ? .kubernetes : .podName
  }

  private static let all = IdleScan(objects: KubernetesReader.sentinels, names: podNameSentinels)
  private static let withoutNames = IdleScan(objects: KubernetesReader.sentinels, names: [])
  private static let withoutObjects = IdleScan(objects: [], names: podNameSentinels)
  private static let wakingOnly = IdleScan(objects: [], names: [])

  /// The search for so much.
  static func of(objects: Bool, names: Bool) -> IdleScan {
    objects ? names ? all : withoutNames : names ? withoutObjects : wakingOnly
  }

  /// What must be kept of a buffer's end, for literals that are cut by it.
  static let overlap = all.scanner.longest - 1
}

/// What one stream held.
struct StreamResult {
  /// The reports, in the order they ended, with the host and boot that the envelope names.
  var reports: [(report: ReadReport, host: String?, bootID: String?)] = []
  /// Lines that are no kills and may explain one.
  var notices = InputNotices()
  /// Lines that say how much memory there is.
  var memory: [SeenMemory] = []
  /// Kills by programs, with the host and boot that the envelope names.
  var programKills: [(kill: HeardKill, host: String?, bootID: String?)] = []
  /// What others than killers said of deaths; how much of that was not kept, and where it begins.
  var witnesses: [SeenWitness] = []
  /// What its lines call pods and containers.
  var podNames: [PodName] = []
  var droppedWitnesses: (count: Int, first: LinePlace)?
  /// Bytes of the decoded stream.
  var bytes: Int64 = 0
  /// Lines of it.
  var lines = 0
  /// The envelope that most of the lines looked at have.
  var envelope: String?
  /// The host that the first of them name, where they name but one.
  var host: String?
  /// The first and the last stamp.
  var first: SeenStamp?
  var last: SeenStamp?
  /// What the stamps say of their years.
  var clock = StreamClock()
  /// The boots that begin in it, and what ties their clocks to the wall's.
  var boots = BootLog()
  /// Lines that speak of a kill and could not be read: how many, and the first.
  var unreadKills: (count: Int, first: LinePlace)?
  /// Copies of kill lines that loggers counted instead of writing them: how many, and where it is first said.
  var repeatedKills: (count: Int64, first: LinePlace)?
  /// The first line that was too long to be read whole.
  var longLine: LinePlace?
  /// Reports beyond those that are kept: how many, and where the first of them begins.
  var unkeptReports: (count: Int, first: LinePlace)?
  /// Where a stretch begins that is not in the order of logging and too large to be put in it.
  var tornStretch: LinePlace?
}

/// Reads one stream, once, in constant memory.
///
/// While no report is open, bytes are only searched for the sentinels; lines are not even cut. At a hit the lines
/// from a little before it are read, until every report has ended.
struct StreamAnalyzer {
  /// How much of a stream's beginning and end is looked at for its form, host and time span.
  private static let sample = 8 << 10
  /// How far before a hit reading begins: a report whose head was lost begins with lines that announce nothing.
  private static let lookback = 32 << 10

  /// While nothing wakes, one line in so many bytes is asked for its time: a New Year must not pass unseen, and a log
  /// may write no more than this in months. One that has become large writes more.
  private static func pace(at offset: Int64) -> Int { offset < 16 << 20 ? 8 << 10 : 64 << 10 }

  /// How far behind a hit lines are looked at for their order, and how far apart.
  private static let reach = 64 << 10
  private static let senseStride = 4 << 10

  private let source: any ByteSource
  private let scanner: LiteralScanner
  private let kubernetes: KubernetesTap?
  private let tables: TableStore?
  private let mostReports: Int
  private let skimsRows: Bool

  /// How much of a line around a hit is looked at for a name.
  private static let nameReach = 1_024

  /// An analyzer of `source` that wakes at what `scanner` finds and keeps so many reports. What it reads passes
  /// `kubernetes`, which is told where objects may begin. Without `skimsRows` each row of a process table is looked at
  /// as any other line, which takes longer and comes to the same.
  init(
    _ source: any ByteSource, scanner: LiteralScanner, kubernetes: KubernetesTap? = nil, tables: TableStore? = nil,
    mostReports: Int = InputLimits().events, skimsRows: Bool = true
  ) {
    self.source = source
    self.scanner = scanner
    self.kubernetes = kubernetes
    self.tables = tables
    self.mostReports = mostReports
    self.skimsRows = skimsRows
  }

  /// Reads the stream to its end.
  func run() -> StreamResult {
    var window = LineWindow()
    var desk = LineDesk(sentinels: scanner, tables: tables, mostReports: mostReports, skimsRows: skimsRows)
    while window.count < Self.sample, window.refill(keeping: 0, from: source) != nil {}
    lookAtFront(&window, &desk)
    readAll(&window, &desk)
    lookAtEnd(window, &desk)
    var result = desk.finish()
    result.bytes = window.base + Int64(window.count)
    result.lines = window.lineCount()
    return result
  }

  private func readAll(_ window: inout LineWindow, _ desk: inout LineDesk) {
    // Offsets in the window: where the next unread line begins, from where to scan on, up to where a hit wants lines.
    var floor = 0
    var scan = 0
    var wanted = -1
    // Up to where lines were asked for their time; below 0 where that is no more in the window.
    var asked = 0
    // Up to which offset of the stream it is known in what order its lines stand.
    var sensed: Int64 = 0
    // Where the next sentinel stands, as far as records are passed over.
    var quiet = Quiet()
    while true {
      let keep: Int
      if desk.isAwake || floor <= wanted {
        if floor > wanted, desk.ignoresPrograms,
          let record = ProgramRecord(in: window.bytes.span.extracting(0..<window.count), from: floor),
          quiet.reaches(
            from: floor, to: record.end, in: window.bytes.span.extracting(0..<window.count),
            idleScan(desk).scanner)
        {
          let place = LinePlace(
            line: window.lineNumber(at: floor), offset: window.base + Int64(floor),
            end: window.base + Int64(record.end - 1))
          desk.passOver(record, at: place)
          floor = record.end
          scan = max(scan, floor)
          asked = floor
          continue
        }
        if let line = window.line(from: floor) {
          let number = window.lineNumber(at: floor)
          let place = LinePlace(
            line: number, offset: window.base + Int64(line.text.lowerBound),
            end: window.base + Int64(line.text.upperBound))
          listen(to: line.text, window)
          desk.read(window.bytes.span.extracting(line.text), at: place)
          floor = line.next
          scan = max(scan, floor)
          asked = floor
          continue
        }
        // The last lines are looked at once more in the end.
        keep = max(0, floor - Self.lookback)
      } else if case let search = idleScan(desk),
        let found = search.scanner.hit(in: window.bytes.span.extracting(0..<window.count), from: scan)
      {
        let hit = found.offset
        switch search.purpose(of: found.literal) {
        case .kubernetes:
          kubernetes?.wake(window, at: hit)
          scan = found.next
          continue
        case .podName:
          // What is looked at must not depend on how much of it has come in.
          if window.count < hit + Self.nameReach {
            let keep = max(0, hit - Self.lookback)
            askTimes(from: &asked, to: keep, window, &desk)
            if let moved = window.refill(keeping: keep, from: source) {
              (floor, scan) = (max(0, floor - moved), max(0, found.next - 1 - moved))
              wanted -= moved
              asked -= moved
              // However small the pieces are that come in, the hit is looked for but once more.
              let end = hit - moved + Self.nameReach
              while window.count < end, window.refill(keeping: 0, from: source) != nil {}
              continue
            }
          }
          scan = found.next
          desk.readName(in: window.bytes.span.extracting(window.line(around: hit, reach: Self.nameReach)))
          continue
        case .waking: break
        }
        let start = lineStart(before: hit, floor: floor, window)
        askTimes(from: &asked, to: start, window, &desk)
        if window.base + Int64(hit) >= sensed {
          // What is looked at must not depend on how much of it has come in.
          if window.count < hit + Self.reach + LineWindow.longestLine,
            let moved = window.refill(keeping: min(start, max(0, hit - Self.lookback)), from: source)
          {
            floor = start - moved
            scan = max(0, hit - moved)
            wanted -= moved
            asked -= moved
            // However small the pieces are that come in, the hit is looked for but once more.
            let end = scan + Self.reach + LineWindow.longestLine
            while window.count < end, window.refill(keeping: 0, from: source) != nil {}
            continue
          }
          desk.expect(sense(around: hit, from: start, window))
          sensed = window.base + Int64(hit + Self.reach)
        }
        floor = start
        // A long line is read in pieces, and a literal across their border begins in the one that is already read.
        wanted = max(hit, floor)
        continue
      } else {
        // A literal may be cut by the end of what is here.
        scan = max(scan, window.count - IdleScan.overlap)
        keep = max(0, scan - Self.lookback)
        askTimes(from: &asked, to: keep, window, &desk)
      }
      guard let moved = window.refill(keeping: min(keep, window.count), from: source) else { return }
      quiet = Quiet()
      floor = max(0, floor - moved)
      scan = max(0, scan - moved)
      wanted -= moved
      asked -= moved
    }
  }

  /// How far ahead there is no sentinel.
  private struct Quiet {
    /// Where the next one stands, and up to where it was looked for from where.
    private var hit: Int?
    private var seen = 0..<0

    /// Whether there is none in a part of the window, which lies behind those that were asked for before.
    mutating func reaches(
      from start: Int, to end: Int, in bytes: Span<UInt8>, _ scanner: borrowing LiteralScanner
    ) -> Bool {
      if !(seen.contains(start) && end <= seen.upperBound && hit.map { $0 >= start } ?? true) {
        hit = scanner.next(in: bytes, from: start)
        seen = start..<bytes.count
      }
      return hit.map { $0 >= end } ?? true
    }
  }

  private func idleScan(_ desk: borrowing LineDesk) -> IdleScan {
    .of(objects: kubernetes?.isAsleep == true, names: desk.wantsNames)
  }

  /// Looks for what wakes the reading of Kubernetes' objects in a line that is read anyway.
  private func listen(to line: Range<Int>, _ window: borrowing LineWindow) {
    guard let kubernetes, kubernetes.isAsleep else { return }
    // A long line is read in pieces, and a literal may lie across their border.
    let start = max(0, line.lowerBound - KubernetesReader.scanner.longest)
    let text = window.bytes.span.extracting(start..<line.upperBound)
    if let hit = KubernetesReader.scanner.next(in: text, from: 0) { kubernetes.wake(window, at: start + hit) }
  }

  /// Looks at lines around a hit, for the order in which they stand.
  private func sense(around hit: Int, from start: Int, _ window: borrowing LineWindow) -> OrderSense {
    var sense = OrderSense()
    let span = window.bytes.span.extracting(0..<window.count)
    func look(from at: inout Int, isFar: Bool) -> Bool {
      guard let line = window.line(from: at) else { return false }
      at = line.next
      if line.text.count < LineWindow.longestLine { sense.look(at: span.extracting(line.text), isFar: isFar) }
      return true
    }
    var at = start
    while at < hit, look(from: &at, isFar: true), let newline = span.nextNewline(from: at + Self.senseStride) {
      at = newline + 1
    }
    at = min(at, hit)
    while at > start, hit - at < Self.senseStride, span[at - 1] != 0x0A { at -= 1 }
    var count = 0
    while count < 16, at < hit + Self.senseStride, look(from: &at, isFar: false) { count += 1 }
    while at < hit + Self.reach, look(from: &at, isFar: true),
      let newline = span.nextNewline(from: at + Self.senseStride)
    {
      at = newline + 1
    }
    return sense
  }

  /// Shows the desk a line now and then of a stretch that is passed over.
  private func askTimes(
    from asked: inout Int, to end: Int, _ window: borrowing LineWindow, _ desk: inout LineDesk
  ) {
    let span = window.bytes.span.extracting(0..<window.count)
    while true {
      let next = asked + Self.pace(at: window.base + Int64(asked))
      // Before the window there was no newline, or it would have been found.
      guard next <= end, let newline = span.nextNewline(from: max(0, next - 1)), newline < end else { return }
      asked = newline + 1
      // So much of it has come in wherever the window ends.
      guard let line = window.line(from: asked), line.text.count <= Self.sample else { continue }
      desk.lookBetween(span.extracting(line.text), end: window.base + Int64(line.text.upperBound))
    }
  }

  /// Where to begin reading for a hit: a line's start, at most ``lookback`` before it.
  private func lineStart(before hit: Int, floor: Int, _ window: borrowing LineWindow) -> Int {
    let reach = hit - Self.lookback
    if reach <= floor { return floor }
    let newline = window.bytes.span.extracting(0..<window.count).nextNewline(from: reach)
    if let newline, newline < hit { return newline + 1 }
    // One endless line: what stands close before the hit is read, the rest of it passed over.
    return max(floor, hit - 4_096)
  }

  /// Shows the desk the first lines.
  private func lookAtFront(_ window: inout LineWindow, _ desk: inout LineDesk) {
    let front = 0..<min(window.count, Self.sample)
    if front.count == Self.sample, window.bytes.span.extracting(front).nextNewline(from: 0) == nil,
      desk.lookAtFront(piece: window.bytes.span.extracting(front))
    {
      desk.learnFromFront(window.bytes.span.extracting(front))
      return
    }
    var at = 0
    while at < front.count {
      guard let line = window.line(from: at) else {
        // The last line that begins there is looked at whole, however little of it has come in.
        guard window.refill(keeping: 0, from: source) != nil else { break }
        continue
      }
      desk.lookAtFront(window.bytes.span.extracting(line.text), end: window.base + Int64(line.text.upperBound))
      at = line.next
    }
    desk.learnFromFront(window.bytes.span.extracting(front))
  }

  /// Shows the desk the last lines.
  private func lookAtEnd(_ window: borrowing LineWindow, _ desk: inout LineDesk) {
    var at = 0
    if window.count > Self.sample {
      let span = window.bytes.span.extracting(0..<window.count)
      at = span.nextNewline(from: window.count - Self.sample).map { $0 + 1 } ?? window.count
    }
    while let line = window.line(from: at) {
      desk.lookAtEnd(window.bytes.span.extracting(line.text), end: window.base + Int64(line.text.upperBound))
      at = line.next
    }
  }
}

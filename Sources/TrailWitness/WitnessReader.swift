// Reads the lines of one stream for deaths that others than the kernel tell.

import TrailBytes
public import TrailModel

/// A statement, and the place and time of its line.
public struct HeardStatement: Sendable {
  /// What was said.
  public var statement: WitnessStatement
  /// Its stamp.
  public var stamp: Stamp
  /// That stamp as printed.
  public var stampText: String?
  /// See ``StreamClock``.
  public var yearTurns: Int
  /// The number of its host in the stream.
  public var host: Int
  /// Its line.
  public var place: LinePlace
}

/// Listens to the programs of one stream.
///
/// What is kept is bounded: statements, pids of children by their names, what supervisors said that they would end.
public struct WitnessReader: Sendable {
  /// What was said of deaths.
  public private(set) var statements: [HeardStatement] = []
  /// How many statements were not kept, and where the first of them stands.
  public private(set) var dropped: (count: Int, first: LinePlace)?
  /// What lines call pods and containers, each once.
  public private(set) var podNames: [PodName] = []
  private var isNamed: Set<PodName> = []
  /// What lines that may name a pod said, as numbers.
  private var heardLines: Set<Int> = []
  /// What each host's kubelet said last that it was short of.
  private var reclaiming: [Int: String] = [:]
  private var book = KillBook()
  private var pids: [Name: Int64] = [:]
  private var endings: [Ending] = []
  private var oldestEnding = 0
  /// For how many more lines what came of a death is waited for.
  private var attention = 0
  /// Whether the last line with a stamp that was read had no envelope around it.
  private var isForeign = false
  /// A line that was wrapped.
  private var half: Half?
  private var halfHead: RecordHead?
  /// The last process that a line of the kernel's names as killed.
  private var quoted: (process: NamedProcess, host: Int, line: Int)?

  private struct Name: Hashable {
    var host: Int
    var kind: String
    var name: String?
  }

  private struct Ending {
    var ward: Ward
    var reason: String
    var host: Int
    var moment: Moment
  }

  private struct Half {
    var bytes: [UInt8]
    var host: Int
    var place: LinePlace
  }

  /// A line's time, as far as lines of one stream are compared.
  private struct Moment {
    var nanoseconds: Int64?
    var offset: Int64

    /// Whether `later` is at most so many nanoseconds behind this; without times so many bytes.
    func precedes(_ later: Moment, by limit: Int64) -> Bool {
      guard let nanoseconds, let other = later.nanoseconds else { return later.offset &- offset < 64 << 10 }
      let (apart, overflow) = other.subtractingReportingOverflow(nanoseconds)
      return !overflow && apart >= -1_000_000_000 && apart <= limit
    }
  }

  /// Statements that are kept of one stream.
  static let most = 20_000
  /// Names and endings that are remembered, and bytes of a wrapped line.
  private static let names = 4_096
  private static let wards = 256
  private static let longest = 1_024
  /// How long an announced end counts, and a later explanation, in nanoseconds.
  private static let grace: Int64 = 120_000_000_000
  private static let explanation: Int64 = 10_000_000_000
  /// Lines in which a supervisor says why, and systemd sums a run up.
  private static let aftermath = 12
  /// How many of the last statements a later line may explain.
  private static let recent = 32

  private static let scanner = LiteralScanner(witnessSentinels + podNameSentinels)

  /// The same, and what is noted of lines that nobody speaks.
  private static let widely = LiteralScanner(
    witnessSentinels + podNameSentinels + ["Killed process ", " has been killed by", "Marked /", "Killed /"])

  /// A reader that has heard nothing.
  public init() {}

  /// The kills that programs told of.
  public var kills: [HeardKill] { book.done }

  /// Whether lines are wanted that no sentinel announces.
  public var wantsMore: Bool { attention > 0 || book.wantsMore }

  /// Whether nothing is told or waited for.
  public var isIdle: Bool { attention == 0 && half == nil && book.isEmpty }

  /// Whether nothing is told or waited for, and nothing in `text` is a reason to listen.
  public func ignores(_ text: Span<UInt8>) -> Bool { isIdle && Self.scanner.next(in: text, from: 0) == nil }

  /// Ends what is open.
  public mutating func finish() { book.finish() }

  /// Whether more names are kept.
  public var wantsNames: Bool { podNames.count < Self.names }

  /// Reads nothing of a line but what it calls a pod or a container.
  public mutating func hearName(in line: Span<UInt8>) {
    guard wantsNames, isNews(line), case .naming(let name) = Speaker.podNames.read(line, Voice()) else { return }
    note(name)
  }

  /// Reads a line; true where it was told of a death or a kill.
  public mutating func hear(
    _ line: Span<UInt8>, _ head: RecordHead, host: Int, at place: LinePlace, yearTurns: Int
  ) -> Bool {
    let text = line.extracting(head.text)
    // What the envelope took for a host or a name may be the program's own words.
    let start = min(head.host?.lowerBound ?? .max, head.ident?.lowerBound ?? .max, head.text.lowerBound)
    let words = line.extracting(start..<head.text.upperBound)
    if isIdle, Self.widely.next(in: words, from: 0) == nil { return false }
    noteQuoted(text, host, place)
    if half != nil, let joined = join(text, host) {
      let whole = RecordHead(
        text: joined.lower..<joined.bytes.count, ident: joined.ident, stamp: head.stamp, origin: head.origin)
      return hear(joined.bytes.span, whole, host: host, at: place, yearTurns: yearTurns)
    }
    if Self.isHalf(text), line.count <= Self.longest {
      half = Half(bytes: line.array, host: host, place: place)
      halfHead = head
    }
    let isOpen = attention > 0 || book.isOpen(host) || book.isOpen(0)
    if attention > 0 { attention -= 1 }
    book.pass()
    guard isOpen || Self.scanner.next(in: words, from: 0) != nil else { return false }
    return read(line, head, host, place, yearTurns)
  }

  private mutating func read(
    _ line: Span<UInt8>, _ head: RecordHead, _ host: Int, _ place: LinePlace, _ turns: Int
  ) -> Bool {
    let spoken = SpokenLine(line, head)
    let text = line.extracting(spoken.text)
    // A bare line is of no host either where the line before it was a program's own.
    if head.stampText != nil { isForeign = !spoken.hasHost }
    let isOrphan = head.stampText == nil && (isForeign || !book.isOpen(host) && book.isOpen(0))
    let host = spoken.hasHost && !isOrphan ? host : 0
    let isKernels = head.origin == .kernel && spoken.voice.name.isEmpty
    for speaker in isKernels ? [Speaker.oomd] : Speaker.all {
      guard let heard = speaker.read(text, spoken.voice) else { continue }
      // What names a pod may tell of a death, too.
      if case .naming(let name) = heard {
        note(name)
        continue
      }
      return take(
        heard, spoken.stamp, spoken.stampText.map { line.text($0) }, host, place, turns)
    }
    return false
  }

  private mutating func take(
    _ heard: Heard, _ stamp: Stamp, _ stampText: String?, _ host: Int, _ place: LinePlace, _ turns: Int
  ) -> Bool {
    let moment = Moment(
      nanoseconds: stamp.civil?.instant(year: 2_000 &+ turns, offset: stamp.offset ?? 0)?.nanoseconds
        ?? stamp.monotonic, offset: place.offset)
    switch heard {
    case .nothing, .naming: return false
    case .reclaiming(let words):
      if reclaiming.count < Self.wards || reclaiming[host] != nil { reclaiming[host] = words }
      return false
    case .kill(let part):
      return book.take(part, host: host, stamp: stamp, stampText: stampText, yearTurns: turns, at: place)
    case .began(let kind, let name, let pid):
      if pids.count >= Self.names { pids.removeAll(keepingCapacity: true) }
      pids[Name(host: host, kind: kind, name: name)] = pid
      return false
    case .ending(let ward, let reason):
      let ending = Ending(ward: ward, reason: reason, host: host, moment: moment)
      if endings.count < Self.wards {
        endings.append(ending)
      } else {
        endings[oldestEnding] = ending
        oldestEnding = (oldestEnding + 1) % endings.count
      }
      return false
    case .excuse(let ward, let reason):
      for index in lastStatements(of: host) where ward.covers(statements[index].statement) {
        guard statements[index].statement.certainty == .sigkill,
          self.moment(of: index).precedes(moment, by: Self.explanation)
        else { continue }
        statements[index].statement.certainty = .notOOM
        statements[index].statement.reason = reason
      }
      return false
    case .aftermath(let unit, let restarts, let memoryPeak):
      for index in lastStatements(of: host) where statements[index].statement.unit == unit {
        guard self.moment(of: index).precedes(moment, by: Self.grace) else { break }
        if let restarts { statements[index].statement.restarts = restarts }
        if let memoryPeak { statements[index].statement.memoryPeak = memoryPeak }
      }
      return false
    case .death(var statement):
      complete(&statement, host, place)
      if statement.certainty == .sigkill || statement.certainty == .unknown,
        let ending = endings.last(where: {
          $0.host == host && $0.ward.covers(statement) && $0.moment.precedes(moment, by: Self.grace)
        })
      {
        statement.certainty = .notOOM
        statement.reason = ending.reason
      }
      attention = Self.aftermath
      guard statements.count < Self.most else {
        dropped = ((dropped?.count ?? 0) + 1, dropped?.first ?? place)
        return true
      }
      statements.append(
        HeardStatement(
          statement: statement, stamp: stamp, stampText: stampText, yearTurns: turns, host: host, place: place))
      return true
    }
  }

  /// Whether no line said the same behind its first quote, where klog's message begins: a kubelet says most things over
  /// and over.
  private mutating func isNews(_ line: Span<UInt8>) -> Bool {
    guard let quote = line.next(0x22, from: 0), heardLines.count < Self.names else { return true }
    var hasher = Hasher()
    unsafe line.extracting(quote..<line.count).withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return heardLines.insert(hasher.finalize()).inserted
  }

  private mutating func note(_ name: PodName) {
    if wantsNames, isNamed.insert(name).inserted { podNames.append(name) }
  }

  /// Fills in pids that earlier lines told.
  private mutating func complete(_ statement: inout WitnessStatement, _ host: Int, _ place: LinePlace) {
    let kind = statement.kind
    if statement.evicted != nil { statement.reason = reclaiming[host] ?? "the kubelet evicted the pod" }
    if statement.parent != nil, statement.parent?.pid == nil {
      statement.parent?.pid = pids[Name(host: host, kind: kind, name: nil)]
    }
    if let name = statement.child?.name, statement.child?.pid == nil {
      statement.child?.pid = pids.removeValue(forKey: Name(host: host, kind: kind, name: name))
    }
    guard kind == "systemd" else { return }
    if statement.certainty == .notOOM, statement.isMain, let unit = statement.unit {
      // systemd names the main process first, then what is left of the unit.
      let before = lastStatements(of: host).first { statements[$0].statement.unit == unit }
      if let before, statements[before].statement.certainty == .notOOM, statements[before].statement.signal == 9,
        place.offset &- statements[before].place.offset < 8 << 10
      {
        statement.isMain = false
        statement.parent = nil
      }
    }
    if statement.certainty == .sigkill, statement.isMain, statement.child == nil, let pid = book.onlyPID(of: host) {
      statement.child = NamedProcess(pid: pid)
    }
    if statement.certainty == .oom, statement.child == nil, let quoted, quoted.host == host || host == 0,
      place.line - quoted.line <= 20, let name = quoted.process.name, name.utf8.count >= 4,
      statement.unit?.contains(name) == true
    {
      statement.child = quoted.process
    }
  }

  /// The last statements of a host, the latest first.
  private func lastStatements(of host: Int) -> [Int] {
    statements.indices.suffix(Self.recent).reversed().filter { statements[$0].host == host }
  }

  private func moment(of index: Int) -> Moment {
    let heard = statements[index]
    return Moment(
      nanoseconds: heard.stamp.civil?.instant(year: 2_000 &+ heard.yearTurns, offset: heard.stamp.offset ?? 0)?
        .nanoseconds ?? heard.stamp.monotonic, offset: heard.place.offset)
  }

  /// Keeps the process that the kernel's own kill line names, cut as it may be.
  private mutating func noteQuoted(_ text: Span<UInt8>, _ host: Int, _ place: LinePlace) {
    guard let at = text.offset(of: "Killed process "), let pid = text.number(after: "Killed process ", from: at),
      let name = text.between(" (", ")", from: at + 15), name.utf8.count <= 15
    else { return }
    quoted = (NamedProcess(pid: pid, name: name), host, place.line)
  }

  // MARK: Wrapped lines

  /// Whether a line stops in the middle of what systemd or its oomd says.
  private static func isHalf(_ text: Span<UInt8>) -> Bool {
    let end = text.trimmed(0..<text.count).upperBound
    let part = text.extracting(0..<end)
    if part.ends(in: " has been killed by") { return true }
    return (part.has("Marked /") || part.has("Killed /") || part.contains(": Marked /") || part.contains(": Killed /"))
      && !part.contains(" due to ")
  }

  /// The line that a half begins and `text` ends; nil where they are none.
  private mutating func join(_ text: Span<UInt8>, _ host: Int) -> (bytes: [UInt8], lower: Int, ident: Range<Int>?)? {
    guard let half, let head = halfHead else { return nil }
    self.half = nil
    halfHead = nil
    let rest = text.trimmed(0..<text.count)
    let ends: [StaticString] = ["for killing due to ", "due to memory ", "the OOM killer"]
    guard half.host == host, ends.contains(where: { text.has($0, at: rest.lowerBound) }) else { return nil }
    let end = half.bytes.span.trimmed(0..<half.bytes.count).upperBound
    return (half.bytes[..<end] + [0x20] + text.extracting(rest).array, head.text.lowerBound, head.ident)
  }
}

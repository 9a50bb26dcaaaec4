// In which order a stream's records stand: tools that query logs list the newest first, some exports have no order.

import TrailBytes
import TrailEnvelopes
import TrailKernel
import TrailModel

/// The order of records.
struct RecordOrder: Equatable {
  /// Whether the newest stands first.
  var isFalling: Bool
  /// Whether records that were logged within about a second stand in any order.
  var isLoose: Bool

  /// The order in which records were logged.
  static let forward = RecordOrder(isFalling: false, isLoose: false)
}

/// When a record was logged, as far as records of one host are compared.
struct RecordTime {
  /// Nanoseconds since 1970; where the stamp has no year, since the beginning of 2000 and as if it were of that year.
  var wall: Int64?
  /// Whether the stamp has a year.
  var hasYear = false
  /// Nanoseconds since boot.
  var monotonic: Int64?

  /// The time of `stamp`, before which the stream's year had turned so often.
  init(_ stamp: Stamp, turns: Int = 0) {
    monotonic = stamp.monotonic
    guard let civil = stamp.civil else { return }
    hasYear = civil.year != nil
    wall = civil.instant(year: 2000 &+ turns, offset: stamp.offset ?? 0)?.nanoseconds
  }

  /// Whether there is none.
  var isEmpty: Bool { wall == nil && monotonic == nil }

  /// How much later this is than `other`; 0 where that is not known. The logger's clock goes before the kernel's, which
  /// begins again with each boot.
  func distance(from other: RecordTime) -> Int64 {
    if let wall, let then = other.wall, wall != then {
      let (distance, overflow) = wall.subtractingReportingOverflow(then)
      // A stamp without a year cannot tell January from the next.
      return overflow || !hasYear && abs(distance) > 180 * 86_400_000_000_000 ? 0 : distance
    }
    guard let monotonic, let then = other.monotonic else { return 0 }
    let (distance, overflow) = monotonic.subtractingReportingOverflow(then)
    return overflow ? 0 : distance
  }
}

/// Tells the order of records from some of them, each host's by themselves.
struct OrderSense {
  /// One record in so many of a run is compared with the last such one: how times move where they only waver nearby.
  private static let stride = 8
  /// Steps of less than this are within about a second.
  private static let near: Int64 = 2_000_000_000

  private struct Steps {
    var rises = 0
    var falls = 0
    /// Those of them that are longer than ``near``.
    var longRises = 0
    var longFalls = 0
    var last: [RecordTime?] = []

    var count: Int { rises + falls }

    mutating func see(_ time: RecordTime, of host: Int) {
      while last.count <= host { last.append(nil) }
      defer { last[host] = time }
      guard let distance = last[host].map({ time.distance(from: $0) }), distance != 0 else { return }
      if distance > 0 {
        rises += 1
        if distance > near { longRises += 1 }
      } else {
        falls += 1
        if distance < -near { longFalls += 1 }
      }
    }

    /// Whether the times fall; nil where they neither rise nor fall clearly.
    var isFalling: Bool? {
      guard count > 2 else { return nil }
      if falls * 10 >= count * 9 { return true }
      return rises * 10 >= count * 8 ? false : nil
    }
  }

  private var envelopes = EnvelopeReader()
  private var hosts = HostTable()
  private var seen = 0
  /// From record to record, and from one to another far behind it.
  private var steps = Steps()
  private var strides = Steps()
  /// How often a line's part of a report stands behind that of the line before, less how often before it. Steps between
  /// what opens a report and its kill say nothing: so reports follow each other in either order.
  private var grammar = 0
  private var parts = LinePartReader()
  private var lastPart: LinePart?

  /// Looks at a line of a stream. `isFar` says that the next stands far behind it.
  mutating func look(at line: Span<UInt8>, isFar: Bool) {
    var structured = StructuredReader()
    var records: [StructuredRecord] = []
    let place = LinePlace(line: 0, offset: 0, end: 0)
    if structured.read(line, isPiece: false, at: place, { record, _ in records.append(record) }) {
      for record in records {
        guard let first = envelopes.lines(of: record).first else { continue }
        see(first.bytes.span, first.head, isFar: isFar)
      }
    } else if let plain = line.withoutColours() {
      see(plain.span, envelopes.head(of: plain.span), isFar: isFar)
    } else {
      see(line, envelopes.head(of: line), isFar: isFar)
    }
  }

  /// Takes a record's first line into account.
  mutating func see(_ line: Span<UInt8>, _ head: RecordHead, isFar: Bool = false) {
    let time = RecordTime(head.stamp)
    if !time.isEmpty {
      see(time, of: head.host.map { hosts.number(of: line.extracting($0), boot: line.extracting(0..<0)) } ?? 0, isFar)
    } else if head.isBare, head.stampText == nil {
      // It goes on another line, of which it is not known whether that stands before or behind it.
      return
    }
    // Far away stands another report.
    if isFar { lastPart = nil }
    guard !isFar, steps.count + strides.count < 3, head.origin != .program,
      let part = parts.part(of: line.extracting(head.text))
    else { return }
    if let lastPart, part.rank != lastPart.rank {
      if !part.opens, !lastPart.opens {
        grammar += part.rank > lastPart.rank ? 1 : -1
      } else if part.isBody != lastPart.isBody {
        // Right behind what opens a report stands more of it, or right before.
        grammar += part.isBody ? 1 : -1
      }
    }
    lastPart = part
  }

  private mutating func see(_ time: RecordTime, of host: Int, _ isFar: Bool) {
    if isFar {
      strides.see(time, of: host)
    } else {
      steps.see(time, of: host)
      if seen % Self.stride == 0 { strides.see(time, of: host) }
      seen += 1
    }
  }

  /// The order, or nil where it is not known: the times do not tell.
  var order: RecordOrder? {
    if let isFalling = strides.isFalling ?? steps.isFalling {
      let (against, long) = isFalling ? (steps.rises, steps.longRises) : (steps.falls, steps.longFalls)
      return RecordOrder(isFalling: isFalling, isLoose: steps.count > 3 && against * 5 >= steps.count && long == 0)
    }
    if steps.count > 5 {
      if steps.longFalls == 0 { return RecordOrder(isFalling: false, isLoose: true) }
      if steps.longRises == 0 { return RecordOrder(isFalling: true, isLoose: true) }
      return .forward
    }
    return nil
  }

  /// The order, by as little as there is: the order of a report's parts, or a step or two.
  var likelyOrder: RecordOrder? {
    if let order { return order }
    if grammar != 0 { return RecordOrder(isFalling: grammar < 0, isLoose: false) }
    let rises = steps.rises + strides.rises
    let falls = steps.falls + strides.falls
    return rises == falls ? nil : RecordOrder(isFalling: falls > rises, isLoose: false)
  }
}

// The DATA objects of a file: which hold a sentinel, and what they hold when an entry asks for it.

import TrailBytes
import TrailModel

/// What is known of a file's DATA objects, each of which stands before every entry that refers to it.
struct DataStore {
  private let header: JournalHeader
  private let archive: (any ByteArchive)?
  private let scanner: LiteralScanner?
  private var reader: PayloadReader

  /// Messages that hold a sentinel, by the offset of their object.
  private var hits: Set<Int64> = []
  /// Whether there were more of them than are remembered: then messages are searched again as entries refer to them.
  private var hitsOverflow = false
  /// Objects that hold `_TRANSPORT=kernel`. A sound file has one.
  private var kernelTransports: [Int64] = []
  /// The hosts named, at most two of them.
  private(set) var hosts: [[UInt8]] = []

  /// Values of which a file has few and which every entry repeats: who, by which way.
  private var steady = PayloadShelf(limit: 512 << 10)
  /// All others. With an archive it holds what entries asked for, else what was seen last.
  private var passing = PayloadShelf(limit: 2 << 20)
  /// What the kernel said, which it says again at its next kill. Kept where there is no archive to read it from.
  private var kernel = PayloadShelf(limit: 3 << 20)

  /// The front of an object that was read from the archive.
  private var fetched = [UInt8](repeating: 0, count: ObjectWalk.frontLimit)

  private static let hitLimit = 1 << 17
  private static let fetchSize = 2_048

  /// The objects of a file with `header`; without `archive` what is needed again has to be kept.
  init(_ header: JournalHeader, archive: (any ByteArchive)?, scanner: LiteralScanner?) {
    self.header = header
    self.archive = archive
    self.scanner = scanner
    reader = PayloadReader(header)
  }

  /// Looks at a DATA object that is passed.
  mutating func see(_ object: JournalObject, _ front: Span<UInt8>, _ damage: inout JournalDamage) {
    do throws(JournalDamage.Kind) {
      if archive == nil {
        try keep(object, front, &damage)
      } else {
        try search(object, front)
      }
    } catch {
      damage.note(error, at: object.offset)
      if archive == nil { passing.put(.unreadable, at: object.offset) }
    }
  }

  /// Searches a message and lets it go.
  private mutating func search(_ object: JournalObject, _ front: Span<UInt8>) throws(JournalDamage.Kind) {
    let scanner = scanner
    let (isHit, host) = try reader.withPayload(of: object, front) { bytes, _ -> (Bool, [UInt8]?) in
      let (field, start) = JournalField.parse(bytes)
      switch field {
      case .message: return (holdsSentinel(bytes, from: start, scanner), nil)
      case .host: return (false, bytes.extracting(start...).array)
      default: return (false, nil)
      }
    }
    if isHit { noteHit(object.offset) }
    if let host { noteHost(host) }
  }

  /// Keeps what a later entry may ask for, as it cannot be read again.
  private mutating func keep(
    _ object: JournalObject, _ front: Span<UInt8>, _ damage: inout JournalDamage
  ) throws(JournalDamage.Kind) {
    let payload = try reader.payload(of: object, front, &damage)
    guard case .value(let field, let value, _) = payload else {
      // To be told from what was lost.
      passing.put(payload, at: object.offset)
      return
    }
    switch field {
    case .host: noteHost(value)
    case .transport:
      if value.span.equals("kernel"), kernelTransports.count < 8 { kernelTransports.append(object.offset) }
    case .message: if holdsSentinel(value.span, from: 0, scanner) { noteHit(object.offset) }
    default: break
    }
    switch field {
    case .host, .transport, .identifier: steady.put(payload, at: object.offset)
    default: passing.put(payload, at: object.offset)
    }
  }

  private mutating func noteHit(_ offset: Int64) {
    if hits.count < DataStore.hitLimit { hits.insert(offset) } else { hitsOverflow = true }
  }

  private mutating func noteHost(_ host: [UInt8]) {
    if hosts.count < 2, !hosts.contains(host) { hosts.append(host) }
  }

  /// The record of `entry`, which the object of which `front` is the front holds; nil where it is not `wanted`.
  mutating func record(
    of entry: JournalEntry, in object: JournalObject, _ front: Span<UInt8>, wanted: JournalReader.Wanted,
    _ damage: inout JournalDamage
  ) -> StructuredRecord? {
    var hit = false
    if !hits.isEmpty {
      JournalEntry.forEachItem(front, in: header) { item in
        hit = hits.contains(item)
        return !hit
      }
    }
    if archive == nil { keepKernel(front) }
    if wanted == .sentinels, !hit, !hitsOverflow { return nil }
    var record = StructuredRecord()
    record.realtime = entry.realtime
    record.monotonic = entry.monotonic
    record.bootID = entry.bootID
    let missing = fill(&record, object, front, &damage)
    if hitsOverflow, !hit { hit = holdsSentinel(record.message.span, from: 0, scanner) }
    switch wanted {
    case .sentinels: if !hit { return nil }
    case .kernel: if !hit, let transport = record.transport, !transport.span.equals("kernel") { return nil }
    case .everything: break
    }
    if let missing { damage.note(missing, at: object.offset) }
    return record
  }

  /// Fills `record` with what the entry refers to; the first value of a field counts. Says what could not be had.
  private mutating func fill(
    _ record: inout StructuredRecord, _ object: JournalObject, _ front: Span<UInt8>, _ damage: inout JournalDamage
  ) -> JournalDamage.Kind? {
    var missing: JournalDamage.Kind?
    var isForgotten = false
    var hasMessage = false
    var ownUnit: [UInt8]?
    JournalEntry.forEachItem(front, in: header) { item in
      switch payload(at: item, before: object.offset, &damage) {
      case .value(let field, let value, let isCut):
        switch field {
        case .message:
          if hasMessage { break }
          hasMessage = true
          record.message = value
          record.messageIsCut = isCut
        case .sourceRealtime: record.sourceRealtime = record.sourceRealtime ?? number(value)
        case .sourceMonotonic: record.sourceMonotonic = record.sourceMonotonic ?? number(value)
        case .host: record.host = record.host ?? value
        case .transport: record.transport = record.transport ?? value
        case .identifier: record.identifier = record.identifier ?? value
        case .pid: record.pid = record.pid ?? number(value)
        case .messageID: record.messageID = record.messageID ?? value
        case .unit: record.unit = record.unit ?? value
        case .ownUnit: ownUnit = ownUnit ?? value
        case .cgroup: record.cgroup = record.cgroup ?? value
        case .other: break
        }
      case .other: break
      // An entry whose message cannot be read has one.
      case .unreadable: hasMessage = true
      case .lost: missing = .lost
      case nil: isForgotten = true
      }
      return true
    }
    record.unit = record.unit ?? ownUnit
    // What a stream does not have any more may be nothing that was wanted. But nearly every entry has a message and
    // says how it came.
    if missing == nil, isForgotten, !hasMessage || record.transport == nil { missing = .forgotten }
    return missing
  }

  /// What the object at `offset` holds, which stands before an entry at `entry`. Nil where a stream does not know any more.
  private mutating func payload(at offset: Int64, before entry: Int64, _ damage: inout JournalDamage) -> Payload? {
    guard offset >= header.firstObject, offset < entry, offset & 7 == 0 else { return .lost }
    if let found = passing.payload(at: offset) { return found }
    guard archive != nil else {
      if let kept = steady.payload(at: offset) ?? kernel.payload(at: offset) { return kept }
      return offset <= max(passing.highestGone, steady.highestGone) ? nil : .lost
    }
    let payload = fetch(offset, before: entry, &damage)
    passing.put(payload, at: offset)
    return payload
  }

  /// Reads a DATA object from the archive.
  private mutating func fetch(_ offset: Int64, before entry: Int64, _ damage: inout JournalDamage) -> Payload {
    var there = load(0..<DataStore.fetchSize, of: offset)
    let head = JournalObject(fetched.span.extracting(0..<there), at: 0, offset: offset, in: header)
    guard let object = head, object.kind == .data, object.end <= entry else { return .lost }
    let front = Int(min(object.size, Int64(ObjectWalk.frontLimit)))
    if front > there { there += load(there..<front, of: offset) }
    guard there >= front else { return .lost }
    let bytes = fetched
    do throws(JournalDamage.Kind) {
      try reader.spend(Int64(front), at: entry)
      return try reader.payload(of: object, bytes.span.extracting(0..<front), &damage)
    } catch {
      // All else was said when the object was passed.
      if error == .bomb { damage.note(error, at: offset) }
      return .unreadable
    }
  }

  /// Reads `range` of the object at `offset` to its place in ``fetched``; says how many bytes there were.
  private mutating func load(_ range: Range<Int>, of offset: Int64) -> Int {
    guard let archive else { return 0 }
    var span = fetched.mutableSpan
    var room = span._mutatingExtracting(range)
    return archive.read(at: offset + Int64(range.lowerBound), into: &room)
  }

  /// Keeps what an entry of the kernel says for its next time.
  private mutating func keepKernel(_ front: Span<UInt8>) {
    var isKernel = false
    JournalEntry.forEachItem(front, in: header) { item in
      isKernel = kernelTransports.contains(item)
      return !isKernel
    }
    guard isKernel else { return }
    JournalEntry.forEachItem(front, in: header) { item in
      if let payload = passing.payload(at: item), case .value(.message, _, _) = payload {
        kernel.put(payload, at: item)
      }
      return true
    }
  }
}

/// Whether a sentinel stands in `message` at or behind `start`.
private func holdsSentinel(_ message: Span<UInt8>, from start: Int, _ scanner: LiteralScanner?) -> Bool {
  scanner?.next(in: message, from: start) != nil
}

/// The decimal number that is all of `text`.
private func number(_ text: [UInt8]) -> Int64? {
  var cursor = Cursor(text.span)
  guard let value = cursor.number(), cursor.isAtEnd else { return nil }
  return value
}

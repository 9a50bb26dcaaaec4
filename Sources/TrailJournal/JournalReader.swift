// The room's face: a journal file in, records out.

public import TrailBytes
public import TrailModel

/// Reads one file of systemd's journal (`.journal`, `.journal~`), whole or damaged, from a file or from a stream.
///
/// The file is walked over once, front to back, as it was written: that is the order of its entries, it is what a pipe
/// allows, and it needs none of the tables that a crash or a cut breaks (libsystemd refuses such files). Entries refer
/// to data that stands before them and is shared: of a file it is read again when an entry asks for it, of a stream
/// what may be asked for is kept, some MiB of it.
///
/// A consumer is idle until a sentinel, then awake while something is open:
///
///     guard JournalReader.begins(front), var journal = JournalReader(source, archive: file.archive, scanner: scanner)
///     var isAwake = false
///     while let (record, place) = journal.next(isAwake ? .kernel : .sentinels) {
///       desk.read(record, at: place)
///       isAwake = desk.isAwake
///     }
///     problems += journal.damage
///
/// Idle, only messages are searched and no record is made. The record that holds the sentinel is the first that comes.
public struct JournalReader {
  /// Which records to give.
  public enum Wanted: Sendable {
    /// Those whose message holds a sentinel.
    case sentinels
    /// These, the kernel's (`_TRANSPORT=kernel`), and those that do not say how they came.
    case kernel
    /// All.
    case everything
  }

  /// How many entries were passed.
  public private(set) var entryCount = 0
  /// When the first entry was received, in microseconds since 1970.
  public private(set) var firstRealtime: Int64?
  /// When the last entry so far was received, in microseconds since 1970.
  public private(set) var lastRealtime: Int64?
  /// How many bytes of the file were read.
  public var byteCount: Int64 { walk.window.end }
  /// The host that the entries come from; nil where none is named, or several are.
  public var host: [UInt8]? {
    data.hosts.count == 1 ? data.hosts[0] : nil
  }

  private let source: any ByteSource
  private let header: JournalHeader
  private var walk: ObjectWalk
  private var data: DataStore
  private var ownDamage = JournalDamage()

  /// Whether a file that begins with `front` is a journal.
  public static func begins(_ front: Span<UInt8>) -> Bool { front.has(JournalHeader.signature) }

  /// A reader of the journal that `source` gives; nil where it gives something else.
  ///
  /// `archive` has the same bytes as `source`, where they can be read at any place (``FileSource/archive``). Without a
  /// `scanner` no record holds a sentinel.
  public init?(_ source: any ByteSource, archive: (any ByteArchive)? = nil, scanner: LiteralScanner? = nil) {
    var window = ObjectWindow()
    let there = window.see(JournalHeader.shortest, at: 0, from: source)
    let bytes = window.bytes
    guard JournalReader.begins(bytes.span.extracting(0..<there)) else { return nil }
    header = JournalHeader(bytes.span.extracting(0..<there))
    self.source = source
    walk = ObjectWalk(window, source, archive: archive, header: header)
    data = DataStore(header, archive: archive, scanner: scanner)
    if header.unknownFlags != 0 { ownDamage.note(.unknownFlags(header.unknownFlags), at: 12) }
  }

  /// The next record that is `wanted`, and its place: the number of the entry in the file, and where it stands.
  /// Nil at the end.
  public mutating func next(_ wanted: Wanted) -> (record: StructuredRecord, place: LinePlace)? {
    while let object = walk.next(&ownDamage) {
      guard object.kind == .data || object.kind == .entry else { continue }
      // The array itself, not a copy of it: it is let go of before the window changes.
      let bytes = walk.window.bytes
      let front = bytes.span.extracting(walk.range(of: object))
      if object.kind == .data {
        data.see(object, front, &ownDamage)
      } else if let record = read(object, front, wanted) {
        return (record, LinePlace(line: entryCount, offset: object.offset, end: object.end))
      }
    }
    return nil
  }

  private mutating func read(_ object: JournalObject, _ front: Span<UInt8>, _ wanted: Wanted) -> StructuredRecord? {
    entryCount += 1
    guard let entry = JournalEntry(front) else {
      ownDamage.note(.entry, at: object.offset)
      return nil
    }
    if firstRealtime == nil { firstRealtime = entry.realtime }
    lastRealtime = entry.realtime
    return data.record(of: entry, in: object, front, wanted: wanted, &ownDamage)
  }

  /// What was wrong so far, with the journal and with where it came from; complete at the end. Each kind is said once.
  public var damage: [SourceDamage] {
    let outer = source.damage
    let isCut = outer.contains { $0.kind == .truncated || $0.kind == .unreadable }
    // Where the data came from has said so already.
    return outer + ownDamage.said(entries: entryCount, header: header).filter { !isCut || $0.kind != .truncated }
  }
}

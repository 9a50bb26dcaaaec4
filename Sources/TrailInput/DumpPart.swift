// One record of a kernel dump that firmware kept: `Panic#1 Part5`, then lines (fs/pstore/platform.c, pstore_dump).

import TrailBytes

/// What the first line of a pstore record says. Part 1 holds the end of the log, higher parts what came before.
public struct DumpPart: Hashable, Sendable {
  /// Why it was dumped: `Panic`, `Oops`.
  public var reason: String
  /// How many dumps there were since the boot, this one included.
  public var count: Int64
  /// The record's number in the dump, from 1.
  public var part: Int64

  /// Reads the line that `bytes` begin with; nil where they begin otherwise.
  public init?(_ bytes: Span<UInt8>) {
    var cursor = Cursor(bytes)
    while let byte = cursor.peek, (byte | 0x20) &- 0x61 <= 25, cursor.position < 16 { cursor.position += 1 }
    let end = cursor.position
    guard end > 2, cursor.skip(byte: 0x23), let count = cursor.number(), cursor.skip(" Part"),
      let part = cursor.number(), part > 0, cursor.peek == 0x0A
    else { return nil }
    reason = bytes.text(0..<end)
    self.count = count
    self.part = part
  }
}

/// Puts the records that were found back together to dumps.
public struct DumpShelf {
  /// One file, or one member of an archive.
  public struct Record: Sendable {
    /// Where it is read.
    public var place: Place
    /// What its first line says.
    public var part: DumpPart
    /// The name up to the digits at its end, its folder included.
    var stem: [UInt8]
    /// The digits, without zeros in front.
    var digits: [UInt8]
  }

  /// Where a record is read.
  public enum Place: Sendable {
    /// A file, which can be opened again.
    case file(InputEntry)
    /// A member of an archive, which is kept.
    case kept(KeptInput)
  }

  private struct Series: Hashable {
    var stem: [UInt8]
    var reason: String
    var count: Int64
  }

  private var records: [Series: [Record]] = [:]
  private var order: [Series] = []

  /// A shelf without records.
  public init() {}

  /// Adds the record at `place`.
  public mutating func add(_ place: Place, _ part: DumpPart) {
    let path =
      switch place {
      case .file(let entry): entry.bytes
      case .kept(let kept): Array(kept.path.utf8)
      }
    var end = path.count
    // What the kernel could not unpack bears that behind its name.
    if path.span.ends(in: ".enc.z") { end -= 6 }
    let suffix = end
    while end > 0, path[end - 1] &- 0x30 <= 9 { end -= 1 }
    let stem = Array(path[..<end])
    let series = Series(stem: stem, reason: part.reason, count: part.count)
    if records[series] == nil { order.append(series) }
    let digits = Array(path[end..<suffix].drop { $0 == 0x30 })
    records[series, default: []].append(Record(place: place, part: part, stem: stem, digits: digits))
  }

  /// The dumps, each with its records from the oldest line to the newest.
  ///
  /// Records are written from part 1 on, and their names grow as they are: where the number of the part does not grow
  /// with the name, or the clock in the name has run on, another dump begins.
  public var dumps: [[Record]] {
    order.flatMap { series in
      let own = (records[series] ?? []).sorted { left, right in
        left.digits.count == right.digits.count
          ? left.digits.lexicographicallyPrecedes(right.digits) : left.digits.count < right.digits.count
      }
      var dumps: [[Record]] = []
      for record in own {
        if let last = dumps.last?.last, last.part.part < record.part.part, Self.areNear(last.digits, record.digits) {
          dumps[dumps.count - 1].append(record)
        } else {
          dumps.append([record])
        }
      }
      return dumps.map { Array($0.reversed()) }
    }
  }

  /// Whether the names are of one dump: EFI variables are named by the second, two digits of the part and three of the
  /// count (drivers/firmware/efi/efi-pstore.c); others are only counted.
  private static func areNear(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == 15, right.count == 15 else { return true }
    func second(_ digits: [UInt8]) -> Int64 { digits.prefix(10).reduce(0) { $0 * 10 + Int64($1 &- 0x30) } }
    return second(right) - second(left) <= 60
  }
}

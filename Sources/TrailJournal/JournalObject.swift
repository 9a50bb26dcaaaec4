// One object of a journal file: what it is, where it stands, and whether it can be one at all (systemd journal-def.h).

import TrailBytes

/// The head of an object.
struct JournalObject {
  /// Type bytes of objects.
  enum Kind: UInt8 {
    case data = 1
    case field, entry, dataHashTable, fieldHashTable, entryArray, tag
  }

  /// How long the head is that every object has.
  static let headSize = 16

  /// What it is.
  var kind: Kind
  /// How a DATA object's payload is compressed; 0 where it is not.
  var flags: UInt8
  /// Offset of its first byte in the file.
  var offset: Int64
  /// How many bytes it has, the head included and padding not.
  var size: Int64

  /// Where it ends.
  var end: Int64 { offset &+ size }
  /// Where the next object begins: objects stand at multiples of eight.
  var next: Int64 { (end &+ 7) & ~7 }

  /// The head at `position` of `bytes`, for an object at `offset` of the file; nil where no object can stand there.
  init?(_ bytes: Span<UInt8>, at position: Int, offset: Int64, in header: JournalHeader) {
    guard let word = bytes.uint64(at: position), let length = bytes.uint64(at: position + 8) else { return nil }
    // Type, flags, and six bytes that are always zero.
    guard word >> 16 == 0, let kind = Kind(rawValue: UInt8(word & 0xFF)) else { return nil }
    flags = UInt8(word >> 8)
    guard length < 1 << 48 else { return nil }
    self.kind = kind
    self.offset = offset
    size = Int64(length)
    guard header.isOnline || end <= header.end ?? .max else { return nil }
    if flags != 0 {
      guard kind == .data else { return nil }
      // One compression at most; bits that are not known need a header that says so.
      guard header.unknownFlags != 0 || flags == 1 || flags == 2 || flags == 4 else { return nil }
    }
    switch kind {
    case .data: guard size > Int64(JournalObject.payloadStart(in: header)) else { return nil }
    case .field: guard size > 40 else { return nil }
    case .entry:
      let items = size - Int64(JournalEntry.itemStart)
      guard items > 0, items % Int64(JournalEntry.itemSize(in: header)) == 0 else { return nil }
    case .dataHashTable, .fieldHashTable: guard size > 16, size % 16 == 0 else { return nil }
    case .entryArray: guard size > 24, (size - 24) % (header.isCompact ? 4 : 8) == 0 else { return nil }
    case .tag: guard size == 64 else { return nil }
    }
  }

  /// Where in a DATA object the payload begins.
  static func payloadStart(in header: JournalHeader) -> Int { header.isCompact ? 72 : 64 }
}

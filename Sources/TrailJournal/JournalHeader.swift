// The header of a journal file: which features it uses, where its objects begin and end (systemd journal-def.h).

import TrailBytes

/// What a journal's header says, as far as reading front to back needs it.
struct JournalHeader {
  /// The bytes that every journal begins with.
  static let signature: StaticString = "LPKSHHRH"
  /// How long the header of the first systemd versions was; later ones only grew.
  static let shortest = 208

  /// Bits of `incompatible_flags`. That a compression's bit is set only says that it may occur.
  private enum Incompatible {
    static let keyedHash: UInt32 = 1 << 2
    static let compact: UInt32 = 1 << 4
    static let known: UInt32 = 0x1F
  }

  /// Whether offsets in entries are 32-bit (systemd 252 and later, where the writer chose so).
  var isCompact: Bool
  /// Whether the checks of payloads are SipHash keyed with ``fileID`` (systemd 246 and later) rather than Jenkins's hash.
  var isKeyed: Bool
  /// Bits of `incompatible_flags` that mean nothing known.
  var unknownFlags: UInt32
  /// `file_id`, as two little-endian numbers.
  var fileID: (UInt64, UInt64)
  /// Offset of the first object.
  var firstObject: Int64
  /// Where the room for objects ends, used or not; nil where the header contradicts itself.
  var end: Int64?
  /// Whether a writer had it open. Then it may have grown since its header was read.
  var isOnline: Bool
  /// Offset of the last object, 0 where there is none; a crash may have left it behind.
  var lastObject: Int64
  /// How many entries there are; a crash may have left it behind.
  var entryCount: UInt64

  /// The header at the front of `bytes`; where they end within it, what they lack is zero and the end is behind them.
  init(_ bytes: Span<UInt8>) {
    let flags = bytes.uint32(at: 12) ?? 0
    isCompact = flags & Incompatible.compact != 0
    isKeyed = flags & Incompatible.keyedHash != 0
    unknownFlags = flags & ~Incompatible.known
    isOnline = bytes.count > 16 && bytes[16] == 1
    fileID = (bytes.uint64(at: 24) ?? 0, bytes.uint64(at: 32) ?? 0)
    let size = bytes.uint64(at: 88) ?? 0
    let (sum, isTooMuch) = size.addingReportingOverflow(bytes.uint64(at: 96) ?? 0)
    let last = bytes.uint64(at: 136) ?? 0
    lastObject = Int64(clamping: last)
    entryCount = bytes.uint64(at: 152) ?? 0
    // A header of more than 64 KiB is none: objects are then searched behind the part that is known to be one.
    let isSound = size >= UInt64(JournalHeader.shortest) && size <= 1 << 16
    firstObject = isSound ? Int64(size + 7) & ~7 : Int64(JournalHeader.shortest)
    if bytes.count < JournalHeader.shortest {
      end = Int64(JournalHeader.shortest)
    } else if isSound, !isTooMuch, sum < 1 << 62, sum > last {
      end = Int64(sum)
    }
  }
}

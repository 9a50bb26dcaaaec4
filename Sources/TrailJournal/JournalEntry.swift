// ENTRY objects: when something was logged, and which DATA objects it is made of (systemd journal-def.h).

import TrailBytes

/// One entry, its fields still references.
struct JournalEntry {
  /// Where the references begin.
  static let itemStart = 64
  /// journald writes 1,024 fields at most; of an entry that has more, so many are looked at.
  static let itemLimit = 2_048

  /// When it was received, in microseconds since 1970.
  var realtime: Int64
  /// When it was received, in microseconds since boot.
  var monotonic: Int64
  /// The boot, its bytes as two little-endian numbers; zero where it is not said.
  private let boot: (low: UInt64, high: UInt64)

  /// The entry in `object`; nil where its numbers cannot be those of one.
  init?(_ object: Span<UInt8>) {
    guard let number = object.uint64(at: 16), number > 0, let realtime = object.uint64(at: 24), realtime > 0,
      // A thousand years from now the clock was wrong.
      realtime < 1 << 55, let monotonic = object.uint64(at: 32), let low = object.uint64(at: 40),
      let high = object.uint64(at: 48)
    else { return nil }
    self.realtime = Int64(realtime)
    self.monotonic = Int64(clamping: monotonic)
    boot = (low, high)
  }

  /// The boot, 32 hexadecimal digits; nil where it is not said.
  var bootID: [UInt8]? {
    if boot.low | boot.high == 0 { return nil }
    return (0..<32).map { digit in
      let half = digit < 16 ? boot.low : boot.high
      // The upper digit of a byte comes first.
      return hexCharacter(UInt8(half >> UInt64(digit % 16 * 4 ^ 4) & 15))
    }
  }

  /// How long a reference is: an offset and a hash, or a short offset alone.
  static func itemSize(in header: JournalHeader) -> Int { header.isCompact ? 4 : 16 }

  /// Calls `body` with the offset of each DATA object that the entry `object` refers to, until it answers false.
  @inline(__always)
  static func forEachItem(_ object: Span<UInt8>, in header: JournalHeader, _ body: (Int64) -> Bool) {
    let step = itemSize(in: header)
    let end = min(object.count, itemStart + itemLimit * step)
    var at = itemStart
    while at + step <= end {
      let offset = header.isCompact ? object.uint32(at: at).map(UInt64.init) : object.uint64(at: at)
      guard let offset, body(Int64(clamping: offset)) else { return }
      at += step
    }
  }
}

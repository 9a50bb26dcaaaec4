// The stretch of a journal file that is in memory.

import TrailBytes

/// A fixed buffer that only moves forward over a source, addressed by offsets in the file.
struct ObjectWindow {
  /// How many bytes it holds.
  static let capacity = 384 << 10

  /// What is held; only the first ``count`` bytes count.
  private(set) var bytes = [UInt8](repeating: 0, count: capacity)
  /// How many bytes are held.
  private(set) var count = 0
  /// Offset in the file of the first byte held.
  private(set) var base: Int64 = 0
  private(set) var isAtEnd = false

  /// Where the bytes read so far end.
  var end: Int64 { base + Int64(count) }

  /// Where in ``bytes`` the byte at `offset` of the file stands, or would stand.
  @inline(__always)
  func index(of offset: Int64) -> Int { Int(clamping: offset - base) }

  /// Brings `wanted` bytes from `offset` on into memory, dropping what lies before; says how many of them there are,
  /// fewer only where the file ends.
  @inline(__always)
  mutating func see(_ wanted: Int, at offset: Int64, from source: any ByteSource) -> Int {
    let there = end - offset
    return there >= Int64(wanted) ? wanted : read(wanted, at: offset, from: source)
  }

  private mutating func read(_ wanted: Int, at offset: Int64, from source: any ByteSource) -> Int {
    // What is skipped is read and dropped.
    while offset > end, !isAtEnd {
      base = end
      count = 0
      readMore(from: source)
    }
    guard offset >= base, offset <= end else { return 0 }
    if index(of: offset) + wanted > bytes.count {
      let start = index(of: offset)
      bytes.moveToFront(start..<count)
      base = offset
      count -= start
    }
    while Int(end - offset) < wanted, !isAtEnd { readMore(from: source) }
    return min(wanted, Int(end - offset))
  }

  private mutating func readMore(from source: any ByteSource) {
    let read = bytes.fill(from: count) { source.read(into: &$0) }
    isAtEnd = read == 0
    count += read
  }

  /// Offset of the first byte at or after `offset` that is not zero, or of the file's end.
  mutating func endOfZeros(from offset: Int64, source: any ByteSource) -> Int64 {
    var at = offset
    while see(1, at: at, from: source) > 0 {
      at = base + Int64(bytes.span.extracting(0..<count).endOfZeros(from: index(of: at)))
      if at < end { return at }
    }
    return max(offset, end)
  }
}

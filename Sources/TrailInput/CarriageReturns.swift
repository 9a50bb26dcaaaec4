// Lines that end in a carriage return alone: classic Mac OS, and some captures of terminals.

import TrailBytes

/// Makes line feeds of carriage returns.
struct CarriageReturns: Transform {
  /// Whether the last byte was one: a line feed behind it belongs to it.
  private var isBehindReturn = false

  /// Whether a sample has lines, and carriage returns only to end them.
  static func fits(_ sample: Span<UInt8>) -> Bool {
    guard let first = sample.firstIndex(of: 0x0D, from: 0), first + 1 < sample.count else { return false }
    return sample.firstIndex(of: 0x0A, from: 0) == nil
  }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    for at in 0..<bytes.count {
      let byte = bytes[at]
      if byte != 0x0A || !isBehindReturn { text.append(byte == 0x0D ? 0x0A : byte) }
      isBehindReturn = byte == 0x0D
    }
    return bytes.count
  }
}

// UTF-16 to UTF-8 (RFC 2781): what PowerShell's `>` and other Windows tools make of a log.

import TrailBytes

/// Decodes UTF-16 of one byte order.
struct UTF16Text: Transform {
  private let isBigEndian: Bool
  private var hasBegun = false

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    var at = 0
    while bytes.count - at >= 2 {
      let first = unit(bytes, at)
      var length = 2
      var scalar = first
      if first & 0xF800 == 0xD800 {
        let isHigh = first < 0xDC00
        if isHigh, bytes.count - at < 4, !isAtEnd { return at }
        let second = isHigh && bytes.count - at >= 4 ? unit(bytes, at + 2) : 0
        if second & 0xFC00 == 0xDC00 {
          scalar = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
          length = 4
        } else {
          // Half of a pair alone.
          scalar = 0xFFFD
        }
      }
      // A byte order mark is no text.
      if hasBegun || scalar != 0xFEFF { append(scalar, to: &text) }
      hasBegun = true
      at += length
    }
    guard isAtEnd, at < bytes.count else { return at }
    append(0xFFFD, to: &text)
    return bytes.count
  }

  private func unit(_ bytes: Span<UInt8>, _ at: Int) -> UInt32 {
    let (one, two) = (UInt32(bytes[at]), UInt32(bytes[at + 1]))
    return isBigEndian ? one << 8 | two : two << 8 | one
  }

  private func append(_ scalar: UInt32, to text: inout [UInt8]) {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift & 0x3F) }
    switch scalar {
    case ..<0x80: text.append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800: text += [0xC0 | UInt8(truncatingIfNeeded: scalar >> 6), tail(0)]
    case ..<0x10000: text += [0xE0 | UInt8(truncatingIfNeeded: scalar >> 12), tail(6), tail(0)]
    default: text += [0xF0 | UInt8(truncatingIfNeeded: scalar >> 18), tail(12), tail(6), tail(0)]
    }
  }
}

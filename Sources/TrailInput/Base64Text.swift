// Base64 (RFC 4648) of a log: what EC2's GetConsoleOutput answers, saved without being decoded.

import TrailBytes

/// The bytes that base64 letters stand for.
struct Base64Decoder {
  /// The bits of letters that make no byte yet, and how many letters they are of.
  private var bits: UInt32 = 0
  private var letters = 0

  /// Takes a letter, padding or a blank; false for what is none of them.
  mutating func take(_ byte: UInt8, into bytes: inout [UInt8]) -> Bool {
    guard let value = Self.value(byte) else {
      if byte == 0x3D { finish(into: &bytes) }
      return byte == 0x3D || byte == 0x0A || byte == 0x0D || byte == 0x20 || byte == 0x09
    }
    bits = bits << 6 | value
    letters += 1
    if letters == 4 {
      for shift in [16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
      bits = 0
      letters = 0
    }
    return true
  }

  /// Ends a run of letters, which may lack its padding.
  mutating func finish(into bytes: inout [UInt8]) {
    if letters > 1 { bytes.append(UInt8(truncatingIfNeeded: (bits << UInt32(6 * (4 - letters))) >> 16)) }
    if letters > 2 { bytes.append(UInt8(truncatingIfNeeded: (bits << 6) >> 8)) }
    bits = 0
    letters = 0
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte - 0x41)
    case 0x61...0x7A: UInt32(byte - 0x61) + 26
    case 0x30...0x39: UInt32(byte - 0x30) + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}

/// Decodes base64 text; what stands behind its end is handed on as it stands.
struct Base64Text: Transform {
  /// Shorter text may be a word.
  private static let shortest = 64
  /// So many bytes of what is decoded are looked at.
  private static let sample = 4 << 10

  private var decoder = Base64Decoder()
  private var isOver = false
  private var position: Int64 = 0
  private(set) var damage: [SourceDamage] = []

  /// Whether a sample is base64 of text or of gzip data, and nothing else.
  static func fits(_ sample: Span<UInt8>) -> Bool {
    guard sample.count >= shortest else { return false }
    var decoder = Base64Decoder()
    var bytes: [UInt8] = []
    for at in 0..<sample.count {
      let byte = sample[at]
      guard byte != 0x20, byte != 0x09 else { return false }
      let isWanted = bytes.count < self.sample
      guard decoder.take(byte, into: &bytes) else { return false }
      if !isWanted { bytes.removeSubrange(self.sample...) }
    }
    decoder.finish(into: &bytes)
    return GzipHeader.mayBegin(bytes.span) || isPlain(bytes.span)
  }

  /// Whether this is printed text: words that look like base64 decode to anything.
  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    var controls = 0
    var foreign = 0
    var blanks = 0
    for at in 0..<bytes.count {
      let byte = bytes[at]
      if byte == 0x20 || byte == 0x0A { blanks += 1 }
      if byte < 0x20 ? !(0x08...0x0D).contains(byte) && byte != 0x1B : byte == 0x7F { controls += 1 }
      if byte > 0x7F { foreign += 1 }
    }
    return controls * 20 < bytes.count && foreign * 4 < bytes.count && blanks * 100 > bytes.count
  }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    var at = 0
    while at < bytes.count, !isOver {
      if decoder.take(bytes[at], into: &text) {
        at += 1
      } else {
        end(at, &text)
      }
    }
    if isAtEnd { decoder.finish(into: &text) }
    for index in at..<bytes.count { text.append(bytes[index]) }
    position += Int64(bytes.count)
    return bytes.count
  }

  private mutating func end(_ at: Int, _ text: inout [UInt8]) {
    decoder.finish(into: &text)
    text.append(0x0A)
    isOver = true
    let offset = position + Int64(at)
    damage = [
      SourceDamage(
        kind: .trailing, detail: "the base64 text ends at byte \(offset); what follows is read as it stands",
        offset: offset)
    ]
  }
}

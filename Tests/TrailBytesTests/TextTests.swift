// Bytes as text: what is valid stays, every other byte is shown, nothing is lost.

import TestKit
import Testing
import TrailBytes

/// How many bytes of `bytes` at `at` are one well-formed scalar, by the table in the Unicode standard (3-7).
private func wellFormed(_ bytes: [UInt8], _ at: Int) -> Int {
  func follows(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
    at + distance < bytes.count && range.contains(bytes[at + distance])
  }
  switch bytes[at] {
  case 0x00...0x7F: return 1
  case 0xC2...0xDF: return follows(1) ? 2 : 0
  case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
  case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
  case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
  case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
  case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
  case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
  default: return 0
  }
}

private func shown(_ bytes: [UInt8]) -> [UInt8] {
  var out: [UInt8] = []
  var at = 0
  while at < bytes.count {
    let length = wellFormed(bytes, at)
    if length == 0 {
      let digits = String(bytes[at], radix: 16)
      out += Array(("\\x" + (digits.count == 1 ? "0" : "") + digits).utf8)
    } else {
      out += bytes[at..<at + length]
    }
    at += max(length, 1)
  }
  return out
}

@Suite struct TextTests {
  @Test(arguments: [
    "", "hog", "a\0b", "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}", "café", "日本", "🐗 x",
    "\u{FEFF}a",
    "e\u{301}", "\\x41",
  ]) func validTextStays(text: String) {
    #expect(Array(Array(text.utf8).span.text.utf8) == Array(text.utf8))
  }

  @Test(
    arguments: [
      // Bytes that never stand in UTF-8.
      ([0xFF], "\\xff"), ([0x61, 0xFE, 0x62], "a\\xfeb"), ([0xC0, 0x80], "\\xc0\\x80"), ([0xC1, 0xBF], "\\xc1\\xbf"),
      ([0xF5, 0x80, 0x80, 0x80], "\\xf5\\x80\\x80\\x80"),
      ([0xF8, 0x88, 0x80, 0x80, 0x80], "\\xf8\\x88\\x80\\x80\\x80"),
      // Followers without a leader.
      ([0x80], "\\x80"), ([0xBF, 0x61], "\\xbfa"),
      // Longer than need be.
      ([0xE0, 0x80, 0xAF], "\\xe0\\x80\\xaf"), ([0xE0, 0x9F, 0xBF], "\\xe0\\x9f\\xbf"),
      ([0xF0, 0x8F, 0xBF, 0xBF], "\\xf0\\x8f\\xbf\\xbf"),
      // Surrogates, and what lies above the last scalar.
      ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"), ([0xED, 0xBF, 0xBF], "\\xed\\xbf\\xbf"),
      ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
      // Cut.
      ([0xC3], "\\xc3"), ([0xE6, 0x97], "\\xe6\\x97"), ([0xF0, 0x9F, 0x90], "\\xf0\\x9f\\x90"),
      ([0xC3, 0x61], "\\xc3a"), ([0xE6, 0x97, 0x61], "\\xe6\\x97a"), ([0xF0, 0x9F, 0x90, 0x61], "\\xf0\\x9f\\x90a"),
      // A cut one before a whole one.
      ([0xE6, 0xE6, 0x97, 0xA5], "\\xe6日"), ([0xC3, 0xC3, 0xA9], "\\xc3é"),
    ] as [([UInt8], String)]) func otherBytesAreShown(raw: [UInt8], text: String)
  {
    #expect(raw.span.text == text)
    #expect((bytes("x") + raw + bytes("y")).span.text == "x" + text + "y")
  }

  @Test func everyPairOfBytes() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let pair = [first, second]
        if Array(pair.span.text.utf8) != shown(pair) {
          Issue.record("\(pair)")
          return
        }
      }
    }
  }

  @Test(arguments: 1...16 as ClosedRange<UInt64>) func randomBytes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let leaders: [UInt8] = [0x41, 0xC3, 0xE0, 0xE6, 0xED, 0xEF, 0xF0, 0xF4, 0xF5]
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        switch Int.random(in: 0..<4, using: &random) {
        case 0: leaders.randomElement(using: &random) ?? 0
        case 1, 2: UInt8.random(in: 0x80...0xBF, using: &random)
        default: UInt8.random(in: 0...255, using: &random)
        }
      }
      #expect(Array(bytes.span.text.utf8) == shown(bytes), "\(bytes), seed \(seed)")
    }
  }

  @Test func aRangeAlone() {
    let whole = bytes("aéb")
    #expect(whole.span.text(0..<1) == "a")
    #expect(whole.span.text(1..<3) == "é")
    #expect(whole.span.text(0..<2) == "a\\xc3")
    #expect(whole.span.text(2..<4) == "\\xa9b")
    #expect(whole.span.text(4..<4) == "")
  }

  @Test(arguments: [
    ("", 0..<0, 0..<0), ("  ", 0..<2, 2..<2), (" a ", 0..<3, 1..<2), ("\t\r a b \r", 0..<8, 3..<6),
    ("ab", 0..<2, 0..<2),
    ("xx a xx", 2..<5, 3..<4), ("\u{A0}a", 0..<3, 0..<3), ("\na\n", 0..<3, 0..<3),
  ]) func trimming(text: String, range: Range<Int>, trimmed: Range<Int>) {
    #expect(Array(text.utf8).span.trimmed(range) == trimmed)
  }

  @Test func hexCharacters() {
    #expect((0..<16).map { hexCharacter($0) } == bytes("0123456789abcdef"))
  }
}

// The forward reader: what each read takes, and that a miss takes nothing.

import TestKit
import Testing
import TrailBytes

/// What a read answered and where it left the cursor.
private struct Read<Value: Equatable>: Equatable {
  var value: Value
  var position: Int

  init(_ value: Value, _ position: Int) {
    self.value = value
    self.position = position
  }
}

private func reading<Value: Equatable>(
  _ text: String, from start: Int = 0, _ body: (inout Cursor) -> Value
) -> Read<Value> {
  let bytes = Array(text.utf8)
  var cursor = Cursor(bytes.span, at: start)
  let value = body(&cursor)
  return Read(value, cursor.position)
}

@Suite struct CursorTests {
  @Test func ends() {
    for (text, start, isAtEnd, peek) in [
      ("", 0, true, nil), ("a", 0, false, 0x61), ("a", 1, true, nil), ("a", 9, true, nil),
    ] as [(String, Int, Bool, UInt8?)] {
      let bytes = Array(text.utf8)
      let cursor = Cursor(bytes.span, at: start)
      #expect(cursor.isAtEnd == isAtEnd)
      #expect(cursor.peek == peek)
      #expect(cursor.position == start)
    }
  }

  @Test func literals() {
    #expect(reading("abc") { $0.skip("ab") } == Read(true, 2))
    #expect(reading("abc") { $0.skip("abc") } == Read(true, 3))
    #expect(reading("abc") { $0.skip("abcd") } == Read(false, 0))
    #expect(reading("abc") { $0.skip("ac") } == Read(false, 0))
    #expect(reading("abc", from: 1) { $0.skip("bc") } == Read(true, 3))
    #expect(reading("abc", from: 3) { $0.skip("a") } == Read(false, 3))
    #expect(reading("abc", from: 7) { $0.skip("a") } == Read(false, 7))
    #expect(reading("abc") { $0.skip("") } == Read(true, 0))
    #expect(reading("") { $0.skip("a") } == Read(false, 0))
  }

  @Test func singleBytes() {
    #expect(reading("ab") { $0.skip(byte: 0x61) } == Read(true, 1))
    #expect(reading("ab") { $0.skip(byte: 0x62) } == Read(false, 0))
    #expect(reading("ab", from: 2) { $0.skip(byte: 0x61) } == Read(false, 2))
    #expect(reading("ab", from: 5) { $0.skip(byte: 0x61) } == Read(false, 5))
  }

  @Test func blanks() {
    #expect(reading(" \t x") { $0.skipBlanks() } == Read(3, 3))
    #expect(reading("x ") { $0.skipBlanks() } == Read(0, 0))
    #expect(reading("  ") { $0.skipBlanks() } == Read(2, 2))
    #expect(reading("\r\n") { $0.skipBlanks() } == Read(0, 0))
    #expect(reading("") { $0.skipBlanks() } == Read(0, 0))
    #expect(reading("a", from: 4) { $0.skipBlanks() } == Read(0, 4))
  }

  @Test func behindLiterals() {
    #expect(reading("a: b: c") { $0.skip(past: ": ") } == Read(true, 3))
    #expect(reading("a: b: c", from: 2) { $0.skip(past: ": ") } == Read(true, 6))
    #expect(reading("a: b: c", from: 5) { $0.skip(past: ": ") } == Read(false, 5))
    #expect(reading("a: b: c", from: 50) { $0.skip(past: ": ") } == Read(false, 50))
    #expect(reading("", from: 0) { $0.skip(past: "x") } == Read(false, 0))
  }

  @Test func numbers() {
    #expect(reading("0") { $0.number() } == Read(0, 1))
    #expect(reading("007x") { $0.number() } == Read(7, 3))
    #expect(reading("x7") { $0.number() } == Read(nil, 0))
    #expect(reading("-7") { $0.number() } == Read(nil, 0))
    #expect(reading("+7") { $0.number() } == Read(nil, 0))
    #expect(reading(" 7") { $0.number() } == Read(nil, 0))
    #expect(reading("") { $0.number() } == Read(nil, 0))
    #expect(reading("12", from: 2) { $0.number() } == Read(nil, 2))
    #expect(reading("12", from: 9) { $0.number() } == Read(nil, 9))
    #expect(reading("9223372036854775807") { $0.number() } == Read(.max, 19))
    #expect(reading("00000000000000000000009") { $0.number() } == Read(9, 23))
    // One more than fits, ten times more, and a digit more.
    for text in ["9223372036854775808", "9999999999999999999", "92233720368547758070"] {
      #expect(reading(text) { $0.number() } == Read(nil, 0))
      #expect(reading("-" + text + "0") { $0.signed() } == Read(nil, 0))
    }
  }

  @Test func signedNumbers() {
    #expect(reading("-17,") { $0.signed() } == Read(-17, 3))
    #expect(reading("17") { $0.signed() } == Read(17, 2))
    #expect(reading("-0") { $0.signed() } == Read(0, 2))
    #expect(reading("-9223372036854775807") { $0.signed() } == Read(-.max, 20))
    #expect(reading("-") { $0.signed() } == Read(nil, 0))
    #expect(reading("--1") { $0.signed() } == Read(nil, 0))
    #expect(reading("- 1") { $0.signed() } == Read(nil, 0))
    #expect(reading("a-", from: 1) { $0.signed() } == Read(nil, 1))
  }

  @Test func digitsOfAWidth() {
    #expect(reading("0123") { $0.digits(2) } == Read(1, 2))
    #expect(reading("0123") { $0.digits(4) } == Read(123, 4))
    #expect(reading("0123") { $0.digits(5) } == Read(nil, 0))
    #expect(reading("01x3") { $0.digits(4) } == Read(nil, 0))
    #expect(reading("1 ") { $0.digits(2) } == Read(nil, 0))
    #expect(reading("12", from: 1) { $0.digits(2) } == Read(nil, 1))
    #expect(reading("12", from: 6) { $0.digits(2) } == Read(nil, 6))
    #expect(reading("999999999") { $0.digits(9) } == Read(999_999_999, 9))
  }

  @Test func hexadecimals() {
    #expect(reading("deadBEEFg") { $0.hexadecimal() } == Read(0xDEAD_BEEF, 8))
    #expect(reading("ffffffffffffffff") { $0.hexadecimal() } == Read(.max, 16))
    #expect(reading("0ffffffffffffffff") { $0.hexadecimal() } == Read(.max, 17))
    #expect(reading("10000000000000000") { $0.hexadecimal() } == Read(nil, 0))
    #expect(reading("0xff") { $0.hexadecimal() } == Read(0, 1))
    #expect(reading("x") { $0.hexadecimal() } == Read(nil, 0))
    #expect(reading("ff", from: 2) { $0.hexadecimal() } == Read(nil, 2))
    for byte in UInt8.min...UInt8.max {
      let character = Character(UnicodeScalar(byte))
      #expect(hexDigit(byte).map(Int.init) == (character.isASCII ? character.hexDigitValue : nil))
    }
  }

  @Test func stretches() {
    #expect(reading("ab,c") { $0.take(until: 0x2C) } == Read(0..<2, 3))
    #expect(reading(",c") { $0.take(until: 0x2C) } == Read(0..<0, 1))
    #expect(reading("abc") { $0.take(until: 0x2C) } == Read(nil, 0))
    #expect(reading("a,b,c", from: 2) { $0.take(until: 0x2C) } == Read(2..<3, 4))
    #expect(reading("a,", from: 2) { $0.take(until: 0x2C) } == Read(nil, 2))
    #expect(reading("a,", from: 7) { $0.take(until: 0x2C) } == Read(nil, 7))
  }

  @Test func words() {
    #expect(reading("ab cd") { $0.word() } == Read(0..<2, 2))
    #expect(reading("ab\tcd") { $0.word() } == Read(0..<2, 2))
    #expect(reading(" ab") { $0.word() } == Read(0..<0, 0))
    #expect(reading("ab", from: 1) { $0.word() } == Read(1..<2, 2))
    #expect(reading("ab", from: 2) { $0.word() } == Read(2..<2, 2))
    // A hard blank is a character as any other.
    #expect(reading("a\u{A0}b c") { $0.word() } == Read(0..<4, 4))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func whatWasWrittenIsRead(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let value = Int64.random(in: .min...(.max), using: &random) >> Int64.random(in: 0...63, using: &random)
      guard value != .min else { continue }
      let text = "\(value)"
      #expect(reading(text + "x") { $0.signed() } == Read(value, text.utf8.count), "seed \(seed)")
      let bits = UInt64(bitPattern: value)
      let hex = String(bits, radix: 16, uppercase: random.next() & 1 == 0)
      #expect(reading(hex + ".") { $0.hexadecimal() } == Read(bits, hex.utf8.count), "seed \(seed)")
    }
  }
}

// The writer itself: pieces, numbers, stamps, JSON strings.

import Foundation
import Testing
import TrailBytes
import TrailModel

@testable import TrailRender

@Suite struct ByteWriterTests {
  @Test func handsOnPiecesOfAtMostItsCapacity() {
    var sizes: [Int] = []
    var writer = ByteWriter(capacity: 4) { piece in
      sizes.append(piece.count)
      return true
    }
    writer.write("abcdefghij")
    writer.write(byte: 0x6B)
    let last = writer.lastByte
    writer.flush()
    writer.flush()
    #expect(sizes == [4, 4, 3])
    #expect(last == 0x6B)
  }

  @Test func dropsWhatNobodyWants() {
    var calls = 0
    var writer = ByteWriter(capacity: 4) { _ in
      calls += 1
      return false
    }
    writer.write("abcdefghijklmnop")
    writer.flush()
    let isOpen = writer.isOpen
    #expect(calls == 1)
    #expect(!isOpen)
  }

  @Test func aClosedWriterEndsTheRendering() throws {
    var trail = Case.twoHosts
    trail.events = Array(repeating: trail.events[0], count: 2_000)
    for renderer in Renderer.all {
      var calls = 0
      var writer = ByteWriter(capacity: 64) { _ in
        calls += 1
        return false
      }
      renderer.render(trail, &writer)
      writer.flush()
      #expect(calls == 1)
    }
  }

  @Test(arguments: [
    (Int64.min, "-9223372036854775808"), (.max, "9223372036854775807"), (0, "0"), (-1, "-1"), (10, "10"),
    (9_007_199_254_740_993, "9007199254740993"),
  ])
  func integers(_ value: Int64, _ text: String) {
    let actual = written { $0.write(value) }
    #expect(actual == text)
  }

  @Test(arguments: [
    (Int64(6_728_043_000), "6.728043"), (5_100_000_000, "5.100000"), (0, "0.000000"), (1, "0.000000001"),
    (-1_500_000, "-0.001500"), (5_000_001_500, "5.000001500"), (.max, "9223372036.854775807"),
  ])
  func monotonicSeconds(_ nanoseconds: Int64, _ text: String) {
    let actual = written { $0.write(seconds: nanoseconds) }
    #expect(actual == text)
  }

  @Test(arguments: [
    (0, "2026-11-22T10:15:00Z"), (1, "2026-11-22T10:15:00.1Z"), (3, "2026-11-22T10:15:00.123Z"),
    (9, "2026-11-22T10:15:00.123456789Z"),
  ])
  func instantsHaveTheDigitsOfTheLog(_ digits: Int, _ text: String) {
    let instant = Instant(nanoseconds: 1_795_342_500_123_456_789, fractionDigits: digits)
    let actual = written { $0.write(instant) }
    #expect(actual == text)
  }

  @Test func jsonStringsReadBackAsTheyWere() throws {
    let texts =
      (0..<0x100).compactMap { Unicode.Scalar($0).map(String.init) }
      + ["", "\u{2028}\u{2029}\u{2027}", "a\"b\\c/", "€ 日本 👩‍👩‍👧", "\u{202e}x", "\u{c2}\u{e2}", "\u{10ffff}"]
    for text in texts + [texts.joined()] {
      for capacity in [1, 3, 64] {
        let json = written(capacity: capacity) { $0.write(json: text) }
        #expect(!json.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
        #expect(!json.unicodeScalars.contains { $0.value == 0x2028 || $0.value == 0x2029 })
        let back =
          try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? String
        #expect(back.map { Array($0.utf8) } == Array(text.utf8))
      }
    }
  }
}

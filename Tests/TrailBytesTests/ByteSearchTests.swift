// Searches in borrowed bytes against the plainest way to do the same.

import TestKit
import Testing
import TrailBytes

@Suite struct ByteSearchTests {
  @Test(arguments: 0..<64) func newlinesAtEveryAlignment(alignment: Int) {
    let seed = UInt64(alignment) + 100
    var random = SplitMix64(seed: seed)
    let few = (0..<300).map { _ in UInt8.random(in: 8...40, using: &random) }
    let many = (0..<300).map { _ in UInt8.random(in: 9...11, using: &random) }
    for buffer in [few, many] {
      for length in 0...200 {
        let part = Array(buffer[alignment..<alignment + length])
        let span = buffer.span.extracting(alignment..<alignment + length)
        guard span.newlines(in: 0..<length) == part.count(where: { $0 == 10 }),
          span.nextNewline(from: 0) == part.firstIndex(of: 10),
          span.lastNewline(before: length) == part.lastIndex(of: 10)
        else {
          Issue.record("length \(length), seed \(seed)")
          return
        }
        let from = Int.random(in: 0...length, using: &random)
        let to = Int.random(in: from...length, using: &random)
        guard span.newlines(in: from..<to) == part[from..<to].count(where: { $0 == 10 }),
          span.nextNewline(from: from) == part[from...].firstIndex(of: 10),
          span.lastNewline(before: to) == part[..<to].lastIndex(of: 10)
        else {
          Issue.record("\(from)..<\(to) of length \(length), seed \(seed)")
          return
        }
      }
    }
  }

  @Test func moreNewlinesThanAByteCounts() {
    // A vector's lane counts to 255 before it is added up.
    for length in [8_159, 8_160, 8_161, 8_192, 16_319, 16_321, 70_000] {
      let all = [UInt8](repeating: 10, count: length)
      #expect(all.span.newlines(in: 0..<length) == length)
      #expect(all.span.newlines(in: 1..<length) == length - 1)
    }
  }

  @Test func emptySpans() {
    let none: [UInt8] = []
    #expect(none.span.firstIndex(of: 0) == nil)
    #expect(none.span.nextNewline(from: 0) == nil)
    #expect(none.span.lastNewline(before: 0) == nil)
    #expect(none.span.newlines(in: 0..<0) == 0)
    #expect(none.span.offset(of: "a") == nil)
    #expect(none.span.lastOffset(of: "a") == nil)
    #expect(none.span.contains("a") == false)
    #expect(none.span.has("a") == false)
    #expect(none.span.has("") == true)
    #expect(none.span.ends(in: "a") == false)
    #expect(none.span.equals("") == true)
    let some = bytes("abc")
    let empty = some.span.extracting(1..<1)
    #expect(empty.offset(of: "b") == nil)
    #expect(empty.nextNewline(from: 0) == nil)
    #expect(empty.newlines(in: 0..<0) == 0)
  }

  @Test func startsBehindTheEnd() {
    let some = bytes("a\n")
    #expect(some.span.firstIndex(of: 0x61, from: 2) == nil)
    #expect(some.span.firstIndex(of: 0x61, from: 9) == nil)
    #expect(some.span.nextNewline(from: 2) == nil)
    #expect(some.span.nextNewline(from: 9) == nil)
    #expect(some.span.lastNewline(before: 9) == nil)
    #expect(some.span.newlines(in: 0..<9) == 0)
    #expect(some.span.offset(of: "a", from: 2) == nil)
    #expect(some.span.offset(of: "a", from: 9) == nil)
    #expect(some.span.has("a", at: 2) == false)
    #expect(some.span.has("a", at: -1) == false)
    #expect(some.span.has("a", at: 9) == false)
  }

  @Test func bothEnds() {
    let text = bytes("oom-kill: and oom-kill:")
    #expect(text.span.offset(of: "oom-kill:") == 0)
    #expect(text.span.offset(of: "oom-kill:", from: 1) == 14)
    #expect(text.span.offset(of: "oom-kill:", from: 14) == 14)
    #expect(text.span.offset(of: "oom-kill:", from: 15) == nil)
    #expect(text.span.lastOffset(of: "oom-kill:") == 14)
    #expect(text.span.ends(in: "oom-kill:") == true)
    #expect(text.span.ends(in: "oom-kill") == false)
    #expect(text.span.equals("oom-kill: and oom-kill:") == true)
    #expect(text.span.equals("oom-kill: and oom-kill") == false)
    #expect(text.span.equals("oom-kill: and oom-kill:x") == false)
    #expect(bytes("aaaa").span.lastOffset(of: "aa") == 2)
    #expect(bytes("aa").span.lastOffset(of: "aaa") == nil)
  }

  @Test(arguments: 1...16 as ClosedRange<UInt64>) func literalsAgainstAPlainSearch(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let literals = literalPool.map { bytes($0) }
    for _ in 0..<40 {
      let whole = adversarial(literals, count: 300, using: &random)
      let alignment = Int.random(in: 0..<64, using: &random)
      let length = Int.random(in: 0...200, using: &random)
      let text = Array(whole[alignment..<alignment + length])
      let span = whole.span.extracting(alignment..<alignment + length)
      let index = Int.random(in: literalPool.indices, using: &random)
      let (literal, part) = (literalPool[index], literals[index])
      let found = text.indices.filter { stands(part, in: text, at: $0) }
      let from = Int.random(in: 0...length, using: &random)
      #expect(span.offset(of: literal) == found.first, "\(literal), seed \(seed)")
      #expect(span.offset(of: literal, from: from) == found.first { $0 >= from }, "\(literal), seed \(seed)")
      #expect(span.lastOffset(of: literal) == found.last, "\(literal), seed \(seed)")
      #expect(span.contains(literal) == !found.isEmpty, "\(literal), seed \(seed)")
      #expect(span.has(literal, at: from) == found.contains(from), "\(literal), seed \(seed)")
      #expect(span.ends(in: literal) == found.contains(length - part.count), "\(literal), seed \(seed)")
      #expect(span.equals(literal) == (text == part), "\(literal), seed \(seed)")
      let byte = UInt8.random(in: 0x60...0x66, using: &random)
      #expect(span.firstIndex(of: byte, from: from) == text[from...].firstIndex(of: byte), "seed \(seed)")
    }
  }

  @Test func bytesMovedToTheFront() {
    for (range, expected) in [
      (0..<0, "abcdef"), (0..<6, "abcdef"), (2..<5, "cdedef"), (5..<6, "fbcdef"), (1..<6, "bcdeff"), (6..<6, "abcdef"),
    ] {
      var array = bytes("abcdef")
      array.moveToFront(range)
      #expect(array == Array(expected.utf8), "\(range)")
    }
    var none: [UInt8] = []
    none.moveToFront(0..<0)
    #expect(none.isEmpty)
  }

  @Test func elementsLentToBeFilled() {
    var array = bytes("abcdef")
    let answer = array.fill(from: 4) { room in
      for index in room.indices { room[index] = 0x78 }
      return room.count
    }
    #expect(answer == 2)
    #expect(array == bytes("abcdxx"))
    #expect(array.fill(from: 6) { $0.count } == 0)
  }
}

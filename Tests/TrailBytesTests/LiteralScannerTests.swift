// The vector search against plain ones: nothing missed, nothing invented, at every alignment and length.

import CLiteralScan
import TestKit
import Testing
import TrailBytes

/// A scanner, its literals as bytes, and where each one's window lies if that can be told.
private struct Subject {
  var scanner: LiteralScanner
  var literals: [[UInt8]]
  /// For each literal, the offset of the window that the scanner looks for; nil where some literal holds another.
  var windows: [Int]?

  init(_ chosen: [StaticString]) {
    scanner = LiteralScanner(chosen)
    let literals = chosen.map { bytes($0) }
    self.literals = literals
    let isTangled = literals.indices.contains { one in
      literals.indices.contains { other in
        one != other && literals[one].indices.contains { stands(literals[other], in: literals[one], at: $0) }
      }
    }
    // Alone with its own bytes, a literal is found from any start up to its window and from none behind it.
    if !isTangled {
      let scanner = scanner
      windows = literals.map { literal in
        (0..<literal.count).last { scanner.next(in: literal.span, from: $0) == 0 } ?? -1
      }
    }
  }

  /// Every place where a literal stands.
  func occurrences(in text: [UInt8]) -> [(literal: Int, offset: Int)] {
    literals.indices.flatMap { index in
      text.indices.lazy.filter { stands(literals[index], in: text, at: $0) }.map { (index, $0) }
    }
  }
}

private func subject(_ count: Int, untangled: Bool, using random: inout SplitMix64) -> Subject {
  let shuffled = literalPool.shuffled(using: &random)
  if !untangled { return Subject(Array(shuffled.prefix(count))) }
  var chosen: [StaticString] = []
  for candidate in shuffled where chosen.count < count {
    let new = bytes(candidate)
    let isFree = chosen.allSatisfy { other in
      let old = bytes(other)
      return !old.indices.contains { stands(new, in: old, at: $0) }
        && !new.indices.contains { stands(old, in: new, at: $0) }
    }
    if isFree { chosen.append(candidate) }
  }
  return Subject(chosen)
}

@Suite struct LiteralScannerTests {
  /// The contract to the letter: of all literals that stand in the text, the one whose window comes first.
  private func exact(_ subject: Subject, _ text: [UInt8], _ answer: (Int) -> Int?) -> Int? {
    guard let windows = subject.windows else { return nil }
    let places = subject.occurrences(in: text).map { (window: $0.offset + windows[$0.literal], offset: $0.offset) }
    for start in 0...text.count {
      let first = places.filter { $0.window >= start }.map(\.window).min()
      let allowed = places.filter { $0.window == first }.map(\.offset)
      let found = answer(start)
      guard found.map({ allowed.contains($0) }) ?? allowed.isEmpty else { return start }
    }
    return nil
  }

  /// What holds whatever the windows are: the answer is a literal, and none that begins at or behind the start ends
  /// before the answer's begins.
  private func bounded(_ subject: Subject, _ text: [UInt8], _ answer: (Int) -> Int?) -> Int? {
    let places = subject.occurrences(in: text)
    for start in 0...text.count {
      let ahead = places.filter { $0.offset >= start }
      guard let found = answer(start) else {
        if ahead.isEmpty { continue }
        return start
      }
      let here = places.filter { $0.offset == found }.map { subject.literals[$0.literal].count }
      guard let longest = here.max(), found + longest - 4 >= start else { return start }
      guard ahead.allSatisfy({ found <= $0.offset + subject.literals[$0.literal].count - 4 }) else { return start }
    }
    return nil
  }

  @Test(arguments: 1...40) func setsOfEverySize(count: Int) {
    let seed = UInt64(count) &* 7_919
    var random = SplitMix64(seed: seed)
    for untangled in [true, false] {
      let subject = subject(count, untangled: untangled, using: &random)
      #expect(subject.scanner.longest == subject.literals.map(\.count).max() ?? 0)
      for _ in 0..<3 {
        let whole = adversarial(subject.literals, count: 180, using: &random)
        let alignment = Int.random(in: 0..<64, using: &random)
        let text = Array(whole[alignment..<alignment + Int.random(in: 60...116, using: &random)])
        let span = whole.span.extracting(alignment..<alignment + text.count)
        let scanner = subject.scanner
        if let start = bounded(subject, text, { scanner.next(in: span, from: $0) }) {
          Issue.record("from \(start), alignment \(alignment), seed \(seed)")
        }
        if untangled, let start = exact(subject, text, { scanner.next(in: span, from: $0) }) {
          Issue.record("not the first window from \(start), alignment \(alignment), seed \(seed)")
        }
      }
    }
  }

  @Test(arguments: 0..<64) func everyAlignmentAndLength(alignment: Int) {
    let seed = UInt64(alignment) + 4_000
    var random = SplitMix64(seed: seed)
    let subject = subject(alignment % 40 + 1, untangled: true, using: &random)
    let windows = subject.windows ?? []
    let whole = adversarial(subject.literals, count: 264, using: &random)
    let tail = Array(whole[alignment...])
    let places = subject.occurrences(in: tail).map { place in
      (
        window: place.offset + windows[place.literal], offset: place.offset,
        end: place.offset + subject.literals[place.literal].count
      )
    }
    for length in 0...200 {
      let span = whole.span.extracting(alignment..<alignment + length)
      // All of them, one after the other; of those that share a window, any one.
      var expected = Set(places.filter { $0.end <= length }.map(\.window))
      var at = 0
      while let found = subject.scanner.next(in: span, from: at) {
        let window = places.filter { $0.offset == found && $0.end <= length && $0.window >= at }.map(\.window).min()
        guard let window, window == expected.min() else {
          Issue.record("found \(found) from \(at), length \(length), seed \(seed)")
          return
        }
        expected.remove(window)
        at = window + 1
      }
      guard expected.isEmpty else {
        Issue.record("missed \(expected.sorted()), length \(length), seed \(seed)")
        return
      }
    }
  }

  /// How the analyzer uses it: from a hit on to the next line's start.
  @Test(arguments: 1...40) func linesWithLiterals(count: Int) {
    let seed = UInt64(count) &* 104_729
    var random = SplitMix64(seed: seed)
    let subject = subject(count, untangled: false, using: &random)
    let text = adversarial(subject.literals, count: 2_000, using: &random)
    var lines: Set<Int> = []
    for place in subject.occurrences(in: text) {
      lines.insert((text[..<place.offset].lastIndex(of: 10) ?? -1) + 1)
    }
    var found: Set<Int> = []
    var at = 0
    while let hit = subject.scanner.next(in: text.span, from: at) {
      let line = (text.span.lastNewline(before: hit) ?? -1) + 1
      guard line >= at else {
        Issue.record("a line before \(at), seed \(seed)")
        return
      }
      found.insert(line)
      at = (text.span.nextNewline(from: hit) ?? text.count - 1) + 1
    }
    #expect(found == lines, "seed \(seed)")
  }

  /// A stream in pieces: the last `longest` - 1 bytes of a piece are looked at again with the next one.
  @Test(arguments: 1...40) func nothingIsLostBetweenTwoBuffers(count: Int) {
    let seed = UInt64(count) &* 15_485_863
    var random = SplitMix64(seed: seed)
    let subject = subject(count, untangled: false, using: &random)
    let text = adversarial(subject.literals, count: 150, using: &random)
    let places = subject.occurrences(in: text)
    for cut in stride(from: 0, through: text.count, by: 3) {
      let scan = max(0, cut - subject.scanner.longest + 1)
      let isCovered = places.allSatisfy { place in
        place.offset >= scan || place.offset + subject.literals[place.literal].count <= cut
      }
      #expect(isCovered, "cut at \(cut), seed \(seed)")
      let hasLater = places.contains { $0.offset >= scan }
      #expect(!hasLater || subject.scanner.next(in: text.span, from: scan) != nil, "cut at \(cut), seed \(seed)")
    }
  }

  @Test func nothingToFind() {
    let none = LiteralScanner([])
    #expect(none.longest == 0)
    #expect(none.next(in: bytes("oom-killer").span, from: 0) == nil)
    let scanner = LiteralScanner(["oom-killer"])
    #expect(scanner.longest == 10)
    for text in ["", "o", "oo", "oom", "oom-kille"] {
      for start in 0...12 { #expect(scanner.next(in: Array(text.utf8).span, from: start) == nil) }
    }
  }

  @Test func atBothEnds() {
    let scanner = LiteralScanner(["Killed process ", "oom-kill:"])
    for gap in 0...200 {
      let text = bytes("oom-kill:") + [UInt8](repeating: 0x2E, count: gap) + bytes("Killed process ")
      #expect(scanner.next(in: text.span, from: 0) == 0)
      #expect(scanner.next(in: text.span, from: 9) == 9 + gap)
      #expect(scanner.next(in: text.span, from: text.count - 2) == nil)
      #expect(scanner.next(in: text.span.extracting(0..<text.count - 1), from: 9) == nil)
    }
  }

  @Test func everyByteMayStandInText() {
    let scanner = LiteralScanner(["#012", "ärger"])
    for byte in UInt8.min...UInt8.max {
      let noise = [UInt8](repeating: byte, count: 70)
      let text = noise + bytes("ärger") + noise
      #expect(scanner.next(in: text.span, from: 0) == 70)
      #expect(scanner.next(in: noise.span, from: 0) == nil)
    }
  }
}

@Suite struct HitTests {
  @Test func whichLiteralAndFromWhereToGoOn() throws {
    let scanner = LiteralScanner(["Killed process ", "oom-kill:", "Killed process 7", "oom-kill:constraint"])
    let line = bytes("x oom-kill:constraint Killed process 7")
    let text = line.span
    let hit = scanner.hit(in: text, from: 0)
    let first = try #require(hit)
    // Of those with the same window, the first that was given.
    #expect((first.offset, first.literal) == (2, 1))
    #expect(first.next > 2 && first.next < 12)
    var at = first.next
    while let hit = scanner.hit(in: text, from: at), hit.offset == 2 { at = hit.next }
    let other = scanner.hit(in: text, from: at)
    let second = try #require(other)
    #expect((second.offset, second.literal) == (22, 0))
  }
}

@Suite struct VectorLoopTests {
  private func fingerprints(dense: Bool, using random: inout SplitMix64) -> literal_fingerprints {
    var result = literal_fingerprints()
    func fill(_ buffer: UnsafeMutableRawBufferPointer) {
      for index in buffer.indices {
        let bits = UInt8.random(in: 0...255, using: &random) | UInt8.random(in: 0...255, using: &random)
        unsafe buffer[index] = dense ? bits : bits & UInt8.random(in: 0...255, using: &random)
      }
    }
    // Both tables are bytes without padding.
    unsafe withUnsafeMutableBytes(of: &result.low) { unsafe fill($0) }
    unsafe withUnsafeMutableBytes(of: &result.high) { unsafe fill($0) }
    return result
  }

  @Test(arguments: 0..<64) func sameAsThePortableLoop(alignment: Int) {
    let seed = UInt64(alignment) + 9_000
    var random = SplitMix64(seed: seed)
    let buffer = (0..<264).map { _ in UInt8.random(in: 0...255, using: &random) }
    for round in 0..<3 {
      var fingerprints = fingerprints(dense: round != 1, using: &random)
      // Some windows that the buffer holds, so that most of what fits is passed over.
      var bits = [UInt64](repeating: round == 2 ? 0 : .max, count: 128)
      if round == 2 {
        for _ in 0..<12 {
          let at = Int.random(in: 0..<(buffer.count - 3), using: &random)
          let window =
            UInt32(buffer[at]) | UInt32(buffer[at + 1]) << 8 | UInt32(buffer[at + 2]) << 16
            | UInt32(buffer[at + 3]) << 24
          let bit = Int(literal_window_bit(window))
          bits[bit >> 6] |= 1 << UInt64(bit & 63)
        }
      }
      unsafe withUnsafeMutableBytes(of: &fingerprints.windows) { room in
        unsafe bits.withUnsafeBytes { unsafe room.copyBytes(from: $0) }
      }
      for length in 0...200 {
        let from = round == 0 ? 0 : Int.random(in: 0...length, using: &random)
        let found = unsafe buffer.withUnsafeBufferPointer { bytes in
          guard let base = bytes.baseAddress else { return (0, 0, 0) }
          // alignment + length is at most 263, inside the buffer.
          return unsafe withUnsafePointer(to: fingerprints) { tables in
            unsafe (
              literal_scan(tables, base + alignment, from, length),
              literal_scan_short_vectors(tables, base + alignment, from, length),
              literal_scan_portable(tables, base + alignment, from, length)
            )
          }
        }
        guard found.0 == found.2, found.1 == found.2 else {
          Issue.record("\(found): length \(length) from \(from), seed \(seed)")
          return
        }
      }
    }
  }
}

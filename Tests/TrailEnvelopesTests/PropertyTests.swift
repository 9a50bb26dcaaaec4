// What holds for any bytes: nothing traps, no range leaves its line, no cut line says what the whole one did not.

import TestKit
import Testing
import TrailBytes
import TrailModel

@testable import TrailEnvelopes

/// Lines of every form, whole.
private let wholeLines: [String] =
  Envelope.all.flatMap(\.samples) + [
    "Nov 22 19:03:04 vm user.warn kernel: [   95.030330][  T374] hog",
    "Nov 22 19:03:04 vm (sd-exec)[1]: text", "Nov 22 19:03:04 ... kernel: [   95.030330] hog",
    "<30>Nov 22 19:03:04.123456 vm systemd-coredump[12]: Process 9 (a) of user 0 dumped core.",
    "> > [Mon Apr 27 15:50:37 2026] [  T374] hog", "vm login: [   95.030330] hog",
    "Nov 22 19:03:04 vm kernel: anon 1#012file 0#012kernel 2", "  2026-04-27T15:50:37,366785+05:45 vm kernel: hog",
  ]

@Suite struct PropertyTests {
  /// What is wrong with a head as such, or nil.
  private func flaw(_ head: RecordHead, _ line: [UInt8]) -> String? {
    for range in [head.text, head.host, head.ident, head.stampText, head.caller] {
      guard let range else { continue }
      if range.lowerBound < 0 || range.upperBound > line.count { return "a range outside of the line" }
    }
    if head.text.upperBound != line.count { return "a text that ends before the line" }
    for part in [head.host, head.ident, head.stampText, head.caller] {
      guard let part else { continue }
      if part.isEmpty { return "an empty part" }
      if part.upperBound > head.text.lowerBound { return "a part inside the text" }
    }
    if let civil = head.stamp.civil, !civil.isPlausible { return "an impossible time" }
    if head.stamp.offset != nil && head.stamp.civil == nil { return "an offset of nothing" }
    if (head.origin == .program && head.ident == nil && head.stampText == nil) { return "an origin from nowhere" }
    var lines = 0
    var end = head.text.lowerBound
    var isInside = true
    forEachLine(of: head, in: line.span) { part in
      lines += 1
      isInside = isInside && part.text.lowerBound >= end && part.text.upperBound <= line.count
      end = part.text.upperBound
    }
    if lines == 0 || !isInside { return "parts that are not the text's" }
    return nil
  }

  private func flaw(_ line: [UInt8], _ reader: inout EnvelopeReader) -> String? {
    if let flaw = flaw(reader.head(of: line.span), line) { return flaw }
    for envelope in Envelope.all {
      if let head = envelope.read(line.span), let flaw = flaw(head, line) { return "\(envelope.name): \(flaw)" }
    }
    return nil
  }

  @Test(arguments: 1...32 as ClosedRange<UInt64>) func randomBytes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var reader = EnvelopeReader()
    let alphabet = Array("[]<>:.,+-#012 \t\rTZNovJan29kernel:|".utf8)
    for _ in 0..<400 {
      let isPlain = random.next() & 1 == 0
      let line = (0..<Int.random(in: 0...90, using: &random)).map { _ in
        isPlain ? UInt8.random(in: 0...255, using: &random) : alphabet.randomElement(using: &random) ?? 0
      }
      if let flaw = flaw(line, &reader) { Issue.record("\(flaw): \(line.span.text), seed \(seed)") }
    }
  }

  @Test(arguments: 1...32 as ClosedRange<UInt64>) func linesWithChangedBytes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var reader = EnvelopeReader()
    for _ in 0..<250 {
      var line = Array((wholeLines.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !line.isEmpty {
        let at = Int.random(in: line.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: line[at] = UInt8.random(in: 0...255, using: &random)
        case 1: line.remove(at: at)
        case 2: line.insert(line.randomElement(using: &random) ?? 0, at: at)
        default: line.removeSubrange(..<at)
        }
      }
      if let flaw = flaw(line, &reader) { Issue.record("\(flaw): \(line.span.text), seed \(seed)") }
    }
  }

  /// What a line that was cut after `cut` bytes may say.
  ///
  /// Behind the stamp every fact is the whole line's or is missing; the word that the cut goes through may be taken
  /// for another part. A stamp that is cut is none, or is the same one told less exactly.
  private func flaw(ofCut cut: [UInt8], _ part: RecordHead, of line: [UInt8], _ whole: RecordHead) -> String? {
    guard let stampText = part.stampText else {
      return part.stamp == Stamp() ? nil : "a time without a stamp"
    }
    guard let wholeText = whole.stampText, stampText.lowerBound == wholeText.lowerBound else {
      return "another stamp"
    }
    if cut.count > wholeText.upperBound {
      if stampText != wholeText { return "another time" }
      // A second stamp of another form may be cut off.
      let isLess = part.stamp.civil == nil && part.stamp.monotonic != nil
      if !isLess, part.stamp.civil != whole.stamp.civil || part.stamp.offset != whole.stamp.offset {
        return "another time"
      }
      if let monotonic = part.stamp.monotonic, monotonic != whole.stamp.monotonic { return "another kernel stamp" }
    } else if let civil = part.stamp.civil, let wholeCivil = whole.stamp.civil {
      var rough = wholeCivil
      rough.nanosecond = civil.nanosecond
      rough.fractionDigits = civil.fractionDigits
      let isEarlier = civil.nanosecond <= wholeCivil.nanosecond && civil.fractionDigits <= wholeCivil.fractionDigits
      if civil != rough || !isEarlier { return "a time that is no rounding" }
    }
    if let caller = part.caller, caller != whole.caller { return "another caller" }
    // A word that the cut goes through is neither host nor tag.
    if let host = part.host, host != whole.host { return "another host" }
    if let ident = part.ident, ident != whole.ident { return "another tag" }
    if part.origin != .unknown, part.origin != whole.origin { return "another origin" }
    return nil
  }

  @Test(arguments: wholeLines) func linesCutAnywhere(text: String) {
    let line = Array(text.utf8)
    var wholeReader = EnvelopeReader()
    let whole = wholeReader.head(of: line.span)
    for length in 0..<line.count {
      let cut = Array(line[..<length])
      // Alone, and behind a line of its form.
      var fresh = EnvelopeReader()
      var used = wholeReader
      for head in [fresh.head(of: cut.span), used.head(of: cut.span)] {
        let flaw = flaw(head, cut) ?? flaw(ofCut: cut, head, of: line, whole)
        if let flaw { Issue.record("\(flaw), cut at \(length): \(cut.span.text)") }
      }
    }
  }

  @Test(arguments: wholeLines) func moreTextChangesNoHead(text: String) {
    // What stands in the message is not looked at: a line is read in the time its head takes.
    let line = Array(text.utf8)
    var reader = EnvelopeReader()
    let head = reader.head(of: line.span)
    for more in [" ", "x", "\r", ": [    1.000000] <4>Nov 22 19:03:04 vm kernel: x", "\u{FF}"] {
      let longer = line + Array(more.utf8)
      var other = EnvelopeReader()
      let longerHead = other.head(of: longer.span)
      #expect(longerHead.text == head.text.lowerBound..<longer.count, "\(more)")
      #expect(longerHead.stamp == head.stamp)
      #expect(longerHead.host == head.host)
      #expect(longerHead.ident == head.ident)
    }
  }
}

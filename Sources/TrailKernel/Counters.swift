// `name:123kB name: 0kB name:7 name? yes`: the form of every counter line of Mem-Info.

import TrailBytes

/// One counter as printed.
struct Counter {
  var name: Range<Int>
  var value: Int64
  /// Whether it had a unit (kB, or KB, which is the same).
  var isKilobytes: Bool
  /// For `all_unreclaimable? yes`.
  var truth: Bool?
  /// Where it ends.
  var end: Int
}

/// Calls `body` with each counter of `text` from `start` on; returns how many bytes from there were counters.
///
/// A word that is no counter ends the run.
func readCounters(_ text: Span<UInt8>, from start: Int = 0, _ body: (Counter) -> Void) -> Int {
  var cursor = Cursor(text, at: start)
  var end = start
  while true {
    cursor.skipBlanks()
    let from = cursor.position
    var at = from
    while at < text.count, text[at] != 0x3A, text[at] != 0x3F, text[at] != 0x20 { at += 1 }
    guard at > from, at < text.count, text[at] != 0x20 else { return end }
    let name = from..<at
    let isQuestion = text[at] == 0x3F
    cursor.position = at + 1
    cursor.skipBlanks()
    if isQuestion {
      let word = cursor.word()
      let answer = text.extracting(word)
      guard answer.equals("yes") || answer.equals("no") else { return end }
      body(Counter(name: name, value: 0, isKilobytes: false, truth: answer.equals("yes"), end: word.upperBound))
    } else {
      guard let value = cursor.signed() else { return end }
      let isKilobytes = cursor.skip("kB") || cursor.skip("KB")
      guard cursor.isAtEnd || cursor.peek == 0x20 || cursor.peek == 0x09 || cursor.peek == 0x0D else { return end }
      body(Counter(name: name, value: value, isKilobytes: isKilobytes, end: cursor.position))
    }
    end = cursor.position
  }
}

/// How many bytes from the first counter of `text` on are counters: of two ways to join a wrapped line, the right one
/// has more.
func counterRun(_ text: Span<UInt8>) -> Int {
  var start = 0
  // Words before the counters: `Node 0 Normal `.
  while start < text.count {
    var cursor = Cursor(text, at: start)
    cursor.skipBlanks()
    let word = cursor.word()
    if word.isEmpty || text.extracting(word).firstIndex(of: 0x3A) != nil { break }
    start = cursor.position
  }
  return readCounters(text, from: start) { _ in }
}

/// `1234kB` behind `label`, wherever that stands in `text`.
func kilobytes(_ text: Span<UInt8>, after label: StaticString, from start: Int = 0) -> Int64? {
  guard let at = text.offset(of: label, from: start) else { return nil }
  var cursor = Cursor(text, at: at + label.utf8CodeUnitCount)
  guard let value = cursor.signed(), cursor.skip("kB") || cursor.skip("KB") else { return nil }
  return value
}

/// A number behind `label`, wherever that stands in `text`.
func number(_ text: Span<UInt8>, after label: StaticString, from start: Int = 0) -> Int64? {
  guard let at = text.offset(of: label, from: start) else { return nil }
  var cursor = Cursor(text, at: at + label.utf8CodeUnitCount)
  return cursor.signed()
}

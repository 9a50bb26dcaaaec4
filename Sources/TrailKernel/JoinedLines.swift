// Parts lines that lost the line end between them: a row or a summary with the next line at once behind it.

import TrailBytes

extension KernelRecogniser {
  /// Where the next line begins within `text`; nil where it is one line.
  ///
  /// A row ends in a name, which has 15 bytes at most, and a summary in a number: what is longer has another line in it.
  static func joint(in text: Span<UInt8>) -> Int? {
    if text.has("[") {
      // Most rows have nothing of another line.
      guard text.firstIndex(of: 0x5B, from: 1) != nil || text.contains("Kill") || text.contains("oom-kill:") else {
        return nil
      }
      guard let name = Section.nameOfRow(text), !text.extracting(name..<text.count).mayBeComm else { return nil }
      for at in name..<min(text.count, name + 64) where beginsLine(text, at: at) { return at }
      return nil
    }
    guard text.has("oom-kill:constraint=") else { return nil }
    var from = 20
    while let uid = text.offset(of: ",uid=", from: from) {
      var cursor = Cursor(text, at: uid + 5)
      if cursor.signed() != nil {
        cursor.skipBlanks()
        if !cursor.isAtEnd, beginsLine(text, at: cursor.position) { return cursor.position }
      }
      from = uid + 5
    }
    return nil
  }

  /// Whether a row, a summary or a kill begins here.
  private static func beginsLine(_ text: Span<UInt8>, at start: Int) -> Bool {
    switch text[start] {
    case 0x5B: return Section.nameOfRow(text.extracting(start..<text.count)) != nil
    case 0x6F: return text.has("oom-kill:constraint=", at: start)
    case 0x4B: return text.has("Killed process ", at: start)
    case 0x4D: return text.has("Memory cgroup out of memory: Kill", at: start)
    case 0x4F: return text.has("Out of memory: Kill", at: start)
    default: return false
    }
  }
}

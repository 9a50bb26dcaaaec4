// What stands behind the stamp of every syslog form: host, facility, tag, message.

import TrailBytes
import TrailModel

extension RecordHead {
  /// Reads `HOST [facility.severity] TAG[pid]: MSG` at `position`, where each part may be missing.
  ///
  /// A word that ends in a colon is the tag, so a line may have no host; a line whose second word is no tag has none
  /// (RFC 3164, section 5; the daemons differ, so this goes by shape).
  init?(syslog line: Span<UInt8>, at position: Int, stampText: Range<Int>, stamp: Stamp) {
    var cursor = Cursor(line, at: position)
    cursor.skipBlanks()
    self.init(text: cursor.position..<line.count, stampText: stampText, stamp: stamp)
    let first = cursor.word()
    guard !first.isEmpty else { return }
    if let tag = Self.tag(line, first) {
      take(tag, line, behind: first.upperBound)
      return
    }
    if !Self.isFacility(line, first) { host = first }
    cursor.skipBlanks()
    text = cursor.position..<line.count
    var second = cursor.word()
    if host != nil, Self.isFacility(line, second) {
      cursor.skipBlanks()
      text = cursor.position..<line.count
      second = cursor.word()
    }
    if let tag = Self.tag(line, second) {
      take(tag, line, behind: second.upperBound)
    } else {
      readKernelPrefix(of: line)
    }
  }

  /// Takes over a tag and what follows it.
  mutating func take(_ tag: Range<Int>, _ line: Span<UInt8>, behind end: Int) {
    ident = tag
    let name = line.extracting(tag)
    origin = name.equals("kernel") || name.equals("vmunix") ? .kernel : .program
    // One blank belongs to the syslog form; further ones are the message's own.
    let start = end < line.count && line[end] == 0x20 ? end + 1 : end
    text = start..<line.count
    if origin == .kernel { readKernelPrefix(of: line) }
  }

  /// The name in a word such as `kernel:`, `sshd[123]:` or `(systemd)[1]:`; nil where the word is no tag.
  static func tag(_ line: Span<UInt8>, _ word: Range<Int>) -> Range<Int>? {
    guard word.count > 1, line[word.upperBound - 1] == 0x3A else { return nil }
    var end = word.upperBound - 1
    if line[end - 1] == 0x5D {
      var at = end - 2
      while at > word.lowerBound, line[at] &- 0x30 <= 9 { at -= 1 }
      if at > word.lowerBound, line[at] == 0x5B, at < end - 2 { end = at }
    }
    return word.lowerBound..<end
  }

  /// Whether a word is `facility.severity`, as BusyBox and OpenWrt print it.
  static func isFacility(_ line: Span<UInt8>, _ word: Range<Int>) -> Bool {
    let part = line.extracting(word)
    guard part.firstIndex(of: 0x2E) != nil else { return false }
    let facilities: [StaticString] = [
      "kern.", "user.", "daemon.", "auth.", "syslog.", "authpriv.", "cron.", "mail.", "local",
    ]
    let severities: [StaticString] = [".emerg", ".alert", ".crit", ".err", ".warn", ".notice", ".info", ".debug"]
    return facilities.contains { part.has($0) } && severities.contains { part.ends(in: $0) }
  }
}

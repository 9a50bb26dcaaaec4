// What stands behind the stamp of every syslog form: host, facility, tag, message.

import TrailBytes
import TrailModel

extension RecordHead {
  /// Reads `HOST [facility.severity] TAG[pid]: MSG` at `position`, where each part may be missing.
  ///
  /// A word that ends in a colon is the tag, so a line may have no host; a line whose second word is no tag has none
  /// (RFC 3164, section 5; the daemons differ, so this goes by shape).
  init(syslog line: Span<UInt8>, at position: Int, stampText: Range<Int>, stamp: Stamp) {
    var cursor = Cursor(line, at: position)
    cursor.skipBlanks()
    self.init(text: cursor.position..<line.count, stampText: stampText, stamp: stamp)
    // A stamp instead of a host: a serial logger's or `ts`'s own time before the kernel's line.
    readKernelPrefix(of: line)
    if text.lowerBound > cursor.position { return }
    let first = cursor.word()
    guard !first.isEmpty else { return }
    if let tag = Self.tag(line, first), !Self.isHost(line, first, before: cursor.position) {
      take(tag, line, behind: first.upperBound)
      return
    }
    if let tag = Self.kernelTag(line, first) {
      take(tag.name, line, behind: tag.end)
      return
    }
    // A word that ends the line may be cut, and half a name is another host's.
    let isNoHost = !Self.isFacility(line, first) && !Self.mayBeHost(line, first)
    if !isNoHost, !Self.isFacility(line, first), first.upperBound < line.count {
      host = Self.withoutColon(line, first)
    }
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
    } else if let tag = Self.kernelTag(line, second) {
      take(tag.name, line, behind: tag.end)
    } else if host != nil, second.upperBound < line.count, line.extracting(second).equals("kernel") {
      // What a relay got as RFC 5424 has no colon behind the tag, and rsyslog 8.25 drops the kernel's stamp.
      take(second, line, behind: second.upperBound)
    } else {
      readKernelPrefix(of: line)
      // What is no host and stands before no kernel's line is the message's.
      if isNoHost, text.lowerBound == second.lowerBound { text = first.lowerBound..<line.count }
    }
  }

  /// Whether a word that looks like a tag is the host: the kernel's tag follows it, and only a host stands before that.
  private static func isHost(_ line: Span<UInt8>, _ word: Range<Int>, before end: Int) -> Bool {
    guard line[word.upperBound - 2] != 0x5D else { return false }
    return line.has(" kernel: ", at: end) || line.has(" vmunix: ", at: end)
  }

  /// Whether a word has a letter or a digit; a bar of a table or a dash has none.
  private static func mayBeHost(_ line: Span<UInt8>, _ word: Range<Int>) -> Bool {
    word.contains { line[$0] &- 0x30 <= 9 || (line[$0] | 0x20) &- 0x61 <= 25 || line[$0] >= 0x80 }
  }

  /// A host's name without the colon that some relays put behind it; an IPv6 address keeps its own.
  private static func withoutColon(_ line: Span<UInt8>, _ word: Range<Int>) -> Range<Int> {
    guard word.count > 1, line[word.upperBound - 1] == 0x3A else { return word }
    var colons = 0
    for index in word {
      if line[index] == 0x3A {
        colons += 1
      } else if hexDigit(line[index]) == nil {
        return word.lowerBound..<word.upperBound - 1
      }
    }
    return colons > 1 ? word : word.lowerBound..<word.upperBound - 1
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

  /// The kernel's tag where its form differs: `kernel:[  177.4] …` without the blank, `kernel [  177.4] …` without the
  /// colon.
  private static func kernelTag(_ line: Span<UInt8>, _ word: Range<Int>) -> (name: Range<Int>, end: Int)? {
    guard line.has("kernel", at: word.lowerBound) else { return nil }
    let name = word.lowerBound..<word.lowerBound + 6
    if line.has(":", at: name.upperBound) { return (name, name.upperBound + 1) }
    guard word.count == 6 || line.has("[", at: name.upperBound) && line[word.upperBound - 1] == 0x5D else { return nil }
    var cursor = Cursor(line, at: word.upperBound)
    guard cursor.skip(byte: 0x20), cursor.kernelStamp() != nil else { return nil }
    return (name, word.upperBound)
  }

  /// Whether a word is `facility.severity`, as BusyBox and OpenWrt print it.
  static func isFacility(_ line: Span<UInt8>, _ word: Range<Int>) -> Bool {
    let part = line.extracting(word)
    guard let dot = part.firstIndex(of: 0x2E), part.firstIndex(of: 0x2E, from: dot + 1) == nil else { return false }
    let facility = part.extracting(0..<dot)
    let severity = part.extracting(dot + 1..<part.count)
    return isFacilityName(facility) && isSeverityName(severity)
  }

  /// Whether this is the name of a syslog facility.
  static func isFacilityName(_ name: Span<UInt8>) -> Bool {
    let isLocal = name.count == 6 && name.has("local") && name[5] &- 0x30 <= 7
    return isLocal || facilities.contains { name.equals($0) }
  }

  /// Whether this is a severity's name, in any of the daemons' spellings.
  static func isSeverityName(_ name: Span<UInt8>) -> Bool { severities.contains { name.equals($0) } }

  private static let facilities: [StaticString] = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
  ]
  private static let severities: [StaticString] = [
    "emerg", "emergency", "panic", "alert", "crit", "critical", "err", "error", "warn", "warning", "notice", "info",
    "debug",
  ]
}

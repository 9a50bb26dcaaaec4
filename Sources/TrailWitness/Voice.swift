// Who wrote a line, as its envelope or the line itself says.

import TrailBytes
import TrailModel

/// The writer of a line.
struct Voice {
  /// Its name; empty where it is not known.
  var name = ""
  /// Its pid.
  var pid: Int64?
  /// The unit that a record of the journal speaks of.
  var unit: String?

  /// Nobody in particular.
  init() {}
}

/// A line without its envelope.
struct SpokenLine {
  /// Where the words stand in the line.
  var text: Range<Int>
  /// Who wrote them.
  var voice = Voice()
  /// When: the program's own stamp where the envelope has none.
  var stamp: Stamp
  /// That as printed.
  var stampText: Range<Int>?
  /// Whether the host is one: in front of a program's own words a stamp makes a syslog line of them.
  var hasHost = true

  init(_ line: Span<UInt8>, _ head: RecordHead) {
    text = head.text
    stamp = head.stamp
    stampText = head.stampText
    if Self.isForeign(line, head) {
      hasHost = false
      text = (head.stampText?.upperBound ?? head.text.lowerBound)..<head.text.upperBound
      stamp.civil = nil
      stamp.offset = nil
    } else if let ident = head.ident {
      voice.name = line.text(ident)
      voice.pid = line.pid(behind: ident.upperBound)
    } else {
      readTag(line)
    }
    if let pid = head.pid { voice.pid = pid }
    if let unit = head.unit { voice.unit = line.text(unit) }
    let from = hasHost ? text.lowerBound : 0
    // A stamp in the words themselves counts where it says more.
    guard stamp.civil == nil || stamp.offset == nil, let own = ProgramStamp(line.extracting(from..<text.upperBound)),
      stamp.civil == nil || own.offset != nil
    else { return }
    stamp.civil = own.civil
    stamp.offset = own.offset
    if stampText == nil || !hasHost { stampText = own.range.lowerBound + from..<own.range.upperBound + from }
  }

  /// Takes `name[7]: ` off the front, where the envelope knows no programs (`dmesg`).
  private mutating func readTag(_ line: Span<UInt8>) {
    var end = text.lowerBound
    while end < text.upperBound, end - text.lowerBound < 64, line[end] != 0x20, line[end] != 0x3A, line[end] != 0x5B {
      end += 1
    }
    guard end > text.lowerBound, end < text.upperBound, line[end] == 0x5B, let pid = line.pid(behind: end) else {
      return
    }
    voice.name = line.text(text.lowerBound..<end)
    voice.pid = pid
    if let close = line.firstIndex(of: 0x5D, from: end), line.has("]: ", at: close), close + 3 <= text.upperBound {
      text = close + 3..<text.upperBound
    }
  }

  /// Whether what was taken for a host is a word of the program's: syslog has a tag behind the host, and a host's name
  /// is no zone and no level.
  private static func isForeign(_ line: Span<UInt8>, _ head: RecordHead) -> Bool {
    guard let stamp = head.stampText, let host = head.host, host.lowerBound > stamp.lowerBound,
      stamp.count > 10, line[stamp.lowerBound] &- 0x30 <= 9, line.has("-", at: stamp.lowerBound + 4)
    else { return false }
    if head.ident == nil { return true }
    let name = line.extracting(host)
    guard let first = name.firstIndexOrNil, first != 0x5B, first != 0x28, first != 0x2B, first != 0x2D else {
      return true
    }
    return words.contains { name.equals($0) }
  }

  private static let words: [StaticString] = [
    "UTC", "GMT", "CET", "CEST", "EET", "EEST", "WET", "WEST", "BST", "MSK", "EST", "EDT", "CST", "CDT", "MST", "MDT",
    "PST", "PDT", "JST", "KST", "IST", "AEST", "AEDT", "NZST", "NZDT", "INFO", "WARN", "WARNING", "ERROR", "ERR",
    "DEBUG", "NOTICE", "CRIT", "CRITICAL", "FATAL", "TRACE", "ALERT", "LOG",
  ]
}

extension Span<UInt8> {
  /// The first byte, or nil.
  fileprivate var firstIndexOrNil: UInt8? { isEmpty ? nil : self[0] }

  /// The number in `[7]` at `offset`.
  fileprivate func pid(behind offset: Int) -> Int64? {
    var cursor = Cursor(self, at: offset)
    guard cursor.skip(byte: 0x5B), let pid = cursor.number(), cursor.skip(byte: 0x5D) else { return nil }
    return pid
  }
}

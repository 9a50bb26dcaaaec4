// Records of the journal that are certainly a program's, told without being read.

import TrailBytes

/// A record of a program, as `journalctl -o json` or `-o export` prints it: whole, and with nothing in it that a reader
/// of the kernel's records needs to know.
public struct ProgramRecord: Sendable {
  /// Where it ends, its line end included.
  public let end: Int
  let form: StaticString

  /// The record that begins at `start`; nil where it is none of these, may be another's than a program's, or is not
  /// whole.
  public init?(in text: Span<UInt8>, from start: Int) {
    if text.has("{\"", at: start) {
      guard let newline = text.nextNewline(from: start), newline - start <= Self.longest,
        Self.isProgram(json: text.extracting(start..<newline))
      else { return nil }
      end = newline + 1
      form = "journal-json"
    } else if text.has("__CURSOR=", at: start), let end = Self.endOfExport(text, from: start) {
      self.end = end
      form = "journal-export"
    } else {
      return nil
    }
  }

  /// More than this is not looked at.
  private static let longest = 16 << 10

  private static func isProgram(json line: Span<UInt8>) -> Bool {
    // Between quotes that are not escaped it is a key; what an object or an array holds stands behind its bracket, and
    // the first of equal keys counts.
    let key: StaticString = "\"SYSLOG_IDENTIFIER\":\""
    guard line[line.count - 1] == 0x7D, let at = line.offset(of: key), line[at - 1] == 0x2C || line[at - 1] == 0x7B,
      line.extracting(1..<at).next(0x7B, from: 0) == nil, line.extracting(1..<at).next(0x5B, from: 0) == nil,
      line.contains("\"__REALTIME_TIMESTAMP\":\""),
      // A message that is itself an object may say better.
      !line.contains("\"MESSAGE\":\"{")
    else { return false }
    return isProgram(line, at + key.utf8CodeUnitCount, until: 0x22)
  }

  private static func endOfExport(_ text: Span<UInt8>, from start: Int) -> Int? {
    var at = start
    var isProgram = false
    while let newline = text.nextNewline(from: at), newline - start <= longest {
      if newline == at { return isProgram ? at + 1 : nil }
      // A field without a sign has its length behind it, and may hold anything.
      var sign = at
      while sign < newline, text[sign] &- 0x41 <= 25 || text[sign] == 0x5F || text[sign] &- 0x30 <= 9 { sign += 1 }
      guard sign > at, text[sign] == 0x3D else { return nil }
      if text.has("SYSLOG_IDENTIFIER=", at: at) {
        guard !isProgram, Self.isProgram(text, sign + 1, until: 0x0A) else { return nil }
        isProgram = true
      } else if at > start, text.has("__CURSOR=", at: at) || text.has("MESSAGE={", at: at) {
        return nil
      }
      at = newline + 1
    }
    return nil
  }

  /// Whether the name at `start` is a plain one, and not the kernel's.
  private static func isProgram(_ text: Span<UInt8>, _ start: Int, until end: UInt8) -> Bool {
    for name: StaticString in ["kernel", "vmunix"] where text.has(name, at: start) { return false }
    return start < text.count && text[start] != end && text[start] != 0x5C && text[start] != 0x0D
  }
}

extension StructuredReader {
  /// Counts a record that is not read.
  public mutating func count(_ record: ProgramRecord) { count(record.form.description) }
}

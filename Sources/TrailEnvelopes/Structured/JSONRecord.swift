// One JSON object as a record: the values under the keys that are known, decoded straight from bytes.

import TrailBytes
import TrailModel

extension RecordFields {
  /// How deep objects inside an object are looked into.
  private static let depth = 6

  /// The record that the object at `range` holds; nil where it has no message.
  static func record(json bytes: Span<UInt8>, _ range: Range<Int>) -> StructuredRecord? {
    var fields = RecordFields()
    fields.gather(bytes, range)
    return fields.record ?? DockerEvent.record(json: bytes, range)
  }

  /// Takes what the object at `range` holds.
  mutating func gather(_ bytes: Span<UInt8>, _ range: Range<Int>) { gather(bytes, range, parent: 0..<0, level: 0) }

  private mutating func gather(_ bytes: Span<UInt8>, _ range: Range<Int>, parent: Range<Int>, level: Int) {
    guard level < Self.depth else { return }
    var cursor = Cursor(bytes, at: range.lowerBound)
    cursor.forEachJSONMember { key, value in
      if case .object(let inside) = value {
        gather(bytes, inside, parent: key, level: level + 1)
      } else if let rank = RecordKey.rank(of: bytes.extracting(key), in: bytes.extracting(parent)),
        let value = Self.decode(value, bytes)
      {
        take(rank: rank, level: level, value)
      }
    }
  }

  /// A value's bytes: a string's, a number's digits, those that an array of numbers lists, or an array's strings as
  /// lines (the journal prints a field that is no text as numbers, and one that occurs twice as an array).
  private static func decode(_ value: JSONValue, _ bytes: Span<UInt8>) -> [UInt8]? {
    switch value {
    case .string(let text): return bytes.unescapedJSON(text)
    case .word(let word):
      let text = bytes.extracting(word)
      return text.equals("null") || text.equals("true") || text.equals("false") ? nil : Array(text)
    case .object: return nil
    case .array(let range):
      var parts: [[UInt8]] = []
      var numbers: [UInt8] = []
      var cursor = Cursor(bytes, at: range.lowerBound)
      cursor.forEachJSONElement { element in
        if case .word(let word) = element {
          var digits = Cursor(bytes, at: word.lowerBound)
          numbers.append(digits.number().map { UInt8(truncatingIfNeeded: $0) } ?? 0x3F)
        } else if let part = decode(element, bytes) {
          parts.append(part)
        }
      }
      return parts.isEmpty ? numbers : Array(parts.joined(separator: [0x0A]))
    }
  }
}

extension StructuredRecord {
  /// Takes what a known key holds.
  mutating func set(_ role: RecordRole, to value: [UInt8]) {
    switch role {
    case .message: message = value
    case .time: setTime(value)
    case .host: host = value
    case .bootID: bootID = value
    case .transport: transport = value
    case .identifier: identifier = value
    case .pid: pid = value.number
    case .monotonic: monotonic = value.number
    case .sourceMonotonic: sourceMonotonic = value.number
    case .sourceRealtime: sourceRealtime = value.number
    case .messageID: messageID = value
    case .unit: unit = value
    case .cgroup: cgroup = value
    case .sequence: sequence = value.number
    case .cursor: if sequence == nil { sequence = value.sequenceOfCursor }
    case .stream: stream = value
    // Two keys together; see ``RecordFields``.
    case .bootSeconds, .bootMicroseconds: break
    }
  }

  /// Takes a time as a log has it: a date, or a number whose size tells its unit.
  mutating func setTime(_ text: [UInt8]) {
    timeText = text
    var cursor = Cursor(text.span)
    guard let whole = cursor.number() else { return }
    var micros: Int64 = 0
    if cursor.skip(byte: 0x2E) {
      var digits = 0
      while let byte = cursor.peek, byte &- 0x30 <= 9 {
        if digits < 6 { micros = micros * 10 + Int64(byte &- 0x30) }
        digits += 1
        cursor.position += 1
      }
      for _ in min(digits, 6)..<6 { micros *= 10 }
    }
    guard cursor.isAtEnd else { return }
    switch whole {
    // `dmesg -J`: seconds since boot.
    case ..<100_000_000: sourceMonotonic = whole * 1_000_000 + micros
    case ..<100_000_000_000: realtime = whole * 1_000_000 + micros
    case ..<100_000_000_000_000: realtime = whole * 1_000
    case ..<100_000_000_000_000_000: realtime = whole
    default: realtime = whole / 1_000
    }
  }
}

extension Array<UInt8> {
  /// The number at the front.
  var number: Int64? {
    var cursor = Cursor(span)
    return cursor.number()
  }

  /// The sequence number in a journal's cursor: `s=…;i=2a;b=…`.
  var sequenceOfCursor: Int64? {
    guard let at = span.offset(of: ";i=") else { return nil }
    var number: UInt64 = 0
    var digits = 0
    for byte in self[(at + 3)...] {
      guard byte != 0x3B else { break }
      let digit = byte &- 0x30 <= 9 ? byte &- 0x30 : (byte | 0x20) &- 0x61 <= 5 ? (byte | 0x20) &- 0x57 : 0xFF
      guard digit < 16, digits < 15 else { return nil }
      number = number << 4 | UInt64(digit)
      digits += 1
    }
    return digits > 0 ? Int64(number) : nil
  }

  init(_ bytes: Span<UInt8>) { self = bytes.array }
}

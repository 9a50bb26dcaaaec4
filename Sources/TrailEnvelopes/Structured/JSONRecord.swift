// One JSON object as a record: the values under the keys that are known, decoded straight from bytes.

import TrailBytes
import TrailModel

/// Gathers a record from the members of an object and of those inside it.
struct JSONRecord {
  /// How deep objects inside an object are looked into.
  private static let depth = 6
  /// How often a message that is itself an object is opened.
  private static let nesting = 3

  /// The best value found for each role, and how good it is: shallow beats deep, then ``RecordKey/all`` decides.
  private var found: [RecordRole: (rank: Int, value: [UInt8])] = [:]

  /// The record that the object at `range` holds; nil where it has no message.
  static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> StructuredRecord? {
    var gathered = JSONRecord()
    gathered.gather(bytes, range, parent: 0..<0, level: 0)
    for _ in 0..<nesting {
      guard let message = gathered.found[.message]?.value, message.first == 0x7B else { break }
      var inner = JSONRecord()
      inner.gather(message.span, 0..<message.count, parent: 0..<0, level: 0)
      guard inner.found[.message] != nil else { break }
      gathered.found.merge(inner.found) { $1 }
    }
    return gathered.record
  }

  private mutating func gather(_ bytes: Span<UInt8>, _ range: Range<Int>, parent: Range<Int>, level: Int) {
    guard level < Self.depth else { return }
    var cursor = Cursor(bytes, at: range.lowerBound)
    cursor.forEachJSONMember { key, value in
      if case .object(let inside) = value {
        gather(bytes, inside, parent: key, level: level + 1)
      } else if let rank = RecordKey.rank(of: bytes.extracting(key), in: bytes.extracting(parent)),
        let value = Self.decode(value, bytes)
      {
        let place = level * RecordKey.all.count + rank
        let role = RecordKey.all[rank].role
        if found[role].map({ place < $0.rank }) ?? true { found[role] = (place, value) }
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

  private var record: StructuredRecord? {
    guard found[.message] != nil else { return nil }
    var record = StructuredRecord()
    for (role, best) in found where role != .time { record.set(role, to: best.value) }
    if let seconds = number(.bootSeconds), let micros = number(.bootMicroseconds), seconds < 1 << 40 {
      record.sourceMonotonic = seconds * 1_000_000 + micros
    }
    if let time = found[.time]?.value { record.set(.time, to: time) }
    return record
  }

  private func number(_ role: RecordRole) -> Int64? { found[role]?.value.number }
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
    // Two keys together; see ``JSONRecord``.
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

  init(_ bytes: Span<UInt8>) { self = bytes.array }
}

// A record in the making: the best value of each role, whatever the layout it was found in.

import TrailBytes
import TrailModel

/// Gathers a record from the values of known keys.
struct RecordFields {
  /// How often a message that is itself an object is opened.
  private static let nesting = 3

  /// The best value found for each role, and how good it is: shallow beats deep, then ``RecordKey/all`` decides.
  private var found: [RecordRole: (rank: Int, value: [UInt8])] = [:]

  /// Whether nothing was found.
  var isEmpty: Bool { found.isEmpty }
  /// Whether there is a message.
  var hasMessage: Bool { found[.message] != nil }

  /// Takes the value of the key at `rank` of ``RecordKey/all``, `level` objects deep, unless a better one is there.
  mutating func take(rank: Int, level: Int = 0, _ value: [UInt8]) {
    let place = level * RecordKey.all.count + rank
    let role = RecordKey.all[rank].role
    if found[role].map({ place < $0.rank }) ?? true { found[role] = (place, value) }
  }

  /// Takes the value of a key that may be known.
  mutating func take(key: Span<UInt8>, in parent: Span<UInt8>, level: Int = 0, _ value: [UInt8]) {
    if let rank = RecordKey.rank(of: key, in: parent) { take(rank: rank, level: level, value) }
  }

  /// Takes what the layout itself says of a role.
  mutating func take(_ role: RecordRole, _ value: [UInt8]) { found[role] = (-1, value) }

  /// The record; nil where it has no message. What a message that is itself an object says goes before.
  var record: StructuredRecord? {
    var fields = self
    for _ in 0..<Self.nesting {
      guard let message = fields.found[.message]?.value, message.first == 0x7B else { break }
      var inner = RecordFields()
      inner.gather(message.span, 0..<message.count)
      guard inner.hasMessage else { break }
      fields.found.merge(inner.found) { $1 }
    }
    return fields.plainRecord
  }

  private var plainRecord: StructuredRecord? {
    guard hasMessage else { return nil }
    var record = StructuredRecord()
    for (role, best) in found where role != .time { record.set(role, to: best.value) }
    if let seconds = number(.bootSeconds), let micros = number(.bootMicroseconds), seconds < 1 << 40, micros < 1_000_000
    {
      record.sourceMonotonic = seconds * 1_000_000 + micros
      // It was read from /dev/kmsg, whose escapes are still there.
      record.message = record.message.span.unescapedKmsg(0..<record.message.count)
    }
    if let time = found[.time]?.value { record.set(.time, to: time) }
    return record
  }

  private func number(_ role: RecordRole) -> Int64? { found[role]?.value.number }
}

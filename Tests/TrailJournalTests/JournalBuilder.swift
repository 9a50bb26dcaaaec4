// Journals made by hand, for what no sound writer writes.

import TestKit
import TrailBytes

@testable import TrailJournal

/// Writes objects behind a header: regular layout, hash without key.
struct JournalBuilder {
  private(set) var bytes: [UInt8] = Array("LPKSHHRH".utf8) + [UInt8](repeating: 0, count: 264)
  private var entries: UInt64 = 0

  init() { put(272, at: 88) }

  /// Appends an object; says where it stands.
  @discardableResult
  mutating func object(_ type: UInt8, flags: UInt8 = 0, size: UInt64? = nil, _ body: [UInt8]) -> UInt64 {
    let offset = UInt64(bytes.count)
    bytes += [type, flags, 0, 0, 0, 0, 0, 0] + little(size ?? UInt64(16 + body.count)) + body
    bytes += [UInt8](repeating: 0, count: -bytes.count & 7)
    return offset
  }

  /// Appends a DATA object; says where it stands.
  @discardableResult
  mutating func data(_ payload: [UInt8], flags: UInt8 = 0, stored: [UInt8]? = nil) -> UInt64 {
    let header = JournalHeader(bytes.span)
    let hash = little(dataHash(payload.span, in: header))
    return object(1, flags: flags, hash + [UInt8](repeating: 0, count: 40) + (stored ?? payload))
  }

  /// Appends a DATA object; says where it stands.
  @discardableResult
  mutating func data(_ payload: String) -> UInt64 { data(Array(payload.utf8)) }

  /// Appends an ENTRY object that refers to `items`; says where it stands.
  @discardableResult
  mutating func entry(_ items: UInt64...) -> UInt64 {
    entries += 1
    let numbers = little(entries) + little(1_792_000_000_000_000 + entries) + little(entries)
    let references = items.flatMap { little($0) + little(0) }
    return object(3, numbers + [UInt8](repeating: 7, count: 16) + little(0) + references)
  }

  /// The journal, its header filled in.
  func journal() -> [UInt8] {
    var whole = self
    whole.put(UInt64(bytes.count - 272), at: 96)
    whole.put(entries, at: 152)
    return whole.bytes
  }

  private mutating func put(_ value: UInt64, at offset: Int) {
    for (index, byte) in little(value).enumerated() { bytes[offset + index] = byte }
  }
}

/// A number as eight bytes.
func little(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) } }

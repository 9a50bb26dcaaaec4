// Journals for tests: fixtures unpacked, sources to read them from, and the entries they were made of.

import Foundation
import TestKit
import TrailBytes
import TrailInput
import TrailJournal
import TrailModel

/// A record and where it stands.
struct Found: Hashable {
  var record: StructuredRecord
  var place: LinePlace
}

/// What came of reading a journal to its end.
struct Reading {
  var found: [Found] = []
  var damage: [SourceDamage] = []
  var entryCount = 0
  var host: [UInt8]?

  var records: [StructuredRecord] { found.map(\.record) }
  var messages: [String] { records.map { String(decoding: $0.message, as: UTF8.self) } }
}

/// Bytes in memory that can be read at any place.
final class MemoryArchive: ByteArchive {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) -> Int {
    guard let start = Int(exactly: offset), start >= 0, start < bytes.count else { return 0 }
    let count = min(buffer.count, bytes.count - start)
    for index in 0..<count { buffer[index] = bytes[start + index] }
    return count
  }
}

/// Reads a journal to its end, as a file if `isFile`, else as a stream.
func read(
  _ bytes: [UInt8], isFile: Bool, pieces: [Int] = [.max], scanner: LiteralScanner? = nil,
  _ wanted: JournalReader.Wanted = .everything
) -> Reading? {
  let archive = isFile ? MemoryArchive(bytes) : nil
  let source = SlicedSource(bytes, sizes: pieces)
  guard var journal = JournalReader(source, archive: archive, scanner: scanner) else { return nil }
  var reading = Reading()
  while let (record, place) = journal.next(wanted) { reading.found.append(Found(record: record, place: place)) }
  reading.damage = journal.damage
  reading.entryCount = journal.entryCount
  reading.host = journal.host
  return reading
}

/// The bytes of a case's journal.
func journal(_ name: String) throws -> [UInt8] {
  let packed = try Fixture("journal/\(name)").bytes("input.journal.gz")
  guard let source = GzipSource(SlicedSource(packed)) else { return [] }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 64 << 10)
  while true {
    var span = piece.mutableSpan
    let count = source.read(into: &span)
    if count == 0 { return bytes }
    bytes += piece[..<count]
  }
}

/// The records that `entries.export` holds.
func exported() throws -> [StructuredRecord] { try exported(Fixture("journal").bytes("entries.export")) }

/// The records of journal entries in the export format.
func exported(_ bytes: [UInt8]) throws -> [StructuredRecord] {
  var records: [StructuredRecord] = []
  var fields: [(name: String, value: [UInt8])] = []
  var at = 0
  while at < bytes.count {
    let newline = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
    let line = Array(bytes[at..<newline])
    at = newline + 1
    if line.isEmpty {
      if !fields.isEmpty { records.append(StructuredRecord(fields)) }
      fields = []
    } else if let sign = line.firstIndex(of: 0x3D) {
      fields.append((String(decoding: line[..<sign], as: UTF8.self), Array(line[(sign + 1)...])))
    } else {
      var length = 0
      for index in 0..<8 { length |= Int(bytes[at + index]) << (8 * index) }
      fields.append((String(decoding: line, as: UTF8.self), Array(bytes[(at + 8)..<(at + 8 + length)])))
      at += 8 + length + 1
    }
  }
  if !fields.isEmpty { records.append(StructuredRecord(fields)) }
  return records
}

extension StructuredRecord {
  fileprivate init(_ fields: [(name: String, value: [UInt8])]) {
    self.init()
    func first(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }
    func number(_ name: String) -> Int64? { first(name).flatMap { Int64(String(decoding: $0, as: UTF8.self)) } }
    let whole = first("MESSAGE") ?? []
    message = Array(whole.prefix(64 << 10))
    messageIsCut = whole.count > message.count
    realtime = number("__REALTIME_TIMESTAMP")
    sourceRealtime = number("_SOURCE_REALTIME_TIMESTAMP")
    monotonic = number("__MONOTONIC_TIMESTAMP")
    sourceMonotonic = number("_SOURCE_MONOTONIC_TIMESTAMP")
    host = first("_HOSTNAME")
    bootID = first("_BOOT_ID")
    transport = first("_TRANSPORT")
    identifier = first("SYSLOG_IDENTIFIER")
    pid = number("_PID")
    messageID = first("MESSAGE_ID")
    unit = first("UNIT") ?? first("_SYSTEMD_UNIT")
    cgroup = first("_SYSTEMD_CGROUP")
  }
}

/// Writes a file that the caller removes; says where.
func temporaryFile(_ bytes: [UInt8]) throws -> String {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".journal").path
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  return path
}

/// Removes a file.
func removeFile(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

// Idle until a sentinel, awake while the caller wants: which records come, and how bytes come does not matter.

import TestKit
import Testing
import TrailBytes
import TrailJournal
import TrailModel

private let scanner = LiteralScanner([
  "invoked oom-killer: ", "Killed process ", "killed by the OOM killer", "job 7 waits",
])

@Suite struct Waking {
  @Test(arguments: ["zstd-compact", "xz-regular", "lz4-compact", "plain-regular"], [true, false])
  func idleOnlySentinelsCome(name: String, isFile: Bool) throws {
    let reading = try #require(read(try journal(name), isFile: isFile, scanner: scanner, .sentinels))
    let expected = try exported().enumerated().filter { _, record in
      let text = String(decoding: record.message, as: UTF8.self)
      return text.contains("invoked oom-killer: ") || text.contains("Killed process ")
        || text.contains("killed by the OOM killer") || text.contains("job 7 waits")
    }
    // The heads of both reports are one DATA object; the long message is compressed.
    #expect(expected.count == 7)
    #expect(reading.records == expected.map(\.element))
    #expect(reading.found.map(\.place.line) == expected.map { $0.offset + 1 })
    #expect(reading.damage == [])
  }

  @Test(arguments: ["zstd-compact", "plain-regular"], [true, false])
  func awakeTheKernelsCome(name: String, isFile: Bool) throws {
    let bytes = try journal(name)
    let archive = isFile ? MemoryArchive(bytes) : nil
    var journal = try #require(JournalReader(SlicedSource(bytes), archive: archive, scanner: scanner))
    var lines: [String] = []
    var isAwake = false
    while let (record, _) = journal.next(isAwake ? .kernel : .sentinels) {
      let text = String(decoding: record.message, as: UTF8.self)
      if text.contains("invoked oom-killer") { isAwake = true }
      if isAwake, record.transport == Array("kernel".utf8) { lines.append(text) }
      if text.contains("Killed process") { isAwake = false }
    }
    // Both reports, each whole: what the second one repeats of the first is read again.
    let kernel = try exported().filter { $0.transport == Array("kernel".utf8) }
      .map { String(decoding: $0.message, as: UTF8.self) }
    let heads = kernel.indices.filter { kernel[$0].contains("invoked oom-killer") }
    let ends = kernel.indices.filter { kernel[$0].contains("Killed process") }
    #expect(heads.count == 2)
    #expect(lines == zip(heads, ends).flatMap { Array(kernel[$0...$1]) })
  }

  @Test func whatDoesNotSayHowItCameMayBeTheKernels() throws {
    let reading = try #require(read(try journal("plain-compact"), isFile: true, scanner: scanner, .kernel))
    #expect(reading.messages.contains("an entry that does not say how it came"))
    #expect(!reading.messages.contains { $0.hasPrefix("request ") })
    #expect(reading.messages.contains { $0.hasPrefix("app.service: A process") })
  }

  @Test func withoutAScannerNothingWakes() throws {
    #expect(read(try journal("plain-compact"), isFile: true, .sentinels)?.found == [])
  }

  @Test(arguments: [[1], [7], [4_096], [1, 65_536], [17, 3, 250_000]], [true, false])
  func anyPiecesGiveTheSame(pieces: [Int], isFile: Bool) throws {
    for name in ["zstd-compact", "page-of-zeros", "cut"] {
      let bytes = try journal(name)
      let whole = try #require(read(bytes, isFile: true))
      let reading = try #require(read(bytes, isFile: isFile, pieces: pieces))
      #expect(reading.found == whole.found)
      #expect(reading.damage == whole.damage)
    }
  }

  @Test func aFileOnDiskIsReadAtAnyPlace() throws {
    let bytes = try journal("zstd-regular")
    let path = try temporaryFile(bytes)
    defer { removeFile(path) }
    let file = FileSource(try Descriptor(opening: Array(path.utf8), for: .reading))
    let archive = try #require(file.archive)
    var journal = try #require(JournalReader(file, archive: archive, scanner: scanner))
    var records: [StructuredRecord] = []
    while let (record, _) = journal.next(.everything) { records.append(record) }
    #expect(records == (try exported()))
    #expect(journal.byteCount == Int64(bytes.count))
    #expect(journal.firstRealtime == records.first?.realtime)
    #expect(journal.lastRealtime == records.last?.realtime)
  }
}

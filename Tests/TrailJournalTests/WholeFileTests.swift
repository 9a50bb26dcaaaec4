// Whole journals of each kind, against the entries they were made of.

import TestKit
import Testing
import TrailJournal
import TrailModel

/// The kinds of journals: each compression and layout, both hashes, one that a crash left open.
let wholeCases = [
  "plain-regular", "plain-compact", "xz-regular", "xz-compact", "lz4-regular", "lz4-compact", "zstd-regular",
  "zstd-compact", "zstd-regular-unkeyed", "online",
]

@Suite struct WholeFiles {
  @Test(arguments: wholeCases, [true, false])
  func recordsAreThoseOfTheExport(name: String, isFile: Bool) throws {
    let reading = try #require(read(try journal(name), isFile: isFile))
    let expected = try exported()
    #expect(reading.damage == [])
    #expect(reading.entryCount == expected.count)
    #expect(reading.records.count == expected.count)
    for (record, expected) in zip(reading.records, expected) where record != expected {
      Issue.record("\(record)\nis not\n\(expected)")
    }
    #expect(reading.host == Array("web-03".utf8))
    #expect(reading.found.map(\.place.line) == Array(1...expected.count))
  }
}

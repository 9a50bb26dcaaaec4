// Whole journals of each kind, against the entries they were made of.

import TestKit
import Testing
import TrailBytes
import TrailJournal
import TrailModel

/// The kinds of journals: each compression that is built in, each layout, both hashes, one that a crash left open.
let wholeCases: [String] = {
  var names = ["plain-regular", "plain-compact"]
  #if XZ
    names += ["xz-regular", "xz-compact"]
  #endif
  #if LZ4
    names += ["lz4-regular", "lz4-compact"]
  #endif
  #if Zstd
    names += ["zstd-regular", "zstd-compact", "zstd-regular-unkeyed", "online"]
  #endif
  return names
}()

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

  #if !Zstd
    @Test(arguments: [true, false])
    func withoutItsLibraryDataIsSaidToBeUnread(isFile: Bool) throws {
      let reading = try #require(read(try journal("zstd-compact"), isFile: isFile))
      let expected = try exported()
      // Only what is long is compressed.
      let unread = zip(reading.records, expected).filter { $0 != $1 }
      #expect(unread.count == 3)
      #expect(unread.allSatisfy { $0.message == [] && $1.message.count > 500 })
      #expect(reading.records.count == expected.count)
      #expect(reading.damage.map(\.kind) == [.unsupported])
      #expect(reading.damage.first?.detail.contains("compressed with zstd, which this build cannot read") == true)
    }
  #endif
}

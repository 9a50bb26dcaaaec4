// Cut, flipped and overwritten journals: what can be read is, what was lost is said, nothing is invented.

import TestKit
import Testing
import TrailBytes
import TrailJournal
import TrailModel

@Suite struct Damage {
  @Test(arguments: [("zstd-compact", true), ("plain-regular", false)])
  func aCutFileGivesThePrefix(name: String, isFile: Bool) throws {
    let bytes = try journal(name)
    let whole = try #require(read(bytes, isFile: true)).found
    let used = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
    try withRandomness("aCutFileGivesThePrefix") { random in
      // Most cuts in what the file holds, some in its unused room.
      for turn in 0..<200 {
        let cut = turn % 20 == 0 ? 8 + random.below(bytes.count - 8) : 8 + random.below(used)
        let reading = try #require(read(Array(bytes[..<cut]), isFile: isFile), "cut at \(cut)")
        let expected = whole.filter { $0.place.end <= Int64(cut) }
        #expect(reading.found == expected, "cut at \(cut)")
        #expect(reading.damage.map(\.kind) == [.truncated], "cut at \(cut): \(reading.damage)")
        #expect(reading.damage.first?.offset == Int64(cut))
      }
    }
  }

  @Test(arguments: ["zstd-compact", "xz-regular", "lz4-compact", "plain-regular", "online"], [true, false])
  func flippedBytesNeverTrapNorInventText(name: String, isFile: Bool) throws {
    let bytes = try journal(name)
    let used = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
    // One entry has two: of these the other may be read.
    let messages = Set(try exported().map(\.message) + [[], Array("second of two".utf8)])
    let hosts: Set<[UInt8]?> = [nil, Array("web-03".utf8)]
    try withRandomness("flippedBytesNeverTrapNorInventText") { random in
      for _ in 0..<15 {
        var flipped = bytes
        for _ in 0...random.below(6) { flipped[8 + random.below(used - 8)] ^= 1 << UInt8(random.below(8)) }
        let isKeyDamaged = flipped[..<272] != bytes[..<272]
        let reading = try #require(read(flipped, isFile: isFile))
        for (index, record) in reading.records.enumerated() {
          // Every payload has a check, so a message is one that was written, the front of a long one, or lost. Only
          // where no check has passed yet, or none can, it is given as it stands, and the damage says so.
          let isUnchecked = isKeyDamaged || index == 0
          #expect(
            messages.contains(record.message) || record.messageIsCut || isUnchecked,
            "\(index): \(String(decoding: record.message, as: UTF8.self)), \(reading.damage)")
          #expect(hosts.contains(record.host))
        }
        #expect(reading.damage.count < 12)
      }
    }
  }

  @Test(arguments: [true, false])
  func oneFlippedByteLosesLittle(isFile: Bool) throws {
    let bytes = try journal("zstd-compact")
    let whole = try #require(read(bytes, isFile: true)).found
    let first = try #require(whole.first).place.offset
    let last = try #require(whole.last).place.end
    try withRandomness("oneFlippedByteLosesLittle") { random in
      for _ in 0..<50 {
        var flipped = bytes
        let at = Int(first) + random.below(Int(last - first))
        flipped[at] ^= 1 << UInt8(random.below(8))
        let reading = try #require(read(flipped, isFile: isFile))
        // A length that is wrong leads past up to 64 KiB, seldom to a sound object; what is gone is said to be.
        #expect(reading.found.count >= whole.count - 40, "flipped at \(at)")
        #expect(reading.found.count == whole.count || !reading.damage.isEmpty, "flipped at \(at)")
        let there = Set(reading.found.map(\.place.offset))
        #expect(
          whole.allSatisfy { there.contains($0.place.offset) || abs($0.place.offset - Int64(at)) < 70_000 },
          "flipped at \(at)")
      }
    }
  }

  @Test(arguments: [true, false])
  func aCutFileSaysWhatItLacks(isFile: Bool) throws {
    let bytes = try journal("cut")
    let reading = try #require(read(bytes, isFile: isFile))
    let expected = try exported()
    #expect(reading.records == Array(expected.prefix(reading.records.count)))
    #expect(reading.records.count > 50)
    let text =
      "the journal stops at byte \(bytes.count), before byte 524288 where its header says it ends; "
      + "it claims \(expected.count) entries and \(reading.records.count) were found"
    #expect(reading.damage == [SourceDamage(kind: .truncated, detail: text, offset: Int64(bytes.count))])
  }

  @Test(arguments: [true, false])
  func readingGoesOnBehindAPageOfZeros(isFile: Bool) throws {
    let reading = try #require(read(try journal("page-of-zeros"), isFile: isFile))
    let expected = try exported()
    // Nothing but what stood in the page is lost.
    let whole = try #require(read(try journal("zstd-compact"), isFile: true))
    let lost = Set(whole.found.map(\.place.offset)).subtracting(reading.found.map(\.place.offset)).sorted()
    let first = try #require(lost.first)
    #expect(lost.allSatisfy { $0 / 4_096 == first / 4_096 })
    #expect(reading.records.last == expected.last)
    let known = Set(expected.map(\.message) + [[]])
    #expect(reading.records.allSatisfy { known.contains($0.message) })
    #expect(reading.damage.map(\.kind).allSatisfy { $0 == .corrupt })
    #expect(reading.damage.contains { $0.detail.hasPrefix("no journal object can be read at byte ") })
    #expect(Set(reading.damage.map(\.detail)).count == reading.damage.count)
  }

  @Test func unknownFeaturesAreNamed() throws {
    var bytes = try journal("plain-regular")
    bytes[12] |= 0x40
    let reading = try #require(read(bytes, isFile: true))
    #expect(reading.damage.map(\.kind) == [.unsupported])
    #expect(reading.damage.first?.detail.contains("incompatible flags 0x40") == true)
    #expect(reading.records == (try exported()))
  }

  @Test func compatibleFeaturesAreNone() throws {
    var bytes = try journal("plain-regular")
    // Sealed, and whatever else a reader may pass over.
    bytes[8] = 0xFF
    #expect(read(bytes, isFile: true)?.damage == [])
  }

  @Test func whatIsNoJournalIsNone() throws {
    #expect(read(Array("KSHHRHLP and more".utf8), isFile: true)?.damage == nil)
    #expect(read([], isFile: true)?.damage == nil)
    #expect(read(Array("LPKSHHR".utf8), isFile: true)?.damage == nil)
    #expect(read(Array("LPKSHHRH".utf8), isFile: true)?.damage.map(\.kind) == [.truncated])
  }
}

// Journals that nobody wrote in good faith, and those that ask too much of a stream.

import TestKit
import Testing
import TrailBytes
import TrailModel

@testable import TrailJournal

@Suite struct Hostile {
  /// A zstd frame of `MESSAGE=` and 128 KiB of one letter `times` times.
  private func frame(times: Int) -> [UInt8] {
    func block(_ type: Int, _ size: Int, last: Bool) -> [UInt8] {
      let head = size << 3 | type << 1 | (last ? 1 : 0)
      return [UInt8(head & 0xFF), UInt8(head >> 8 & 0xFF), UInt8(head >> 16)]
    }
    var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38] + block(0, 8, last: false) + Array("MESSAGE=".utf8)
    for turn in 1...times { frame += block(1, 128 << 10, last: turn == times) + [0x41] }
    return frame
  }

  @Test(arguments: [true, false])
  func aBombIsReadAsFarAsIsKept(isFile: Bool) throws {
    var builder = JournalBuilder()
    let bomb = builder.data([], flags: 4, stored: frame(times: 8_000))
    builder.entry(bomb)
    let reading = try #require(read(builder.journal(), isFile: isFile))
    #expect(reading.records.map(\.message) == [[UInt8](repeating: 0x41, count: 64 << 10)])
    #expect(reading.records.map(\.messageIsCut) == [true])
    #expect(reading.damage == [])
  }

  @Test(arguments: [1, 2, 4] as [UInt8], [true, false])
  func whatCannotBeDecodedIsSaidOnce(flags: UInt8, isFile: Bool) throws {
    var builder = JournalBuilder()
    let transport = builder.data("_TRANSPORT=kernel")
    // Too long, too short, none at all.
    let first = builder.data([], flags: flags, stored: little(1 << 60) + [0xF0, 0xFF, 0xFF])
    let second = builder.data([], flags: flags, stored: [1])
    let third = builder.data([], flags: flags, stored: Array("no compressed data at all".utf8))
    for item in [first, second, third] { builder.entry(transport, item) }
    let reading = try #require(read(builder.journal(), isFile: isFile))
    #expect(reading.records.map(\.message) == [[], [], []])
    #expect(reading.records.map(\.transport) == Array(repeating: Array("kernel".utf8), count: 3))
    let name = [1: "xz", 2: "LZ4", 4: "zstd"][flags] ?? ""
    let text = "the \(name) data of the journal at byte \(first) cannot be decoded; 2 more cannot"
    #expect(reading.damage == [SourceDamage(kind: .corrupt, detail: text, offset: Int64(first))])
  }

  @Test(arguments: [true, false])
  func referencesThatLeadNowhereAreLost(isFile: Bool) throws {
    var builder = JournalBuilder()
    let message = builder.data("MESSAGE=the only one")
    let first = builder.entry(message, 0, 8, message + 8, .max, 1 << 63, 1 << 40, 272 + 1)
    // To itself, to another entry, to what stands behind.
    let second = UInt64(builder.bytes.count)
    builder.entry(second, first, second + 160, message)
    let reading = try #require(read(builder.journal(), isFile: isFile))
    #expect(reading.messages == ["the only one", "the only one"])
    let text = "the journal entry at byte \(first) refers to data that is lost; 1 more do"
    #expect(reading.damage == [SourceDamage(kind: .corrupt, detail: text, offset: Int64(first))])
  }

  @Test(arguments: [0, 1, 15, 16, 17, 63, 64, 1 << 20, 1 << 47, 1 << 63, .max] as [UInt64], [true, false])
  func absurdSizesArePassedOver(size: UInt64, isFile: Bool) throws {
    var builder = JournalBuilder()
    builder.entry(builder.data("MESSAGE=before"))
    let bad = builder.object(1, size: size, [UInt8](repeating: 0x55, count: 200))
    builder.entry(builder.data("MESSAGE=behind"))
    let reading = try #require(read(builder.journal(), isFile: isFile))
    #expect(reading.messages == ["before", "behind"])
    let text = "no journal object can be read at byte \(bad)"
    #expect(reading.damage == [SourceDamage(kind: .corrupt, detail: text, offset: Int64(bad))])
  }

  /// A file that was being written has no end to hold sizes against.
  @Test(arguments: [1 << 10, 1 << 20, 1 << 47] as [UInt64], [true, false])
  func absurdSizesInAnOpenFileAreSaid(size: UInt64, isFile: Bool) throws {
    var builder = JournalBuilder()
    builder.entry(builder.data("MESSAGE=before"))
    let bad = builder.object(1, size: size, [UInt8](repeating: 0x55, count: 200))
    builder.entry(builder.data("MESSAGE=behind"))
    var bytes = builder.journal()
    bytes[16] = 1
    let reading = try #require(read(bytes, isFile: isFile))
    #expect(reading.messages.first == "before")
    // A stream cannot look ahead to where so long an object should end.
    if isFile || size < 1 << 20 { #expect(reading.messages == ["before", "behind"]) }
    #expect(reading.damage.map(\.kind) == [.corrupt])
    #expect(reading.damage.first?.offset == Int64(bad))
  }

  @Test(arguments: [true, false])
  func absurdHeadersAreSurvived(isFile: Bool) throws {
    for offset in stride(from: 88, through: 152, by: 8) {
      for value in [0, 1, 7, 1 << 20, 1 << 62, 1 << 63, .max] as [UInt64] {
        var builder = JournalBuilder()
        builder.entry(builder.data("MESSAGE=one"))
        builder.entry(builder.data("MESSAGE=two"))
        var bytes = builder.journal()
        for (index, byte) in little(value).enumerated() { bytes[offset + index] = byte }
        let reading = try #require(read(bytes, isFile: isFile))
        // Only a header that ends behind the objects, or before some, hides them.
        if offset > 96 { #expect(reading.messages == ["one", "two"], "\(value) at \(offset)") }
      }
    }
  }

  @Test(arguments: [true, false])
  func aPayloadThatFailsItsCheckIsNotKept(isFile: Bool) throws {
    var builder = JournalBuilder()
    builder.entry(builder.data("MESSAGE=Killed process 17"))
    let second = builder.data("MESSAGE=Killed process 18")
    builder.entry(second)
    var bytes = builder.journal()
    bytes[Int(second) + 64 + 24] = UInt8(ascii: "9")
    let reading = try #require(read(bytes, isFile: isFile))
    #expect(reading.messages == ["Killed process 17", ""])
    let text = "the journal data at byte \(second) fails its check"
    #expect(reading.damage == [SourceDamage(kind: .corrupt, detail: text, offset: Int64(second))])
  }

  @Test func aStreamSaysWhatItHasNoMore() throws {
    var builder = JournalBuilder()
    let host = builder.data("_HOSTNAME=web-03")
    let program = builder.data("_TRANSPORT=journal")
    let kernel = builder.data("_TRANSPORT=kernel")
    let request = builder.data("MESSAGE=request done")
    let memory = builder.data("MESSAGE=Mem-Info:")
    builder.entry(host, program, request)
    builder.entry(host, kernel, memory)
    for turn in 0..<100 {
      builder.data("MESSAGE=\(turn) " + String(repeating: "x", count: 60_000))
      builder.entry(host, program, builder.data("_PID=\(turn)"))
    }
    let again = builder.entry(host, program, request)
    builder.entry(host, kernel, memory)
    let bytes = builder.journal()
    let whole = try #require(read(bytes, isFile: true))
    #expect(whole.messages.suffix(2) == ["request done", "Mem-Info:"])
    #expect(whole.damage == [])
    let stream = try #require(read(bytes, isFile: false))
    // What the kernel said once is kept for its next report.
    #expect(stream.messages.suffix(2) == ["", "Mem-Info:"])
    #expect(stream.records.allSatisfy { $0.host == Array("web-03".utf8) })
    #expect(stream.damage.map(\.offset) == [Int64(again)])
    #expect(stream.damage.first?.detail.contains("too far back for a stream") == true)
  }

  @Test(arguments: [true, false])
  func aLongMessageIsMarked(isFile: Bool) throws {
    var builder = JournalBuilder()
    let limit = 64 << 10
    for length in [limit - 1, limit, limit + 1, 3 << 20] {
      builder.entry(builder.data("MESSAGE=" + String(repeating: "y", count: length)))
    }
    let reading = try #require(read(builder.journal(), isFile: isFile))
    #expect(reading.records.map(\.message.count) == [limit - 1, limit, limit, limit])
    #expect(reading.records.map(\.messageIsCut) == [false, false, true, true])
    #expect(reading.damage == [])
  }

  @Test func hostsAreNamedWhereThereIsOne() throws {
    var builder = JournalBuilder()
    builder.entry(builder.data("MESSAGE=one"), builder.data("_HOSTNAME=web-01"))
    builder.entry(builder.data("MESSAGE=two"), builder.data("_HOSTNAME=web-02"))
    #expect(read(builder.journal(), isFile: true)?.host == nil)
  }
}

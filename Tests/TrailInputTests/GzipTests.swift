// gzip data: whole, cut, flipped, strung together.

import Testing
import TrailBytes

@testable import TrailInput

@Suite struct GzipTests {
  private func source(_ bytes: [UInt8], step: Int = .max) throws -> GzipSource {
    try #require(GzipSource(MemorySource(bytes, step: step)))
  }

  private func read(_ bytes: [UInt8]) throws -> (text: [UInt8], damage: [SourceDamage]) {
    let source = try source(bytes)
    return (drain(source), source.damage)
  }

  private func common(_ one: [UInt8], _ other: [UInt8]) -> Int {
    zip(one, other).prefix { $0 == $1 }.count
  }

  @Test(arguments: [0, 1, 6, 9] as [Int32]) func whole(level: Int32) throws {
    let text = sampleText(lines: 4_000)
    let source = try source(gzip(text, time: 1_700_000_000, level: level))
    #expect(source.modifiedSeconds == nil)
    #expect(drain(source) == text)
    #expect(source.damage.isEmpty)
    #expect(source.modifiedSeconds == 1_700_000_000)
  }

  @Test(arguments: 1...17) func smallSteps(size: Int) throws {
    let texts = [sampleText(lines: 20), [], sampleText(lines: 3, seed: 5)]
    let bytes = texts.flatMap { gzip($0) }
    #expect(drain(try source(bytes), room: size) == Array(texts.joined()))
    #expect(drain(try source(bytes, step: size)) == Array(texts.joined()))
  }

  @Test func aCutAnywhereDeliversWhatIsBeforeIt() throws {
    let text = sampleText(lines: 25)
    let whole = gzip(text)
    var longest = 0
    for cut in 0..<whole.count {
      let (part, damage) = try read(Array(whole[..<cut]))
      #expect(text.starts(with: part))
      // A longer stretch never gives less.
      #expect(part.count >= longest)
      longest = part.count
      #expect(damage.map(\.kind) == [.truncated], "cut at \(cut)")
      #expect(damage.first?.offset == Int64(cut))
    }
    // Only the trailer was missing.
    #expect(longest == text.count)
    #expect(try read(whole).damage.isEmpty)
  }

  @Test func aCutInALaterMemberKeepsTheFirst() throws {
    let (one, two) = (sampleText(lines: 9), sampleText(lines: 9, seed: 2))
    let first = gzip(one)
    let whole = first + gzip(two)
    for cut in (first.count + 1)..<whole.count {
      let (part, damage) = try read(Array(whole[..<cut]))
      #expect(part.starts(with: one) && (one + two).starts(with: part))
      #expect(damage.map(\.kind) == [.truncated])
    }
    #expect(try read(first).damage.isEmpty)
  }

  @Test func anyFlippedBitKeepsWhatIsBeforeIt() throws {
    let (one, two) = (sampleText(lines: 12), sampleText(lines: 12, seed: 7))
    let first = gzip(one, time: 1)
    let whole = first + gzip(two)
    let header = 10
    for at in whole.indices {
      for bit in [0, 3, 7] {
        var bytes = whole
        bytes[at] ^= 1 << UInt8(bit)
        let (part, damage) = try read(bytes)
        let sure = try read(Array(whole[..<at])).text.count
        // A flipped byte of the first header may cost its member, but no other.
        if at >= header { #expect(common(part, one + two) >= sure, "byte \(at), bit \(bit)") }
        if at >= first.count { #expect(part.starts(with: one)) }
        // Nothing is lost or changed in silence.
        #expect(part == one + two || !damage.isEmpty, "byte \(at), bit \(bit)")
        // Time, extra flags and system are covered by no check, and change nothing.
        let isUnchecked = (4..<10).contains(at) || (first.count + 4..<first.count + 10).contains(at)
        if isUnchecked { #expect(damage.isEmpty) }
      }
    }
  }

  @Test func damageInOneMemberCostsOnlyThatOne() throws {
    let texts = (1...5).map { sampleText(lines: 200, seed: $0) }
    let members = texts.map { gzip($0) }
    for hurt in 0..<4 {
      var bytes = members
      // Invalid code lengths, so that decoding stops at once.
      for index in 40..<60 { bytes[hurt][index] = 0xFF }
      let (part, damage) = try read(Array(bytes.joined()))
      #expect(part.starts(with: texts[..<hurt].joined()))
      #expect(
        String(decoding: part, as: UTF8.self).hasSuffix(
          String(decoding: texts[(hurt + 1)...].joined(), as: UTF8.self)))
      #expect(damage.map(\.kind) == [.corrupt])
    }
  }

  /// What is left of an interrupted compression, and a whole one appended to it.
  /// Level 0 stores: the decoder then takes the other member for bytes of the text and meets the end, not an error.
  @Test(arguments: [0, 6] as [Int32]) func aCutMemberDoesNotTakeTheNextOneWithIt(level: Int32) throws {
    let (one, two) = (sampleText(lines: 30), sampleText(lines: 30, seed: 2))
    let first = gzip(one, level: level)
    for cut in 12..<(first.count - 8) {
      let (part, damage) = try read(Array(first[..<cut]) + gzip(two))
      let sure = try read(Array(first[..<cut])).text
      #expect(part.starts(with: sure), "cut at \(cut)")
      let hasNext = part.suffix(two.count) == two[...]
      #expect(hasNext, "cut at \(cut)")
      #expect(!damage.isEmpty)
    }
  }

  @Test func membersFarBehindTheDamageAreFound() throws {
    let text = sampleText(lines: 50)
    let noise = sampleText(lines: 4_000, seed: 3)
    var hurt = gzip(noise, level: 0)
    // A stored block whose two lengths disagree.
    hurt[10] ^= 2
    hurt[12] ^= 0x55
    // The noise is longer than what is held in memory.
    #expect(hurt.count > 3 * InputWindow.size)
    let (part, damage) = try read(hurt + gzip(text))
    // ISA-L gives a few bytes for a distance that reaches before the data; zlib gives none.
    let hasText = part.suffix(text.count) == text[...]
    #expect(hasText)
    #expect(part.count < text.count + 16)
    #expect(damage.map(\.kind) == [.corrupt])
  }

  @Test func aHeaderInNoiseIsNotBelieved() throws {
    let text = sampleText(lines: 50)
    let fake: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + Array(repeating: 0xFF, count: 40)
    let (part, damage) = try read(gzip(text) + [1, 2, 3] + fake + gzip(text))
    #expect(part == text + text)
    #expect(damage.map(\.kind) == [.trailing])
  }

  @Test func emptyMembersEndAtOnce() throws {
    let bytes = Array(repeatElement(gzip([]), count: 100_000).joined())
    let (part, damage) = try read(bytes + gzip([65]))
    #expect(part == [65])
    #expect(damage.isEmpty)
  }

  @Test func zerosBehindAreNothing() throws {
    let text = sampleText(lines: 10)
    let zeros = [UInt8](repeating: 0, count: 200_000)
    #expect(try read(gzip(text) + zeros) == (text, []))
    #expect(try read(gzip(text) + zeros + gzip(text)) == (text + text, []))
  }

  @Test func bytesBehindAreTold() throws {
    let text = sampleText(lines: 10)
    let first = gzip(text)
    let (part, damage) = try read(first + [0, 0] + Array("no gzip".utf8))
    #expect(part == text)
    #expect(damage.map(\.kind) == [.trailing])
    #expect(damage.first?.offset == Int64(first.count + 2))
    #expect(damage.first?.detail.hasPrefix("7 bytes behind the end") == true)
  }

  /// Around the place where the window over the compressed bytes is full.
  @Test(arguments: -5...5) func offsetsHoldAtTheWindowsEnd(shift: Int) throws {
    let first = gzip([65])
    let padding = [UInt8](repeating: 0, count: InputWindow.size - first.count + shift)
    let (part, damage) = try read(first + padding + Array("no gzip".utf8) + gzip([66]))
    #expect(part == [65, 66])
    #expect(damage.map(\.offset) == [Int64(InputWindow.size + shift)])
    #expect(damage.first?.detail.hasPrefix("7 bytes behind") == true)
  }

  @Test(arguments: [8, 5, 4, 1]) func aWrongChecksumOrLengthKeepsTheData(fromEnd: Int) throws {
    let text = sampleText(lines: 10)
    var first = gzip(text)
    first[first.count - fromEnd] ^= 0x10
    let (part, damage) = try read(first + gzip(text))
    #expect(part == text + text)
    #expect(damage.map(\.kind) == [.corrupt])
    #expect(damage.first?.offset == Int64(first.count))
    #expect(damage.first?.detail.contains(fromEnd > 4 ? "checksum" : "length") == true)
  }

  @Test func everyHeaderFieldIsRead() throws {
    let text = sampleText(lines: 3)
    let name = Array("messages\0".utf8)
    let comment = Array("old\0".utf8)
    let extra: [UInt8] = [3, 0, 0, 1, 2]
    for flags in 0..<32 as Range<UInt8> {
      let fields =
        (flags & 4 != 0 ? extra : []) + (flags & 8 != 0 ? name : []) + (flags & 16 != 0 ? comment : [])
      #expect(try read(gzip(text, flags: flags, extra: fields)) == (text, []), "flags \(flags)")
    }
    let noExtra = gzip(text, flags: 4, extra: [0, 0])
    #expect(try read(noExtra) == (text, []))
    var hurt = gzip(text, flags: 2)
    hurt[10] ^= 1
    let (part, damage) = try read(hurt)
    #expect(part == text)
    #expect(damage.map(\.kind) == [.corrupt])
  }

  @Test func damageOfTheFileIsToldOnce() throws {
    let file = MemorySource(Array(gzip(sampleText(lines: 99)).dropLast(50)))
    file.damage = [SourceDamage(kind: .unreadable, detail: "Input/output error", offset: 7)]
    let source = try #require(GzipSource(file))
    _ = drain(source)
    #expect(source.damage.map(\.kind) == [.unreadable])
  }

  /// Members that each begin inside the one before: going back after each failure must not cost the square.
  @Test(.timeLimit(.minutes(1))) func nestedFailuresStayLinear() throws {
    var piece: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    // A stored block of 60,000 bytes, which are such pieces themselves.
    piece += [0, 0x60, 0xEA, 0x9F, 0x15]
    let source = try source(Array(repeatElement(piece, count: 200_000).joined()))
    var total = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var span = buffer.mutableSpan
      let count = source.read(into: &span)
      if count == 0 { break }
      total += count
    }
    #expect(total < 200 << 20)
    #expect(source.damage.count <= 101)
    #expect(!source.damage.isEmpty)
  }

  @Test func manyDamagedMembersAreCounted() throws {
    var member = gzip([65])
    member[member.count - 8] ^= 1
    let (part, damage) = try read(Array(repeatElement(member, count: 1_000).joined()))
    #expect(part.count == 1_000)
    #expect(damage.count == 101)
    #expect(damage.last?.detail == "900 more places of the gzip data are damaged")
  }
}

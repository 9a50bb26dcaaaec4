// bzip2 data block by block: what is damaged is lost, and what is not is as it was.

import Foundation
import TestKit
import Testing
import TrailBytes
import TrailCompression

@testable import TrailInput

@Suite struct Bzip2Tests {
  /// Three blocks of 900,000 bytes.
  private static let lines = (0..<40_000).map {
    "web-07 app[\($0 % 977)]: request \($0 &* 7_919 % 100_003) of \($0) was served"
  }
  private static let text = Array((lines.joined(separator: "\n") + "\n").utf8)
  private static let data = packed([PackedFile("log", text)], format: "raw", compression: "bzip2")

  private func read(_ bytes: [UInt8], step: Int = .max) throws -> (text: [UInt8], damage: [SourceDamage]) {
    let source = try #require(DecompressedSource(MemorySource(bytes, step: step), .bzip2))
    return (drain(source), source.damage)
  }

  @Test(arguments: [1, 7, 4_096, .max]) func inPiecesOfAnySize(step: Int) throws {
    let small = packed([PackedFile("log", Array(Self.text.prefix(9_000)))], format: "raw", compression: "bzip2")
    #expect(try read(small + small, step: step).text == Array(Self.text.prefix(9_000)) + Self.text.prefix(9_000))
  }

  @Test func allBlocks() throws {
    let found = try read(Self.data)
    #expect(found.text == Self.text)
    #expect(found.damage.isEmpty)
  }

  /// What comes out is lines that went in, whatever bit is wrong; the halves of two lines are not one.
  @Test(arguments: [0.1, 0.5, 0.9]) func aFlippedBitCostsABlock(place: Double) throws {
    var bytes = Self.data
    bytes[Int(Double(bytes.count) * place)] ^= 0x10
    let found = try read(bytes)
    #expect(found.damage.map(\.kind) == [.corrupt])
    #expect(found.text.count > Self.text.count / 2)
    let whole = Set(Self.lines)
    let strange = String(decoding: found.text, as: UTF8.self).split(separator: "\n").filter {
      !whole.contains(String($0))
    }
    // Blocks begin and end within lines.
    #expect(strange.count <= 2)
    #expect(strange.allSatisfy { half in Self.lines.contains { $0.hasPrefix(half) || $0.hasSuffix(half) } })
  }

  /// The mark behind the last block is gone, and the block is whole.
  @Test(arguments: [1, 6, 10]) func theLastBlockNeedsNoEnd(missing: Int) throws {
    let found = try read(Self.data.dropLast(missing))
    #expect(found.text == Self.text)
    #expect(found.damage.map(\.kind) == [.truncated])
  }

  /// A block may hold fifty times its size; it is decoded twice.
  @Test func aBlockOfRepeatedBytes() throws {
    let text = Array("front\n".utf8) + [UInt8](repeating: 0x61, count: 12 << 20) + Array("\nend\n".utf8)
    let found = try read(packed([PackedFile("log", text)], format: "raw", compression: "bzip2"))
    #expect(found.text == text)
    #expect(found.damage.isEmpty)
  }
}

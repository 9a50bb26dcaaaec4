// Text in other forms: what they are told by, and that the text in them comes out whole, however the bytes come in.

import Foundation
import Testing
import TrailBytes

@testable import TrailInput

@Suite struct TransformTests {
  struct Form: Sendable, CustomTestStringConvertible {
    var name: String
    var wrapping: Wrapping
    var bytes: [UInt8]
    var text: [UInt8]
    var testDescription: String { name }

    init(_ name: String, _ wrapping: Wrapping, _ bytes: [UInt8], _ text: String) {
      self.name = name
      self.wrapping = wrapping
      self.bytes = bytes
      self.text = Array(text.utf8)
    }
  }

  private static let log =
    "Apr 27 15:50:37 web-07 kernel: [  177.366785] hog invoked oom-killer\r\n"
    + "Apr 27 15:50:37 web-07 kernel: [  177.376830] CPU: 1 PID: 369 Comm: größe 中文 😀\n"

  private static func utf16(_ units: [UInt16], isBig: Bool) -> [UInt8] {
    units.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
      return isBig ? [high, low] : [low, high]
    }
  }

  private static func letters(_ text: String) -> [UInt8] { letters(Array(text.utf8)) }

  private static func letters(_ bytes: [UInt8]) -> [UInt8] { Array(Data(bytes).base64EncodedString().utf8) }

  private static func wrapped(_ letters: [UInt8]) -> [UInt8] {
    letters.enumerated().flatMap { $0 % 76 == 75 ? [$1, 0x0D, 0x0A] : [$1] }
  }

  /// A value as apport packs it: gzip data in two pieces, each encoded by itself.
  private static func packed(_ text: String) -> String {
    let bytes = gzip(Array(text.utf8))
    return [bytes[..<10], bytes[10...]].map { " " + String(decoding: letters(Array($0)), as: UTF8.self) + "\n" }
      .joined()
  }

  /// A zstd frame of one block that is not compressed.
  private static func zstd(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return [0x28, 0xB5, 0x2F, 0xFD, 0x20, UInt8(bytes.count), UInt8(bytes.count << 3 | 1), 0, 0] + bytes
  }

  private static func deflated(_ text: String) -> [UInt8] { Array(gzip(Array(text.utf8)).dropFirst(10).dropLast(8)) }

  /// A block of deflate data that is not compressed, and not the last.
  private static func stored(_ text: String) -> [UInt8] {
    let count = UInt8(text.utf8.count)
    return [0, count, 0, ~count, 0xFF] + Array(text.utf8)
  }

  /// zlib data with the small window that kernels had.
  private static func zlib(_ text: String) -> [UInt8] {
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in text.utf8 {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return [0x48, 0x89] + deflated(text) + [high >> 8, high, low >> 8, low].map { UInt8(truncatingIfNeeded: $0) }
  }

  private static let records = [
    "<4>1 2025-12-31T23:59:59.972492+01:00 db-03 kernel - - - [   95.030330] hog invoked oom-killer",
    "<4>1 2025-12-31T23:59:59.991424+01:00 db-03 kernel - - - [   95.031881] two\nlines, 12 <of it",
    "<13>1 - - - - - - nothing known",
  ]
  private static let traditional = [
    "<4>Dec 31 23:59:59 db-03 kernel: [   95.030330] hog", "<4>Dec 31 23:59:59 db-03 kernel: [   95.031881]  <TASK>",
    "<4>Jan  1 00:00:00 db-03 kernel: two\nlines <4>Dex <", "<30>2026-01-01T00:00:00Z db-03 a[1]: b",
  ]

  private static func counted(_ record: String, _ end: String = "") -> String {
    "\((record + end).utf8.count) \(record)\(end)"
  }

  static let forms: [Form] = [
    Form("UTF-16LE with a mark", .utf16(isBigEndian: false), utf16([0xFEFF] + Array(log.utf16), isBig: false), log),
    Form("UTF-16BE with a mark", .utf16(isBigEndian: true), utf16([0xFEFF] + Array(log.utf16), isBig: true), log),
    Form("UTF-16LE", .utf16(isBigEndian: false), utf16(Array(log.utf16), isBig: false), log),
    Form("UTF-16BE", .utf16(isBigEndian: true), utf16(Array(log.utf16), isBig: true), log),
    Form(
      "halves of pairs, and of a character", .utf16(isBigEndian: false),
      utf16([0xFEFF, 0x61, 0xD83D, 0x62, 0xDE00, 0xD83D], isBig: false) + [0x0A], "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}"),
    Form("carriage returns", .carriageReturns, Array("one\rtwo\r\rfour".utf8), "one\ntwo\n\nfour"),
    Form("counted", .octetCounted, Array(records.map { counted($0) }.joined().utf8), records.joined(separator: "\n")),
    Form(
      "counted with line ends", .octetCounted, Array(records.map { counted($0, "\n") }.joined().utf8),
      records.joined(separator: "\n") + "\n"),
    Form(
      "counted, and line ends that are not", .octetCounted,
      Array(records.map { counted($0) + "\n" }.joined().utf8), records.joined(separator: "\n") + "\n"),
    Form(
      "counted, behind a line that was cut", .octetCounted,
      Array(("oom-killer\n" + records.map { counted($0) }.joined()).utf8),
      "oom-killer\n" + records.joined(separator: "\n")),
    Form(
      "run together", .runTogether, Array(traditional.joined().utf8), traditional.joined(separator: "\n")),
    Form("base64", .base64, letters(log + log), log + log),
    Form("base64 in lines", .base64, wrapped(letters(log + log)), log + log),
    Form(
      "EC2's JSON", .consoleOutput,
      Array(
        """
        {
            "InstanceId": "i-0abc",
            "Output": "one \\"[  1.0]\\"\\r\\n\\ttwo: \\u00e9\\ud83d\\ude00\\ud83d x\\\\n\\/",
            "Timestamp": "2026-04-27T19:52:00.000Z"
        }
        {"InstanceId": "i-1", "Timestamp": "Output", "Output": ""}{"a": 1, "Output" : "three"}
        """.utf8), "one \"[  1.0]\"\r\n\ttwo: é😀\u{FFFD} x\\n/\n\nthree\n"),
    Form(
      "apport's report", .crashReport,
      Array(
        ("ProblemType: KernelCrash\nDate: Mon Apr 27 15:52:00 2026\nOopsText:\n [  1.000000] one\n  two\n .\n"
          + "VmCoreDmesg: base64\n" + packed(log) + "CoreDump: base64\n" + packed("core") + "Old: base64\n "
          + String(decoding: letters([0x78, 0x9C] + gzip(Array("old\n".utf8)).dropFirst(10)), as: UTF8.self)
          + "\nUname: Linux\n").utf8),
      "ProblemType: KernelCrash\nDate: Mon Apr 27 15:52:00 2026\nOopsText:\n[  1.000000] one\n two\n.\n"
        + "VmCoreDmesg: base64\n" + log + "CoreDump: base64\nOld: base64\nold\nUname: Linux\n"),
    Form(
      "apport's report with zstd data", .crashReport,
      Array(
        ("ProblemType: KernelCrash\nDate: today\nA: base64\n "
          + String(decoding: letters(zstd("one\n")), as: UTF8.self) + "\nB: c\n").utf8),
      "ProblemType: KernelCrash\nDate: today\nA: base64\none\nB: c\n"),
    Form("zlib data", .deflated(isBare: false), zlib(log), log),
    Form("bare deflate data", .deflated(isBare: true), deflated("Panic#1 Part1\n" + log), "Panic#1 Part1\n" + log),
    Form("two run together", .runTogether, Array((records[0] + records[2]).utf8), records[0] + "\n" + records[2]),
  ]

  @Test(arguments: forms) func theTextComesOut(_ form: Form) {
    #expect(Content(sniffing: form.bytes.span) == .wrapped(form.wrapping))
    for step in [1, 2, 3, 7, 11, .max] {
      let text = drain(form.wrapping.text(of: MemorySource(form.bytes, step: step)), room: 1 + step & 63)
      #expect(text == form.text, "in pieces of \(step): \(String(decoding: text, as: UTF8.self))")
    }
  }

  static let plain: [String] = [
    "one\r\ntwo\r\n", "10%\r20%\r100%\ndone\n", "one line\r", "<4>[    1.000000] a\n<4>[    1.000000] b\n",
    "<4>Dec 31 23:59:59 db-03 kernel: a\n<4>Dec 31 23:59:59 db-03 kernel: b\n",
    // A relay's line that quotes the record it got.
    "<13>Nov 22 19:01:16 relay <4>Dec 31 23:59:59 db-03 kernel: a\n<13>Nov 22 19:01:16 relay <4>Dec 31 23:59:59 b\n",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", "word\n",
    String(repeating: "Lorem/Ipsum+Dolor/Sit+Amet", count: 9), "ProblemType: of a text\n\nwithout keys\n",
    "{\"Output\": \"of another tool\", \"InstanceId\": \"i-1\"}\n", "{\"message\": \"a\", \"Output\": \"b\"}\n",
    "149 <4 lines\n", "12 <3>short\n3 blind mice\n", "1234567 <4>1 - - - - - - x",
  ]

  @Test(arguments: plain) func isPlain(_ text: String) { #expect(Content(sniffing: Array(text.utf8).span) == .text) }

  @Test func bytesBetweenFramesAreHandedOn() {
    let (one, two) = (Self.counted(Self.records[0]), Self.counted(Self.records[2]))
    let bytes = Array((one + two + "rubbish 99 " + two + one.dropLast(4)).utf8)
    let source = TransformedSource(MemorySource(bytes, step: 5), OctetCounted())
    let text = String(decoding: drain(source), as: UTF8.self)
    let (first, third) = (Self.records[0], Self.records[2])
    #expect(text == [first, third, "rubbish 99 ", third, String(first.dropLast(4))].joined(separator: "\n"))
    #expect(source.damage.map(\.kind) == [.corrupt])
    #expect(source.damage.first?.offset == Int64((one + two).utf8.count))
  }

  /// A length that is a lie takes no more than the lines up to the next header.
  @Test func aWrongLengthHidesNothing() {
    let bytes = Array("4 <4>1 a\n999999 <4>1 b\n7 <4>1 c\n7 <4>1 d\n".utf8)
    let source = TransformedSource(MemorySource(bytes), OctetCounted())
    #expect(String(decoding: drain(source), as: UTF8.self).contains("<4>1 b\n<4>1 c\n<4>1 d\n"))
    #expect(source.damage.count == 1)
  }

  private static let all: [Wrapping] = [
    .octetCounted, .runTogether, .carriageReturns, .utf16(isBigEndian: true), .base64, .consoleOutput, .crashReport,
    .deflated(isBare: true), .deflated(isBare: false),
  ]

  @Test func noiseEnds() {
    var state: UInt64 = 7
    for _ in 0..<25 {
      let alphabet = Array("<>0123456789 \n\r\0Dec-T1:\"\\u:".utf8)
      let bytes = (0..<2_000).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 33) % alphabet.count]
      }
      for wrapping in Self.all {
        let whole = drain(wrapping.text(of: MemorySource(bytes)))
        #expect(drain(wrapping.text(of: MemorySource(bytes, step: 3)), room: 5) == whole, "\(wrapping)")
      }
    }
  }

  @Test func whatStandsBehindBase64IsHandedOn() {
    let bytes = Self.letters(Self.log) + Array("\n$ exit\n".utf8)
    for step in [1, 3, .max] {
      let source = TransformedSource(MemorySource(bytes, step: step), Base64Text())
      #expect(String(decoding: drain(source), as: UTF8.self) == Self.log + "\n$ exit\n")
      #expect(source.damage.map(\.kind) == [.trailing])
    }
  }

  @Test func whatIsWrongWithDeflatedData() {
    let whole = Self.deflated("Panic#1 Part1\n" + Self.log)
    for (bytes, kind) in [
      (Array(whole.dropLast(20)), SourceDamage.Kind.truncated), (whole + [0, 0, 7], .trailing),
      (Self.stored("Panic#1 Part1\n") + [7, 0, 0, 0], .corrupt),
    ] {
      for step in [1, 7, .max] {
        let source = TransformedSource(MemorySource(bytes, step: step), DeflatedText(isBare: true))
        #expect(String(decoding: drain(source), as: UTF8.self).hasPrefix("Panic#1 Part1\n"))
        #expect(source.damage.map(\.kind) == [kind], "in pieces of \(step)")
      }
    }
    let padded = TransformedSource(MemorySource(whole + [0, 0, 0]), DeflatedText(isBare: true))
    #expect(drain(padded).count == 14 + Self.log.utf8.count)
    #expect(padded.damage.isEmpty)
    // Bare data that does not begin with the kernel's line is told by nothing.
    #expect(DeflatedText.isBare(Self.deflated(Self.log).span) == nil)
  }

  /// A record that the kernel could not unpack is one of its dump.
  @Test func compressedRecordsAreOfTheirDump() throws {
    var shelf = DumpShelf()
    for (part, name) in [(1, "01001"), (2, "02001.enc.z"), (3, "03001")] {
      let line = Array("Panic#1 Part\(part)\n".utf8)
      let header = DumpPart(line.span)
      let path = Array("/a/dmesg-efi_pstore-1777612163\(name)".utf8)
      shelf.add(.file(InputEntry(bytes: path, isNamed: true)), try #require(header))
    }
    #expect(shelf.dumps.map { $0.map(\.part.part) } == [[3, 2, 1]])
  }

  @Test func valuesThatCannotBeUnpacked() {
    let front = "ProblemType: KernelCrash\nDate: today\n"
    let cut = Self.packed(Self.log).prefix(80)
    for (value, kind) in [
      ("a: base64\n \(cut)\n", SourceDamage.Kind.truncated),
      ("a: base64\n KLUv/f//////////////////////////\n", .corrupt),
    ] {
      let source = TransformedSource(MemorySource(Array((front + value + "b: c\n").utf8), step: 9), CrashReport())
      let text = String(decoding: drain(source), as: UTF8.self)
      #expect(text.hasPrefix(front + "a: base64\n"))
      #expect(text.hasSuffix("\nb: c\n"))
      #expect(source.damage.map(\.kind) == [kind])
      #expect(source.damage.first?.detail.hasPrefix("the value of a ") == true)
    }
  }

  /// What unpacks to very much comes in small pieces.
  @Test func muchComesOutPieceByPiece() {
    let zeros = String(repeating: "0", count: 2_000_000)
    let front = "ProblemType: KernelCrash\nDate: today\na: base64\n"
    let source = TransformedSource(MemorySource(Array((front + Self.packed(zeros)).utf8)), CrashReport())
    #expect(drain(source, room: 1 << 20).count == front.utf8.count + 2_000_000 + 1)
  }

  @Test func formsLieInOneAnother() throws {
    let folder = try Folder()
    let counted = try #require(Self.forms.first { $0.name == "counted" })
    let units = Array(String(decoding: counted.bytes, as: UTF8.self).utf16)
    try folder.file("log", gzip(Self.utf16([0xFEFF] + units, isBig: false)))
    let input = openInput(InputEntry(bytes: Array((folder.path + "/log").utf8), isNamed: true))
    #expect(input.kind == .gzip)
    #expect(drain(try #require(input.source)) == counted.text)
    #expect(input.problems.isEmpty)
  }
}

// What lies in archives: every form, one in the other, damaged, and made to hurt.

import Foundation
import TestKit
import Testing
import TrailBytes
import TrailModel

@testable import TrailInput

/// An archive's members: path behind the archive's, and bytes.
private struct Listing: Equatable {
  var files: [String: [UInt8]] = [:]
  var problems: [Problem] = []

  init(_ bytes: [UInt8], limits: InputLimits = InputLimits()) throws {
    let folder = try Folder()
    try folder.file("case", bytes)
    read(openInput(InputEntry(bytes: Array((folder.path + "/case").utf8), isNamed: true), limits: limits), folder.path)
  }

  private mutating func read(_ input: OpenedInput, _ folder: String) {
    if let contents = input.contents {
      while let member = contents.next() { read(member, folder) }
    } else if let source = input.source {
      files[String(input.path.dropFirst(folder.utf8.count + 1)), default: []] += drain(source)
    }
    problems += input.problems
  }

  var kinds: [Problem.Kind] { problems.map(\.kind) }
}

@Suite struct ArchiveTests {
  static let text = sampleText(lines: 3_000)
  static let tree = [
    PackedFile("sos", kind: .folder), PackedFile("sos/etc/hostname", Array("web-01\n".utf8)),
    PackedFile("sos/var/log/messages", text),
    PackedFile("sos/" + String(repeating: "long/", count: 30) + "name", Array("x\n".utf8)),
    PackedFile("sos/empty", []),
  ]

  /// What has to come of the tree.
  static func expected(_ prefix: String = "case!/") -> [String: [UInt8]] {
    [
      prefix + "sos/etc/hostname": Array("web-01\n".utf8), prefix + "sos/var/log/messages": text,
      prefix + "sos/" + String(repeating: "long/", count: 30) + "name": Array("x\n".utf8), prefix + "sos/empty": [],
    ]
  }

  @Test(
    arguments: ["pax", "gnutar", "ustar", "zip", "7zip", "newc", "odc"],
    [nil, "gzip", "bzip2", "xz", "zstd", "lz4"])
  func everyForm(format: String, compression: String?) throws {
    let listing = try Listing(packed(Self.tree, format: format, compression: compression))
    #expect(listing.problems == [])
    #expect(listing.files == Self.expected())
  }

  /// libarchive looks for the next member, and only warns of what it passes over.
  @Test(arguments: [500, 20_000]) func membersThatCpioSkipsAreSaid(missing: Int) throws {
    var bytes = packed(Self.tree, format: "newc")
    bytes.removeSubrange(2_000..<(2_000 + missing))
    let listing = try Listing(bytes)
    #expect(listing.kinds.contains(.corrupt))
  }

  @Test func oneInTheOther() throws {
    let inner = packed(Self.tree, format: "pax", compression: "gzip")
    let middle = packed([PackedFile("a/inner.tgz", inner), PackedFile("b", Self.text)], format: "zip")
    let listing = try Listing(packed([PackedFile("middle.zip", middle)], format: "gnutar", compression: "xz"))
    #expect(listing.problems == [])
    #expect(listing.files["case!/middle.zip!/a/inner.tgz!/sos/etc/hostname"] == Array("web-01\n".utf8))
    #expect(listing.files["case!/middle.zip!/b"] == Self.text)
    #expect(listing.files.count == 5)
  }

  @Test func formsOfMembersAreToldByContent() throws {
    let files = [PackedFile("messages.txt", gzip(Self.text)), PackedFile("a.gz", Self.text)]
    let listing = try Listing(packed(files, format: "pax"))
    #expect(listing.files == ["case!/messages.txt": Self.text, "case!/a.gz": Self.text])
  }

  @Test func tarsBehindEachOther() throws {
    let one = packed([PackedFile("one", Self.text)], format: "ustar")
    let other = packed([PackedFile("other", Self.text)], format: "ustar")
    let gap = [UInt8](repeating: 0, count: 10_240)
    let listing = try Listing(one + gap + other)
    #expect(listing.problems == [])
    #expect(Set(listing.files.keys) == ["case!/one", "case!/other"])
  }

  @Test func namesAreOnlyNames() throws {
    let files = [
      PackedFile("../../escape", Self.text), PackedFile("/abs", Self.text),
      PackedFile(Array("bad".utf8) + [0xFF, 0x0A, 0x1B] + Array("[2J".utf8), Self.text),
      PackedFile("./dot", Self.text), PackedFile("link", kind: .link("/etc/passwd")),
      PackedFile("again", kind: .hardLink("/abs")), PackedFile("pipe", kind: .pipe), PackedFile("tty", kind: .device),
    ]
    let listing = try Listing(packed(files, format: "gnutar"))
    #expect(
      Set(listing.files.keys) == ["case!/../../escape", "case!//abs", "case!/bad\\xff\\x0a\\x1b[2J", "case!/dot"])
    #expect(listing.kinds == [.notAFile, .notAFile])
  }

  // MARK: Limits

  @Test func nestingEnds() throws {
    let bytes = (0..<7).reduce(Self.text) { bytes, _ in packed([PackedFile("x", bytes)], format: "ustar") }
    let listing = try Listing(bytes)
    #expect(listing.files.isEmpty)
    #expect(listing.kinds == [.depth])
    var limits = InputLimits()
    limits.nesting = 7
    #expect(try Listing(bytes, limits: limits).files.values.map { $0 } == [Self.text])
  }

  @Test func membersEnd() throws {
    var limits = InputLimits()
    limits.members = 3
    let listing = try Listing(
      packed((0..<9).map { PackedFile("\($0)", Self.text) }, format: "ustar"), limits: limits)
    #expect(listing.files.count == 3)
    #expect(listing.kinds == [.depth])
  }

  @Test(arguments: ["gzip", "bzip2", "xz", "zstd"], ["pax", "zip"])
  func bombsEnd(compression: String, format: String) throws {
    var limits = InputLimits()
    limits.expanded = 3 << 20
    let zeros = [UInt8](repeating: 0x20, count: 8 << 20)
    let listing = try Listing(
      packed([PackedFile("a", zeros), PackedFile("b", zeros)], format: format, compression: compression),
      limits: limits)
    #expect(listing.kinds.contains(.corrupt))
    #expect(listing.files.values.reduce(0) { $0 + $1.count } <= 4 << 20)
  }

  // MARK: Damage

  /// Whatever is cut off, what is delivered is the front of what was packed, and the damage is told.
  @Test(arguments: ["pax", "zip", "7zip", "newc"], [nil, "gzip", "bzip2", "xz", "zstd", "lz4"])
  func cutArchives(format: String, compression: String?) throws {
    let whole = packed(Self.tree, format: format, compression: compression)
    let truth = Self.expected()
    var random = SplitMix64(seed: 4)
    for _ in 0..<25 {
      let listing = try Listing(Array(whole.prefix(Int(random.next() % UInt64(whole.count - 1)) + 1)))
      for (path, bytes) in listing.files where path != "case" {
        let full = try #require(truth[path])
        #expect(full.starts(with: bytes))
      }
      let isWhole = listing.files == truth
      #expect(isWhole || !listing.problems.isEmpty || listing.files.keys.contains("case"))
    }
  }

  /// A flipped byte harms one member at most where members are not compressed together, and never the program.
  @Test(arguments: ["pax", "ustar", "zip", "newc"]) func flippedBytes(format: String) throws {
    let files = (0..<20).map { PackedFile("log\($0)", Array(Self.text.prefix(3_000))) }
    let whole = packed(files, format: format)
    var random = SplitMix64(seed: 5)
    for _ in 0..<60 {
      var bytes = whole
      bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(truncatingIfNeeded: random.next() | 1)
      let listing = try Listing(bytes)
      let sound = listing.files.values.count { $0 == Array(Self.text.prefix(3_000)) }
      // Without its first magic it is no archive.
      let isText = listing.files["case"] != nil
      #expect(isText || sound >= (format == "pax" || format == "ustar" ? 18 : 0) || !listing.problems.isEmpty)
    }
  }

  /// Compressed data with any one bit flipped ends, and says so where a byte of the text is not as it was.
  @Test(.timeLimit(.minutes(5)), arguments: ["xz", "zstd", "bzip2", "lz4"]) func flippedBits(compression: String) throws
  {
    let whole = packed([PackedFile("log", Self.text)], format: "pax", compression: compression)
    var random = SplitMix64(seed: 6)
    for _ in 0..<40 {
      var bytes = whole
      bytes[Int(random.next() % UInt64(bytes.count))] ^= 1 << UInt8(random.next() % 8)
      let listing = try Listing(bytes)
      let isSound = listing.files == ["case!/log": Self.text]
      // libarchive has zstd write no checksum: there what was decoded cannot be told from what was meant.
      let isChecked = compression != "zstd"
      #expect(isSound || !isChecked || !listing.problems.isEmpty || listing.files.keys.contains("case"))
    }
  }

  /// Archives that are read at any place are measured against what was read of them, not against their first bytes.
  @Test(arguments: ["zip", "7zip"]) func largeMembersOfLargeArchives(format: String) throws {
    var limits = InputLimits()
    limits.ratioFloor = 1 << 20
    limits.ratio = 20
    let log = sampleText(lines: 60_000)
    let archive = packed([PackedFile("log", log)], format: format)
    #expect(log.count / archive.count < 20)
    #expect(log.count > 20 * Content.sampleSize)
    let listing = try Listing(archive, limits: limits)
    #expect(listing.problems == [])
    #expect(listing.files == ["case!/log": log])
  }

  /// A bomb in many pieces ends too, and one among other files does not end the reading of those.
  @Test func bombsOfManyMembers() throws {
    var limits = InputLimits()
    limits.ratioFloor = 1 << 20
    limits.ratio = 20
    let zeros = [UInt8](repeating: 0, count: 900 << 10)
    let many = try Listing(packed((0..<40).map { PackedFile("\($0)", zeros) }, format: "zip"), limits: limits)
    #expect(many.files.values.reduce(0) { $0 + $1.count } < 20 << 20)
    #expect(many.problems.map(\.detail) == ["the whole input expands more than 20 times; the rest is not read"])
    let bomb = PackedFile("bomb", [UInt8](repeating: 0, count: 4 << 20))
    let one = try Listing(packed([bomb, PackedFile("log", Self.text)], format: "zip"), limits: limits)
    #expect(one.files["case!/log"] == Self.text)
    #expect(one.problems.map(\.detail) == ["the member expands more than 20 times; the rest is not read"])
  }
}

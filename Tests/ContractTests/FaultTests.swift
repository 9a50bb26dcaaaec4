// Broken and hostile input as customers' tarballs have it: the program says what it can, in bounded memory and time.

import Foundation
import TestKit
import Testing

/// How much the tests do: all of it with `OOMTRAIL_FAULTS=full`, which is meant for a release build
/// (`OOMTRAIL_PROGRAM=.build/release/oomtrail`).
private enum Extent {
  static let isFull = ProcessInfo.processInfo.environment["OOMTRAIL_FAULTS"] == "full"
  /// How many places of a file are damaged, each in a run of its own.
  static let places = isFull ? 200 : 3
  /// How many members an archive has, or files a directory.
  static let members = isFull ? 100_000 : 1_000
  /// How long the longest line is, and what bombs are made of.
  static let line = isFull ? 1_000_000_000 : 5_000_000
  /// Of how many megabytes a bomb is.
  static let megabytes = isFull ? 1_024 : 12
}

/// What no run may take.
private enum Bounds {
  /// After which a run is taken to hang; a debug build beside other tests is slow.
  static let seconds = Extent.isFull ? 10 : 120
  static let memory = 128 << 20
  /// What each of many files may take besides: the report lists them.
  static let file = 4 << 10
}

@Suite struct FaultTests {
  /// Runs the program and expects what holds for any input: it ends by itself, with a status of the contract, and gives
  /// a document.
  @discardableResult
  private func survive(
    _ paths: [String], feed: String? = nil, seconds: Int = Bounds.seconds, memory: Int = Bounds.memory, _ what: String
  ) throws -> [String: Any] {
    let run = try BuiltProgram.measure(["--format", "json"] + paths, feed: feed, seconds: seconds)
    #expect(run.status == 0 || run.status == 3, "\(what): \(run.status), \(run.errors.suffix(500))")
    #expect(run.peak < memory, "\(what): \(run.peak >> 20) MiB")
    let document = try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
    let problems = try #require(document?["problems"] as? [Any], "\(what)")
    #expect((run.status == 3) == !problems.isEmpty || run.status == 0, "\(what): a status without a problem")
    if Extent.isFull {
      let took = String(format: "%.2f s, %.1f MiB", run.seconds, Double(run.peak) / Double(1 << 20))
      print("\(what): \(took), status \(run.status), \(problems.count) problems")
    }
    return try #require(document)
  }

  // MARK: Damage

  /// The bundle as customers send it.
  static let packings: [(format: String, compression: String?)] = [
    ("gnutar", "gzip"), ("pax", "xz"), ("ustar", "zstd"), ("gnutar", "bzip2"), ("pax", "lz4"), ("zip", nil),
    ("7zip", nil), ("pax", nil),
  ]

  /// Runs on `bytes` cut at random places, and with one byte changed at others.
  private func damage(_ bytes: [UInt8], _ name: String) throws {
    let scratch = try Scratch()
    try withRandomness("FaultTests") { random in
      for place in random.sample(Extent.places, below: bytes.count) {
        try survive([scratch.write("case", Array(bytes[..<place]))], "\(name) cut at \(place)")
      }
      for place in random.sample(Extent.places, below: bytes.count) {
        var changed = bytes
        changed[place] ^= UInt8(1 + random.below(255))
        try survive([scratch.write("case", changed)], "\(name), byte \(place) \(changed[place])")
      }
    }
  }

  @Test(arguments: packings) func damagedArchives(format: String, compression: String?) throws {
    let bytes = packed(try BundleTests.files(), format: format, compression: compression)
    try damage(bytes, [format, compression].compactMap { $0 }.joined(separator: " through "))
  }

  @Test func damagedJournals() throws {
    let journal = "web-07/var/log/journal/0f1e2d3c4b5a69788796a5b4c3d2e1f0/system.journal"
    try damage(Fixture("bundles/one-kill-eight-files").bytes(journal), "journal")
  }

  @Test(arguments: [
    "captures/x86_64-6.1--memcg2-group/input.log", "bundles/checkout-outage/web-01/var/log/syslog.1.gz",
  ])
  func damagedLogs(_ path: String) throws {
    try damage([UInt8](Data(contentsOf: Fixture(path).folder)), path)
  }

  // MARK: Bombs

  /// A file of NULs in the compression's streams, and that in gzip, so that little becomes much.
  @Test(arguments: ["gzip", "xz", "zstd", "bzip2", "lz4"]) func bombs(_ compression: String) throws {
    let megabyte = packed(
      [PackedFile("zeros", [UInt8](repeating: 0, count: 1 << 20))], format: "raw", compression: compression)
    let streams = Array(repeatElement(megabyte, count: Extent.megabytes).joined())
    let scratch = try Scratch()
    try survive([scratch.write("bomb", streams)], "\(compression) bomb of \(streams.count) bytes")
    let nested = packed([PackedFile("bomb", streams)], format: "raw", compression: "gzip")
    try survive([scratch.write("bomb", nested)], "\(compression) bomb in gzip, of \(nested.count) bytes")
    let twice = packed([PackedFile("bomb", nested)], format: "raw", compression: "bzip2")
    let document = try survive([scratch.write("bomb", twice)], "the same in bzip2, of \(twice.count) bytes")
    #expect((document["events"] as? [Any])?.isEmpty == true)
  }

  /// Members that hold much, each of few bytes.
  @Test(arguments: ["zip", "7zip"]) func bombsOfManyMembers(format: String) throws {
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    let bomb = packed((0..<Extent.megabytes).map { PackedFile("\($0).log", zeros) }, format: format)
    let scratch = try Scratch()
    try survive([scratch.write("bomb", bomb)], "\(format) bomb of \(bomb.count) bytes")
    let copies = Extent.isFull ? 20 : 3
    let nested = packed((0..<copies).map { PackedFile("\($0).zip", bomb) }, format: "zip")
    try survive(
      [scratch.write("bomb", nested)], seconds: 120, "\(copies) of it in a zip archive, of \(nested.count) bytes")
  }

  // MARK: Many

  @Test(arguments: ["gnutar", "zip"]) func manyTinyMembers(format: String) throws {
    let files = (0..<Extent.members).map { PackedFile("case/var/log/\($0).log", Array("x\n".utf8)) }
    let scratch = try Scratch()
    let document = try survive(
      [scratch.write("case", packed(files, format: format))], seconds: 120,
      memory: Bounds.memory + Bounds.file * files.count, "\(format) archive of \(files.count) members")
    // The archive is an input too.
    #expect((document["inputs"] as? [Any])?.count == files.count + 1)
  }

  @Test func manyTinyFiles() throws {
    let scratch = try Scratch()
    for number in 0..<Extent.members {
      try Data("x\n".utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(number)"))
    }
    let document = try survive(
      [scratch.path], seconds: 120, memory: Bounds.memory + Bounds.file * Extent.members,
      "a directory of \(Extent.members) files")
    #expect((document["inputs"] as? [Any])?.count == Extent.members)
  }

  @Test func deepPaths() throws {
    let deep = String(repeating: "d/", count: 10_000) + "kern.log"
    let scratch = try Scratch()
    for format in ["pax", "gnutar", "newc"] {
      let archive = packed([PackedFile(deep, Array("x\n".utf8))], format: format)
      let document = try survive([scratch.write("case", archive)], "a name of 10,000 folders in \(format)")
      #expect((document["inputs"] as? [Any])?.count == 2)
    }
  }

  @Test func deepDirectories() throws {
    let scratch = try Scratch()
    // No path may be so long: folder by folder they are made, and taken away.
    // Names that end in NUL, as these do, are all that the system reads.
    var folder = unsafe open(scratch.path, O_RDONLY)
    for _ in 0..<10_000 {
      let made = unsafe mkdirat(folder, "d", 0o755)
      try #require(made == 0)
      let next = unsafe openat(folder, "d", O_RDONLY)
      close(folder)
      folder = next
    }
    close(folder)
    try survive([scratch.path], "10,000 folders, one in the other")
    #expect(try BuiltProgram.shell("rm -rf '\(scratch.path)/d'").status == 0)
  }

  // MARK: Endless

  @Test(arguments: [
    ("letters", "tr '\\0' x"), ("NULs", "cat"), ("words", "head -c 1000000 | tr '\\0' ' ' | sed 's/ /oom-killer: /g'"),
  ])
  func anEndlessLine(_ name: String, _ filter: String) throws {
    let feed = "head -c \(Extent.line) /dev/zero | \(filter)"
    try survive(["-"], feed: feed, seconds: 120, "a line of \(Extent.line) \(name)")
  }

  @Test func aKillBehindNULs() throws {
    let kill = Fixture("captures/x86_64-6.1--memcg2-group").path("input.log")
    let feed = "{ head -c \(Extent.line) /dev/zero; cat '\(kill)'; }"
    let document = try survive(["-"], feed: feed, seconds: 120, "a kill behind \(Extent.line) NULs")
    #expect((document["events"] as? [Any])?.isEmpty == false)
  }
}

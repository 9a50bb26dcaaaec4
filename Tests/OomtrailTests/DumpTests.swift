// Kernel dumps in several files of firmware: one log, whose sources are the files.

import Foundation
import TestKit
import Testing
import TrailModel

@testable import Oomtrail

@Suite struct DumpTests {
  /// A folder that goes away with the test.
  private final class Folder {
    let path = NSTemporaryDirectory() + "dump-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8]) throws {
      try #require(FileManager.default.createFile(atPath: path + "/" + name, contents: Data(bytes)))
    }
  }

  private static let log = Capture.named("x86_64-6.1--global-noswap")

  /// The log in `count` records as the kernel writes them: the last lines are part 1.
  private static func parts(_ lines: [[UInt8]], _ count: Int) -> [[UInt8]] {
    let size = (lines.count + count - 1) / count
    return (0..<count).map { part in
      let end = lines.count - part * size
      let own = lines[max(0, end - size)..<end].map { Array("<4>".utf8) + $0 }
      return Array("Panic#1 Part\(part + 1)\n".utf8) + joined(own)
    }
  }

  private func read(_ folder: Folder) -> Case { Analyzer().analyze(paths: [folder.path]).found }

  private func write(_ parts: [[UInt8]], second: Int = 1_777_612_163, in folder: Folder) throws {
    for (index, bytes) in parts.enumerated() {
      let digits = String(format: "%02d", index + 1)
      try folder.file("dmesg-efi_pstore-\(second)\(digits)001", bytes)
    }
  }

  @Test(arguments: 1...9) func partsAreOneLog(_ count: Int) throws {
    let lines = try Self.log.reportLines()
    let folder = try Folder()
    try write(Self.parts(lines, count), in: folder)
    let found = read(folder)
    let expected = try #require(analyze(joined(lines)).first)
    #expect(found.events.count == 1)
    let event = try #require(found.events.first)
    #expect(event.report.victim == expected.facts.victim)
    #expect(event.report.trigger == expected.facts.trigger)
    #expect(event.report.memory == expected.facts.memory)
    #expect(event.report.processes.rows == expected.facts.rows)
    #expect(event.report.missing.isEmpty)
    #expect(found.problems.isEmpty)
    #expect(found.inputs.count == count)
    // Every file that holds lines of it is a source, from its second line on; the files are whole inputs.
    let size = (lines.count + count - 1) / count
    let parts = Set((expected.first.line...expected.last.line).map { (lines.count - $0) / size })
    #expect(event.sources.count == parts.count)
    for source in event.sources {
      let input = try #require(found.inputs.first { $0.path == source.path })
      #expect(source.firstLine >= 2)
      #expect(source.lastLine <= input.lines ?? 0)
      #expect(source.lastOffset <= input.bytes)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: source.path))
      #expect(source.firstOffset > 0 && bytes[Int(source.firstOffset) - 1] == 0x0A)
      #expect(bytes[..<Int(source.firstOffset)].filter { $0 == 0x0A }.count == source.firstLine - 1)
      #expect(bytes[..<Int(source.lastOffset)].filter { $0 == 0x0A }.count + 1 - source.lastLine <= 1)
    }
    #expect(found.inputs.map(\.events).reduce(0, +) == 1)
  }

  @Test func aPartIsMissing() throws {
    let folder = try Folder()
    try write(Self.parts(try Self.log.reportLines(), 5), in: folder)
    try FileManager.default.removeItem(atPath: folder.path + "/dmesg-efi_pstore-177761216302001")
    let found = read(folder)
    #expect(found.problems.map(\.kind) == [.truncated])
    #expect(found.problems.first?.path.hasSuffix("03001") == true)
    #expect(found.problems.first?.detail.contains("part 2 of this dump is missing") == true)
  }

  /// Each boot counts its dumps anew.
  @Test func dumpsOfTwoBootsStayApart() throws {
    let other = try Capture.named("x86_64-6.1--memcg1-limit").reportLines()
    let folder = try Folder()
    try write(Self.parts(try Self.log.reportLines(), 4), in: folder)
    try write(Self.parts(other, 3), second: 1_777_619_999, in: folder)
    let found = read(folder)
    let expected = analyze(joined(try Self.log.reportLines())) + analyze(joined(other))
    #expect(Set(found.events.map(\.report.victim?.pid)) == Set(expected.map(\.facts.victim?.pid)))
    #expect(found.events.allSatisfy { $0.report.missing.isEmpty })
    #expect(found.problems.isEmpty)
  }

  /// Records whose names only count up, as ERST's: the part says where a dump begins.
  @Test func namesThatOnlyCount() throws {
    let folder = try Folder()
    let parts = Self.parts(try Self.log.reportLines(), 3)
    for (index, bytes) in (parts + parts).enumerated() {
      try folder.file("dmesg-erst-\(7_634_910_237_465_890_818 + index)", bytes)
    }
    let found = read(folder)
    // The same event twice is one.
    #expect(found.events.count == 1)
    #expect(found.events.first?.sources.count == 6)
    #expect(found.events.first?.report.missing.isEmpty == true)
  }

  @Test func aHeaderAlone() throws {
    let folder = try Folder()
    for part in 1...3 { try folder.file("dmesg-erst-\(part)", Array("Oops#9 Part\(part)\n".utf8)) }
    let found = read(folder)
    #expect(found.events.isEmpty)
    #expect(found.inputs.map(\.lines) == [1, 1, 1])
    #expect(found.problems.isEmpty)
  }
}

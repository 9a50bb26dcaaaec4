// Inputs as they are opened, and files as they are written.

import Foundation
import Testing
import TrailBytes
import TrailModel

@testable import TrailInput

@Suite struct OpenedInputTests {
  private func open(_ folder: Folder, _ name: String, isNamed: Bool = true) -> OpenedInput {
    openInput(InputEntry(bytes: Array((folder.path + "/" + name).utf8), isNamed: isNamed))
  }

  @Test func kinds() throws {
    let folder = try Folder()
    let text = sampleText(lines: 3_000)
    let elf: [UInt8] = [0x7F, 0x45, 0x4C, 0x46] + text
    try folder.file("text", text)
    try folder.file("empty", [])
    try folder.file("elf", elf)
    try folder.file("gz", gzip(text, time: 1_000))
    try folder.file("gz-gz", gzip(gzip(text, time: 1_000), time: 2_000))
    try folder.file("gz-elf", gzip(gzip(elf)))
    try folder.file("gz-empty", gzip([]))
    try folder.file("too-deep", (0..<6).reduce(text) { bytes, _ in gzip(bytes) })

    for name in ["text", "gz", "gz-gz"] {
      let input = open(folder, name)
      #expect(input.kind == (name == "text" ? .text : .gzip))
      #expect(drain(try #require(input.source)) == text)
      #expect(input.problems.isEmpty)
      #expect(input.compressed?.nanoseconds == (name == "text" ? nil : 1_000_000_000_000))
      #expect(input.modified != nil)
    }
    #expect(open(folder, "text").size == Int64(text.count))
    #expect(open(folder, "empty").kind == .empty)
    #expect(open(folder, "empty").problems.isEmpty)
    #expect(open(folder, "gz-empty").kind == .gzip)
    #expect(open(folder, "gz-empty").problems.isEmpty)
    #expect(open(folder, "too-deep").problems.map(\.kind) == [.depth])
    for (name, detail) in [("elf", "ELF"), ("gz-elf", "gzip data holding gzip data holding ELF")] {
      let input = open(folder, name)
      #expect(input.kind == .binary)
      #expect(input.detail == detail)
      #expect(input.source == nil)
      #expect(input.problems.map(\.kind) == [.format])
    }
  }

  @Test func damageBecomesProblems() throws {
    let folder = try Folder()
    try folder.file("cut", Array(gzip(sampleText(lines: 5_000)).dropLast(9)))
    let input = open(folder, "cut")
    _ = drain(try #require(input.source))
    #expect(input.problems.map(\.kind) == [.truncated])
    #expect(input.problems.first?.path == input.path)
    #expect(input.problems.first?.losesInput == true)
    // The inner data ends early because the outer does: one problem.
    try folder.file("cut-cut", Array(gzip(gzip(sampleText(lines: 500), level: 0)).dropLast(2_000)))
    let nested = open(folder, "cut-cut")
    _ = drain(try #require(nested.source))
    #expect(nested.problems.map(\.kind) == [.truncated])
  }

  /// Gigabytes of zeros in a few kilobytes: seen to be hopeless long before their end.
  @Test(.timeLimit(.minutes(2))) func nestedExpansionEnds() throws {
    let zeros = gzip([UInt8](repeating: 0, count: 1 << 24), level: 9)
    let middle = Array(repeatElement(zeros, count: 200).joined())
    let folder = try Folder()
    try folder.file("bomb", gzip(middle, level: 9))
    let input = open(folder, "bomb")
    let source = try #require(input.source)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var total = 0
    while true {
      var span = buffer.mutableSpan
      let count = source.read(into: &span)
      if count == 0 { break }
      total += count
    }
    #expect(total < 200 << 20)
    #expect(input.problems.map(\.kind) == [.corrupt])
  }

  @Test func whatIsNoFile() throws {
    let folder = try Folder()
    try folder.file("log")
    try folder.link("link", to: "log")
    #expect(open(folder, "link").kind == .text)
    // Found in a directory, so it was no link a moment ago.
    #expect(open(folder, "link", isNamed: false).problems.map(\.kind) == [.unreadable])
    #expect(open(folder, "gone").problems.map(\.detail) == ["No such file or directory"])
    #expect(open(folder, "../").problems.map(\.kind) == [.notAFile])
    try folder.pipe("pipe")
    #expect(open(folder, "pipe", isNamed: false).problems.map(\.kind) == [.notAFile])
    #expect(openInput(InputEntry(bytes: Array("/dev/null".utf8), isNamed: true)).kind == .empty)
    #expect(
      openInput(InputEntry(bytes: Array("/dev/zero".utf8), isNamed: true)).problems.map(\.kind) == [.notAFile]
    )
  }

  @Test(.timeLimit(.minutes(1))) func aPipeWaitsForItsWriter() throws {
    let folder = try Folder()
    try folder.pipe("pipe")
    let text = sampleText(lines: 30_000)
    let path = folder.path + "/pipe"
    let bytes = Data(text)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 1.5)
      let handle = FileHandle(forWritingAtPath: path)
      // In two halves with a pause, during which there is nothing but not the end.
      handle?.write(bytes.prefix(5))
      Thread.sleep(forTimeInterval: 0.2)
      handle?.write(bytes.dropFirst(5))
      try? handle?.close()
    }
    var told: [String] = []
    let input = openInput(InputEntry(bytes: Array(path.utf8), isNamed: true)) { told.append($0) }
    #expect(told == [path])
    #expect(input.modified == nil && input.size == nil)
    #expect(drain(try #require(input.source)) == text)
  }

  @Test func outputAppearsWhole() throws {
    let folder = try Folder()
    let path = folder.path + "/out"
    let file = try OutputFile(path: path)
    try file.write([65, 66].span)
    // Nothing is there to be left behind if the program ends now (on Linux' own file systems).
    #expect(try folder.names() == [])
    try file.commit()
    #expect(try folder.names() == ["out"])
    #expect(try folder.read("out") == "AB")

    // Left alone when thrown away, and its mode kept when replaced.
    chmod(path, 0o640)
    try OutputFile(path: path).write([67].span)
    #expect(try folder.names() == ["out"])
    #expect(try folder.read("out") == "AB")
    try folder.link("link", to: "out")
    let other = try OutputFile(path: folder.path + "/link")
    try other.write([68].span)
    try other.commit()
    #expect(try folder.names() == ["link", "out"])
    #expect(try folder.read("out") == "D")
    #expect(try FileStatus.of(Array(path.utf8), followingLinks: false).permissions == 0o640)
    #expect(try FileStatus.of(Array((folder.path + "/link").utf8), followingLinks: false).kind == .link)
  }

  @Test func outputThatCannotBeWritten() throws {
    let folder = try Folder()
    #expect(throws: OutputFailure.self) { try OutputFile(path: folder.path) }
    #expect(throws: OutputFailure.self) { try OutputFile(path: folder.path + "/no/out") }
    let full = try OutputFile(path: "/dev/full")
    #expect(throws: OutputFailure(path: "/dev/full", cause: SystemFailure(code: ENOSPC))) {
      try full.write([1].span)
    }
    let null = try OutputFile(path: "/dev/null")
    try null.write([1].span)
    try null.commit()
    #expect(FileManager.default.fileExists(atPath: "/dev/null"))

    ignoreBrokenPipes()
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let pipe = try OutputFile(path: "/dev/fd/\(ends[1])")
    close(ends[0])
    #expect { try pipe.write([1].span) } throws: { ($0 as? OutputFailure)?.isBrokenPipe == true }
    close(ends[1])
  }
}

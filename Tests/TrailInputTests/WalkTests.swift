// From paths to inputs: order, links, things that are no files.

import Foundation
import Testing
import TrailModel

@testable import TrailInput

@Suite struct WalkTests {
  private func walk(_ folder: Folder, _ names: String...) -> Walk {
    Walk(names.map { $0 == "-" ? "-" : folder.path + ($0.isEmpty ? "" : "/" + $0) })
  }

  private func paths(_ walk: Walk, _ folder: Folder) -> [String] { walk.inputs.map { folder.short($0.path) } }

  private func problems(_ walk: Walk, _ folder: Folder) -> [String] {
    walk.problems.map { "\(folder.short($0.path)) \($0.kind.rawValue)" }
  }

  @Test func orderIsThatOfThePathsBytes() throws {
    let folder = try Folder()
    for name in ["b", "a/z", "a/b/c", "a-b", ".hidden", "a/b-c", "Z", "ä"] { try folder.file(name) }
    let expected = ["T/.hidden", "T/Z", "T/a-b", "T/a/b-c", "T/a/b/c", "T/a/z", "T/b", "T/ä"]
    #expect(paths(walk(folder, ""), folder) == expected)
    #expect(paths(walk(folder, "b", "a", ".hidden", "a-b", "Z", "ä"), folder) == expected)
    #expect(paths(walk(folder, "ä", "Z", "a", "b", "a-b", ".hidden"), folder) == expected)
    // The same things by several ways.
    #expect(paths(walk(folder, "", "a", "a/b/c", "b/../b"), folder).count == expected.count)
    #expect(paths(walk(folder, "a//", "a"), folder) == ["T/a/b-c", "T/a/b/c", "T/a/z"])
  }

  @Test func aFileIsReadOnce() throws {
    let folder = try Folder()
    try folder.file("b/log")
    try folder.hardLink("a", to: "b/log")
    try folder.link("c", to: "b/log")
    #expect(paths(walk(folder, ""), folder) == ["T/a"])
    #expect(paths(walk(folder, "c", "b"), folder) == ["T/b/log"])
    #expect(paths(walk(folder, "c"), folder) == ["T/c"])
    #expect(walk(folder, "", "c").problems.isEmpty)
  }

  @Test func linksAreFollowedInsideOnly() throws {
    let folder = try Folder()
    try folder.file("tree/x/log")
    try folder.file("outside/secret")
    try folder.file("tree2/log")
    try folder.link("tree/file", to: "x/log")
    try folder.link("tree/folder", to: "x")
    try folder.link("tree/out", to: "../outside")
    try folder.link("tree/out-file", to: folder.path + "/outside/secret")
    // Its name begins with the tree's own.
    try folder.link("tree/beside", to: "../tree2")
    try folder.link("tree/nowhere", to: "gone")
    try folder.link("tree/self", to: "self")
    try folder.link("tree/x/up", to: "..")
    try folder.link("tree/x/here", to: ".")
    let found = walk(folder, "tree")
    #expect(paths(found, folder) == ["T/tree/x/log"])
    #expect(
      problems(found, folder) == [
        "T/tree/beside link", "T/tree/nowhere link", "T/tree/out link", "T/tree/out-file link",
        "T/tree/self link",
        "T/tree/x/here link", "T/tree/x/up link",
      ])
    #expect(found.problems.allSatisfy { !$0.losesInput })
    // A link that is given is followed, and its tree is its target.
    try folder.link("way", to: "tree")
    #expect(paths(walk(folder, "way"), folder) == ["T/way/x/log"])
    #expect(problems(walk(folder, "way"), folder).count == 7)
    // What is given itself is read, so that the links to it lose nothing.
    let both = walk(folder, "tree", "outside", "tree2")
    #expect(paths(both, folder) == ["T/outside/secret", "T/tree/x/log", "T/tree2/log"])
    #expect(problems(both, folder).count == 4)
  }

  @Test func missingPathsAreFailures() throws {
    let folder = try Folder()
    try folder.file("log")
    try folder.link("broken", to: "gone")
    let found = walk(folder, "nothing", "log", "broken", "log/x", "nothing")
    #expect(paths(found, folder) == ["T/log"])
    #expect(found.failures.map { folder.short($0.path) } == ["T/broken", "T/log/x", "T/nothing"])
    #expect(found.failures.last?.message == "No such file or directory")
    #expect(found.failures.first?.message == "the link leads nowhere (No such file or directory)")
    #expect(found.problems.isEmpty)
    #expect(Walk([""]).failures.count == 1)
  }

  @Test func pipesInDirectoriesAreReported() throws {
    let folder = try Folder()
    try folder.file("log")
    try folder.pipe("pipe")
    let found = walk(folder, "")
    #expect(paths(found, folder) == ["T/log"])
    #expect(problems(found, folder) == ["T/pipe not_a_file"])
    #expect(paths(walk(folder, "pipe"), folder) == ["T/pipe"])
    let both = walk(folder, "", "pipe")
    #expect(paths(both, folder) == ["T/log", "T/pipe"])
    #expect(both.problems.isEmpty)
  }

  @Test func standardInputIsThereOnce() throws {
    let folder = try Folder()
    try folder.file("log")
    let found = walk(folder, "-", "log", "-")
    #expect(paths(found, folder) == ["-", "T/log"])
    #expect(found.inputs.map(\.isStandardInput) == [true, false])
  }

  @Test func namesAreShownSafely() throws {
    let folder = try Folder()
    let bytes = Array(folder.path.utf8)
    for name in [
      [0x61, 0xFF], [0x61, 0x0A], [0x1B, 0x5B], [0xC2, 0x9B], [0xE2, 0x80, 0xAE], [0xC3, 0xA9],
    ] as [[UInt8]] {
      let path = bytes + [0x2F] + name + [0]
      let made = path.withUnsafeBytes { raw in
        // A path that ends in NUL.
        creat(raw.baseAddress!.assumingMemoryBound(to: CChar.self), 0o600)
      }
      try #require(made >= 0)
      close(made)
    }
    let found = Walk(bytes: [bytes])
    #expect(
      found.inputs.map { folder.short($0.path) } == [
        #"T/\x1b["#, #"T/a\x0a"#, #"T/a\xff"#, #"T/\xc2\x9b"#, "T/é", #"T/\xe2\x80\xae"#,
      ])
    #expect(found.inputs.allSatisfy { openInput($0).kind == .empty })
  }

  @Test(.timeLimit(.minutes(1))) func deepTreesEndAtTheLimit() throws {
    let folder = try Folder()
    let start = FileManager.default.currentDirectoryPath
    // Paths of that length can be made only step by step, each from the one before.
    var here = open(folder.path, O_RDONLY | O_DIRECTORY)
    for level in 1...2_000 {
      try #require(mkdirat(here, "d", 0o700) == 0)
      let next = openat(here, "d", O_RDONLY | O_DIRECTORY)
      if level == Walk.depthLimit || level == Walk.depthLimit + 1 {
        close(openat(next, "log", O_WRONLY | O_CREAT, 0o600))
      }
      close(here)
      here = next
    }
    close(here)
    let found = walk(folder, "")
    #expect(found.inputs.map { $0.bytes.count } == [folder.path.utf8.count + 2 * Walk.depthLimit + 4])
    #expect(found.problems.map(\.kind) == [.depth])
    #expect(found.problems.first?.path.hasSuffix("/d/d") == true)
    #expect(FileManager.default.currentDirectoryPath == start)
    // FileManager would need a stack of that depth.
    let remove = Process()
    remove.executableURL = URL(fileURLWithPath: "/bin/rm")
    remove.arguments = ["-rf", folder.path]
    try remove.run()
    remove.waitUntilExit()
  }

  @Test func longPathsAreOpened() throws {
    let folder = try Folder()
    let name = String(repeating: "n", count: 200)
    var here = open(folder.path, O_RDONLY | O_DIRECTORY)
    for _ in 0..<60 {
      try #require(mkdirat(here, name, 0o700) == 0)
      let next = openat(here, name, O_RDONLY | O_DIRECTORY)
      close(here)
      here = next
    }
    let file = openat(here, "log", O_WRONLY | O_CREAT, 0o600)
    try #require(write(file, "line\n", 5) == 5)
    close(file)
    close(here)
    let found = walk(folder, "")
    let entry = try #require(found.inputs.first)
    #expect(entry.bytes.count > 12_000)
    #expect(drain(try #require(openInput(entry).source)) == Array("line\n".utf8))
  }

  @Test(.enabled(if: getuid() != 0)) func whatMayNotBeReadIsReported() throws {
    let folder = try Folder()
    try folder.file("closed/log")
    try folder.file("log")
    chmod(folder.path + "/closed", 0)
    chmod(folder.path + "/log", 0)
    defer { chmod(folder.path + "/closed", 0o700) }
    let found = walk(folder, "")
    #expect(problems(found, folder) == ["T/closed unreadable"])
    let input = openInput(try #require(found.inputs.first))
    #expect(input.kind == .unreadable)
    #expect(input.problems.map(\.kind) == [.unreadable])
  }

  @Test func linksThatTellSomethingAreListed() throws {
    let folder = try Folder()
    try folder.file("a/log")
    for name in ["a/z", "a/etc-localtime", "other"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/" + name, withDestinationPath: "../share/\(name)")
    }
    let found = Walk(bytes: [Array(folder.path.utf8)], links: { $0.hasSuffix("z") || $0.hasSuffix("localtime") })
    #expect(
      found.links.map { String(decoding: $0.target, as: UTF8.self) } == [
        "../share/a/etc-localtime", "../share/a/z",
      ])
    // They are not followed for that.
    #expect(found.problems.map(\.kind) == [.link, .link, .link])
    #expect(found.inputs.count == 1)
  }
}

// Where boots begin in a stream, and which lines tie the kernel's clock to the wall's.

import Foundation
import Testing
import TrailModel

@testable import Oomtrail

@Suite struct BootLogTests {
  private let kill = "Out of memory: Killed process 374 (hog) total-vm:51812kB, anon-rss:48904kB, file-rss:1004kB"

  private func read(_ lines: [String]) throws -> (events: [Event], input: Input) {
    let root = try folder(["dmesg": lines.joined(separator: "\n") + "\n"])
    defer { try? FileManager.default.removeItem(atPath: root) }
    let found = Analyzer().analyze(paths: [root]).found
    return (found.events, try #require(found.inputs.first))
  }

  @Test func bootsBeginWithTheKernelsFirstLine() throws {
    let banner = "Linux version 6.1.0-50-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP"
    let read = try read([
      "[    0.000000] \(banner)", "[  200.000000] \(kill)", "[    0.000000] \(banner)", "[  100.000000] \(kill)",
      "[  150.000000] something says Linux version 6.1.0 (x)", "[  160.000000] \(kill)",
    ])
    #expect(read.input.boots.map(\.release) == ["6.1.0-50-amd64", "6.1.0-50-amd64"])
    #expect(read.input.boots.map(\.offset).first == 0)
    #expect(read.events.count == 3)
  }

  @Test func aClockThatFallsIsAnotherBoot() throws {
    let stamps = ["190.0", "195.0", "200.0", "199.9", "60.0", "65.0", "70.0", "69.9", "75.0"]
    let read = try read(stamps.map { "[  \($0)00000] \(kill)" })
    #expect(read.input.boots.map(\.release) == [nil])
  }

  @Test func auditLinesTellTheTime() throws {
    let audit = "audit: type=1400 audit(1777319437.416:93): apparmor=\"STATUS\""
    let late = try read(["[  177.366000] \(audit)", "[  187.366785] \(kill)"])
    #expect(late.events.first?.time.wall?.nanoseconds == 1_777_319_447_416_000_000)
    #expect(late.events.first?.time.anchor == .audit)
    // So soon nobody has set the clock.
    let early = try read(["[    7.366000] \(audit)", "[   17.366785] \(kill)"])
    #expect(early.events.first?.time.wall == nil)
    let nonsense = try read([
      "[  177.366000] audit: type=1 audit(99999999999999999999.1:1): x", "[  187.366785] \(kill)",
    ])
    #expect(nonsense.events.first?.time.wall == nil)
  }

  @Test func theBundlesFilesTellHostAndTime() throws {
    let root = try folder([
      "web-07/etc/hostname": "web-07\n", "web-07/proc/stat": "btime 1777319260\n",
      "web-07/dmesg": "[  177.366785] \(kill)\n",
      "web-07/etc/timezone": "Etc/GMT+4\n", "web-07/timedatectl": "   Time zone: Etc/GMT+4 (-04, -0400)\n",
      "web-07/var/log/messages": "2026-04-27 15:50:37 web-07 kernel: nothing\n",
    ])
    defer { try? FileManager.default.removeItem(atPath: root) }
    let event = try #require(Analyzer().analyze(paths: [root]).found.events.first)
    #expect(event.host == "web-07")
    #expect(event.hostBasis == .hostFile)
    #expect(event.time.anchor == .bootTime)
    #expect(event.time.wall?.nanoseconds == 1_777_319_437_000_000_000)
  }

  /// Writes files into a folder that the caller removes.
  private func folder(_ files: [String: String]) throws -> String {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    for (name, text) in files {
      let file = root.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return root.path
  }
}

// Loggers that count copies instead of writing them: no kill is invented, and none is lost without a word.

import Foundation
import TestKit
import Testing
import TrailBytes
import TrailKernel
import TrailModel

@testable import Oomtrail

@Suite struct RepeatedLinesTests {
  private static let kill =
    "Out of memory: Killed process 77 (java) total-vm:100kB, anon-rss:50kB, file-rss:0kB, shmem-rss:0kB"
  private static let trigger = "hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0"

  private func run(_ lines: [String]) -> StreamResult {
    let text = lines.map { "Mar  3 10:00:01 web-07 " + $0 + "\n" }.joined()
    return StreamAnalyzer(SlicedSource(Array(text.utf8)), scanner: LiteralScanner(streamSentinels)).run()
  }

  @Test(arguments: [
    "last message repeated 3 times", "kernel: message repeated 3 times: [ \(kill)]",
    "kernel: message repeated 3 times: [[ 1000.100000] \(kill)]",
    "Last message 'kernel: Out of memory' repeated 3 times, suppressed by syslog-ng on web-07",
  ])
  func aKillIsRepeated(_ line: String) {
    let result = run(["kernel: [ 1000.100000] " + Self.kill, line, "kernel: [ 1061.200000] next"])
    #expect(result.reports.map(\.report.report.victim?.pid) == [77])
    #expect(result.reports.first?.report.report.alsoKilled.isEmpty == true)
    #expect(result.repeatedKills?.count == 3)
    #expect(result.repeatedKills?.first.line == 2)
    #expect(result.unreadKills == nil)
  }

  @Test(arguments: [
    "last message repeated 3 times", "kernel: message repeated 3 times: [ \(trigger)]",
    "kernel: message repeated 3 times: [ Call Trace:]",
  ])
  func anotherLineIsRepeated(_ line: String) {
    let result = run(["kernel: [ 1000.100000] " + Self.kill, "kernel: [ 1000.200000] another line", line])
    #expect(result.reports.map(\.report.report.victim?.pid) == [77])
    #expect(result.repeatedKills == nil)
  }

  @Test(arguments: [
    "message repeated", "message repeated x times", "last message repeated 99999999999999999999 times", "",
    "Last message '", "Last message 'a' repeated", "message repeatedly lost 3 times",
  ])
  func isNoRepetition(_ text: String) { #expect(RepeatedLines(Array(text.utf8).span) == nil) }

  @Test func countsDoNotOverflow() {
    let line = "last message repeated 9223372036854775807 times"
    let kill = "kernel: message repeated 9223372036854775807 times: [ \(Self.kill)]"
    #expect(run(["kernel: " + Self.kill, line, kill]).repeatedKills?.count == .max)
  }

  /// The count is told as a problem of the input.
  @Test func theInputSaysSo() throws {
    let path = NSTemporaryDirectory() + "repeated-\(UUID().uuidString).log"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = "Mar  3 10:00:01 web-07 kernel: \(Self.kill)\nMar  3 10:00:31 web-07 last message repeated 2 times\n"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let problems = Analyzer().analyze(paths: [path]).found.problems
    #expect(problems.map(\.kind) == [.report])
    #expect(problems.first?.detail.contains("came 2 more times") == true)
    #expect(problems.first?.line == 2)
  }
}

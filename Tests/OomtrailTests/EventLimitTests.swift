// No more kills of one log are kept than may be, and what is left out is said.

import TestKit
import Testing
import TrailInput
import TrailModel

@testable import Oomtrail

@Suite struct EventLimitTests {
  private static func kills(_ count: Int) -> String {
    (1...count).map {
      "2026-04-27T10:00:0\($0)+00:00 web-07 kernel: Out of memory: Killed process \($0) (hog) total-vm:51812kB, "
        + "anon-rss:48904kB, file-rss:1004kB, shmem-rss:0kB\n"
    }.joined()
  }

  @Test(arguments: [(3, 3, nil as String?), (4, 3, "1 more is"), (5, 3, "2 more are")])
  func whatIsBeyondIsCounted(kills: Int, most: Int, rest: String?) throws {
    let scratch = try Scratch()
    try scratch.write("a.log", Self.kills(kills))
    try scratch.write("b.log", Self.kills(1))
    var limits = InputLimits()
    limits.events = most
    let found = Analyzer(limits: limits).analyze(paths: [scratch.path]).found
    #expect(found.events.map(\.report.victim?.pid) == [1, 2, 3])
    let problems = found.problems.filter { $0.detail.contains("not told") }
    #expect(problems.map(\.line) == (rest == nil ? [] : [4]))
    #expect(problems.first?.detail.contains(rest ?? "") ?? (rest == nil))
  }
}

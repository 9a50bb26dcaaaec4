// The order of events, and that it does not depend on the order of the input.

import Testing
import TrailModel

@testable import TrailCase

@Suite struct TimelineTests {
  @Test func eventsWithoutATimeFollowTheirHost() {
    let result = makeCase([
      ("a", [seen(kill(1), zoned(10), host: "x"), seen(kill(2), zoned(20), host: "y", line: 20)]),
      (
        "b",
        [
          seen(kill(4), kernel(8), host: "x"), seen(kill(3), kernel(7.9), host: "x", line: 20),
          seen(kill(6), kernel(5), host: nil, line: 40), seen(kill(5), kernel(900), host: "z", line: 60),
        ]
      ),
    ])
    // 4 was printed a little before its turn; the clock of 6 began again with another boot.
    #expect(result.events.map(\.report.victim?.pid) == [1, 3, 4, 2, 6, 5])
  }

  @Test func tiesAreBrokenByHostThenKernelThenPlace() {
    let result = makeCase([
      (
        "b",
        [
          seen(kill(1), zoned(0, kernel: 20), host: "x"),
          seen(kill(2), zoned(0, kernel: 20), host: "x", line: 20),
        ]
      ),
      (
        "a",
        [
          seen(kill(3), zoned(0, kernel: 9), host: "y"),
          seen(kill(4), zoned(0, kernel: 8), host: "y", line: 20),
          seen(kill(5), zoned(0), host: nil, line: 40),
        ]
      ),
    ])
    #expect(result.events.map(\.report.victim?.pid) == [5, 1, 2, 4, 3])
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func theOrderOfTheInputDoesNotMatter(seed: UInt64) {
    let inputs = Self.mixture()
    let expected = Self.text(of: makeCase(inputs))
    var random = SplitMix64(state: seed)
    let shuffled = inputs.shuffled(using: &random).map { ($0.0, $0.1.shuffled(using: &random)) }
    #expect(Self.text(of: makeCase(shuffled)) == expected)
  }

  /// All of a case; the reports are behind pointers, which are not followed by themselves.
  private static func text(of result: Case) -> String {
    ([String(describing: result)] + result.events.map { String(describing: $0.report) }).joined(separator: "\n")
  }

  /// Every kind of event in several envelopes, many of them alike.
  private static func mixture() -> [(String, [Observation])] {
    var random = SplitMix64(state: 42)
    var inputs: [(String, [Observation])] = ["a", "b", "c", "d"].map { ($0, []) }
    for number in 0..<200 {
      let second = number / 2 * 40
      let pid = Int64.random(in: 1...20, using: &random)
      var report = kill(
        pid, ["hog", "web", "db"][number % 3], anon: Int64.random(in: 1...3, using: &random) * 1_000)
      if number % 4 == 0 { report = kill(pid, cgroup: "/batch") }
      if number % 9 == 0 { report = header(pid) }
      let host = ["x", "y", "x.example.com"][number % 3]
      let line = number * 10 + 1
      let stamp = Double(second)
      inputs[0].1.append(seen(report, zoned(second, kernel: stamp), host: host, line: line))
      if number % 2 == 0 { inputs[1].1.append(seen(report, bare(second + 1), host: host, line: line)) }
      if number % 5 == 0 { inputs[2].1.append(seen(report, kernel(stamp), host: nil, line: line)) }
      report.missing.append(.memory)
      if number % 7 == 0 { inputs[3].1.append(seen(report, zoned(second), host: "localhost", line: line)) }
    }
    return inputs
  }

  // MARK: Scale

  @Test func tenThousandCopies() {
    var inputs: [(String, [Observation])] = [("a", []), ("b", []), ("c", [])]
    for number in 0..<3_400 {
      let report = kill(Int64(number % 400), "hog", anon: Int64(number), cgroup: "/batch/\(number % 50)")
      let host = "web-\(number % 20)"
      let stamp = Double(number) * 3
      let line = number * 20 + 1
      inputs[0].1.append(seen(report, zoned(number * 3, kernel: stamp), host: host, line: line))
      inputs[1].1.append(seen(report, bare(number * 3 + 1), host: host, line: line))
      inputs[2].1.append(seen(report, kernel(stamp), host: nil, line: line))
    }
    let result = makeCase(inputs)
    #expect(result.events.count == 3_400)
    #expect(result.events.allSatisfy { $0.sources.count == 3 })
  }

  /// Nothing tells these apart, so that each is a candidate for each.
  @Test(arguments: [false, true]) func twoThousandAlike(haveVictims: Bool) {
    let report = haveVictims ? kill(7) : header(7)
    let inputs = ["a", "b"].map { path in
      (
        path,
        (0..<1_000).map { seen(report, zoned(haveVictims ? $0 : 0), host: "h\($0)", line: $0 * 10 + 1) }
      )
    }
    #expect(makeCase(inputs).events.count == 1_000)
  }
}

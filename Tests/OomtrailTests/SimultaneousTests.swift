// Two reports of one host printed at the same time, without caller ids: kept apart by what their lines say.

import Foundation
import TestKit
import Testing
import TrailModel

@Suite struct SimultaneousTests {
  /// Captures of one kernel, each with each. Left out is the one whose summary is longer than a record: the second
  /// half has nothing that ties it to the first.
  static let pairs = Capture.all.flatMap { one in
    Capture.all.filter { one.name < $0.name && one.kernel == $0.kernel && one.isSimple && $0.isSimple }.map {
      (one, $0)
    }
  }

  @Test(arguments: pairs)
  func twoReportsStayTwo(_ pair: (Capture, Capture)) throws {
    let captures = [pair.0, pair.1]
    let texts = try captures.map(Self.firstReport)
    let alone = try texts.map { try #require(analyze(Self.stamped($0)).only) }
    // The kernel prints one report for the node at a time (mm/oom_kill.c, oom_lock, since 4.2).
    if !alone.contains(where: { $0.facts.scope == .memcg }) { return }
    try withRandomness("SimultaneousTests") { random in
      for _ in 0..<3 {
        let lines = mixed(texts, &random)
        let readings = analyze(Self.stamped(lines))
        let context = "\(captures.map(\.name)): \(readings.map(\.place))"
        #expect(readings.count == 2, "\(context)")
        // The lines that name a victim name its cgroup too; nothing ties a panic to the lines before it.
        #expect(readings.map(\.facts.outcome.rawValue).sorted() == alone.map(\.facts.outcome.rawValue).sorted())
        for one in alone where one.facts.victim != nil {
          let found = readings.map { Self.difference($0.facts, one.facts) }
          #expect(found.contains([]), "\(found.min { $0.count < $1.count } ?? []) in \(context)")
        }
        // Who asked is on lines of its own, which nothing ties to the others.
        let triggers = readings.map { "\($0.facts.trigger.comm ?? "") \($0.facts.trigger.pid ?? 0)" }.sorted()
        let askers = alone.map { "\($0.facts.trigger.comm ?? "") \($0.facts.trigger.pid ?? 0)" }.sorted()
        #expect(triggers == askers, "\(context)")
        // Whose a row is cannot always be told, but none is lost and none invented.
        let rows = readings.flatMap(\.facts.rows).map(\.pid).sorted()
        #expect(rows == alone.flatMap(\.facts.rows).map(\.pid).sorted(), "\(context)")
      }
    }
  }

  /// What is wrong of what must be right however a report's lines are mixed with another's.
  private static func difference(_ one: Reading.Facts, _ other: Reading.Facts) -> [String] {
    func facts(_ facts: Reading.Facts) -> [String] {
      [
        "victim \(facts.victim?.pid ?? 0) \(facts.victim?.comm ?? "") \(facts.victim?.anonRSS?.count ?? 0)",
        "cgroup \(facts.victim?.cgroup ?? "")", "scope \(facts.scope)", "outcome \(facts.outcome)",
        "limit \(facts.memcg?.limitCgroup ?? "")",
        "also killed \(facts.alsoKilled.compactMap(\.pid).sorted())",
      ]
    }
    return zip(facts(one), facts(other)).filter { $0 != $1 }.map { "\($0) instead of \($1)" }
  }

  /// The lines of a capture's first report from its header to its last kill line, without stamps and callers.
  private static func firstReport(_ capture: Capture) throws -> [[UInt8]] {
    let lines = try capture.reportLines().map(bare)
    let reading = try #require(analyze(stamped(lines)).first)
    return Array(lines[reading.first.line - 1...reading.last.line - 1])
  }

  private static func bare(_ line: [UInt8]) -> [UInt8] {
    var rest = line[...]
    while rest.first == 0x5B, let end = rest.firstIndex(of: 0x5D), rest[..<end].contains(0x2E) || rest.contains(0x54),
      rest[rest.startIndex..<end].dropFirst().allSatisfy({ $0 == 0x20 || $0 == 0x2E || $0 == 0x54 || $0 &- 0x30 <= 9 }),
      rest[..<end].contains(0x2E) || rest[..<end].contains(0x54)
    {
      rest = rest[(end + 1)...]
      if rest.first == 0x20 { rest = rest.dropFirst() }
    }
    return Array(rest)
  }

  /// The lines under one clock, a hundred microseconds apart.
  private static func stamped(_ lines: [[UInt8]]) -> [UInt8] {
    joined(
      lines.enumerated().map { number, line in
        let micros = String(number * 100 % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - micros.count)
        return Array("[ \(100 + number / 10_000).\(zeros)\(micros)] ".utf8) + line
      })
  }
}

extension Capture {
  /// The kernel in its name.
  fileprivate var kernel: String { name.components(separatedBy: "--")[0] }
  fileprivate var isSimple: Bool { !name.hasSuffix("longpath") }
}

extension Array {
  fileprivate var only: Element? { count == 1 ? self[0] : nil }
}

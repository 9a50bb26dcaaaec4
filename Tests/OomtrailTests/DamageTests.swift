// Damaged logs: whatever is lost, nobody is invented, and who has a kill line is found.

import Foundation
import TestKit
import Testing
import TrailModel

@Suite struct DamageTests {
  /// How many damages of each kind a capture suffers; each run takes other ones.
  static let samples = 6

  @Test(arguments: Capture.manyForms)
  func aLineIsLost(_ capture: Capture) throws {
    // Without "Tasks in … are going to be killed" the second line of a group's first victim is an event of its own.
    try damage(capture) { lines, at in
      var lines = lines
      lines.remove(at: at)
      return joined(lines)
    }
  }

  @Test(arguments: Capture.manyForms)
  func neighboursChangePlaces(_ capture: Capture) throws {
    // A summary behind its kill line begins a report.
    try damage(capture) { lines, at in
      var lines = lines
      // The two halves of one record are no neighbours.
      if at + 1 < lines.count, !Self.isBroken(lines[at]), !Self.isBroken(lines[at + 1]) { lines.swapAt(at, at + 1) }
      return joined(lines)
    }
  }

  @Test(arguments: Capture.manyForms)
  func theEndIsLost(_ capture: Capture) throws {
    try damage(capture) { lines, at in joined(lines[..<at]) }
  }

  @Test(arguments: Capture.manyForms)
  func theBeginningIsLost(_ capture: Capture) throws {
    try damage(capture) { lines, at in joined(lines[at...]) }
  }

  @Test(arguments: Capture.manyForms)
  func theEndIsLostWithinALine(_ capture: Capture) throws {
    // A summary that is cut within the pid has another pid.
    try damage(capture) { lines, at in
      // Many places in one line are worth more than one place in many.
      let cut = lines[at].count * (at % 7 + 1) / 8
      return joined(lines[..<at]) + lines[at][..<cut]
    }
  }

  @Test(arguments: ["x86_64-6.1--memcg2-group", "uml-7.2--comm-names", "x86_64-6.1--leader-exit"].map(Capture.named))
  func theEndIsLostAnywhereAroundTheKill(_ capture: Capture) throws {
    let lines = try capture.reportLines()
    let kill = try #require(lines.firstIndex { $0.text.contains("Killed process") })
    let names = try Self.names(capture)
    let head = joined(lines[max(0, kill - 8)..<kill - 1])
    let tail = joined(lines[(kill - 1)...min(kill + 1, lines.count - 1)])
    for cut in 0...tail.count {
      let text = head + tail[..<cut]
      check(analyze(text), text, names, "\(capture.name) cut after \(cut) bytes of the summary")
    }
  }

  private func damage(
    _ capture: Capture, _ change: ([[UInt8]], Int) -> [UInt8]
  ) throws {
    let lines = try capture.reportLines()
    let names = try Self.names(capture)
    try withRandomness("DamageTests") { random in
      // The lines that matter most are few, so half of the places are near them.
      let marks = lines.indices.filter { index in
        let text = lines[index].text
        return ["Killed process", "oom-kill:", "invoked", "name", "Tasks in"].contains { text.contains($0) }
      }
      var places = random.sample(Self.samples, below: lines.count)
      for _ in 0..<Self.samples {
        if let mark = marks.randomElement(using: &random) { places.append(max(0, mark - random.below(3))) }
      }
      for at in places {
        let text = change(lines, at)
        let context = "\(capture.name), line \(at): \(lines[at].text.prefix(100))"
        check(analyze(text), text, names, context)
      }
    }
  }

  private func check(
    _ readings: [Reading], _ text: [UInt8], _ names: Set<Name>, _ context: String
  ) {
    var seen: Set<Int64> = []
    for victim in readings.flatMap(\.dead) {
      guard let pid = victim.pid else { continue }
      let isReal = names.contains { $0.pid == pid && $0.comm == victim.comm ?? $0.comm }
      #expect(isReal, "invented: \(pid) \(victim.comm ?? ""): \(context)")
      #expect(seen.insert(pid).inserted, "dies twice: \(pid): \(context)")
    }
    let alive = Self.killLines(text).subtracting(seen)
    #expect(alive.isEmpty, "not found: \(alive): \(context)")
  }

  /// Who the witness says died; threads too, which kill lines may name.
  private static func names(_ capture: Capture) throws -> Set<Name> {
    try Set(capture.truth().kills.flatMap(\.died).flatMap(\.names))
  }

  /// The pids of kill lines that are whole.
  private static func killLines(_ text: [UInt8]) -> Set<Int64> {
    var pids: Set<Int64> = []
    for line in Capture.lines(of: text).map(\.text) {
      guard let words = line.range(of: "Killed process "), let end = line.range(of: " oom_score_adj:"),
        line[end.upperBound...].last?.isNumber == true
      else { continue }
      if let pid = Int64(line[words.upperBound...].prefix { $0.isNumber }) { pids.insert(pid) }
    }
    return pids
  }

  /// Whether a line is a part of a record that a newline in a name breaks.
  private static func isBroken(_ line: [UInt8]) -> Bool {
    let text = line.text
    return text.hasSuffix(" two") || text.hasSuffix("(two") || text.hasSuffix("=two") || text.contains("] lines")
  }
}

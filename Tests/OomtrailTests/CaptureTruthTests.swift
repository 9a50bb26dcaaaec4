// Every capture against the witness: who died, where, of what, and nobody else.

import Oomtrail
import TestKit
import Testing
import TrailModel

@Suite struct CaptureTruthTests {
  /// How far a victim may have grown between the witness's last sample and its kill line. It looks every 20 ms or so,
  /// in which the short-lived processes of one capture can fill their whole cgroup of 12 MiB.
  static func growth(in capture: Capture) -> Int64 { capture.name.hasSuffix("flood") ? 12 << 20 : 6 << 20 }

  @Test(arguments: Capture.all)
  func killsAreTheWitnesssKills(_ capture: Capture) throws {
    let truth = try capture.truth()
    let found = Analyzer().analyze(paths: [capture.path]).found
    #expect(found.problems.isEmpty, "\(found.problems)")
    let kills = found.events.filter { $0.report.outcome == .killed }
    #expect(found.events.contains { $0.report.outcome == .panic } == (truth.panic == true))
    try #require(kills.count == truth.kills.count)
    for (event, kill) in zip(kills, truth.kills) {
      let report = event.report
      // A bare kill line does not say whose it is.
      if report.isComplete || report.kernel.release != nil { #expect(report.kernel.release == truth.release) }
      #expect(kill.unaccounted == 0, "this test asks for captures whose victims are all known")
      let dead = [try #require(report.victim)] + report.alsoKilled
      // The kernel's counter has the first victim of a group twice.
      #expect(dead.count == kill.count - (kill.group ? 1 : 0))
      #expect(dead.count == kill.died.count)
      for victim in dead { try check(victim, kill.died, of: capture) }
      if let limits = kill.limits_reached, !limits.isEmpty {
        #expect(report.scope == .memcg)
        if report.isComplete { #expect(limits.contains(report.memcg?.limitCgroup ?? "none")) }
      }
      if let total = report.memory?.swapTotal { #expect(total == Bytes(kilobytes: kill.swap_total_kb)) }
      if let size = report.kernel.pageSize { #expect(size == truth.page_size) } else { #expect(!report.isComplete) }
    }
  }

  private func check(_ victim: Victim, _ died: [Truth.Process], of capture: Capture) throws {
    let name = Name(try #require(victim.pid), try #require(victim.comm))
    guard let process = died.first(where: { $0.names.contains(name) }) else {
      Issue.record("\(capture.name): \(name) is none of \(died.flatMap(\.names))")
      return
    }
    #expect(victim.uid == process.uid)
    #expect(victim.oomScoreAdj == process.oom_score_adj)
    if let cgroup = victim.cgroup { #expect(cgroup == process.cgroup) }
    if let anonymous = process.anon_kb, let printed = victim.anonRSS {
      let grown = printed.count - anonymous * 1024
      #expect(
        abs(grown) <= Self.growth(in: capture), "\(name) had \(anonymous) kB, the log says \(printed.count / 1024) kB")
    }
  }

  @Test(arguments: Capture.all)
  func reportsAreComplete(_ capture: Capture) {
    let found = Analyzer().analyze(paths: [capture.path]).found
    var incomplete = found.events.filter { !$0.report.isComplete }
    if capture.name == "x86_64-6.1--memcg2-flood" {
      // Past ten reports in five seconds only the kill lines are left.
      #expect(incomplete.count == 6)
      incomplete.removeAll { $0.report.missing == [.header, .memcg, .processes, .summary, .suppressedLines] }
    }
    #expect(incomplete.isEmpty, "\(incomplete.map(\.report.missing))")
    for event in found.events {
      #expect(event.report.otherLines.isEmpty)
      #expect(event.report.unreadableRows == 0)
    }
  }

  @Test func everythingTheLabCanDoIsKept() throws {
    // A capture that goes missing must be missed.
    #expect(Capture.all.count == 28)
    let scopes = Set(
      Capture.all.flatMap { Analyzer().analyze(paths: [$0.path]).found.events.map(\.report.scope) })
    #expect(scopes == [.global, .memcg, .cpuset, .mempolicy])
  }
}

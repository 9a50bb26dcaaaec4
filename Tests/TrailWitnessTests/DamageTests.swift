// Damaged lines: nothing traps, and no near miss becomes a kill.

import TestKit
import Testing
import TrailModel

@testable import TrailWitness

@Suite struct DamageTests {
  /// Cases whose lines tell of no kill; one byte is too little to make one.
  static let harmless = [
    "systemd/timeout-watchdog-signal", "systemd/not-a-unit", "systemd-oomd/no-kill", "slurm/own-measure", "pbs/limits",
    "gridengine/limits", "earlyoom/no-kill",
  ]

  @Test(arguments: harmless) func aByteMakesNoKill(_ name: String) throws {
    let bytes = try Fixture("witnesses/\(name)").bytes("input.log")
    // Whole lines may go: what calls a kill off may be lost, but what tells one is never made.
    let calledOff = name == "earlyoom/no-kill"
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var damaged = bytes
      let at = random.below(damaged.count)
      switch random.below(3) {
      case 0: damaged[at] = UInt8(random.below(256))
      case 1: damaged.remove(at: at)
      default: damaged.insert(UInt8(random.below(256)), at: at)
      }
      let heard = heard(damaged)
      #expect(!heard.statements.contains { $0.statement.certainty == .oom }, "seed \(seed)")
      if !calledOff { #expect(heard.kills.isEmpty, "seed \(seed)") }
    }
  }

  @Test func anyPrefixOfAKillIsHarmless() throws {
    let line = Array(
      "Apr 27 19:50:37 h earlyoom[1]: sending SIGTERM to process 9014 uid 1000 \"hog\": badness 711, VmRSS 1 MiB".utf8)
    let name = Array("\": ".utf8)
    let told = try #require(line.indices.first { line[$0...].starts(with: name) }) + name.count
    for length in 0..<line.count { #expect(heard(Array(line[..<length])).kills.count == (length < told ? 0 : 1)) }
  }

  @Test(arguments: Speaker.all.flatMap { Fixture.all("witnesses/\($0.name)") })
  func nothingTraps(_ fixture: Fixture) throws {
    let bytes = try fixture.bytes("input.log")
    for seed in 0..<20 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var damaged = bytes
      for _ in 0..<20 {
        let at = random.below(damaged.count)
        switch random.below(4) {
        case 0: damaged[at] = UInt8(random.below(256))
        case 1: damaged.remove(at: at)
        case 2: damaged.insert(contentsOf: Array("99999999999999999999".utf8), at: at)
        default: damaged.removeSubrange(at..<min(damaged.count, at + random.below(40)))
        }
        if damaged.isEmpty { break }
      }
      _ = heard(damaged)
    }
  }

  @Test func whatIsKeptIsBounded() {
    var lines: [UInt8] = []
    for pid in 0..<(WitnessReader.most + 50) {
      lines += Array("zsh: killed     ./job\(pid)\n".utf8)
    }
    var heard = heard(lines)
    #expect(heard.statements.count == WitnessReader.most)
    heard.statements = []
    #expect(heard.kills.isEmpty)
  }
}

// Every case of every speaker: what is heard of its lines.

import TestKit
import Testing
import TrailModel

@testable import TrailWitness

@Suite struct SpeakerTests {
  @Test(arguments: Speaker.all.flatMap { Fixture.all("witnesses/\($0.name)") })
  func lines(_ fixture: Fixture) throws {
    try Golden.expect(heard(try fixture.bytes("input.log")).json, "expected.json", of: fixture)
    #expect(try !fixture.text("source.txt").isEmpty)
  }

  @Test func foldersAndSpeakersAreTheSame() {
    #expect(Fixture.folders("witnesses") == Speaker.all.map(\.name).sorted())
  }

  @Test(arguments: Speaker.all.map(\.name))
  func sentinelsStandInTheCases(_ name: String) throws {
    let text = try Fixture.all("witnesses/\(name)").map { try $0.text("input.log") }.joined()
    for speaker in Speaker.all where speaker.name == name {
      for sentinel in speaker.sentinels {
        #expect(text.contains(sentinel.description), "no case has \"\(sentinel)\"")
      }
    }
  }

  @Test(arguments: [
    "systemd/not-a-unit", "systemd-oomd/no-kill", "earlyoom/no-kill", "pod-names/near-misses",
    "kubelet-eviction/near-misses",
  ])
  func nearMissesAreNone(_ name: String) throws {
    let heard = heard(try Fixture("witnesses/\(name)").bytes("input.log"))
    #expect(heard.kills.isEmpty)
    #expect(heard.statements.isEmpty)
    #expect(heard.podNames.isEmpty)
  }

  /// Whoever ended a child for another reason says so, before or after.
  @Test(arguments: [
    ("systemd/timeout-watchdog-signal", ["not_oom 801", "not_oom 812", "not_oom", "not_oom", "sigkill"]),
    ("postgresql/other-signals-and-stop", ["not_oom 9016", "sigkill 9017"]),
    ("nginx/workers", ["sigkill 31", "sigkill 32", "not_oom 34", "not_oom 35"]),
    ("unicorn/masters", ["sigkill 9012", "not_oom 9013", "not_oom 9015"]),
    ("supervisord/programs", ["sigkill 9012", "not_oom 9013", "sigkill 9020", "sigkill"]),
  ])
  func causes(_ name: String, _ expected: [String]) throws {
    let heard = heard(try Fixture("witnesses/\(name)").bytes("input.log"))
    #expect(
      heard.statements.map { heard in
        [heard.statement.certainty.rawValue, heard.statement.child?.pid.map { "\($0)" }].compactMap(\.self)
          .joined(separator: " ")
      } == expected)
  }
}

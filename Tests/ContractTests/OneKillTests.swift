// One kill in eight files of one host, as eight programs and forms keep it: one event.

import Foundation
import TestKit
import Testing

@Suite struct OneKillTests {
  typealias Object = [String: Any]
  private static let host = Fixture("bundles/one-kill-eight-files/web-07")
  private static let files = [
    "console.log", "sos/dmesg-T.txt", "sos/dmesg.txt", "sos/journal.export", "var/log/collector.json",
    "var/log/journal/0f1e2d3c4b5a69788796a5b4c3d2e1f0/system.journal", "var/log/kern.log", "var/log/messages",
  ]

  private func document(_ paths: [String]) throws -> Object {
    try BuiltProgram.run(["--format", "json", "--year", "2026"] + paths).json()
  }

  private func list(_ value: Any?) throws -> [Object] { try #require(value as? [Object]) }

  @Test func eightFilesAreOneEvent() throws {
    let document = try document([Self.host.folder.path])
    let events = try list(document["events"])
    try #require(events.count == 1)
    let paths = try list(events[0]["sources"]).compactMap { $0["path"] as? String }
    #expect(paths == Self.files.map { Self.host.path($0) })
    #expect(Set(try list(document["inputs"]).compactMap { $0["envelope"] as? String }).count == 7)
    // What some files lack others have.
    #expect(events[0]["host"] as? String == "web-07")
    #expect(events[0]["boot_id"] as? String == "23952af7cbc14b75a2c87de295ff7251")
    let time = try #require(events[0]["time"] as? Object)
    #expect(time["monotonic_seconds"] as? Double == 8.518009)
    #expect((time["wall"] as? String)?.hasPrefix("2026-11-22T19:19:4") == true)
    #expect((events[0]["victim"] as? Object)?["pid"] as? Int == 180)
    #expect(events[0]["complete"] as? Bool == true)
    #expect(try list(document["problems"]).isEmpty)
  }

  /// However few of them there are.
  @Test(arguments: files.indices)
  func anyTwoAreOneEvent(_ first: Int) throws {
    for second in Self.files.indices where second > first {
      let paths = [Self.files[first], Self.files[second]].map { Self.host.path($0) }
      let events = try list(document(paths)["events"])
      #expect(events.count == 1, "\(paths)")
      #expect(try list(events.first?["sources"]).count == 2)
    }
  }
}

// The journal's own files through the whole program: the same events as from the export they were made of.

import Foundation
import TestKit
import Testing
import TrailCase
import TrailModel

@testable import Oomtrail

@Suite struct JournalFileTests {
  static let whole = [
    "plain-regular", "plain-compact", "lz4-regular", "lz4-compact", "xz-regular", "xz-compact", "zstd-regular",
    "zstd-compact", "zstd-regular-unkeyed", "online",
  ]

  @Test(arguments: whole)
  func theSameEventsAsTheExport(_ name: String) throws {
    let found = events(Fixture("journal/\(name)").path("input.journal.gz"))
    #expect(found == events(Fixture("journal").path("entries.export")))
    #expect(found.count == 2)
  }

  /// What `journalctl` refuses: everything before the cut, and one problem.
  @Test func aCutFile() throws {
    let path = Fixture("journal/cut").path("input.journal.gz")
    let result = Analyzer().analyze(paths: [path]).found
    #expect(result.events.count == 1)
    #expect(result.problems.map(\.kind) == [.truncated])
    #expect(events(path).first == events(Fixture("journal").path("entries.export")).first)
  }

  /// All that two readings of one event share; where it stands and its stamp's text differ.
  private func events(_ path: String) -> [String] {
    Analyzer().analyze(paths: [path]).found.events.map { event in
      let report = event.report
      return """
        \(event.time.wall as Any) \(event.time.monotonic as Any) \(event.host ?? "") \(event.bootID ?? "")
        \(report.scope) \(report.trigger) \(report.victim as Any) \(report.memcg as Any) \(report.processes.rows)
        \(report.missing)
        """
    }
  }
}

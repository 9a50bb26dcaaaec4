// Lines that speak of a kill and cannot be read are told, and what a program quotes is not.

import TestKit
import Testing
import TrailBytes
import TrailKernel
import TrailModel

@testable import Oomtrail

private func run(_ text: String) -> StreamResult {
  StreamAnalyzer(SlicedSource(Array(text.utf8), sizes: [.max]), scanner: LiteralScanner(streamSentinels)).run()
}

private let sizes = "total-vm:40000kB, anon-rss:30000kB, file-rss:100kB"

@Suite struct UnreadKillTests {
  @Test(arguments: [
    "[  1x0.000091] Out of memory: Killed process 1204 (indexer) \(sizes)",
    "[  100.000091] Memory cgro5p out of memory: Killed process 1204 (indexer) \(sizes)",
    "Kill process 1211 (helper) sharing same memory",
  ])
  func aDamagedKillLineIsCounted(_ line: String) {
    let result = run("[   99.000000] before\n\(line)\n\(line)\n")
    #expect(result.reports.isEmpty)
    #expect(result.unreadKills?.count == 2)
    #expect(result.unreadKills?.first.line == 2)
  }

  @Test(arguments: [
    "Nov 22 21:31:36 lab watcher[12]: saw: Out of memory: Killed process 1204 (indexer) \(sizes)",
    "[  100.000091] Out of memory: Killed process 1204 (indexer) \(sizes)",
    "Killed process manager (stopped)",
    "we killed process 1204 (indexer)",
  ])
  func othersAreNot(_ line: String) {
    #expect(run("\(line)\n").unreadKills == nil)
  }

  @Test func theDeviceIsRead() throws {
    let result = run(
      """
      6,41,310114,-;pci 0000:00:03.0: [1af4:1000] type 00
       SUBSYSTEM=pci
      4,560,95030330,-;in\\xc3\\xa9dex invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      6,561,95030331,-;memory: usage 4kB, limit 4kB, failcnt 1
      6,562,95030332,-;Memory cgroup stats for /a\\x5cx2db:
      6,563,95030333,-;anon 50147328\\x0afile 0
       SUBSYSTEM=none
      3,564,95030334,-;Memory cgroup out of memory: Killed process 1204 (in\\xc3\\xa9dex) \(sizes)

      """)
    #expect(result.envelope == "dev-kmsg")
    let read = try #require(result.reports.first?.report)
    #expect(result.reports.count == 1)
    #expect(read.report.trigger.comm == "in\u{E9}dex")
    #expect(read.report.victim?.comm == "in\u{E9}dex")
    #expect(read.report.memcg?.limitCgroup == "/a\\x2db")
    #expect(read.report.memcg?.stats.map(\.name) == ["anon", "file"])
    #expect(read.report.otherLines == [])
    #expect(read.stamp.monotonic == 95_030_330_000)
  }

  @Test func aMarkAndNumbersBeforeLinesAreNoName() throws {
    let header = "indexer invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0"
    let kill = "Out of memory: Killed process 1204 (indexer) \(sizes)"
    for text in ["\u{FEFF}\(header)\n\(kill)\n", "     1\t\(header)\n     2\t\(kill)\n"] {
      let report = try #require(run(text).reports.first?.report.report)
      #expect(report.trigger.comm == "indexer")
      #expect(report.victim?.comm == "indexer")
    }
  }

  @Test func aRelayedLineIsItsOwnHosts() throws {
    let result = run(
      "Jan  1 00:00:00 collector kernel: Nov 22 21:31:36 lab kernel: Out of memory: Killed process 1204 (indexer) \(sizes)\n"
    )
    let found = try #require(result.reports.first)
    #expect(found.host == "lab")
    #expect(found.report.report.victim?.pid == 1204)
  }
}

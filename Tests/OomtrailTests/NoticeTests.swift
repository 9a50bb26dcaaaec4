// Notices and losses from bytes on: every case of every kind, however the bytes come in, and storms of them.

import TestKit
import Testing
import TrailBytes
import TrailModel

@testable import Oomtrail
@testable import TrailKernel

@Suite struct NoticeTests {
  static let cases = Notice.Kind.allCases.flatMap { Fixture.all("notices/\($0.rawValue)") }

  @Test(arguments: cases)
  func notices(_ fixture: Fixture) throws {
    try Golden.expect(describe(run(try fixture.bytes("input.log"))), "expected.json", of: fixture)
  }

  @Test func foldersAndKindsAreTheSame() {
    #expect(Fixture.folders("notices") == Notice.Kind.allCases.map(\.rawValue).sorted())
    #expect(Set(NoticeReader.all.map(\.kind)) == Set(Notice.Kind.allCases))
  }

  @Test(arguments: Notice.Kind.allCases)
  func everyKindHasCasesThatSayWhereTheyAreFrom(_ kind: Notice.Kind) throws {
    let own = Fixture.all("notices/\(kind.rawValue)")
    #expect(!own.isEmpty)
    for fixture in own { #expect(try !fixture.text("source.txt").isEmpty, "\(fixture.name)") }
  }

  @Test func sentinelsStandInTheCasesOfTheirKind() throws {
    for reader in NoticeReader.all {
      let text = try Fixture.all("notices/\(reader.kind.rawValue)").map { try $0.text("input.log") }.joined()
      for sentinel in reader.sentinels {
        #expect(text.contains(sentinel.description), "\(reader.kind): \"\(sentinel)\"")
      }
    }
  }

  /// The kernel says what it left out when it prints the next report, which may be long after.
  @Test func aFloodNamesWhatWasLeftOut() throws {
    let text = try Capture.named("x86_64-6.1--memcg2-flood").bytes()
    let reports = run(text).reports.map(\.report.report)
    let bare = reports.filter { $0.missing.contains(.header) }
    #expect(bare.count == 6)
    #expect(bare.allSatisfy { $0.losses.map(\.count) == [6] && $0.missing.contains(.suppressedLines) })
    #expect(reports.filter { !$0.losses.isEmpty }.count == 6)
    // Of fewer than were left out nobody knows which they are.
    let fewer = String(decoding: text, as: UTF8.self).replacing(
      "oom_kill_process: 6 callbacks", with: "oom_kill_process: 5 callbacks")
    #expect(run(Array(fewer.utf8)).reports.allSatisfy { $0.report.report.losses.isEmpty })
  }

  // MARK: However the bytes come in

  @Test(arguments: cases, [1, 2, 3, 7, 61, 509])
  func piecesOfOneSize(_ fixture: Fixture, _ size: Int) throws {
    let bytes = try fixture.bytes("input.log")
    #expect(describe(run(bytes, sizes: [size])) == describe(run(bytes)))
  }

  /// All cases in one stream, in pieces and across the borders of the window.
  @Test func piecesOfAnySize() throws {
    let bytes = try Self.cases.flatMap { try $0.bytes("input.log") }
    try withRandomness("NoticeTests") { random in
      for _ in 0..<6 {
        let filler = Self.filler((300 << 10) + random.below(120 << 10))
        let whole = describe(run(filler + bytes))
        let sizes = (0..<31).map { _ in 1 + random.below(random.below(2) == 0 ? 3 : 40_000) }
        let isSame = describe(run(filler + bytes, sizes: sizes)) == whole
        #expect(isSame, "\(filler.count) bytes in front, pieces of \(sizes)")
      }
    }
  }

  /// Each line far from the next, so that each has to be woken for.
  @Test(arguments: Notice.Kind.allCases)
  func eachLineIsWokenFor(_ kind: Notice.Kind) throws {
    for fixture in Fixture.all("notices/\(kind.rawValue)") {
      let bytes = try fixture.bytes("input.log")
      let filler = Array((String(repeating: "a quiet line ", count: 400) + "\n").utf8)
      var apart: [UInt8] = []
      for line in bytes.split(separator: 0x0A) {
        for _ in 0..<8 { apart += filler }
        apart += line + [0x0A]
      }
      let found = texts(of: run(apart))
      // What other functions lost is looked at in reports alone, and these are torn apart here.
      let expected = texts(of: run(bytes)).filter { !$0.contains("net_ratelimit") }
      #expect(Set(expected).subtracting(found).isEmpty, "\(fixture.name)")
    }
  }

  private func texts(of result: StreamResult) -> [String] {
    result.notices.kept.map(\.notice.text) + result.reports.flatMap { $0.report.report.losses.map(\.text) }
  }

  // MARK: Beside reports

  /// A record of Android's killer whose newlines a logger escaped is one kill, and the stream sleeps again.
  @Test func aJoinedRecordOfAnotherKiller() throws {
    let record = """
      Nov 22 10:02:00 phone kernel: [  100.000000] lowmemorykiller: Killing 'foo' (1204), adj 906,#012   to free \
      35420kB on behalf of 'kswapd0' (61) because#012   cache 221180kB is below limit 221184kB for oom_score_adj 906\
      #012   Free memory is -3348kB above reserved

      """
    let result = run(Array((record + record.replacing("1204", with: "1205")).utf8))
    #expect(result.reports.map(\.report.report.victim?.pid) == [1204, 1205])
    for found in result.reports {
      #expect(found.report.report.killer == .lowmemorykiller)
      #expect(found.report.report.isComplete)
      #expect(found.report.report.lowMemoryKill?.freeAboveReserved == Bytes(kilobytes: -3_348))
      #expect(found.host == "phone")
    }
  }

  // MARK: Storms

  private func task(_ number: Int) -> String {
    "[\(100_000 + number).000000] INFO: task a:\(number) blocked for more than 120 seconds.\n"
  }

  @Test(.timeLimit(.minutes(1))) func stormsAreCounted() {
    let lines = (0..<5_000).map { "Nov 22 10:02:00 alpha kernel: " + task($0) }
    let text = lines.joined()
    let notices = run(Array(text.utf8)).notices
    #expect(notices.kept.count <= NoticeLog.latest + 2)
    #expect(notices.kept.count + notices.dropped.reduce(0) { $0 + $1.count } == 5_000)
    #expect(notices.dropped.map(\.host) == ["alpha"])
    #expect(notices.kept.first?.notice.pid == 0)
    #expect(notices.kept.last?.notice.pid == 4_999)
  }

  /// What stood around a report is there although a storm followed.
  @Test(.timeLimit(.minutes(1))) func stormsLeaveTheReportsTheirs() {
    var text = (0..<2_200).map(task).joined()
    text += "[102200.500000] Out of memory: Killed process 611 (reindex) total-vm:280000kB, anon-rss:239000kB, "
    text += "file-rss:1000kB, shmem-rss:0kB, UID:33 pgtables:528kB oom_score_adj:0\n"
    text += (2_201..<4_400).map(task).joined()
    let result = run(Array(text.utf8))
    let kept = Set(result.notices.kept.compactMap(\.notice.pid))
    #expect(result.reports.count == 1)
    let around = Set((2_180...2_220).map { Int64($0) }).subtracting([2_200])
    #expect(around.subtracting(kept).isEmpty)
    let isBounded = !kept.contains(1_000) && kept.count < NoticeLog.latest + 50
    #expect(isBounded)
  }

  /// Hosts are bounded too.
  @Test(.timeLimit(.minutes(1))) func manyHostsAreBounded() {
    let words = "Huh VM_FAULT_OOM leaked out to the #PF handler. Retrying PF"
    let text = (0..<7_000).map { "Nov 22 10:02:00 host\($0) kernel: \(words)\n" }.joined()
    let notices = run(Array(text.utf8)).notices
    #expect(notices.kept.count < 6_200)
    #expect(notices.kept.count + notices.dropped.reduce(0) { $0 + $1.count } == 7_000)
  }

  /// Allocation failures come in storms while a report is printed, and must not push it out.
  @Test func aStormOfFailuresWithinAReport() {
    var text = "x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n"
    for number in 0..<50 { text += "dd\(number): page allocation failure: order:5, mode:0x40cc0(GFP_KERNEL)\n" }
    text += "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,"
    text += "task=b,pid=2,uid=0\nOut of memory: Killed process 2 (b) total-vm:4kB, anon-rss:4kB, file-rss:0kB, "
    text += "shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0\n"
    let result = run(Array(text.utf8))
    #expect(result.reports.count == 1)
    #expect(result.reports.first?.report.report.trigger.comm == "x")
    #expect(result.notices.kept.count == 50)
  }

  // MARK: Support

  private func run(_ bytes: [UInt8], sizes: [Int] = [.max]) -> StreamResult {
    StreamAnalyzer(SlicedSource(bytes, sizes: sizes), scanner: LiteralScanner(streamSentinels)).run()
  }

  /// Notices as the golden files show them, and of the reports what losses took from them.
  private func describe(_ result: StreamResult) -> JSON {
    .object([
      "notices": .array(
        result.notices.kept.map { seen in
          var fields: [String: JSON] = ["line": .number(Int64(seen.place.line)), "notice": JSON.of(seen.notice)]
          if let host = seen.host { fields["host"] = .string(host) }
          if let stamp = seen.stampText { fields["stamp"] = .string(stamp) }
          return .object(fields)
        }),
      "reports": .array(
        result.reports.map { found in
          let report = found.report.report
          return .object([
            "lines": .string("\(found.report.first.line)-\(found.report.last.line)"),
            "victim": .number(report.victim?.pid ?? -1),
            "missing": .array(report.missing.map { .string($0.rawValue) }),
            "losses": JSON.of(report.losses), "otherLines": JSON.of(report.otherLines),
          ])
        }),
    ])
  }

  private static func filler(_ length: Int) -> [UInt8] {
    var filler: [UInt8] = []
    var line = 0
    while filler.count < length {
      filler += Array("Nov 22 09:00:00 alpha app[7]: request \(line) took \(line % 977) ms\n".utf8)
      line += 1
    }
    return filler
  }
}

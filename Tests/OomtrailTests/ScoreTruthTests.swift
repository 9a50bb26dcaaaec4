// Every row of every capture's process table: the score recomputed from it against the guest's /proc/PID/oom_score.

import Foundation
import Oomtrail
import TestKit
import Testing
import TrailModel

@testable import TrailKernel

@Suite struct ScoreTruthTests {
  /// A row beside what the witness read of its process just before the kill.
  struct Compared {
    let name: String
    /// The score recomputed from the row, and from the memory that the witness read.
    let ofRow: Int64
    let ofSample: Int64
    /// `/proc/PID/oom_score`.
    let guest: Int64
    /// Pages (resident, swapped, of page tables) by the row and by the witness.
    let pages: Int64
    let sampledPages: Int64

    var isWithin: Bool { abs(ofRow - guest) <= 1 }

    /// Whether the process's memory moved between sample and table: what the witness read of it makes the guest's
    /// score, and is not what the row says.
    var hasMoved: Bool { !isWithin && abs(ofSample - guest) <= 1 && pages != sampledPages }
  }

  /// One capture's rows by how they compare.
  struct Tally {
    var rows = 0
    var exact = 0
    var within = 0
    var moved = 0
    var unsampled = 0
    var others: [Compared] = []
    /// Samples whose own memory makes the guest's score to within one point.
    var samplesWithin = 0

    mutating func add(_ row: Compared) {
      rows += 1
      if abs(row.ofSample - row.guest) <= 1 { samplesWithin += 1 }
      if row.ofRow == row.guest {
        exact += 1
      } else if row.isWithin {
        within += 1
      } else if row.hasMoved {
        moved += 1
      } else {
        others.append(row)
      }
    }

    static func += (left: inout Tally, right: Tally) {
      left.rows += right.rows
      left.exact += right.exact
      left.within += right.within
      left.moved += right.moved
      left.unsampled += right.unsampled
      left.samplesWithin += right.samplesWithin
      left.others += right.others
    }

    func line(_ name: String) -> String {
      let numbers = [rows, exact, within, moved, others.count, unsampled]
      return name.padding(toLength: 34, withPad: " ", startingAt: 0)
        + numbers.map { String(repeating: " ", count: max(1, 11 - "\($0)".count)) + "\($0)" }.joined()
    }
  }

  @Test func rowsMakeTheGuestsScores() throws {
    var all = Tally()
    var lines = ["                                         rows      exact  one point      moved     others  unsampled"]
    for capture in Capture.all {
      let tally = try tally(of: capture)
      lines.append(tally.line(capture.name))
      all += tally
    }
    lines.append(all.line("all"))
    print(lines.joined(separator: "\n"))
    // Rows are set apart only because their process's memory moved, which the sample itself shows.
    #expect(all.others.isEmpty, "\(all.others)")
    #expect(all.rows > 350)
    #expect((all.exact + all.within) * 100 >= (all.rows - all.moved) * 99)
    #expect(all.moved * 100 <= all.rows * 5)
    // The formula itself, with no time between: the witness reads memory and score a moment apart.
    #expect(all.samplesWithin * 100 >= all.rows * 99)
  }

  private func tally(of capture: Capture) throws -> Tally {
    let truth = try ScoreTruth.of(capture)
    var tally = Tally()
    for (event, sample) in truth.pairs(Analyzer().analyze(paths: [capture.path]).found.events) {
      let report = event.report
      let release = try #require(report.kernel.release)
      let total = sample.total(pageSize: truth.page_size)
      if report.scope == .global {
        // Where the node is out of memory the guest's total is the report's.
        #expect(report.choice?.totalPages == Pages(total) || report.choice == nil, "\(capture.name)")
      }
      let formula = try #require(BadnessFormula(report, []))
      let measure = Measure(pageSize: truth.page_size, total: total)
      let processes = Dictionary(sample.memory.map { ($0.pid, $0) }) { first, _ in first }
      for row in report.processes.rows {
        guard let process = processes[row.pid] ?? row.tgid.flatMap({ processes[$0] }) else {
          tally.unsampled += 1
          continue
        }
        #expect(row.oomScoreAdj == process.oom_score_adj, "\(capture.name): \(row.comm)")
        guard row.score?.isEligible == true else {
          #expect(process.oom_score == 0, "\(capture.name): \(row.comm) cannot be chosen")
          continue
        }
        let points = try #require(formula.points(row, measure).exact, "\(capture.name): \(row.comm)")
        if report.scope == .global { #expect(row.score?.badness == points) }
        var sampled = row
        sampled.rss = Pages(process.rss_pages)
        sampled.swapEntries = Pages(max(process.swap_kb, 0) * 1024 / truth.page_size)
        sampled.pageTables = Bytes(max(process.pte_kb, 0) * 1024)
        let own = try #require(formula.points(sampled, measure).exact)
        tally.add(
          Compared(
            name: "\(capture.name) \(row.comm) \(row.pid)", ofRow: Self.score(points, total, release),
            ofSample: Self.score(own, total, release), guest: process.oom_score,
            pages: row.pages(truth.page_size), sampledPages: sampled.pages(truth.page_size)))
      }
    }
    return tally
  }

  /// `/proc/PID/oom_score` (fs/proc/base.c, proc_oom_score): thousandths of all memory; since 5.9, where points can be
  /// negative, moved up by 1000 and scaled to 0 to 2000 at most.
  static func score(_ points: Int64, _ total: Int64, _ release: String) -> Int64 {
    let thousandths = points * 1_000 / total
    guard let version = KernelVersion(release), KernelVersion(5, 9) <= version else { return thousandths }
    return (1_000 + thousandths) * 2 / 3
  }

  @Test(arguments: Capture.all)
  func theKernelChoseWhomTheFormulaChooses(_ capture: Capture) {
    for event in Analyzer().analyze(paths: [capture.path]).found.events where event.report.outcome == .killed {
      let report = event.report
      guard !report.processes.isEmpty else { continue }
      #expect(report.scoring?.formula == .pagesSigned)
      #expect(report.scoring?.unknown == nil)
      #expect(report.choice?.verdict == .agrees)
      #expect(report.choice?.victimRank == 1)
    }
  }
}

extension ProcessRow {
  /// What the formula counts.
  fileprivate func pages(_ pageSize: Int64) -> Int64 {
    (rss?.count ?? 0) + (swapEntries?.count ?? 0) + (pageTables?.count ?? 0) / pageSize
  }
}

/// The part of `condense`'s truth that is about scores; see Fixtures/lab/README.md.
private struct ScoreTruth: Decodable {
  struct Process: Decodable {
    var pid: Int64
    var rss_pages: Int64
    var swap_kb: Int64
    var pte_kb: Int64
    var oom_score_adj: Int64
    var oom_score: Int64
  }

  struct Sample: Decodable {
    var memory: [Process]
    var mem_total_kb: Int64
    var swap_total_kb: Int64
    var died: [Truth.Process]?

    func total(pageSize: Int64) -> Int64 { (mem_total_kb + swap_total_kb) * 1024 / pageSize }

    /// Whether this is the sample before the kill of `victim`.
    func precedes(_ victim: Victim?) -> Bool {
      died?.contains { process in process.names.contains { $0.pid == victim?.pid } } ?? false
    }
  }

  var page_size: Int64
  var kills: [Sample]
  var last_sample: Sample?

  static func of(_ capture: Capture) throws -> ScoreTruth {
    let url = URL(fileURLWithPath: capture.fixture.path("truth.json"))
    return try JSONDecoder().decode(ScoreTruth.self, from: Data(contentsOf: url))
  }

  /// The events that have a table, each with the sample before it. Both are in order of time.
  func pairs(_ events: [Event]) -> [(Event, Sample)] {
    var pairs: [(Event, Sample)] = []
    var next = 0
    for event in events {
      if event.report.outcome == .panic, kills.isEmpty, let last_sample {
        pairs.append((event, last_sample))
      } else if let kill = kills[next...].firstIndex(where: { $0.precedes(event.report.victim) }) {
        if !event.report.processes.isEmpty { pairs.append((event, kills[kill])) }
        // One sample may stand before several kills.
        next = kill
      }
    }
    return pairs
  }
}

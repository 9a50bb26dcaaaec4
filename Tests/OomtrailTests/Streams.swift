// Streams of bytes to reports, in a form that two runs can be compared by.

import TestKit
import TrailBytes
import TrailKernel
import TrailModel

@testable import Oomtrail

private let scanner = LiteralScanner(streamSentinels)

/// The reports of a stream that comes in pieces of `sizes`.
func analyze(_ bytes: [UInt8], sizes: [Int] = [.max]) -> [Reading] {
  StreamAnalyzer(SlicedSource(bytes, sizes: sizes), scanner: scanner).run().reports.map {
    Reading(report: $0.report, host: $0.host, bootID: $0.bootID)
  }
}

/// The reports of a stream, with everything they say.
func killReports(_ bytes: [UInt8]) -> [KillReport] {
  StreamAnalyzer(SlicedSource(bytes, sizes: [.max]), scanner: scanner).run().reports.map(\.report.report)
}

/// `lines` with line ends.
func joined(_ lines: some Sequence<[UInt8]>) -> [UInt8] {
  var bytes: [UInt8] = []
  for line in lines {
    bytes += line
    bytes.append(0x0A)
  }
  return bytes
}

/// The logs' lines in their own order, mixed in runs of one to nine; behind each run what `between` gives.
func mixed(
  _ logs: [[[UInt8]]], _ random: inout SplitMix64, between: (inout SplitMix64) -> [UInt8]? = { _ in nil }
) -> [[UInt8]] {
  var next = logs.map { _ in 0 }
  var mixed: [[UInt8]] = []
  while true {
    let open = logs.indices.filter { next[$0] < logs[$0].count }
    guard let log = open.randomElement(using: &random) else { return mixed }
    for _ in 0...random.below(9) where next[log] < logs[log].count {
      mixed.append(logs[log][next[log]])
      next[log] += 1
    }
    if let line = between(&random) { mixed.append(line) }
  }
}

/// One report and its place.
struct Reading: Equatable {
  var host: String?
  var bootID: String?
  var first: LinePlace
  var last: LinePlace
  var facts: Facts

  /// What a report says, its place aside.
  struct Facts: Equatable {
    var stampText: String?
    var scope: Scope
    var outcome: Outcome
    var isManual: Bool
    var kernel: KernelIdentity
    var trigger: Trigger
    var victim: Victim?
    var alsoKilled: [Victim]
    var selected: Selected?
    var spared: Spared?
    var memcg: Memcg?
    var memory: Memory?
    var rows: [ProcessRow]
    var reaped: Reaped?
    var missing: [ReportPart]
    var otherLines: [String]
  }

  init(report read: ReadReport, host: String?, bootID: String?) {
    self.host = host
    self.bootID = bootID
    first = read.first
    last = read.last
    let report = read.report
    facts = Facts(
      stampText: read.stampText, scope: report.scope, outcome: report.outcome, isManual: report.isManual,
      kernel: report.kernel, trigger: report.trigger, victim: report.victim, alsoKilled: report.alsoKilled,
      selected: report.selected, spared: report.spared, memcg: report.memcg, memory: report.memory,
      rows: report.processes.rows,
      reaped: report.reaped, missing: report.missing, otherLines: report.otherLines)
  }

  /// Everybody who died.
  var dead: [Victim] { (facts.victim.map { [$0] } ?? []) + facts.alsoKilled }

  /// Where it stands, in words.
  var place: String { "\(host ?? "no host") lines \(first.line)-\(last.line), bytes \(first.offset)-\(last.end)" }

  /// The same report where `lines` lines of `bytes` bytes stand in front of its stream.
  func shifted(lines: Int, bytes: Int) -> Reading {
    func move(_ place: LinePlace) -> LinePlace {
      LinePlace(line: place.line + lines, offset: place.offset + Int64(bytes), end: place.end + Int64(bytes))
    }
    var shifted = self
    shifted.first = move(first)
    shifted.last = move(last)
    return shifted
  }
}

/// What differs, in a few words.
func difference(_ actual: [Reading], _ expected: [Reading]) -> String? {
  if actual == expected { return nil }
  if actual.count != expected.count {
    return "\(actual.count) reports instead of \(expected.count): \(actual.map { "\($0.first.line)-\($0.last.line)" })"
  }
  for (mine, theirs) in zip(actual, expected) where mine != theirs {
    if mine.facts == theirs.facts { return "\(mine.place) instead of \(theirs.place)" }
    for (now, then) in zip(Mirror(reflecting: mine.facts).children, Mirror(reflecting: theirs.facts).children) {
      let (new, old) = ("\(now.value)", "\(then.value)")
      if new != old {
        return "line \(theirs.first.line): \(now.label ?? "") is \(new.prefix(300)) instead of \(old.prefix(300))"
      }
    }
  }
  return "they differ"
}

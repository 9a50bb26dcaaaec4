// A report that a rotation cut: its parts lie in two logs and are one event.

import Foundation
import TestKit
import Testing
import TrailModel

@testable import Oomtrail

@Suite struct RotationTests {
  /// A log around a whole report, each line behind a syslog stamp.
  private static func log() throws -> [[UInt8]] {
    let quiet = (0..<200).map { Array("Apr 27 15:50:3\($0 / 100) web-07 app[7]: request \($0) served".utf8) }
    let report = try Capture.named("x86_64-6.1--global-noswap").reportLines().map {
      Array("Apr 27 15:50:37 web-07 kernel: ".utf8) + $0
    }
    return quiet + report + quiet
  }

  private func event(of log: [UInt8], cutAt cut: Int, in scratch: Scratch, packed isPacked: Bool) throws -> Case {
    let (older, newer) = (Array(log[..<cut]), Array(log[cut...]))
    if isPacked {
      let files = [
        PackedFile("var/log/messages", newer), PackedFile("var/log/messages-20260427", older),
        PackedFile("var/log/secure", older),
      ]
      try scratch.write("case.tgz", TestKit.packed(files, format: "pax", compression: "gzip"))
    } else {
      try scratch.write("messages.1", older)
      try scratch.write("messages", newer)
    }
    return Analyzer().analyze(paths: [scratch.path]).found
  }

  @Test(arguments: [0.05, 0.3, 0.6, 0.97], [false, true]) func aCutReportIsOne(place: Double, isMidLine: Bool) throws {
    let lines = try Self.log()
    let whole = joined(lines)
    let expected = try #require(analyze(whole).first)
    let isHead = { (line: [UInt8]) in String(decoding: line, as: UTF8.self).contains("invoked oom-killer") }
    let isEnd = { (line: [UInt8]) in String(decoding: line, as: UTF8.self).contains("Out of memory: Killed") }
    let first = try #require(lines.firstIndex(where: isHead)) + 1
    let last = try #require(lines.firstIndex(where: isEnd))
    let line = first + Int(Double(last - first) * place)
    let cut = joined(Array(lines[..<line])).count + (isMidLine ? 40 : 0)
    let scratch = try Scratch()
    let found = try event(of: whole, cutAt: cut, in: scratch, packed: false)
    #expect(found.events.count == 1)
    let event = try #require(found.events.first)
    #expect(event.report.victim == expected.facts.victim)
    #expect(event.report.trigger == expected.facts.trigger)
    #expect(event.report.processes.rows == expected.facts.rows)
    #expect(event.report.missing.isEmpty)
    #expect(event.sources.map(\.path) == [scratch.path + "/messages", scratch.path + "/messages.1"])
    #expect(event.sources.first?.firstLine == 1)
    #expect(found.inputs.map(\.events) == [0, 1])
  }

  /// `oom-kill:` tells the victim; nothing is lost with it.
  @Test(arguments: [10, 60, 120, 190]) func aCutWithinTheSummary(column: Int) throws {
    let lines = try Self.log()
    let place = try #require(lines.firstIndex { String(decoding: $0, as: UTF8.self).contains("oom-kill:") })
    let whole = joined(lines)
    let scratch = try Scratch()
    let found = try event(of: whole, cutAt: joined(Array(lines[..<place])).count + column, in: scratch, packed: false)
    #expect(found.events.count == 1)
    #expect(found.events.first?.report.missing == [])
    #expect(found.events.first?.report.victim == analyze(whole).first?.facts.victim)
  }

  @Test func aReportOverThreeLogs() throws {
    let whole = joined(try Self.log())
    let scratch = try Scratch()
    let cuts = [0, 15_000, 16_500, whole.count]
    for (name, range) in zip(["messages.2", "messages.1", "messages"], zip(cuts, cuts.dropFirst())) {
      try scratch.write(name, Array(whole[range.0..<range.1]))
    }
    let found = Analyzer().analyze(paths: [scratch.path]).found
    #expect(found.events.count == 1)
    let event = try #require(found.events.first)
    #expect(event.report.missing == [])
    #expect(event.report.processes.rows == analyze(whole).first?.facts.rows)
    #expect(event.sources.map(\.path) == ["messages", "messages.1", "messages.2"].map { scratch.path + "/" + $0 })
    #expect(event.sources.map { $0.firstLine == 1 } == [true, true, false])
  }

  @Test func inAnArchiveToo() throws {
    let whole = joined(try Self.log())
    let scratch = try Scratch()
    let found = try event(of: whole, cutAt: whole.count / 2, in: scratch, packed: true)
    #expect(found.events.count == 1)
    #expect(found.events.first?.report.missing == [])
    #expect(
      found.events.first?.sources.map { String($0.path.dropFirst(scratch.path.count + 1)) }
        == [
          "case.tgz!/var/log/messages", "case.tgz!/var/log/messages-20260427", "case.tgz!/var/log/secure",
        ])
  }

  /// What begins in one log and what ends in another are two, where the logs do not follow each other.
  @Test func logsOfTwoSeriesAreNotJoined() throws {
    let whole = joined(try Self.log())
    let scratch = try Scratch()
    try scratch.write("messages.1", Array(whole[..<(whole.count / 2)]))
    try scratch.write("other", Array(whole[(whole.count / 2)...]))
    #expect(Analyzer().analyze(paths: [scratch.path]).found.events.count == 2)
  }
}

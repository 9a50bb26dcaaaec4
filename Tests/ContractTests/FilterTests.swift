// Filters and `top`, end to end.

import Foundation
import TestKit
import Testing

@Suite struct FilterTests {
  static let bundle = Fixture("bundles/checkout-outage").folder.path

  private func document(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try BuiltProgram.run(["--format", "json", "--year", "2026"] + arguments + [Self.bundle])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.json()
  }

  private func count(_ arguments: [String]) throws -> Int? { (try document(arguments)["events"] as? [Any])?.count }

  @Test(
    arguments: [
      (["--host", "web-01"], 6), (["--host", "web-*", "--host", "db-01"], 7), (["--process", "celery"], 5),
      (["--pid", "180"], 1), (["--cgroup", "/kubepods.slice"], 5), (["--scope", "memcg"], 6),
      (["--killer", "kernel"], 13), (["--killer", "lowmemorykiller"], 0),
      (["--pod", "d34db33f-0001-4002-8003-0123456789ab"], 5), (["--namespace", "shop"], 5),
      (["--since", "2026-11-03"], 10), (["--until", "2026-11-02"], 3),
      (["--since", "2026-11-03T09:18:20Z", "--until", "2026-11-03 09:24"], 5),
      (["--since", "2026-11-03T10:18:20+01:00"], 7),
      (["--host", "web-01", "--since", "2026-11-03"], 4),
    ] as [([String], Int)])
  func eventsThatRemain(arguments: [String], expected: Int) throws { #expect(try count(arguments) == expected) }

  @Test func theFilterIsSaid() throws {
    let filter = try #require(try document(["--host", "web-01", "--scope", "global"])["filter"] as? [String: Any])
    #expect(filter["left_out"] as? Int == 7)
    #expect(filter["asked"] as? [String: [String]] == ["host": ["web-01"], "scope": ["global"]])
    #expect(try document([])["filter"] is NSNull)
    let report = try BuiltProgram.run(["--host", "nobody", Self.bundle]).text
    #expect(report.contains("**Filtered:** host `nobody`; 13 events were left out."))
    #expect(report.contains("**No OOM kill that was asked for was found**"))
  }

  @Test func groupsAreOfWhatRemains() throws {
    let groups = try #require(try document(["--host", "node-a"])["groups"] as? [String: [[String: Any]]])
    #expect(groups["by_process"]?.count == 1)
    #expect(groups["by_host"]?.first?["kills"] as? Int == 5)
  }

  @Test func failOnKillAsksForWhatRemains() throws {
    #expect(try BuiltProgram.run(["--fail-on-kill", "--host", "web-01", Self.bundle]).status == 1)
    #expect(try BuiltProgram.run(["--fail-on-kill", "--host", "nobody", Self.bundle]).status == 0)
  }

  @Test(
    arguments: [
      (["--since", "yesterday", "x"], "--since"), (["--since", "2026-02-30", "x"], "2026-02-30"),
      (["--until", "2026-11-02T25:00", "x"], "--until"),
      (["--since", "2026-11-03", "--until", "2026-11-02", "x"], "--until"),
      (["--scope", "glob", "x"], "cpuset"), (["--killer", "me", "x"], "lowmemorykiller"),
      (["--pid", "x", "x"], "--pid"),
      (["--cgroup", "web.service", "x"], "--cgroup"), (["--host", "", "x"], "--host"),
      (["top", "--by", "colour", "x"], "colour"), (["top", "--by", "host,host", "x"], "--by"),
      (["top", "--by", "", "x"], "--by"), (["top", "--limit", "0", "x"], "--limit"),
      (["top", "--format", "xml", "x"], "csv"), (["top"], "Nothing to read"),
    ])
  func wrongUsageNamesItself(_ arguments: [String], _ word: String) throws {
    let outcome = try BuiltProgram.run(arguments, input: nil, seconds: 10)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
  }

  @Test func whatContributesMost() throws {
    let text = try BuiltProgram.run(["top", "--year", "2026", "--by", "owner,process", Self.bundle]).text
    let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
    #expect(lines[0] == ["13", "kills"])
    #expect(lines[1].prefix(4) == ["Kills", "Share", "Owner", "Process"])
    #expect(lines[2].prefix(5) == ["6", "46.2", "%", "jobs.service", "worker"])
    #expect(lines[3].prefix(3) == ["5", "38.5", "%"])
  }

  @Test(arguments: ["csv", "json", "markdown", "text"])
  func topHasFormats(_ format: String) throws {
    let outcome = try BuiltProgram.run(
      ["top", "--format", format, "--by", "host", "--process", "worker", "--year", "2026", Self.bundle])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.text.contains("web-01"))
    #expect(!outcome.text.contains("node-a"))
  }

  @Test func topHelpHasExamples() throws {
    let outcome = try BuiltProgram.run(["top", "--help"], input: nil, seconds: 10)
    #expect(outcome.status == 0)
    for word in ["EXAMPLES", "--by", "namespace", "--since", "--format"] { #expect(outcome.text.contains(word)) }
  }

  @Test func inspectIsFilteredToo() throws {
    let outcome = try BuiltProgram.run(["inspect", "--host", "web-01", "--year", "2026", Self.bundle])
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("6 events"))
    #expect(outcome.text.contains("**Filtered:** host `web-01`; 7 events were left out."))
  }
}

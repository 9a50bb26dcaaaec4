// Filters, and counting.

import Testing
import TrailModel

@testable import TrailCase

@Suite struct FilterTests {
  private static let observations: [Observation] = {
    var member = kill(1, "web", cgroup: "/system.slice/web.service")
    member.alsoKilled = [kill(11, "helper").victim].compactMap(\.self)
    var manual = kill(4, "db")
    manual.scope = .cpuset
    return [
      seen(member, zoned(0), host: "web-01.example.org"),
      seen(kill(2, "web", cgroup: "/system.slice/web.service/sub"), zoned(60), host: "web-02", line: 20),
      seen(kill(3, "db"), zoned(120), host: "db-01", line: 40), seen(manual, zoned(180), host: "db-01", line: 60),
    ]
  }()

  private func pids(_ change: (inout EventFilter) -> Void) -> [Int64?] {
    var options = CaseOptions()
    change(&options.filter)
    return makeCase([("a", Self.observations)], options: options).events.map(\.report.victim?.pid)
  }

  @Test func everythingWithoutAFilter() {
    #expect(pids { _ in } == [1, 2, 3, 4])
    #expect(makeCase([("a", Self.observations)]).filter == nil)
  }

  @Test func byTime() {
    #expect(pids { $0.since = utc(2026, 4, 27, 12, 1, 0) } == [2, 3, 4])
    #expect(pids { $0.until = utc(2026, 4, 27, 12, 1, 0) } == [1, 2])
    #expect(
      pids {
        $0.since = utc(2026, 4, 27, 12, 0, 1)
        $0.until = utc(2026, 4, 27, 12, 2, 0)
      } == [2, 3])
  }

  @Test func byName() {
    #expect(pids { $0.hosts = ["web-01"] } == [1])
    #expect(pids { $0.hosts = ["WEB-01.example.org"] } == [1])
    #expect(pids { $0.hosts = ["web-*"] } == [1, 2])
    #expect(pids { $0.hosts = ["web-01", "db-01"] } == [1, 3, 4])
    #expect(pids { $0.hosts = ["eb-01"] } == [])
    #expect(pids { $0.processes = ["helper"] } == [1])
    #expect(pids { $0.processes = ["?b"] } == [3, 4])
    #expect(pids { $0.pids = [11, 3] } == [1, 3])
    #expect(pids { $0.killers = [.kernel] } == [1, 2, 3, 4])
    #expect(pids { $0.killers = [.lowmemorykiller] } == [])
    #expect(pids { $0.scopes = [.cpuset] } == [4])
  }

  @Test func byCgroup() {
    #expect(pids { $0.cgroups = ["/system.slice/web.service"] } == [1, 2])
    #expect(pids { $0.cgroups = ["/system.slice/web"] } == [])
    #expect(pids { $0.cgroups = ["*sub"] } == [2])
    #expect(pids { $0.cgroups = ["/"] } == [1, 2])
  }

  @Test func kindsAreAllAskedFor() {
    #expect(
      pids {
        $0.hosts = ["db-01"]
        $0.scopes = [.global]
      } == [3])
  }

  @Test func groupsAndIncidentsAreOfWhatRemains() throws {
    var options = CaseOptions()
    options.filter.hosts = ["db-01"]
    let found = makeCase([("a", Self.observations)], options: options)
    #expect(found.groups.byProcess.map { $0.key[1].value } == ["db"])
    #expect(found.hosts.map(\.name) == ["db-01"])
    #expect(found.incidents.map(\.eventIDs.count) == [2])
    #expect(found.filter == AppliedFilter(terms: [Named("host", "db-01")], leftOut: 2, untimed: 0))
  }

  @Test func whatHasNoTimeIsLeftOutAndCounted() {
    var options = CaseOptions()
    options.filter.since = utc(2026, 4, 27)
    let found = makeCase([("a", [seen(kill(1), kernel(10)), seen(kill(2), zoned(5), line: 20)])], options: options)
    #expect(found.events.count == 1)
    #expect(found.filter?.leftOut == 1)
    #expect(found.filter?.untimed == 1)
  }

  /// Events without a wall time keep their lanes, by which incidents find neighbours.
  @Test func lanesGoWithTheirEvents() {
    var options = CaseOptions()
    options.filter.processes = ["b"]
    let found = makeCase(
      [
        (
          "a",
          [
            seen(kill(1, "a"), kernel(10), host: nil), seen(kill(2, "b"), kernel(100), host: nil, line: 20),
            seen(kill(3, "b"), kernel(150), host: nil, line: 40),
          ]
        )
      ], options: options)
    #expect(found.incidents.map(\.eventIDs.count) == [2])
  }

  @Test(
    arguments: [
      ("a*c", "abbc", true), ("a*c", "abb", false), ("*", "", true), ("?", "", false), ("", "", true), ("", "a", false),
      ("**a**", "xax", true), ("a?c", "abc", true), ("*a*b*", "xxaxxbxx", true), ("*ab", "aab", true),
    ] as [(String, String, Bool)])
  func patterns(pattern: String, text: String, expected: Bool) { #expect(matches(pattern, text) == expected) }

  /// Stars that must each try everything would take years.
  @Test func patternsAreQuick() {
    #expect(!matches(String(repeating: "*a", count: 200) + "b", String(repeating: "a", count: 5_000)))
  }
}

@Suite struct RankingTests {
  private let events = makeCase([
    (
      "a",
      [
        seen(kill(1, "web", cgroup: "/system.slice/web.service"), zoned(0), host: "x"),
        seen(kill(2, "web", cgroup: "/system.slice/web.service"), zoned(60), host: "y", line: 20),
        seen(kill(3, "db"), zoned(120), host: "x", line: 40), seen(kill(4, "db"), zoned(180), host: nil, line: 60),
        seen(header(5), zoned(200), host: "x", line: 80),
      ]
    )
  ]).events

  private func ranking(_ names: String...) -> Ranking { Ranking(events, by: names.compactMap { Facet.named($0) }) }

  @Test func killsAreCounted() throws {
    let found = ranking("process")
    // A report without a kill is none.
    #expect(found.kills == 4)
    #expect(found.rows.map(\.values) == [["db"], ["web"]])
    let web = try #require(found.rows.last)
    #expect(web.kills == 2)
    #expect(web.share == 0.5)
    #expect(web.hosts == 2)
    #expect(web.first == utc(2026, 4, 27))
    #expect(web.last == utc(2026, 4, 27, 12, 1, 0))
  }

  @Test func severalFacetsCountCombinations() {
    let found = ranking("host", "process").rows
    #expect(found.map(\.values) == [["x", "db"], ["x", "web"], ["y", "web"], [nil, "db"]])
    #expect(found.map(\.kills) == [1, 1, 1, 1])
  }

  @Test func whatIsNotKnownStandsLast() {
    #expect(ranking("owner").rows.map(\.values) == [["web.service"], [nil]])
    #expect(ranking("workload").rows.map(\.values) == [[nil]])
  }

  @Test func everyFacetAnswers() {
    #expect(Set(Facet.all.map(\.name)).count == Facet.all.count)
    for facet in Facet.all { #expect(Ranking(events, by: [facet]).rows.map(\.kills).reduce(0, +) == 4) }
    #expect(Facet.named("colour") == nil)
    #expect(Ranking([], by: Facet.all).rows.isEmpty)
  }
}

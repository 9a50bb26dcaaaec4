// Which events make an incident, and what is said of it.

import Testing
import TrailModel

@Suite struct IncidentTests {
  private func incidents(_ observations: [Observation]) -> [Incident] {
    makeCase([("a", observations)]).incidents
  }

  private func series(_ seconds: [Int], host: String? = "web-01", cgroup: String? = nil) -> [Observation] {
    seconds.enumerated().map { index, second in
      seen(
        kill(Int64(index + 1), "worker", cgroup: cgroup), zoned(second), host: host,
        line: second * 20 + index + 1)
    }
  }

  @Test func aSeriesOnOneHost() throws {
    let result = makeCase([("a", series([0, 3, 8, 12, 20, 22]))])
    let incident = try #require(result.incidents.first)
    #expect(result.incidents.count == 1)
    #expect(
      incident.summary == "6 kills of `worker` on web-01 in 22 s; the node was out of memory each time.")
    #expect(incident.id == "incident-\(result.events[0].id)")
    #expect(incident.eventIDs == result.events.map(\.id))
    #expect(incident.hosts == ["web-01"])
    #expect(incident.firstTime == utc(2026, 4, 27))
    #expect(incident.lastTime == utc(2026, 4, 27, 12, 0, 22))
  }

  @Test(arguments: [(600, 1), (601, 0)])
  func neighboursAreTenMinutesApartAtMost(seconds: Int, count: Int) {
    #expect(incidents(series([0, seconds])).count == count)
  }

  @Test func aChainIsOneIncident() {
    #expect(incidents(series([0, 600, 1_200, 3_000, 3_100])).map(\.eventIDs.count) == [3, 2])
    #expect(incidents(series([0])).isEmpty)
  }

  @Test func hostsAreApartUnlessTheCgroupIsOne() {
    #expect(incidents(series([0], host: "x") + series([5], host: "y")).isEmpty)
    #expect(incidents(series([0], host: nil) + series([5], host: nil)).count == 1)
    let together = incidents(series([0], host: "y", cgroup: "/app") + series([5], host: "x", cgroup: "/app"))
    #expect(together.map(\.hosts) == [["x", "y"]])
    #expect(
      together.map(\.summary) == [
        "2 kills of `worker` on x and y in 5 s; the limit of `/app` was hit each time."
      ])
    #expect(incidents(series([0], host: "y", cgroup: "/") + series([5], host: "x", cgroup: "/")).isEmpty)
  }

  @Test func theKernelsClockWillDo() {
    let found = incidents([
      seen(kill(1), kernel(10), host: nil), seen(kill(2), kernel(100), host: nil, line: 20),
      seen(kill(3), kernel(900), host: nil, line: 40), seen(kill(4), kernel(20), host: nil, line: 60),
    ])
    #expect(found.map(\.eventIDs.count) == [2])
    #expect(found.first?.firstTime == nil)
    #expect(found.first?.summary == "2 kills of `hog` in 90 s; the node was out of memory each time.")
  }

  @Test func whatElseIsSaid() throws {
    var group = kill(1, "a", cgroup: "/app")
    group.alsoKilled = [try #require(kill(2, "b").victim)]
    var asked = kill(3, "c")
    asked.isManual = true
    var panic = header(4)
    panic.outcome = .panic
    panic.scope = .global
    let reports = [group, asked, kill(5, "d"), kill(6, "e"), header(8), panic]
    let found = incidents(
      reports.enumerated().map { index, report in seen(report, zoned(index * 200), line: index * 20 + 1) })
    #expect(
      found.map(\.summary) == [
        "4 kills of `a` (1), `c` (1) and 2 other names on web-01 in 16 min; "
          + "the node was out of memory 3 times, SysRq-f asked for it once and the limit of `/app` was hit once; "
          + "1 more process died with them; 1 more report names no victim; "
          + "the kernel panicked."
      ])
  }

  @Test func reportsWithoutAKill() {
    let found = incidents([seen(header(1), zoned(0)), seen(header(1), zoned(0), line: 20)])
    #expect(found.map(\.summary) == ["2 reports of memory running out on web-01 within a second."])
  }
}

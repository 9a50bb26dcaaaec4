// Whose child the victim was.

import Testing
import TrailModel

@Suite struct ParenthoodTests {
  private func report(_ pid: Int64, _ comm: String = "worker", table: [(Int64, Int64, String)]) -> KillReport {
    var report = kill(pid, comm, cgroup: "/app")
    report.processes = ProcessTable(columns: ["tgid"])
    for (pid, tgid, comm) in table { report.processes.append(pid: pid, values: [tgid], comm: comm) }
    return report
  }

  private func parents(_ reports: [KillReport], hosts: [String]? = nil, boots: [String]? = nil) -> [Parent?] {
    let observations = reports.enumerated().map { index, report in
      seen(
        report, zoned(index * 5_000), host: hosts?[index] ?? "web-01", boot: boots?[index],
        line: index * 20 + 1)
    }
    return makeCase([("a", observations)]).events.map(\.parent)
  }

  // MARK: Sacrificed children

  private func sacrifice(_ selectedComm: String, table: [(Int64, Int64, String)]) -> Parent? {
    var report = report(300, table: table)
    report.selected = Selected(pid: 100, comm: selectedComm, score: 5)
    return parents([report])[0]
  }

  @Test func whoWasChosenIsTheParent() {
    let expected = Parent(pid: 100, comm: "master", basis: .sacrificedChild, confidence: .high)
    #expect(sacrifice("master", table: [(100, 100, "master"), (300, 300, "worker")]) == expected)
    #expect(sacrifice("master", table: []) == expected)
  }

  @Test func aThreadIsNoChild() {
    #expect(sacrifice("worker", table: [(300, 100, "worker")]) == nil)
    #expect(sacrifice("worker", table: [(100, 300, "worker")]) == nil)
    #expect(sacrifice("worker", table: [(100, 100, "worker"), (300, 300, "worker")])?.confidence == .high)
    #expect(sacrifice("worker", table: [])?.confidence == .medium)
  }

  // MARK: Survivors

  private let master: (Int64, Int64, String) = (10, 10, "gunicorn")

  @Test func theOneThatStaysIsTheParent() {
    let found = parents([
      report(20, table: [master, (20, 20, "worker"), (12, 12, "helper")]),
      report(21, table: [master, (21, 21, "worker"), (30, 30, "late")]),
    ])
    #expect(
      found
        == Array(repeating: Parent(pid: 10, comm: "gunicorn", basis: .sameCgroup, confidence: .low), count: 2)
    )
  }

  @Test func oneKillTellsNothing() {
    #expect(parents([report(20, table: [master, (20, 20, "worker")])]) == [nil])
  }

  @Test func ofTwoThatStayTheOneThatBearsTheNameOrStartsOthersByTradeIsTheParent() {
    let other: (Int64, Int64, String) = (11, 11, "sh")
    let third: (Int64, Int64, String) = (12, 12, "uwsgi")
    let open = [report(20, table: [other, (9, 9, "x")]), report(21, table: [other, (9, 9, "x")])]
    #expect(parents(open) == [nil, nil])
    let known = [report(20, table: [master, other]), report(21, table: [master, other])]
    #expect(parents(known).map { $0?.pid } == [10, 10])
    let both = [report(20, table: [master, other, third]), report(21, table: [master, other, third])]
    #expect(parents(both) == [nil, nil])
    let named = [report(20, "sh", table: [master, other]), report(21, "sh", table: [master, other])]
    #expect(parents(named).map { $0?.pid } == [11, 11])
  }

  @Test func neitherVictimsNorTheYoungerAreParents() {
    #expect(
      parents([report(20, table: [(20, 20, "worker")]), report(21, table: [(20, 20, "worker")])]) == [
        nil, nil,
      ])
    let younger: (Int64, Int64, String) = (25, 25, "x")
    #expect(parents([report(20, table: [younger]), report(30, table: [younger])]) == [nil, nil])
  }

  @Test func pidsMeanNothingOnAnotherHostOrBoot() {
    let reports = [report(20, table: [master]), report(21, table: [master])]
    #expect(parents(reports).map { $0?.pid } == [10, 10])
    #expect(parents(reports, hosts: ["x", "y"]) == [nil, nil])
    #expect(parents(reports, boots: ["x", "y"]) == [nil, nil])
  }
}

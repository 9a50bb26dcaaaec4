// What others than the kernel tell of deaths, from files to the case.

import Foundation
import TestKit
import Testing
import TrailBytes
import TrailCase
import TrailModel
import TrailWitness

@testable import Oomtrail

@Suite struct WitnessTests {
  private func analyze(_ files: [(String, String)]) throws -> Case {
    let scratch = try Scratch()
    for (path, text) in files { try scratch.write(path, text) }
    return Analyzer(options: CaseOptions(year: 2026)).analyze(paths: [scratch.path]).found
  }

  private let id = String(repeating: "4f", count: 32)

  private func kernel(
    _ pid: Int, _ comm: String, _ cgroup: String, at time: String = "19:50:37", host: String = "web-07"
  )
    -> String
  {
    "2026-04-27T\(time).366785+00:00 \(host) kernel: oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,"
      + "mems_allowed=0,oom_memcg=\(cgroup),task_memcg=\(cgroup),task=\(comm),pid=\(pid),uid=0\n"
      + "2026-04-27T\(time).366799+00:00 \(host) kernel: Memory cgroup out of memory: Killed process \(pid) (\(comm)) "
      + "total-vm:51812kB, anon-rss:48904kB, file-rss:1004kB, shmem-rss:0kB, UID:0 pgtables:144kB oom_score_adj:0\n"
  }

  private func systemd(_ text: String, at time: String = "19:50:37", host: String = "web-07") -> String {
    "2026-04-27T\(time).500000+00:00 \(host) systemd[1]: \(text)\n"
  }

  @Test func oneKillSeenByMany() throws {
    let scope = "/system.slice/docker-\(id).scope"
    let found = try analyze([
      ("kern.log", kernel(9012, "gunicorn", scope)),
      ("syslog", systemd("docker-\(id).scope: A process of this unit has been killed by the OOM killer.")),
      (
        "containerd.log",
        "time=\"2026-04-27T19:50:37.416123456Z\" level=info msg=\"TaskOOM event &TaskOOM{ContainerID:\(id),}\"\n"
      ), ("events.txt", "2026-04-27T19:50:37.516204289Z container oom \(id) (image=shop/api:2, name=shop-api-1)\n"),
      (
        "api.log",
        "[2026-04-27 19:50:37 +0000] [812] [ERROR] Worker (pid:9012) was sent SIGKILL! Perhaps out of memory?\n"
      ),
    ])
    #expect(found.events.count == 1)
    let event = try #require(found.events.first)
    #expect(event.parent?.pid == 812)
    #expect(event.parent?.basis == .witnessLine)
    #expect(found.witnesses.count == 4)
    #expect(found.witnesses.allSatisfy { $0.eventID == event.id })
    #expect(
      Set(found.witnesses.compactMap { $0.match?.basis }) == [.containerID, .childPID])
  }

  @Test func noticesWithoutAKernelReportAreOneEvent() throws {
    let found = try analyze([
      (
        "syslog",
        systemd("api.service: A process of this unit has been killed by the OOM killer.")
          + systemd("api.service: Main process exited, code=killed, status=9/KILL")
          + systemd("api.service: Failed with result 'oom-kill'.", at: "19:50:38")
          + systemd("api.service: Scheduled restart job, restart counter is at 3.", at: "19:50:43")
          + systemd("web.service: Main process exited, code=killed, status=9/KILL", at: "19:52:00")
          + systemd("web.service: Failed with result 'signal'.", at: "19:52:00")
      )
    ])
    #expect(found.events.count == 1)
    let event = try #require(found.events.first)
    #expect(event.report.killer == .kernel)
    #expect(event.report.scope == .unknown)
    #expect(event.report.outcome == .killed)
    #expect(event.report.victim == nil)
    #expect(event.sources.map(\.firstLine) == [1, 3])
    let certainties = found.witnesses.map(\.statement.certainty)
    #expect(certainties == [.oom, .sigkill, .oom, .sigkill])
    #expect(found.witnesses.filter { $0.eventID == event.id }.count >= 2)
    #expect(found.witnesses.last?.eventID == nil)
    #expect(found.witnesses.contains { $0.statement.restarts == 3 })
  }

  @Test func aSecondKillOfTheUnitIsASecondEvent() throws {
    let line = "api.service: A process of this unit has been killed by the OOM killer."
    let found = try analyze([
      ("a/syslog", systemd(line) + systemd(line, at: "19:50:45")), ("b/messages", systemd(line)),
    ])
    #expect(found.events.count == 2)
    #expect(found.witnesses.map(\.sources.count) == [2, 1])
  }

  @Test func theUnitsMainProcessIsSystemds() throws {
    let found = try analyze([
      (
        "syslog",
        kernel(9012, "api", "/system.slice/api.service")
          + systemd("api.service: A process of this unit has been killed by the OOM killer.")
          + systemd("api.service: Main process exited, code=killed, status=9/KILL")
      )
    ])
    let event = try #require(found.events.first)
    #expect(found.events.count == 1)
    #expect(event.parent?.basis == .unit)
    #expect(event.parent?.pid == 1)
    #expect(found.witnesses.allSatisfy { $0.statement.child?.pid == 9012 && $0.isChildFromEvent })
  }

  @Test func anotherHostsOrAnotherTimesWitnessIsNone() throws {
    let worker =
      "gunicorn[812]: [2026-04-27 19:50:37 +0000] [812] [ERROR] Worker (pid:9012) was sent SIGKILL! Perhaps out of memory?\n"
    let elsewhere = try analyze([
      ("kern.log", kernel(9012, "gunicorn", "/a")), ("app.log", "2026-04-27T19:50:37.500000+00:00 web-08 " + worker),
    ])
    #expect(elsewhere.witnesses.map(\.eventID) == [nil])
    #expect(elsewhere.events.first?.parent == nil)
    let later = try analyze([
      ("kern.log", kernel(9012, "gunicorn", "/a", at: "19:40:37")),
      ("app.log", "2026-04-27T19:50:37.500000+00:00 web-07 " + worker),
    ])
    #expect(later.witnesses.map(\.eventID) == [nil])
    let right = try analyze([
      ("kern.log", kernel(9012, "gunicorn", "/a")), ("app.log", "2026-04-27T19:50:37.500000+00:00 web-07 " + worker),
    ])
    #expect(right.events.first?.parent?.confidence == .high)
  }

  @Test func killsByProgramsAreInTheTimelineOnce() throws {
    let line =
      "systemd-oomd[612]: Killed /system.slice/hog.service due to memory pressure for /system.slice being "
      + "87.18% > 50.00% for > 20s with reclaim activity\n"
    let found = try analyze([
      ("a/syslog", "2026-04-27T19:50:37.500000+00:00 web-07 " + line), ("b/messages", "Apr 27 19:50:37 web-07 " + line),
      ("c/syslog", systemd("hog.service: systemd-oomd killed 2 process(es) in this unit.")),
      (
        "d/syslog",
        "2026-04-27T19:55:37.500000+00:00 web-07 systemd-oomd[612]: Marked /system.slice/b.service for killing due to "
          + "memory pressure for /system.slice being 87.18% > 50.00% for > 20s with reclaim activity\n"
          + systemd("b.service: systemd-oomd killed 1 process(es) in this unit.", at: "19:55:37")
      ),
    ])
    #expect(found.events.map(\.report.killer) == [.systemdOOMD, .systemdOOMD])
    #expect(found.events.map(\.sources.count) == [2, 1])
    #expect(found.events.map(\.report.outcome) == [.killed, .killed])
    #expect(found.events.map { $0.report.userspace?.count } == [2, 1])
    #expect(found.events.map { $0.report.victim?.cgroup } == ["/system.slice/hog.service", "/system.slice/b.service"])
    #expect(found.witnesses.allSatisfy { $0.match?.basis == .unit })
  }

  @Test func theJournalsRecordsAreHeardToo() throws {
    func record(_ identifier: String, _ pid: Int, _ message: String) -> String {
      "{\"__REALTIME_TIMESTAMP\":\"1777319437500000\",\"_HOSTNAME\":\"web-07\",\"_TRANSPORT\":\"journal\","
        + "\"SYSLOG_IDENTIFIER\":\"\(identifier)\",\"_PID\":\"\(pid)\",\"MESSAGE\":\"\(message)\"}\n"
    }
    let found = try analyze([
      (
        "journal.json",
        record("systemd", 1, "api.service: A process of this unit has been killed by the OOM killer.")
          + record(
            "php-fpm", 812, "[WARNING] [pool www] child 9012 exited on signal 9 (SIGKILL) after 4.5 seconds from start")
          + record(
            "systemd-oomd", 612,
            "Considered 2 cgroups for killing, top candidates were:\\n\\tPath: /a.slice/b.scope\\n\\t\\tPgscan: 7")
          + record(
            "systemd-oomd", 612,
            "Killed /a.slice/b.scope due to memory pressure for /a.slice being 1.50% > 1.00% for > 5s with reclaim activity"
          )
      )
    ])
    #expect(found.events.count == 2)
    let kill = try #require(found.events.first { $0.report.killer == .systemdOOMD })
    #expect(kill.report.userspace?.candidates.first?.pagesScanned == 7)
    #expect(kill.report.userspace?.killerPID == 612)
    #expect(found.witnesses.first { $0.statement.kind == "php-fpm" }?.statement.parent?.pid == 812)
  }

  @Test func anyPiecesGiveTheSame() throws {
    let folders = Fixture.folders("witnesses").flatMap { Fixture.all("witnesses/\($0)") }
    var bytes: [UInt8] = []
    for fixture in folders { bytes += try fixture.bytes("input.log") }
    func told(_ sizes: [Int]) -> [String] {
      let result = StreamAnalyzer(SlicedSource(bytes, sizes: sizes), scanner: LiteralScanner(streamSentinels)).run()
      return result.witnesses.map { "\($0.place.line) \($0.statement)" }
        + result.programKills.map { "\($0.kill.first.line)-\($0.kill.last.line) \($0.kill.report.killer)" }
    }
    let whole = told([.max])
    #expect(whole.count > 100)
    for sizes in [[1], [7, 4_096, 3], [997], [65_537, 11]] { #expect(told(sizes) == whole, "in pieces of \(sizes)") }
  }
}

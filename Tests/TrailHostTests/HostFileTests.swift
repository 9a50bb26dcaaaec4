// Files about a host: found by their paths, read by their form.

import TestKit
import Testing
import TrailHost
import TrailModel

@Suite struct HostFileTests {
  private func facts(_ path: String, _ text: String) -> HostFacts? {
    guard let (file, _) = HostFile.at(path) else { return nil }
    var facts = HostFacts()
    let bytes = Array(text.utf8)
    file.read(bytes.span, path, &facts)
    return facts
  }

  @Test(arguments: [
    ("case/web-07/etc/hostname", "case/web-07/"), ("etc/hostname", ""), ("/etc/hostname", "/"),
    ("case/sos_commands/host/hostname", "case/"), ("case/hostname.txt", "case/"), ("a/proc/stat", "a/"),
    ("x/uname_-a", "x/"), ("x/sos_commands/kernel/uname_-a", "x/"), ("b/date", "b/"),
  ])
  func rootsStandBeforeTheKnownEnd(path: String, root: String) throws {
    #expect(try #require(HostFile.at(path)).root == root)
  }

  @Test(arguments: ["etc/myhostname", "hostnames", "update", "var/log/syslog", "", "hostname/x", "xproc/stat"])
  func otherFilesAreNone(path: String) { #expect(HostFile.at(path) == nil) }

  @Test(arguments: ["web-07\n", "web-07", "\n web-07 \r\n", "web-07.example.com\n", "db_3\n"])
  func hostNames(text: String) {
    let name = text.split { $0.isWhitespace }.first.map(String.init)
    #expect(facts("etc/hostname", text)?.name?.value == name)
  }

  @Test(arguments: ["", "\n", "localhost\n", "localhost.localdomain", "two words", "12345", "\u{1B}[31mred", "a/b"])
  func whatIsNoNameIsNone(text: String) { #expect(facts("etc/hostname", text)?.name == nil) }

  @Test func unameHasTheNameSecond() {
    let text =
      "Linux web-07 6.1.0-50-cloud-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02) x86_64 GNU/Linux\n"
    #expect(facts("b/uname", text)?.name == .init("web-07", path: "b/uname"))

    #expect(facts("b/uname", "Darwin mac 24.0")?.name == nil)
  }

  @Test func hostnamectlHasNameAndBoot() {
    let text = """
       Static hostname: web-07
             Icon name: computer-vm
            Machine ID: 0f1e2d3c4b5a69788796a5b4c3d2e1f0
               Boot ID: 23952af7cbc14b75a2c88d7e295ff725
      """
    let facts = facts("hostnamectl", text)
    #expect(facts?.name?.value == "web-07")
    #expect(facts?.bootID?.value == "23952af7cbc14b75a2c88d7e295ff725")
  }

  @Test func aBootIDIsAUUID() {
    let path = "proc/sys/kernel/random/boot_id"
    #expect(
      facts(path, "23952AF7-cbc1-4b75-a2c8-7de295ff7251\n")?.bootID?.value == "23952af7cbc14b75a2c87de295ff7251")
    #expect(facts(path, "23952af7-cbc1\n")?.bootID == nil)
    #expect(facts(path, "not a boot id, but as long as one\n")?.bootID == nil)
  }

  @Test func zones() {
    func names(_ facts: HostFacts?) -> [String] { facts?.zoneNames.map(\.value) ?? [] }
    #expect(names(facts("etc/timezone", "America/New_York\n")) == ["America/New_York"])
    // Whether it is a zone, who knows the zones says.
    #expect(names(facts("etc/timezone", "no zone at all\n")) == ["no zone at all"])
    #expect(names(facts("etc/timezone", String(repeating: "x", count: 65))) == [])
    #expect(names(facts("etc/timezone", "\n")) == [])
    let text =
      "               Local time: Mon 2026-04-27 15:51:04 EDT\n           Universal time: Mon 2026-04-27 19:51:04\n"
    let new = facts("timedatectl", text + "                Time zone: America/New_York (EDT, -0400)\n")
    #expect(names(new) == ["America/New_York"])
    #expect(new?.zoneOffset?.value == -14_400)
    #expect(new?.zoneAbbreviation?.value == "EDT")
    #expect(new?.collected?.value.civil?.second == 4)
    let old = facts("sos_commands/date/timedatectl", "        Timezone: Asia/Kolkata (IST, +0530)\n")
    #expect(old?.zoneOffset?.value == 19_800)
    let none = facts("timedatectl", "Time zone: n/a (n/a, +9999)\n")
    #expect(none?.zoneOffset == nil)
    #expect(names(none) == [])
  }

  @Test func zoneFilesAndLinks() {
    #expect(facts("b/etc/localtime", "TZif2 and so on")?.zoneFile?.value.count == 15)
    #expect(facts("b/etc/localtime", "Europe/Berlin")?.zoneFile == nil)
    #expect(facts("b/etc/localtime", "TZif" + String(repeating: "x", count: 16 << 10))?.zoneFile?.value == [])
    #expect(HostFile.isZoneLink("b/etc/localtime"))
    #expect(!HostFile.isZoneLink("b/etc/timezone"))
    #expect(!HostFile.isZoneLink("b/etc/localtime/x"))
    func name(_ target: String) -> String? { HostFile.zoneName(inLinkTo: Array(target.utf8).span) }
    #expect(name("../usr/share/zoneinfo/Europe/Berlin") == "Europe/Berlin")
    #expect(name("/usr/share/zoneinfo/posix/America/Port-au-Prince") == "America/Port-au-Prince")
    #expect(name("/usr/share/zoneinfo/right/UTC") == "UTC")
    #expect(name("/usr/share/zoneinfo/") == nil)
    #expect(name("/data/berlin") == nil)
    #expect(name("zoneinfo/\u{1B}[31m") == nil)
  }

  @Test func clocks() {
    #expect(facts("proc/stat", "cpu  1 2 3\nbtime 1777319260\nprocesses 400\n")?.bootTime?.value == 1_777_319_260)
    #expect(facts("proc/stat", "btime 99999999999999999999\n")?.bootTime == nil)
    #expect(facts("proc/uptime", "203.98 345.12\n")?.uptime?.value == 203_980_000_000)
    #expect(facts("proc/uptime", " 15:51:04 up 3 min\n")?.uptime == nil)
    let stamp = CivilTime(year: 2026, month: 4, day: 27, hour: 15, minute: 51, second: 4)
    #expect(facts("date", "Mon Apr 27 15:51:04 EDT 2026\n")?.collected?.value == Stamp(civil: stamp))
    #expect(facts("date", "Mon Apr 27 15:51:04 UTC 2026\n")?.collected?.value == Stamp(civil: stamp, offset: 0))
    #expect(facts("date", "Mon Apr  7 15:51:04 CEST 2026\n")?.collected?.value.civil?.day == 7)
    #expect(facts("date", "yesterday\n")?.collected == nil)
    #expect(facts("date", "Mon Apr 27 15:51:04 EDT 2026\n")?.zoneAbbreviation?.value == "EDT")
    let utc = facts("sos_commands/date/date_--utc", "Mon Apr 27 19:51:04 UTC 2026\n")
    #expect(utc?.collectedUTC?.value.civil?.hour == 19)
    #expect(utc?.collected == nil)
    #expect(facts("date_-u", "Mon Apr 27 15:51:04 EDT 2026\n")?.collectedUTC == nil)
  }

  @Test func theFirstToSaySomethingIsBelieved() throws {
    var facts = HostFacts()
    for (path, text) in [("b/etc/hostname", "first"), ("b/hostname", "second")] {
      let bytes = Array(text.utf8)
      try #require(HostFile.at(path)).file.read(bytes.span, path, &facts)
    }
    #expect(facts.name == .init("first", path: "b/etc/hostname"))
  }
}

// Hosts and what their files say, in Markdown and JSON.

import Foundation
import Testing
import TrailModel

@testable import TrailRender

@Suite struct HostTextTests {
  private func host() -> TrailModel.Host {
    var host = TrailModel.Host(name: "db|01", boots: [], kernelReleases: [], events: 0, firstTime: nil, lastTime: nil)
    host.facts.known = [
      .ram: .init(.number(4_105_302_016), path: "b/proc/meminfo", line: 1),
      .swap: .init(.number(0), path: "b/proc/swaps"),
      .kernelRelease: .init(.text("6.1.0-50-cloud-amd64"), path: "b/uname"),
      .cgroupVersion: .init(.number(2), path: "b/mount", line: 3),
      .swappiness: .init(.number(60), path: "b/sysctl_-a", line: 9),
      .panicOnOOM: .init(.number(2), path: "b/sysctl_-a", line: 8),
      .killAllocatingTask: .init(.number(1), path: "b/sysctl_-a", line: 7),
      .minFreeKbytes: .init(.number(67_584), path: "b/sysctl_-a", line: 6),
    ]
    host.facts.uptime = .init(7_300_000_000_000, path: "b/proc/uptime")
    return host
  }

  @Test func theSectionHasARowAHost() {
    let text = written(capacity: 4_096) { HostSection(hosts: [host()]).write(to: &$0) }
    #expect(text.contains("## Hosts\n"))
    let row = text.split(separator: "\n").last ?? ""
    for cell in [
      "`db\\|01`", "3.8 GiB", "none", "`6.1.0-50-cloud-amd64`", "v2", "2 h 1 min", "`vm.panic_on_oom = 2`",
      "`vm.oom_kill_allocating_task = 1`",
    ] {
      #expect(row.contains(cell), "\(cell)")
    }
    // What the kernel sets itself is none.
    #expect(!row.contains("swappiness") && !row.contains("min_free"))
  }

  @Test func hostsWithoutFactsHaveNoRow() {
    let bare = TrailModel.Host(name: "a", boots: [], kernelReleases: [], events: 1, firstTime: nil, lastTime: nil)
    #expect(written { HostSection(hosts: [bare]).write(to: &$0) } == "")
  }

  private func settings(_ change: (inout KillReport) -> Void) -> String {
    var report = KillReport()
    report.scope = .global
    report.outcome = .killed
    change(&report)
    var facts = FactList()
    SettingFacts(report: report, host: host().facts).add(to: &facts)
    return written(capacity: 4_096) { facts.write(to: &$0) }
  }

  @Test func settingsAreSaidWhereTheyExplain() {
    let killed = settings { _ in }
    #expect(killed.contains("the host has no swap (`b/proc/swaps`)"))
    #expect(killed.contains("`vm.oom_kill_allocating_task` is 1"))
    #expect(killed.contains("(`b/sysctl_-a`, line 7)"))
    // A kernel that killed did not panic: it was set later.
    #expect(!killed.contains("panic_on_oom"))
    #expect(settings { $0.outcome = .panic }.contains("`vm.panic_on_oom` is 2"))
    // A cgroup's kill does not ask for it.
    #expect(!settings { $0.scope = .memcg }.contains("allocating_task"))
    let told = settings { report in
      var memory = Memory()
      memory.swapTotal = Bytes(0)
      report.memory = memory
    }
    #expect(!told.contains("no swap"))
  }

  @Test func factsInJSONHaveTheirFiles() throws {
    var trail = Case()
    trail.hosts = [host()]
    trail.hosts[0].facts.configured = [.swappiness: .init(.number(10), path: "b/etc/sysctl.conf", line: 2)]
    let document = try JSONSerialization.jsonObject(with: Data(render(trail, .json).utf8)) as? [String: Any]
    let shown = try #require((document?["hosts"] as? [[String: Any]])?.first)
    let facts = try #require(shown["facts"] as? [String: [String: Any]])
    #expect(facts.count == 9)
    #expect(facts["ram_bytes"]?["value"] as? Int == 4_105_302_016)
    #expect(facts["ram_bytes"]?["path"] as? String == "b/proc/meminfo")
    #expect(facts["ram_bytes"]?["line"] as? Int == 1)
    #expect(facts["kernel_release"]?["value"] as? String == "6.1.0-50-cloud-amd64")
    #expect(facts["swap_bytes"]?["line"] is NSNull)
    #expect(facts["uptime_seconds"]?["value"] as? Int == 7_300)
    let configured = try #require(shown["configured"] as? [String: [String: Any]])
    #expect(configured["vm.swappiness"]?["value"] as? Int == 10)
  }
}

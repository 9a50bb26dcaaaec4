// Layouts by the paths that mark them.

import Testing
import TrailModel

@testable import TrailHost

@Suite struct LayoutFinderTests {
  private func bundles(_ paths: [String]) -> [FoundBundle] {
    var finder = LayoutFinder()
    for path in paths { finder.look(at: path) }
    return finder.bundles
  }

  private func text(_ paths: [String]) -> [String] {
    bundles(paths).map { "\($0.layout) \($0.path) \($0.host ?? "-")" }
  }

  /// Paths at `root`, one for each mark.
  private static func paths(_ marks: [String], at root: String) -> [String] {
    marks.map { root + $0.replacing("*", with: "x") + ($0.hasSuffix("/") ? "f" : "") }
  }

  // MARK: Marks

  @Test(arguments: BundleLayout.all.map(\.name)) func marksTellALayoutAndOneAloneNever(_ name: String) throws {
    let layout = try #require(BundleLayout.all.first { $0.name == name })
    let marks = layout.own + layout.shared + layout.nodes
    #expect(marks.count <= 64)
    #expect(Set(marks).count == marks.count)
    let paths = Self.paths(marks, at: "r/")
    #expect(bundles(paths).map(\.layout) == [name])
    #expect(bundles(paths.reversed()).map(\.layout) == [name])
    #expect(bundles(paths).map(\.root) == ["r/"])
    for path in paths { #expect(bundles([path]).isEmpty, "\(path)") }
    // What others have too is not enough.
    #expect(bundles(Self.paths(layout.shared + layout.nodes, at: "r/")).allSatisfy { $0.layout != name })
    // With all others, every one counts.
    for (number, mark) in paths.enumerated() where number >= 2 {
      let some = Array(paths[..<(layout.needed - 1)]) + [mark]
      #expect(bundles(some).map(\.layout) == [name], "\(mark)")
    }
  }

  @Test(arguments: [
    [], ["version.txt", "etc/motd"], ["a/sos_commands", "a/version.txt"], ["a/sos_commands/x/y", "b/version.txt"],
    ["x/nodes.json", "x/pods.json", "x/events.json"], ["messages.txt", "boot.txt", "memory.txt"],
    ["a/namespaces/core/x", "a/version"], ["log/messages", "notes/log/syslog"],
    ["c/aks-2-notes/kubelet", "c/aks-2-notes/read.me"],
    ["a.tgz!/nodes.json", "a.tgz!/pods.json", "a.tgz!/events.json"],
  ])
  func othersAreNone(paths: [String]) { #expect(text(paths) == []) }

  @Test func rootsAndNamesOfArchives() {
    // The name is a mark where it has a host.
    let archive = "d/eks_i-0123abcd_2026-04-27_2001-UTC_0.7.8.tar.gz"
    #expect(text([archive + "!/kubelet/kubelet.log"]) == ["eks_log_collector \(archive) i-0123abcd"])
    #expect(text(["d/eks_case.tar.gz!/kubelet/kubelet.log"]) == [])
    #expect(text(["a/b.zip!/log/vm/init.log", "a/b.zip!/dmesg"]) == ["docker_diagnostics a/b.zip -"])
    #expect(text(["log/vm/init.log", "dmesg"]) == ["docker_diagnostics . -"])
    #expect(text(["./log/vm/init.log", "./dmesg"]) == ["docker_diagnostics . -"])
    #expect(text(["/log/vm/init.log", "/dmesg"]) == ["docker_diagnostics / -"])
  }

  @Test func aLogFolderWithinABundleIsThatBundles() {
    let logs = ["r/var/log/messages", "r/var/log/secure"]
    #expect(text(logs) == ["var_log r -"])
    #expect(text(["r/sos_commands/a/b", "r/sos_logs/x"] + logs) == ["sosreport r -"])
    #expect(text(["sos_commands/a/b", "sos_logs/x"] + logs) == ["sosreport . -"])
    #expect(text(["r2/sos_commands/a/b", "r2/sos_logs/x"] + logs) == ["var_log r -", "sosreport r2 -"])
  }

  @Test func foldersOfNodesAreTold() {
    let paths = ["a", "b.example.com", "fd00::1", "-x y", ".."].map { "m/nodes/\($0)/dmesg" }
    let found = bundles(paths + ["m/cluster-scoped-resources/core/nodes/a.yaml"])
    #expect(found.first?.nodes.map(\.root) == ["m/nodes/a/", "m/nodes/b.example.com/", "m/nodes/fd00::1/"])
    #expect(found.first?.nodes.map(\.host) == ["a", "b.example.com", "fd00::1"])
    #expect(found.count == 1)
  }

  // MARK: Names

  @Test(arguments: [
    ("sosreport-db-7-01234567-2026-11-02-abcdefg", "db-7" as String?), ("sosreport-db-2026-11-02-abcdefg", "db"),
    ("sosreport-db.example.com-2026-11-02-a", "db.example.com"), ("sosreport-2026-11-02-abcdefg", nil),
    ("sosreport-db", nil), ("report-db-2026-11-02-a", nil),
  ])
  func sosreports(name: String, host: String?) { #expect(BundleLayout.sosreportHost(name[...]) == host) }

  @Test(arguments: [
    ("scc_db-7_261102_0931", "db-7" as String?), ("nts_db-7_141102_0931", "db-7"),
    ("scc_db-7_261102_0931_f3b2c0de-0d8a-4a59-9c26-d3a26f1a8e01", "db-7"), ("scc_db-7_0931_261102", nil),
    ("db-7_261102_0931", nil),
  ])
  func supportconfigs(name: String, host: String?) { #expect(BundleLayout.supportconfigHost(name[...]) == host) }

  @Test(arguments: [
    ("web-7-2026-11-02_09_31_40", "web-7" as String?), ("web-2026-11-02_09_31", nil), ("2026-11-02_09_31_40", nil),
    ("web-26-11-02_09_31_40", nil), ("web_7-2026-11-02_09_31_40", nil),
  ])
  func ranchers(name: String, host: String?) { #expect(BundleLayout.rancherHost(name[...]) == host) }

  @Test(arguments: [
    ("eks_i-0123456789abcdef0_2026-04-27_2001-UTC_0.7.8", "i-0123456789abcdef0" as String?),
    ("i-0123abcd_2026", "i-0123abcd"), ("eks_i-xyz", nil), ("my_i-0123456789abcdef0", nil), ("", nil),
  ])
  func instances(name: String, host: String?) { #expect(BundleLayout.eksInstance(name[...]) == host) }

  @Test func namesOfArchives() {
    #expect(BundleLayout.name(of: "a/scc_x_261102_0931.txz!/") == "scc_x_261102_0931")
    #expect(BundleLayout.name(of: "a/x.tar.gz!/") == "x")
    #expect(BundleLayout.name(of: "a/db.example.com/") == "db.example.com")
    #expect(BundleLayout.name(of: "") == nil)
    #expect(BundleLayout.name(of: "./") == nil)
  }
}

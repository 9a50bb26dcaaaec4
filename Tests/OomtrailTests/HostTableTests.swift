// The hosts of a stream: names that differ in capitals are one, and the kernel's want of one is none.

import TestKit
import Testing
import TrailBytes
import TrailKernel

@testable import Oomtrail

@Suite struct HostTableTests {
  private func number(_ table: inout HostTable, _ name: String, boot: String = "") -> Int {
    table.number(of: Array(name.utf8).span, boot: Array(boot.utf8).span)
  }

  @Test func capitalsTellNoHostsApart() {
    var table = HostTable()
    let first = number(&table, "WEB-01")
    #expect(number(&table, "web-01") == first)
    #expect(number(&table, "WEB-01") == first)
    #expect(table.origins[first].host == "WEB-01")
    #expect(number(&table, "web-02") != first)
    #expect(number(&table, "web-01", boot: "b") != first)
  }

  @Test func noneIsNoName() {
    var table = HostTable()
    #expect(number(&table, "(none)") == 0)
    let boot = number(&table, "(none)", boot: "b")
    #expect(table.origins[boot].host == nil)
    #expect(table.origins[boot].bootID == "b")
  }

  /// A report whose lines are spelled in two ways.
  @Test func oneReportUnderTwoSpellings() throws {
    let lines = try Capture.named("x86_64-6.1--global-noswap").reportLines()
    func log(_ host: (Int) -> String) -> [Reading] {
      analyze(joined(lines.enumerated().map { Array("Apr 27 15:50:37 \(host($0)) kernel: ".utf8) + $1 }))
    }
    let expected = log { _ in "WEB-01" }
    #expect(!expected.isEmpty)
    let found = log { $0 % 3 == 0 ? "WEB-01" : "web-01" }
    #expect(found.map(\.facts) == expected.map(\.facts))
    #expect(Set(found.map(\.host)) == ["WEB-01"])
    #expect(Set(log { _ in "(none)" }.map(\.host)) == [nil])
  }
}

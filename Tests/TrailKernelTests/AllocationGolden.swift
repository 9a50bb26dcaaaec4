// Why memory could not be had, for kernels of many machines: the verdict on hand-made reports.

import TestKit
import Testing
import TrailModel

@testable import TrailKernel

@Suite struct AllocationGolden {
  @Test(arguments: Fixture.all("allocation"))
  func verdicts(_ fixture: Fixture) throws {
    let reports = readReports(try fixture.bytes("input.log"))
    #expect(try !fixture.text("source.txt").isEmpty)
    let report = try #require(reports.first?.report)
    #expect(reports.count == 1)
    try Golden.expect(report.allocation.map(describe) ?? .null, "expected.json", of: fixture)
  }
}

// Every case of every section: what the recogniser makes of its lines.

import TestKit
import Testing

@testable import TrailKernel

@Suite struct SectionGolden {
  @Test(arguments: Section.all.flatMap { Fixture.all("kernel/\($0.name)") })
  func reports(_ fixture: Fixture) throws {
    try Golden.expect(describe(readReports(try fixture.bytes("input.log"))), "expected.json", of: fixture)
  }

  @Test func foldersAndSectionsAreTheSame() {
    #expect(Fixture.folders("kernel") == Section.all.map(\.name).sorted())
  }

  @Test(arguments: Section.all.map(\.name))
  func everySectionHasCasesThatSayWhereTheyAreFrom(_ section: String) throws {
    let cases = Fixture.all("kernel/\(section)")
    #expect(!cases.isEmpty)
    for fixture in cases { #expect(try !fixture.text("source.txt").isEmpty, "\(fixture.name)") }
  }

  @Test func sentinelsStandInTheCasesOfTheirSection() throws {
    for section in Section.all {
      let text = try Fixture.all("kernel/\(section.name)").map { try $0.text("input.log") }.joined()
      for sentinel in section.sentinels {
        #expect(text.contains(sentinel.description), "\(section.name): no case has \"\(sentinel)\"")
      }
    }
  }
}

// Counted kills in every format, byte for byte.

import Foundation
import Testing
import TrailModel

@testable import TrailRender

@Suite struct RankingTests {
  private static let ranking: Ranking = {
    var ranking = Ranking(facets: ["host", "process"], kills: 20)
    ranking.rows = [
      Ranking.Row(
        values: ["web-01", "worker"], kills: 14, share: 0.7, hosts: 1, first: .sample(0), last: .sample(90.5)),
      Ranking.Row(
        values: ["データ|a", "a,\"b\"\r\n`c`\u{1b}[1m"], kills: 5, share: 0.25, hosts: 2,
        first: .sample(1, fractionDigits: 0), last: .sample(1, fractionDigits: 0)),
      Ranking.Row(values: [nil, ""], kills: 1, share: 0.05, hosts: 0, first: nil, last: nil),
    ]
    return ranking
  }()

  private func written(_ format: RankingTable.Format, limit: Int? = nil, filter: AppliedFilter? = nil) -> String {
    rendered { RankingTable(Self.ranking, limit: limit, filter: filter).write(as: format, to: &$0) }
  }

  @Test(arguments: RankingTable.Format.allCases)
  func output(_ format: RankingTable.Format) throws {
    let file = Golden.root.appendingPathComponent("top/two-facets/expected.\(format.rawValue)")
    let actual = written(format)
    if Golden.isRecording {
      try Data(actual.utf8).write(to: file)
      Issue.record("\(file.path) was written; read the difference and run again without UPDATE_FIXTURES")
      return
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == actual)
  }

  @Test func whatIsHiddenIsSaid() throws {
    for format in [RankingTable.Format.text, .markdown] {
      let text = written(format, limit: 1)
      #expect(text.contains("2 further rows"))
      #expect(!text.contains("データ"))
    }
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(written(.json, limit: 1).utf8)) as? [String: Any])
    #expect(json["hidden_rows"] as? Int == 2)
    #expect((json["rows"] as? [Any])?.count == 1)
  }

  @Test func aFilterIsSaid() {
    let filter = AppliedFilter(terms: [Named("host", "web-01")], leftOut: 3, untimed: 0)
    #expect(written(.text, filter: filter).contains("3 events left out"))
    #expect(written(.markdown, filter: filter).contains("**Filtered:** host `web-01`; 3 events were left out."))
    #expect(written(.json, filter: filter).contains("\"left_out\":3"))
  }

  @Test func nothingToCount() {
    let empty = Ranking(facets: ["host"], kills: 0)
    for format in RankingTable.Format.allCases {
      #expect(!rendered { RankingTable(empty, limit: nil, filter: nil).write(as: format, to: &$0) }.isEmpty)
    }
  }
}

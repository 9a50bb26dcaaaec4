// Every word of the kernel's arithmetic is said in both kinds of output, and no two of them alike.

import Testing
import TrailModel

@testable import TrailRender

@Suite struct ChoiceTests {
  /// The sample of a node out of memory with these scores of its rows.
  private func rendered(
    _ renderer: Renderer, verdict: Choice.Verdict? = .differs, gap: BadnessGap? = nil, scores: [RowScore] = []
  ) -> String {
    var report = KillReport.global
    report.choice?.pid = 207
    report.choice?.comm = "mysqld"
    report.choice?.verdict = verdict
    report.choice?.victimRank = 2
    let rows = report.processes.count
    report.scoring = Scoring(formula: .pagesSigned, unknown: gap, eligibleRows: rows, scoredRows: rows - 1)
    if !scores.isEmpty {
      report.processes.setScores(scores + [RowScore](repeating: RowScore(), count: rows - scores.count))
    }
    var trail = Case()
    let time = EventTime(wall: .sample(), basis: .zoned, monotonic: nil, text: nil)
    trail.events = [Event(id: "1", time: time, host: nil, bootID: nil, report: report, parent: nil, sources: [])]
    return render(trail, renderer)
  }

  @Test func everyVerdictHasItsSentence() {
    let texts = Choice.Verdict.allCases.map { rendered(.markdown, verdict: $0) }
    #expect(Set(texts).count == texts.count)
    for verdict in Choice.Verdict.allCases {
      #expect(rendered(.ndjson, verdict: verdict).contains("\"verdict\":\"\(verdict.rawValue)\""))
    }
  }

  @Test func everyGapHasItsReason() {
    let texts = BadnessGap.allCases.map { rendered(.markdown, gap: $0) } + [rendered(.markdown)]
    #expect(Set(texts).count == texts.count)
    #expect(rendered(.ndjson).contains("\"formula\":\"pages_signed\",\"badness_unknown\":null"))
    for gap in BadnessGap.allCases {
      var score = RowScore()
      score.gap = gap
      score.least = 77
      let json = rendered(.ndjson, gap: gap, scores: [score])
      #expect(json.contains("\"formula\":\"pages_signed\",\"badness_unknown\":\"\(gap.rawValue)\""))
      #expect(json.contains("\"eligible\":true,\"badness_unknown\":\"\(gap.rawValue)\",\"badness_at_least\":77"))
    }
    var bounded = RowScore()
    bounded.gap = .swapNotPrinted
    bounded.least = 77
    let scores = [RowScore](repeating: RowScore(), count: 10) + [bounded]
    #expect(rendered(.markdown, gap: .swapNotPrinted, scores: scores).contains("| at least 77 |"))
  }

  @Test func rowsSayWhyTheyAreExempt() {
    for exemption in RowScore.Exemption.allCases {
      var score = RowScore()
      score.exemption = exemption
      // The largest row, so that the table shows it.
      var scores = [RowScore](repeating: RowScore(), count: 11)
      scores[0].badness = 1
      scores[9] = score
      #expect(rendered(.ndjson, scores: scores).contains("\"eligible\":false,\"ineligible\":\"\(exemption.rawValue)\""))
      #expect(rendered(.markdown, scores: scores).contains("exempt"))
    }
  }

  @Test func theRecomputedScoreStandsBesideThePrinted() {
    var report = KillReport.global
    report.victim?.score = 301
    for (score, text) in [(301, "is what these points make"), (250, "these points make 250")] {
      report.choice?.score = Int64(score)
      var facts = FactList()
      VictimFacts(report: report, rows: report.processes.rows, parent: nil).add(to: &facts)
      #expect("\(facts)".contains(text))
    }
  }
}

// What is said of a victim, of a process that was chosen and not killed, and of why.

import Testing
import TrailModel

@testable import TrailRender

@Suite struct VictimTextTests {
  private func rendered(_ renderer: Renderer, _ change: (inout KillReport) -> Void) -> String {
    var report = KillReport.global
    change(&report)
    var trail = Case()
    let time = EventTime(wall: .sample(), basis: .zoned, monotonic: nil, text: nil)
    trail.events = [Event(id: "1", time: time, host: nil, bootID: nil, report: report, parent: nil, sources: [])]
    return render(trail, renderer)
  }

  @Test(arguments: [Spared.Reason.alreadyExiting, .wouldHaveKilled])
  func whoIsSparedIsNoVictim(_ reason: Spared.Reason) {
    func spare(_ report: inout KillReport) {
      report.spared = Spared(reason: reason, process: report.victim ?? Victim())
      report.victim = nil
      report.outcome = .unknown
    }
    let text = rendered(.markdown, spare)
    #expect(text.contains("**No kill, but 1 report of the OOM killer**"))
    #expect(text.contains("**Nothing was killed**"))
    #expect(text.contains("- **Chosen, not killed:** `ruby` (pid 214"))
    #expect(!text.contains("The kernel killed"))
    #expect(!text.contains("not show who died"))
    #expect(!text.contains("**Victim:**"))
    let json = rendered(.ndjson, spare)
    #expect(json.contains("\"victim\":null"))
    #expect(json.contains("\"spared\":{\"reason\":\"\(reason.rawValue)\",\"pid\":214,\"comm\":\"ruby\""))
  }

  @Test func theScoreOfAParentIsNotItsChilds() {
    let text = rendered(.markdown) { report in
      report.victim?.score = 500
      report.selected = Selected(pid: 207, comm: "mysqld", score: 500)
    }
    #expect(text.contains("`mysqld` (pid 207, score 500)"))
    #expect(text.split(separator: "score 500").count == 2)
    let own = rendered(.markdown) { $0.victim?.score = 500 }
    #expect(own.contains("; score 500"))
  }

  @Test(arguments: [(880, "is what these points make\n"), (879, "is what these points make but for one\n")])
  func aScoreThatIsOffByOneIsSaidToBe(_ score: Int64, _ words: String) {
    let text = rendered(.markdown) { report in
      report.victim?.score = 880
      report.choice?.score = score
    }
    #expect(text.contains("the printed score, 880, \(words)"))
  }

  @Test func aUserIsOneNumber() {
    let text = rendered(.markdown) { report in
      report.victim?.uid = 4_294_967_294
      report.processes.append(pid: 9_999, values: [-2, 9_999, 1, 999_999, 0, 0, 0], comm: "nobody's")
    }
    #expect(text.contains("uid 4294967294"))
    #expect(text.contains("| 4294967294 |"))
  }

  @Test func whoTakesSwapAwayIsChosenFirst() {
    func reason(_ name: String) -> String {
      rendered(.markdown) { report in
        report.victim?.comm = name
        report.choice?.verdict = .differs
        report.choice?.pid = 207
      }
    }
    #expect(reason("ruby").contains("is chosen whatever the points\n"))
    #expect(reason("swapoff").contains("is chosen whatever the points; this one's name is that of the first\n"))
  }
}

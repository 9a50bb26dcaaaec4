// The corpora are what the benchmarks believe they are.

import LogCorpus
import Testing

@Suite struct CorpusTests {
  private static let small: CorpusOptions = {
    var options = CorpusOptions()
    options.byteCount = 3 << 20
    options.reportInterval = 1 << 20
    return options
  }()

  private func generate(_ options: CorpusOptions) -> (bytes: [UInt8], summary: CorpusSummary) {
    var bytes: [UInt8] = []
    var generator = CorpusGenerator(options) { bytes += $0 }
    let summary = generator.run()
    return (bytes, summary)
  }

  private func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// A new sum calls for a new `CorpusGenerator.revision`.
  @Test(arguments: [
    (LogFormat.syslog, 11_258_893_164_741_000_025 as UInt64), (.export, 828_022_332_758_387_180),
    (.json, 6_670_740_125_095_210_152),
  ])
  func equalOptionsGiveTheSameBytesEverywhere(format: LogFormat, sum: UInt64) {
    var options = Self.small
    options.format = format
    let hash = generate(options).bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0100_0000_01B3
    }
    #expect(hash == sum)
  }

  @Test func summaryTellsWhatWasWritten() {
    let (bytes, summary) = generate(Self.small)
    let lines = lines(bytes)
    #expect(summary.bytes == bytes.count)
    #expect(summary.kills == 3)
    #expect(lines.count { $0.contains(" invoked oom-killer: ") } == summary.kills)
    #expect(lines.count { $0.contains(": Killed process ") } == summary.kills)
    #expect(lines.count { $0.contains("] [") && $0.contains(" kernel: ") } >= summary.tableRows)
  }

  @Test func everyVictimStandsInItsTable() throws {
    var options = Self.small
    options.isDense = true
    options.tableRows = 30...30
    let (bytes, summary) = generate(options)
    var rows: [Substring: Substring] = [:]
    var kills = 0
    for line in lines(bytes) {
      let text = try #require(line.split(separator: "] ", maxSplits: 1).last)
      if text.hasPrefix("Tasks state") { rows = [:] }
      let words = text.split(separator: " ")
      if text.hasPrefix("["), words.count == 13 || words.count == 12, let name = words.last {
        rows[words[words[0] == "[" ? 1 : 0].prefix { $0 != "]" }] = name
      }
      guard let start = text.firstRange(of: "Killed process ")?.upperBound else { continue }
      let victim = text[start...].split(separator: " ")
      #expect(rows.count == 30 || rows.count == 31)
      #expect(rows[victim[0]] == victim[1].dropFirst().dropLast())
      kills += 1
    }
    #expect(kills == summary.kills)
  }

  @Test func quietCorpusHasNoReport() {
    var options = Self.small
    options.reportInterval = nil
    let (bytes, summary) = generate(options)
    #expect(summary.kills == 0)
    #expect(!lines(bytes).contains { $0.contains("oom-killer") || $0.contains("Killed process") })
  }

  @Test func journalFramesMessagesOfSeveralLines() {
    var options = Self.small
    options.format = .export
    let (bytes, _) = generate(options)
    #expect(bytes.contains([UInt8]("\nMESSAGE\n".utf8)))
  }
}

// Which envelope a stream is said to have: that of most of its lines, not of the few that another form reads.

import TestKit
import Testing
import TrailBytes
import TrailKernel

@testable import Oomtrail

@Suite struct EnvelopeVoteTests {
  private func envelope(_ lines: [String]) -> String? {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    return StreamAnalyzer(SlicedSource(bytes, sizes: [.max]), scanner: LiteralScanner(streamSentinels)).run().envelope
  }

  private static let syslog = (0..<5).map { "2026-11-22T19:01:15.97443\($0)+00:00 db-03 kernel: same text" }
  private static let export = (0..<3).map { "2026-11-22T19:01:15.97\($0)Z a message of its own" }
  private static let json = #"{"message": "x", "time": "2026-11-22T19:01:15Z"}"#

  @Test func ofMostLines() {
    #expect(envelope(Self.syslog + Self.export) == "syslog-rfc3339")
    #expect(envelope(Self.export + Self.syslog) == "syslog-rfc3339")
    #expect(envelope(Array(Self.syslog.prefix(2)) + Self.export) == "cloudwatch-s3")
    #expect(envelope(Array(repeating: Self.json, count: 9) + Self.syslog) == "json")
    #expect(envelope([Self.json]) == "json")
    #expect(envelope(["one", Self.json, "two"]) == "json")
  }
}

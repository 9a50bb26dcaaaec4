// One JSON document of many records, of which most are passed over undecoded: the same reports as of the few.

import Foundation
import TestKit
import Testing
import TrailBytes
import TrailKernel
import TrailModel

@testable import Oomtrail

@Suite struct LargeDocumentTests {
  /// A way to write records as one document in one line.
  struct Layout: Sendable, CustomTestStringConvertible {
    var name: String
    var write: @Sendable (_ messages: [(micros: Int64, text: String)]) -> String
    var testDescription: String { name }

    private static func time(_ micros: Int64) -> String {
      StructuredTests.quoted(OrderTests.Record(micros: micros, stamp: [], lines: []).iso(3) + "Z")
    }

    private static func plain(_ message: (micros: Int64, text: String)) -> String {
      StructuredTests.object([
        ("timestamp", time(message.micros)), ("host", "\"web-07\""), ("tags", "[{\"a\":[1,\"}]\\\\\"]}]"),
        ("message", StructuredTests.quoted(message.text)),
      ])
    }

    static let all: [Layout] = [
      Layout(name: "one array") { "[" + $0.map(plain).joined(separator: ",") + "]" },
      Layout(name: "one array, a little spaced") { "[ " + $0.map(plain).joined(separator: " , ") + " ]\n" },
      Layout(name: "hits of a search") { messages in
        let hits = messages.map { "{\"_index\":\"x\",\"_source\":\(plain($0))}" }
        return "{\"took\":1,\"hits\":{\"total\":1,\"hits\":[" + hits.joined(separator: ",") + "]}}"
      },
      Layout(name: "Loki's streams") { messages in
        let values = messages.map { message in
          let nanoseconds = StructuredTests.quoted("\((1_777_319_260_050_000 + message.micros) * 1_000)")
          return "[\(nanoseconds),\(StructuredTests.quoted(message.text))]"
        }
        return "{\"data\":{\"result\":[{\"stream\":{\"host\":\"web-07\"},\"values\":[" + values.joined(separator: ",")
          + "]}]}}"
      },
      Layout(name: "Insights' fields") { messages in
        let results = messages.map { message in
          "[{\"field\":\"@timestamp\",\"value\":\(time(message.micros))},"
            + "{\"field\":\"@message\",\"value\":\(StructuredTests.quoted(message.text))}]"
        }
        return "{\"results\":[" + results.joined(separator: ",") + "]}"
      },
    ]
  }

  /// Reports among quiet records: more of these than is looked back at.
  private static func messages(quiet: Int) throws -> [(micros: Int64, text: String)] {
    let report = try OrderTests.records(Capture.named("x86_64-6.1--global-noswap"))
    let start = try #require(report.firstIndex { $0.lines[0].text.contains("invoked oom-killer") })
    let first = report[start - 2].micros
    func message(_ micros: Int64, _ text: String) -> (micros: Int64, text: String) {
      (micros, String(format: "[%5d.%06d] ", micros / 1_000_000, micros % 1_000_000) + text)
    }
    return [0, 900_000_000].flatMap { (later: Int64) in
      (0..<quiet).map { index in
        message(
          first + later - Int64(quiet - index) * 1_000,
          "usb 1-1: \"quiet\" record \(index), a \\ and of some length as records are")
      } + report[(start - 2)...].map { message($0.micros + later, $0.lines[0].text) }
    }
  }

  @Test(arguments: Layout.all, [false, true])
  func reportsAmongQuietRecords(_ layout: Layout, _ isFalling: Bool) throws {
    let messages = try Self.messages(quiet: 1_500)
    let expected = try analyze(Array(layout.write(Self.messages(quiet: 2)).utf8))
    #expect(expected.count == 2)
    let bytes = Array(layout.write(isFalling ? messages.reversed() : messages).utf8)
    let found = analyze(bytes)
    #expect(OrderTests.difference(found, expected) == nil)
    try withRandomness("LargeDocumentTests") { random in
      let sizes = (0..<7).map { _ in 1 + random.below(90_000) }
      #expect(OomtrailTests.difference(analyze(bytes, sizes: sizes), found) == nil, "pieces of \(sizes)")
    }
  }

  @Test(arguments: Layout.all)
  func aReportFromTheFirstRecordOn(_ layout: Layout) throws {
    let expected = try analyze(Array(layout.write(Self.messages(quiet: 2)).utf8))
    let found = try analyze(Array(layout.write(Array(Self.messages(quiet: 0).dropFirst(2))).utf8))
    #expect(OrderTests.difference(found, expected) == nil)
  }

  /// Brackets without end take neither memory nor the stack.
  @Test(arguments: ["[", "{\"a\":", "[{\"message\":[", "[[\"", "[{\"message\":\"x\"},["])
  func bracketsWithoutEnd(_ part: String) {
    let bytes = Array(String(repeating: part, count: 400_000 / part.utf8.count).utf8)
    #expect(analyze(bytes).isEmpty)
  }
}

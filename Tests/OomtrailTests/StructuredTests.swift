// The same report as JSON and journal exports of many layouts: the same facts as from the kernel's own lines.

import Foundation
import TestKit
import Testing
import TrailBytes
import TrailKernel
import TrailModel

@testable import Oomtrail

@Suite struct StructuredTests {
  /// A way to lay records out, with what it can carry beside the text.
  struct Layout: Sendable, CustomTestStringConvertible {
    var name: String
    var host: String?
    var bootID: String?
    var write: @Sendable ([Record]) -> [UInt8]
    var testDescription: String { name }
  }

  /// A record of the kernel's: one line, or several that were printed at once.
  struct Record: Sendable {
    var micros: Int64
    var text: [UInt8]
    var realtime: Int64 { 1_777_319_260_050_000 + micros }
    var stamped: String { "[\(String(format: "%5d.%06d", micros / 1_000_000, micros % 1_000_000))] " }
    var iso: String {
      let time = Instant(nanoseconds: realtime * 1_000, fractionDigits: 6).civil()
      let date = String(
        format: "%04d-%02d-%02dT%02d:%02d:%02d", time.year ?? 0, time.month, time.day, time.hour, time.minute,
        time.second)
      return date + String(format: ".%06dZ", time.nanosecond / 1_000)
    }
  }

  @Test(arguments: layouts, ["x86_64-6.1--global-noswap", "x86_64-6.12--memcg2-k8s-pod"])
  func theSameFacts(_ layout: Layout, _ name: String) throws {
    let capture = Capture.named(name)
    let lines = try capture.reportLines()
    let records = Self.records(lines)
    let expected = analyze(joined(lines)).map(\.facts)
    let text = layout.write(records)
    let readings = analyze(text)
    #expect(readings.count == expected.count)
    for (reading, facts) in zip(readings, expected) {
      #expect(reading.host == layout.host)
      #expect(reading.bootID == layout.bootID)
      #expect(reading.facts.victim == facts.victim)
      #expect(reading.facts.trigger == facts.trigger)
      #expect(reading.facts.alsoKilled == facts.alsoKilled)
      #expect(reading.facts.rows == facts.rows)
      #expect(reading.facts.memcg == facts.memcg)
      #expect(reading.facts.memory == facts.memory)
      #expect(reading.facts.missing == facts.missing)
      #expect(reading.facts.scope == facts.scope)
    }
    // However the stream comes in pieces.
    try withRandomness("StructuredTests") { random in
      let sizes = (0..<5).map { _ in 1 + random.below(5_000) }
      #expect(difference(analyze(text, sizes: sizes), readings) == nil)
    }
  }

  /// Reading begins in the middle of a long stream, where nothing was read of what stands before.
  @Test(arguments: layouts)
  func theSameFactsBehindOthers(_ layout: Layout) throws {
    let lines = try Capture.named("x86_64-6.1--memcg2-longpath").reportLines()
    let records = Self.records(lines)
    let expected = analyze(joined(lines)).map(\.facts.rows)
    #expect(!expected.isEmpty)
    try withRandomness("StructuredTests") { random in
      // Some of several lines, which look like records of other forms, and like none.
      let texts = ["audit: nothing", "eth0: link\n up, \"again\", {\"a\":1}\n---", "a, b, c\n\n---\nkey: value"]
      let filler = (0..<1_000).map { index in
        let text = texts[random.below(texts.count)] + String(repeating: "x", count: random.below(200))
        return Record(micros: Int64(index) * 1_000, text: Array(text.utf8))
      }
      let text = layout.write(filler + records)
      let readings = analyze(text, sizes: [1 + random.below(100_000)])
      #expect(readings.map(\.facts.rows) == expected)
      for reading in readings {
        #expect(reading.host == layout.host)
        #expect(reading.bootID == layout.bootID)
        #expect(reading.facts.missing.isEmpty)
      }
    }
  }

  /// A kill line alone: its record is read to the end, though nothing in what follows announces a report.
  @Test(arguments: layouts)
  func theLastRecordEnds(_ layout: Layout) throws {
    let killed = "Out of memory: Killed process 374 (hog) total-vm:51812kB, anon-rss:48904kB, file-rss:1004kB"
    let quiet = (0..<1_000).map { Record(micros: Int64($0) * 1_000, text: Array("audit: nothing \($0)".utf8)) }
    let kill = Record(micros: 2_000_000, text: Array(killed.utf8))
    let readings = analyze(layout.write(quiet + [kill] + quiet))
    #expect(readings.map(\.facts.victim?.pid) == [374])
    #expect(readings.map(\.host) == [layout.host])
    #expect(readings.map(\.bootID) == [layout.bootID])
  }

  /// A record that only another log's line ends.
  @Test(arguments: layouts)
  func anotherLogEndsARecord(_ layout: Layout) throws {
    let killed = "Out of memory: Killed process 374 (hog) total-vm:51812kB, anon-rss:48904kB, file-rss:1004kB"
    let text = layout.write([Record(micros: 2_000_000, text: Array(killed.utf8))])
    let other = "-- Boot 5a0c7f3d9b2e4c1688d4e2f0a1b3c5d7 --\nAug 30 06:58:55 db sshd[1]: another log\n"
    let readings = analyze(text + Array(other.utf8))
    #expect(readings.map(\.facts.victim?.pid) == [374])
    #expect(readings.map(\.host) == [layout.host])
  }

  /// The time that a stream begins and ends with, whichever way it comes in.
  @Test(arguments: layouts)
  func theTimesOfAStream(_ layout: Layout) throws {
    let records = (0..<200).map { Record(micros: Int64($0) * 1_000_000, text: Array("audit: nothing \($0)".utf8)) }
    let text = layout.write(records)
    let scanner = LiteralScanner(kernelSentinels)
    let whole = StreamAnalyzer(SlicedSource(text), scanner: scanner).run()
    #expect(whole.first != nil)
    let pieces = StreamAnalyzer(SlicedSource(text, sizes: [997]), scanner: scanner).run()
    #expect(pieces.first?.stamp == whole.first?.stamp)
    #expect(pieces.last?.stamp == whole.last?.stamp)
  }

  /// What is no JSON must not hide the lines behind it.
  @Test(arguments: [
    "{", "{\"a\": [", "{\"a\": \"", "[{", "[[\"", "{\"log\": \"x", "data: {\"MESSAGE\": \"", "__CURSOR=s=1\nMESSAGE\n",
    "message,host", "@timestamp,message\n2026-04-27 19:50:37,\"open", "\"message\",\"host\"\n\"open",
    "message,host,time\n,,,,,,",
    "---", "---\ninsertId: a", "---\ninsertId: a\ntextPayload: |", "---\ntextPayload: \"open",
    "[0] a: [[1777319437.5, {}], {\"log\"=>\"open", "[0] a: [1777319437.5, {", "2026-04-27T19:50:37Z {a=\"",
    "2026-04-27T19:50:37.416Z a",
    "Mon 2026-04-27 15:50:40.010303 EDT [s=a;i=1;b=23952af7cbc14b75a2c87de295ff7251;m=1;t=1;x=1]\n    MESSAGE=a",
  ])
  func brokenJSONHidesNothing(_ front: String) throws {
    let lines = try Capture.named("x86_64-6.1--global-noswap").reportLines()
    let readings = analyze(Array((front + "\n").utf8) + joined(lines))
    let alone = analyze(joined(lines))
    #expect(readings.map(\.facts.victim) == alone.map(\.facts.victim), "\(front)")
  }

  @Test func deepNestingEnds() {
    let deep = String(repeating: "[", count: 100_000) + "\n" + String(repeating: "{\"a\":", count: 100_000) + "\n"
    #expect(analyze(Array(deep.utf8)).isEmpty)
    let quoted = "\"message\",\"host\"\n\"Killed process x" + String(repeating: "a, b\n", count: 500_000)
    #expect(analyze(Array(quoted.utf8)).isEmpty)
    let wide = "{\"MESSAGE\":\"Killed process " + String(repeating: "x", count: 6_000_000)
    #expect(analyze(Array(wide.utf8)).isEmpty)
  }

  /// A field that no quote closes, with line ends and without, ends somewhere; what follows is read.
  @Test(arguments: ["x", "x\n", "\"\"", "a,\"b\",\n"]) func endlessFields(_ filling: String) throws {
    let records = Self.records(try Capture.named("x86_64-6.1--global-noswap").reportLines())
    let expected = analyze(Self.kibana(records)).map(\.facts.rows)
    #expect(!expected.isEmpty)
    let head = "\"@timestamp\",\"host.name\",\"message\"\n\"Apr 27, 2026 @ 19:50:37.366\",\"web-07\",\""
    let open = head + String(repeating: filling, count: 3_000_000 / filling.utf8.count) + "\n"
    let rest = Self.kibana(records).split(separator: 0x0A, maxSplits: 1)[1]
    #expect(analyze(Array(open.utf8) + rest).map(\.facts.rows) == expected)
    let yaml = "---\ninsertId: a\ntextPayload: |\n" + String(repeating: "  " + filling + "\n", count: 500_000) + "---\n"
    #expect(analyze(Array(yaml.utf8) + Self.kibana(records)).map(\.facts.rows) == expected)
  }

  // MARK: Layouts

  static let layouts: [Layout] = tables + texts + documents + jsonLayouts

  private static let jsonLayouts: [Layout] = [
    Layout(name: "journal json", host: "web-07", bootID: boot) { records in
      lines(records.map { object($0.journal) })
    },
    // The journal prints a message so that is not UTF-8.
    Layout(name: "journal json, rows as bytes", host: "web-07", bootID: boot) { records in
      lines(
        records.map { record in
          let bytes = "[" + record.text.map(String.init).joined(separator: ",") + "]"
          let isRow = record.text.first == 0x5B
          return object(record.journal.map { isRow && $0.0 == "MESSAGE" ? ($0.0, bytes) : $0 })
        })
    },
    Layout(name: "journal json-pretty", host: "web-07", bootID: boot) { records in
      lines(records.map { "{\n" + $0.journal.map { "\t\(quoted($0)) : \($1)" }.joined(separator: ",\n") + "\n}" })
    },
    Layout(name: "journal json-seq", host: "web-07", bootID: boot) { lines($0.map { "\u{1E}" + object($0.journal) }) },
    Layout(name: "journal json-sse", host: "web-07", bootID: boot) {
      lines($0.map { "data: " + object($0.journal) + "\n" })
    },
    Layout(name: "journal export", host: "web-07", bootID: boot) { records in records.flatMap(\.export) },
    Layout(name: "docker json-file") { records in
      lines(
        records.flatMap(\.parts).map {
          object([("log", quoted($0.stamped + $0.line + "\n")), ("stream", "\"stdout\""), ("time", quoted($0.iso))])
        })
    },
    Layout(name: "docker json-file with JSON inside", host: "web-07") { records in
      lines(
        records.flatMap(\.parts).map {
          object([
            ("log", quoted(object([("message", quoted($0.stamped + $0.line)), ("host", "\"web-07\"")]))),
            ("time", quoted($0.iso)),
          ])
        })
    },
    Layout(name: "filebeat", host: "web-07", bootID: boot) { records in
      lines(
        records.map {
          object([
            ("@timestamp", quoted($0.iso)), ("message", quoted($0.stamped + $0.line)),
            ("host", object([("hostname", "\"web-07\"")])),
            ("journald", object([("host", object([("boot_id", quoted(boot))]))])),
            ("syslog", object([("identifier", "\"kernel\"")])),
          ])
        })
    },
    Layout(name: "one array", host: "web-07") { records in
      Array(
        ("["
          + records.map {
            object([
              ("timestamp", quoted($0.iso)),
              ("jsonPayload", object([("message", quoted($0.stamped + $0.line)), ("_HOSTNAME", "\"web-07\"")])),
            ])
          }.joined(separator: ",") + "]").utf8)
    },
    Layout(name: "an array in an object, pretty") { records in
      Array(
        ("{\n  \"events\": [\n"
          + records.map {
            "    {\n      \"timestamp\": \($0.realtime / 1_000),\n      \"message\": \(quoted($0.stamped + $0.line))\n    }"
          }.joined(separator: ",\n") + "\n  ]\n}\n").utf8)
    },
    Layout(name: "fluentd", host: "web-07") { records in
      lines(
        records.map {
          "2026-04-27T15:50:37-04:00\tkernel\t"
            + object([("host", "\"web-07\""), ("message", quoted($0.stamped + $0.line))])
        })
    },
    Layout(name: "fluent-bit") { records in
      lines(
        records.map {
          "kmsg.0: [\($0.realtime / 1_000_000).0, "
            + object([
              ("sec", "\($0.micros / 1_000_000)"), ("usec", "\($0.micros % 1_000_000)"), ("msg", quoted($0.line)),
            ]) + "]"
        })
    },
    Layout(name: "loki", host: "web-07") { records in
      Array(
        ("{\"data\":{\"result\":[{\"stream\":{\"host\":\"web-07\"},\"values\":["
          + records.map { "[\"\($0.realtime)000\",\(quoted($0.stamped + $0.line))]" }.joined(separator: ",") + "]}]}}")
          .utf8)
    },
    Layout(name: "rsyslog debug", host: "web-07") { records in
      lines(records.map(\.debugBlock))
    },
    Layout(name: "CRI in pieces") { records in
      lines(
        records.flatMap(\.parts).flatMap { record -> [String] in
          let text = record.stamped + record.line
          let cut = text.index(text.startIndex, offsetBy: max(70, text.count / 2), limitedBy: text.endIndex)
          guard let cut, cut < text.endIndex else { return [record.iso + " stdout F " + text] }
          let rest = text[cut...]
          // The other stream's lines may come in between; behind a line as long as a terminal's is wide they are taken for
          // the rest of it.
          guard text.utf8.count < 120 else {
            return [record.iso + " stdout P " + text[..<cut], record.iso + " stdout F " + rest]
          }
          return [
            record.iso + " stdout P " + text[..<cut], record.iso + " stderr P half a line",
            record.iso + " stdout P ", record.iso + " stdout F " + rest, record.iso + " stderr F  of a program",
          ]
        })
    },
    Layout(name: "netconsole in packets") { records in
      records.flatMap(\.parts).enumerated().flatMap { number, record -> [UInt8] in
        let front = "4,\(number),\(record.micros),-"
        let cut = max(70, record.text.count / 2)
        guard record.text.count > cut else { return Array("\(front);".utf8) + record.text + [0x0A] }
        let packets = [0..<cut, cut..<record.text.count].map {
          Array("\(front),ncfrag=\($0.lowerBound)/\(record.text.count);".utf8) + record.text[$0]
        }
        // One behind the other, on lines of their own, out of order.
        switch number % 3 {
        case 0: return packets[0] + packets[1] + [0x0A]
        case 1: return packets[0] + [0x0A] + packets[1] + [0x0A]
        default: return packets[1] + packets[0] + [0x0A]
        }
      }
    },
    Layout(name: "dmesg -J") { records in
      Array(
        ("{\n   \"dmesg\": [\n      {\n"
          + records.map {
            "         \"pri\": 4,\n         \"time\":   \($0.micros / 1_000_000).\(String(format: "%06d", $0.micros % 1_000_000)),\n         \"msg\": \(quoted($0.line))"
          }.joined(separator: "\n      },{\n") + "\n      }\n   ]\n}\n").utf8)
    },
  ]

  private static let tables: [Layout] = [
    Layout(name: "kibana csv", host: "web-07", write: kibana),
    Layout(name: "splunk csv", host: "web-07") { records in
      table(["_raw", "_time", "host"], records.map { [$0.stamped + $0.line, $0.iso, "web-07"] }, lineEnd: "\r\n")
    },
    Layout(name: "splunk csv, several lines in one", host: "web-07") { records in
      table(["_time", "host", "_raw"], records.map { ["\($0.realtime / 1_000)", "web-07", $0.stamped + $0.line] })
    },
    Layout(name: "azure csv", host: "web-07") { records in
      [0xEF, 0xBB, 0xBF]
        + table(
          ["TimeGenerated [UTC]", "Computer", "SyslogMessage", "ProcessName"],
          records.map { ["4/27/2026, 7:50:37.416 PM", "web-07", $0.stamped + $0.line, "kernel"] })
    },
    Layout(name: "insights csv", host: "web-07") { records in
      table(
        ["@timestamp", "@message", "@logStream"],
        records.flatMap(\.parts).map {
          ["2026-04-27 19:50:37.416", "Apr 27 15:50:37 web-07 kernel: " + $0.stamped + $0.line, "i-0abc123"]
        }, isQuoted: { $0.contains(",") || $0.contains("\"") })
    },
    Layout(name: "graylog, semicolons", host: "web-07") { records in
      table(
        ["timestamp", "source", "message"],
        records.map { [$0.iso, "web-07", "kernel: " + $0.stamped + $0.line] }, separator: ";")
    },
    Layout(name: "tabs", host: "web-07") { records in
      table(["time", "host", "msg"], records.map { [$0.iso, "web-07", $0.stamped + $0.line] }, separator: "\t")
    },
  ]

  private static let texts: [Layout] = [
    Layout(name: "gcloud yaml, literal", host: "web-07", bootID: boot) { records in
      yaml(records) {
        "|-\n" + $0.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }.joined(separator: "\n")
      }
    },
    Layout(name: "gcloud yaml, double quotes", host: "web-07", bootID: boot) { records in yaml(records, quoted) },
    Layout(name: "gcloud yaml, single quotes", host: "web-07", bootID: boot) { records in
      yaml(records) {
        "'"
          + $0.replacingOccurrences(of: "'", with: "''").split(separator: "\n", omittingEmptySubsequences: false)
          .joined(separator: "\n\n    ") + "'"
      }
    },
    Layout(name: "journal verbose", host: "web-07", bootID: boot) { records in
      lines(
        records.map { record in
          "Mon 2026-04-27 15:50:40.010303 EDT [s=48ae153026964defbeed81b90358ffa6;i=1;b=\(boot);m=1;t="
            + String(record.realtime, radix: 16) + ";x=1]\n    _SOURCE_MONOTONIC_TIMESTAMP=\(record.micros)\n"
            + "    _HOSTNAME=web-07\n    MESSAGE=" + record.line.replacingOccurrences(of: "\n", with: "\n            ")
            + "\n    _TRANSPORT=kernel"
        })
    },
    Layout(name: "logcli", host: "web-07") { records in
      lines(
        records.flatMap(\.parts).map { "\($0.iso) {host=\"web-07\", transport=\"kernel\"} \($0.stamped)\($0.line)" })
    },
    Layout(name: "fluent-bit stdout") { records in
      lines(
        records.map {
          "[0] kmsg.0: [[\($0.realtime / 1_000_000).5, {}], {\"sec\"=>\($0.micros / 1_000_000), \"usec\"=>"
            + "\($0.micros % 1_000_000), \"msg\"=>\"" + $0.line.replacingOccurrences(of: "\n", with: "\\x0a") + "\"}]"
        })
    },
    Layout(name: "fluent-bit stdout, texts as they are", host: "web-07") { records in
      lines(
        records.map {
          "[0] log: [\($0.realtime / 1_000_000).5, {\"log\"=>\"\($0.stamped)\($0.line)\", \"host\"=>\"web-07\"}]"
        })
    },
    Layout(name: "cloudwatch export of syslog", host: "web-07") { records in
      lines(
        records.flatMap(\.parts).map { "\($0.millis) Apr 27 15:50:37 web-07 kernel: \($0.stamped)\($0.line)" })
    },
    Layout(name: "cloudwatch export of kernel text") { records in
      lines(records.map { "\($0.millis) \($0.line)" })
    },
    Layout(name: "aws logs tail of syslog", host: "web-07") { records in
      lines(
        records.flatMap(\.parts).map {
          "\($0.iso.dropLast())+00:00 i-0abc Apr 27 15:50:37 web-07 kernel: \($0.stamped)\($0.line)"
        })
    },
  ]

  private static let documents: [Layout] = [
    Layout(name: "filter-log-events", host: "i-0abc123") { records in
      Array(
        ("{\n    \"events\": [\n"
          + records.map {
            "        {\n            \"logStreamName\": \"i-0abc123\",\n            \"timestamp\": \($0.realtime / 1_000),\n"
              + "            \"message\": \(quoted($0.stamped + $0.line))\n        }"
          }.joined(separator: ",\n") + "\n    ]\n}\n").utf8)
    },
    Layout(name: "subscription", host: "i-0abc123") { records in
      Array(
        ("{\"messageType\":\"DATA_MESSAGE\",\"logStream\":\"i-0abc123\",\"logEvents\":["
          + records.map {
            object([("timestamp", "\($0.realtime / 1_000)"), ("message", quoted($0.stamped + $0.line))])
          }.joined(separator: ",") + "]}").utf8)
    },
    Layout(name: "search response", host: "web-07", bootID: boot) { records in
      Array(
        ("{\"took\": 3, \"hits\": {\"total\": {\"value\": 9}, \"hits\": ["
          + records.map { record in
            object([
              ("_index", "\"x\""),
              (
                "_source",
                object([
                  ("@timestamp", quoted(record.iso)), ("message", quoted(record.stamped + record.line)),
                  ("tags", "[{\"a\": 1}, {\"b\": 2}]"), ("host", object([("name", "\"web-07\"")])),
                  ("journald", object([("host", object([("boot_id", quoted(boot))]))])),
                ])
              ),
            ])
          }.joined(separator: ", ") + "]}}").utf8)
    },
    Layout(name: "insights results", host: "i-0abc123") { insights($0, newline: "") },
    Layout(name: "insights results, pretty", host: "i-0abc123") { insights($0, newline: "\n      ") },
  ]

  private static func insights(_ records: [Record], newline: String) -> [UInt8] {
    func field(_ name: String, _ value: String) -> String {
      "{" + newline + "\"field\": \"\(name)\"," + newline + "\"value\": \(value)" + newline + "}"
    }
    let rows = records.map {
      "[" + newline + field("@timestamp", "\"2026-04-27 19:50:37.416\"") + "," + newline
        + field("@message", quoted($0.stamped + $0.line)) + "," + newline + field("@logStream", "\"i-0abc123\"")
        + newline
        + "]"
    }
    return Array(("{\"results\": [" + newline + rows.joined(separator: "," + newline) + newline + "]}").utf8)
  }

  @Sendable private static func kibana(_ records: [Record]) -> [UInt8] {
    table(
      ["@timestamp", "host.name", "message"],
      records.map { ["Apr 27, 2026 @ 19:50:37.366", "web-07", $0.line] })
  }

  /// Rows of fields with the columns' names above them.
  private static func table(
    _ names: [String], _ rows: [[String]], separator: String = ",", lineEnd: String = "\n",
    isQuoted: (String) -> Bool = { _ in true }
  ) -> [UInt8] {
    let lines = ([names] + rows).map { row in
      row.map { isQuoted($0) ? "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : $0 }
        .joined(separator: separator) + lineEnd
    }
    return Array(lines.joined().utf8)
  }

  /// Entries as gcloud prints them, the message in the style of `scalar`.
  private static func yaml(_ records: [Record], _ scalar: (String) -> String) -> [UInt8] {
    lines(
      records.map {
        "---\ninsertId: i0\njsonPayload:\n  MESSAGE: \(scalar($0.line))\n  _BOOT_ID: \(boot)\n"
          + "  _SOURCE_MONOTONIC_TIMESTAMP: '\($0.micros)'\nresource:\n  labels:\n    node_name: web-07\n"
          + "  type: k8s_node\ntimestamp: '\($0.iso)'"
      })
  }

  static let boot = "23952af7cbc14b75a2c87de295ff7251"

  static func quoted(_ text: String) -> String { JSON.quoted(text) }

  static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(quoted($0)):\($1)" }.joined(separator: ",") + "}"
  }

  static func lines(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

  /// The captured lines as records: lines with one stamp that were printed at once are one.
  static func records(_ lines: [[UInt8]]) -> [Record] {
    var records: [Record] = []
    for line in lines {
      guard let close = line.firstIndex(of: 0x5D), line.first == 0x5B,
        let seconds = Double(Array(line[1..<close]).text.drop { $0 == " " })
      else { continue }
      let text = Array(line[(close + 2)...])
      let micros = Int64((seconds * 1_000_000).rounded())
      let isMore = text.first == 0x20 || text.first.map { $0 &- 0x61 <= 25 } == true && !text.contains(0x3A)
      if isMore, records.last?.micros == micros {
        records[records.count - 1].text += [0x0A] + text
      } else {
        records.append(Record(micros: micros, text: text))
      }
    }
    return records
  }
}

extension StructuredTests.Record {
  var line: String { text.text }

  /// Its time to the millisecond, as CloudWatch's exports have it.
  var millis: String { String(iso.dropLast(4)) + "Z" }

  /// What a collector that reads lines makes of it.
  var parts: [Self] { text.split(separator: 0x0A).map { Self(micros: micros, text: Array($0)) } }

  /// The record as rsyslog prints all that it knows of it.
  var debugBlock: String {
    """
    Debug line with all properties:
    FROMHOST: 'web-07', fromhost-ip: '127.0.0.1', HOSTNAME: 'web-07', PRI: 4,
    syslogtag 'kernel:', programname: 'kernel', APP-NAME: 'kernel', PROCID: '-', MSGID: '-',
    TIMESTAMP: 'Apr 27 19:50:37', STRUCTURED-DATA: '-',
    msg: ' \(stamped)\(line)'
    escaped msg: ' \(stamped)\(line.replacingOccurrences(of: "\n", with: "#012"))'
    inputname: imklog rawmsg: '\(stamped)\(line.replacingOccurrences(of: "\n", with: "#012"))'
    $!:
    $.:
    $/:

    """
  }

  /// The journal's fields, values as JSON.
  var journal: [(String, String)] {
    [
      ("__REALTIME_TIMESTAMP", "\"\(realtime)\""), ("MESSAGE", StructuredTests.quoted(line)),
      ("_TRANSPORT", "\"kernel\""),
      ("_HOSTNAME", "\"web-07\""), ("_BOOT_ID", "\"\(StructuredTests.boot)\""), ("SYSLOG_IDENTIFIER", "\"kernel\""),
      ("_SOURCE_MONOTONIC_TIMESTAMP", "\"\(micros)\""),
    ]
  }

  /// The record in the export format; a message of several lines comes with its length.
  var export: [UInt8] {
    var bytes = Array("__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=\(realtime)\n_BOOT_ID=\(StructuredTests.boot)\n".utf8)
    bytes += Array("_TRANSPORT=kernel\n_HOSTNAME=web-07\nSYSLOG_IDENTIFIER=kernel\n".utf8)
    if text.contains(0x0A) {
      bytes += Array("MESSAGE\n".utf8)
      var length = UInt64(text.count).littleEndian
      for _ in 0..<8 {
        bytes.append(UInt8(truncatingIfNeeded: length))
        length >>= 8
      }
      bytes += text + [0x0A]
    } else {
      bytes += Array("MESSAGE=".utf8) + text + [0x0A]
    }
    return bytes + Array("_SOURCE_MONOTONIC_TIMESTAMP=\(micros)\n\n".utf8)
  }
}

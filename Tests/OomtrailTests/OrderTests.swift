// Streams that list the newest record first, or records of one second in any order: the same reports as in the order of
// logging.

import Foundation
import TestKit
import Testing
import TrailBytes
import TrailEnvelopes
import TrailKernel
import TrailModel

@testable import Oomtrail

@Suite struct OrderTests {
  /// A record of the kernel's: a stamped line and what follows it without a stamp.
  struct Record: Sendable {
    /// Microseconds since boot.
    var micros: Int64
    var stamp: [UInt8]
    var lines: [[UInt8]]
    var realtime: Int64 { 1_777_319_260_050_000 + micros }

    func iso(_ digits: Int) -> String {
      let time = Instant(nanoseconds: realtime * 1_000, fractionDigits: 6).civil()
      let date = String(
        format: "%04d-%02d-%02dT%02d:%02d:%02d", time.year ?? 0, time.month, time.day, time.hour, time.minute,
        time.second)
      return digits == 0 ? date : date + "." + String(format: "%06d", time.nanosecond / 1_000).prefix(digits)
    }
  }

  /// A way to write records of a host down.
  struct Form: Sendable, CustomTestStringConvertible {
    var name: String
    var write: @Sendable (Record, String) -> [[UInt8]]
    var testDescription: String { name }

    func bytes(_ records: some Sequence<Record>, host: String = "alpha") -> [UInt8] {
      joined(records.flatMap { write($0, host) })
    }

    static let syslog = Form(name: "syslog RFC 3339") { record, host in
      [Array("\(record.iso(6))+00:00 \(host) kernel: ".utf8) + record.stamp + record.lines[0]]
        + record.lines.dropFirst()
    }
    static let journal = Form(name: "journalctl -o short-iso") { record, host in
      [Array("\(record.iso(0))+0000 \(host) kernel: ".utf8) + record.lines[0]] + record.lines.dropFirst()
    }
    static let json = Form(name: "JSON lines") { record, host in
      let text = record.lines.map(\.text).joined(separator: "\n")
      let members = [
        ("timestamp", StructuredTests.quoted(record.iso(3) + "Z")), ("host", StructuredTests.quoted(host)),
        ("message", StructuredTests.quoted(record.stamp.text + text)),
      ]
      return [Array(StructuredTests.object(members).utf8)]
    }
    /// Of a record only the minute is told, and of most not that: see ``relative(_:)``.
    static let bare = Form(name: "dmesg -t") { record, _ in record.lines }
    static let all = [syslog, journal, json]
    /// Those that tell two records of a second apart.
    static let exact = [syslog, json]
  }

  /// A capture's records; those without a stamp of the kernel's get one a millisecond after another.
  static func records(_ capture: Capture, areDistinct: Bool = false) throws -> [Record] {
    var records: [Record] = []
    for line in try capture.lines() {
      var micros: Int64?
      var text = line
      if line.first == 0x5B, let close = line.firstIndex(of: 0x5D), close + 1 < line.count,
        line[..<close].contains(0x2E),
        let seconds = Double(Array(line[1..<close]).text.filter { $0 != " " })
      {
        micros = Int64((seconds * 1_000_000).rounded())
        text = Array(line[(close + 2)...])
      }
      let last = records.last?.micros
      if let micros {
        var record = Record(micros: areDistinct ? max(micros, (last ?? 0) + 1) : micros, stamp: [], lines: [text])
        record.stamp = Array(
          "[\(String(format: "%5d.%06d", record.micros / 1_000_000, record.micros % 1_000_000))] ".utf8)
        records.append(record)
      } else if records.last.map({ !$0.stamp.isEmpty }) ?? false {
        records[records.count - 1].lines.append(text)
      } else {
        records.append(Record(micros: (last ?? 0) + 1_000, stamp: [], lines: [text]))
      }
    }
    return records
  }

  /// What is missing of `expected` or is not of it, in words; nil where nothing is.
  static func difference(_ found: [Reading], _ expected: [Reading]) -> String? {
    var rest = found
    for reading in expected {
      if let index = rest.firstIndex(where: { $0.facts == reading.facts && $0.host == reading.host }) {
        rest.remove(at: index)
      } else if let near = rest.first(where: { $0.facts.victim?.pid == reading.facts.victim?.pid }) {
        return wordDifference(near, reading)
      } else {
        return "none of \(reading.facts.victim?.pid ?? 0) among \(found.map { $0.facts.victim?.pid ?? 0 })"
      }
    }
    return rest.isEmpty ? nil : "\(rest.count) more than \(expected.count): \(rest.map(\.place))"
  }

  private static func wordDifference(_ one: Reading, _ other: Reading) -> String? {
    var moved = one
    (moved.first, moved.last) = (other.first, other.last)
    return OomtrailTests.difference([moved], [other]) ?? "another host"
  }

  @Test(arguments: Capture.manyForms, Form.all)
  func theNewestFirst(_ capture: Capture, _ form: Form) throws {
    let records = try Self.records(capture)
    let expected = analyze(form.bytes(records))
    #expect(!expected.isEmpty)
    let bytes = form.bytes(records.reversed())
    let found = analyze(bytes)
    #expect(Self.difference(found, expected) == nil)
    #expect(found.allSatisfy { $0.first.line <= $0.last.line && $0.first.offset < $0.last.end })
    if records.allSatisfy({ $0.lines.count == 1 }), form.name == Form.syslog.name {
      let places = expected.map { [records.count + 1 - $0.last.line, records.count + 1 - $0.first.line] }
      #expect(found.map { [$0.first.line, $0.last.line] }.allSatisfy(places.contains))
    }
    try withRandomness("OrderTests") { random in
      let sizes = (0..<7).map { _ in 1 + random.below(9_000) }
      #expect(OomtrailTests.difference(analyze(bytes, sizes: sizes), found) == nil, "pieces of \(sizes)")
    }
  }

  /// What `dmesg -e` prints of records: the minute of the first of each, and of the others how long they came after the
  /// one before.
  static func relative(_ records: [Record]) -> [[UInt8]] {
    var last: Record?
    return records.flatMap { record in
      let minute = record.realtime / 60_000_000
      let step = record.micros - (last?.micros ?? record.micros)
      let stamp =
        last.map { $0.realtime / 60_000_000 == minute } ?? false
        ? "[   +\(String(format: "%d.%06d", step / 1_000_000, step % 1_000_000))] "
        : "[Apr27 \(record.iso(0).dropFirst(11).prefix(5))] "
      last = record
      return [Array(stamp.utf8) + record.lines[0]] + record.lines.dropFirst()
    }
  }

  /// Records whose text is indented as lines of the one before, which is how the kernel prints those of Mem-Info.
  static func withIndentedLines(_ records: [Record]) -> [Record] {
    var joined: [Record] = []
    for record in records {
      if record.lines[0].first == 0x20, !joined.isEmpty {
        joined[joined.count - 1].lines += record.lines
      } else {
        joined.append(record)
      }
    }
    return joined
  }

  /// What `tac` makes of a log: not records stand the other way round but lines, those without a stamp before their own.
  @Test(arguments: Capture.manyForms, Form.all + [Form.bare, nil])
  func linesTheOtherWayRound(_ capture: Capture, _ form: Form?) throws {
    let records = try Self.records(capture)
    // A record of JSON is a line.
    let lines = form.map { form in records.flatMap { form.write($0, "alpha") } } ?? Self.relative(records)
    let bytes = joined(lines.reversed())
    let found = analyze(bytes)
    #expect(Self.difference(found, analyze(joined(lines))) == nil)
    #expect(!found.isEmpty)
    try withRandomness("OrderTests") { random in
      let sizes = (0..<7).map { _ in 1 + random.below(9_000) }
      #expect(OomtrailTests.difference(analyze(bytes, sizes: sizes), found) == nil, "pieces of \(sizes)")
    }
  }

  /// The lines of two hosts, of which those without a stamp are the host's that stands behind them.
  @Test func linesOfTwoHostsTheOtherWayRound() throws {
    let logs = try ["x86_64-6.1--global-noswap", "x86_64-6.12--memcg2-k8s-pod"].map { name in
      Self.withIndentedLines(try Self.records(Capture.named(name)))
    }
    let expected = zip(logs, ["alpha", "beta"]).flatMap { analyze(Form.journal.bytes($0, host: $1)) }
    #expect(logs.allSatisfy { $0.contains { $0.lines.count > 1 } })
    let all = zip(logs, ["alpha", "beta"]).flatMap { log, host in log.map { (record: $0, host: host) } }
      .enumerated().sorted { ($0.element.record.micros, $0.offset) < ($1.element.record.micros, $1.offset) }
    let lines = all.flatMap { Form.journal.write($0.element.record, $0.element.host) }
    #expect(Self.difference(analyze(joined(lines.reversed())), expected) == nil)
  }

  @Test(arguments: Capture.manyForms, Form.exact)
  func anyOrderWithinASecond(_ capture: Capture, _ form: Form) throws {
    let records = try Self.records(capture, areDistinct: true)
    // Times of milliseconds do not order records that have no finer clock.
    if records.contains(where: { $0.stamp.isEmpty }) { return }
    let expected = analyze(form.bytes(records))
    try withRandomness("OrderTests") { random in
      for isFalling in [false, true] {
        let seconds = Dictionary(grouping: records) { $0.realtime / 1_000_000 }.sorted {
          ($0.key < $1.key) != isFalling
        }
        let found = analyze(form.bytes(seconds.flatMap { $0.value.shuffled(using: &random) }))
        #expect(Self.difference(found, expected) == nil, "\(isFalling ? "falling" : "rising")")
        #expect(found.allSatisfy { $0.first.line > 0 && $0.last.line > 0 && $0.first.offset < $0.last.end })
      }
    }
  }

  /// The newest second first, and in it the oldest record.
  @Test(arguments: Capture.manyForms, Form.all)
  func instantsThatKeepTheirOrder(_ capture: Capture, _ form: Form) throws {
    let records = try Self.records(capture)
    let expected = analyze(form.bytes(records))
    let seconds = Dictionary(grouping: records) { $0.realtime / 1_000_000 }.sorted { $0.key > $1.key }
    #expect(Self.difference(analyze(form.bytes(seconds.flatMap(\.value))), expected) == nil)
  }

  @Test(arguments: InterleaveTests.pairs, Form.all)
  func hostsThatFallTogether(_ pair: (Int, Int), _ form: Form) throws {
    let logs = try [(pair.0, "alpha"), (pair.1, "beta.example.org")].map { index, host in
      try Self.records(Capture.all[index]).map { (record: $0, host: host) }
    }
    let expected = logs.flatMap { log in analyze(joined(log.flatMap { form.write($0.record, $0.host) })) }
    try withRandomness("OrderTests") { random in
      // By the time at which they were logged, as a query gives them.
      let all = logs.flatMap { $0 }.enumerated().sorted {
        ($0.element.record.micros, $0.offset) > ($1.element.record.micros, $1.offset)
      }
      let found = analyze(joined(all.flatMap { form.write($0.element.record, $0.element.host) }))
      #expect(Self.difference(found, expected) == nil)
      // Or as two streams come together: each host by itself falls.
      var next = [logs[0][...], logs[1][...]]
      var lines: [[UInt8]] = []
      while let log = next.indices.filter({ !next[$0].isEmpty }).randomElement(using: &random) {
        for _ in 0...random.below(9) {
          guard let one = next[log].popLast() else { break }
          lines += form.write(one.record, one.host)
        }
      }
      #expect(Self.difference(analyze(joined(lines)), expected) == nil)
    }
  }

  /// But for CRI's pieces: no exporter reverses lines and leaves the rest of each behind its front.
  @Test(arguments: StructuredTests.layouts.filter { $0.name != "CRI in pieces" })
  func structuredLogs(_ layout: StructuredTests.Layout) throws {
    for name in ["x86_64-6.1--global-noswap", "x86_64-6.12--memcg2-k8s-pod"] {
      var records = StructuredTests.records(try Capture.named(name).reportLines())
      // Some have a record for each line.
      let parts = records.flatMap(\.parts)
      if layout.name.hasPrefix("docker") || layout.write(parts) == layout.write(records) { records = parts }
      let expected = analyze(layout.write(records))
      #expect(Self.difference(analyze(layout.write(records.reversed())), expected) == nil)
    }
  }

  /// Records that only their offsets in the log order.
  @Test func oneInstantByTheSourcesCount() throws {
    let records = try Self.records(Capture.named("x86_64-6.1--global-noswap")).suffix(400)
    let form = Form(name: "offsets") { record, host in
      let members = [
        ("@timestamp", StructuredTests.quoted(record.iso(0) + "Z")), ("host", StructuredTests.quoted(host)),
        ("message", StructuredTests.quoted(record.lines[0].text)),
        ("log", StructuredTests.object([("offset", "\(record.micros)")])),
      ]
      return [Array(StructuredTests.object(members).utf8)]
    }
    let numbered = records.enumerated().map { number, record in
      var record = record
      record.lines = [record.lines[0]]
      return (record: record, number: Int64(number))
    }
    func write(_ records: [(record: Record, number: Int64)]) -> [UInt8] {
      joined(
        records.flatMap { entry in
          form.write(entry.record, "alpha").map {
            Array(
              $0.text.replacingOccurrences(of: "\"offset\":\(entry.record.micros)", with: "\"offset\":\(entry.number)")
                .utf8)
          }
        })
    }
    let expected = analyze(write(numbered))
    #expect(!expected.isEmpty)
    try withRandomness("OrderTests") { random in
      let seconds = Dictionary(grouping: numbered) { $0.record.realtime / 1_000_000 }.sorted { $0.key > $1.key }
      let shuffled = seconds.flatMap { $0.value.shuffled(using: &random) }
      #expect(Self.difference(analyze(write(shuffled)), expected) == nil)
    }
  }

  /// A quiet log of more than a day, the newest first, with one report in it.
  @Test(arguments: [1, 50_000, 99_999])
  func oneReportInAQuietLog(at place: Int) throws {
    let report = try Self.records(Capture.named("x86_64-6.1--global-noswap"))
    let start = try #require(report.firstIndex { $0.lines[0].text.contains("invoked oom-killer") })
    let lines = Array(report[(start - 2)...])
    let expected = try #require(analyze(Form.journal.bytes(lines)).first)
    let offset = lines[0].micros
    let quiet = (0..<100_000).map { number in
      Record(
        micros: offset + Int64(place - number) * 1_000_000, stamp: [], lines: [Array("usb 1-1: quiet \(number)".utf8)])
    }
    let all = Array(quiet[..<place]) + lines.reversed() + Array(quiet[place...])
    let found = analyze(Form.journal.bytes(all))
    #expect(found.map(\.facts) == [expected.facts])
    #expect(found.first.map { $0.first.line > place && $0.last.line <= place + lines.count } ?? false)
  }

  /// A log without years that goes back over New Year.
  @Test func backOverNewYear() throws {
    let report = try Self.records(Capture.named("x86_64-6.1--global-noswap"))
    let start = try #require(report.firstIndex { $0.lines[0].text.contains("invoked oom-killer") })
    func log(_ day: String, _ count: Int) -> [[UInt8]] {
      (0..<count).map {
        Array(
          "\(day) \(String(format: "%02d:%02d", $0 / 60, $0 % 60)):00 alpha sshd[1]: one more line of no interest at all"
            .utf8)
      }
    }
    let kill = report[start...].map { Array("Dec 31 23:59:59 alpha kernel: ".utf8) + $0.lines[0] }
    let lines = log("Nov 30", 900) + log("Dec 30", 900) + kill + log("Jan  1", 900) + log("Jan  2", 900)
    for stream in [lines, lines.reversed()] {
      let result = StreamAnalyzer(SlicedSource(joined(stream), sizes: [.max]), scanner: LiteralScanner(kernelSentinels))
        .run()
      #expect(result.reports.count == 1)
      #expect(result.reports.allSatisfy { result.clock.turns - $0.report.yearTurns == 1 })
      #expect(result.clock.newest?.month == 1)
      #expect(result.first?.stamp.civil?.month == 11)
      #expect(result.last?.stamp.civil?.month == 1)
      #expect(result.clock.turns - (result.first?.yearTurns ?? 9) == 1)
      #expect(result.clock.turns - (result.last?.yearTurns ?? 9) == 0)
    }
  }

  /// Kills without end, the newest first: neither memory nor time grow more than with their number.
  @Test func killsWithoutEnd() {
    let count = 70_000
    var bytes: [UInt8] = []
    for number in 0..<count {
      let record = Record(micros: Int64(count - number) * 400_000, stamp: [], lines: [])
      let end =
        number % 100 == 99 ? "a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0" : "Mem-Info:"
      bytes += Array("\(record.iso(6))+00:00 alpha kernel: \(end)\n".utf8)
    }
    let result = StreamAnalyzer(SlicedSource(bytes, sizes: [.max]), scanner: LiteralScanner(kernelSentinels)).run()
    #expect(result.reports.count == count / 100)
    #expect(result.tornStretch == nil)
  }

  /// More of one report than is held.
  @Test func aReportThatIsTooLong() {
    var lines: [String] = ["Out of memory: Killed process 7 (hog) total-vm:4kB, anon-rss:4kB, file-rss:0kB"]
    lines += (0..<140_000).map {
      "[\(140_000 - $0)]     0  \(140_000 - $0)     1121      381    45056        0          -900 sh"
    }
    lines += ["[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name"]
    lines += ["hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0"]
    let bytes = Form.syslog.bytes(
      lines.enumerated().map {
        Record(micros: 900_000_000 - Int64($0.offset) * 10, stamp: [], lines: [Array($0.element.utf8)])
      })
    let result = StreamAnalyzer(SlicedSource(bytes, sizes: [.max]), scanner: LiteralScanner(kernelSentinels)).run()
    #expect(result.tornStretch?.line == 1)
    #expect(result.reports.contains { $0.report.report.victim?.pid == 7 })
  }
}

@Suite struct OrderSenseTests {
  private func order(_ lines: [String]) -> RecordOrder? {
    var sense = OrderSense()
    for line in lines { sense.look(at: Array(line.utf8).span, isFar: false) }
    return sense.order
  }

  private func line(_ second: Int, _ micros: Int = 0, host: String = "a") -> String {
    String(format: "2026-11-22T10:%02d:%02d.%06dZ ", second / 60, second % 60, micros) + "\(host) kernel: x"
  }

  @Test func clearOrders() {
    #expect(order((0..<40).map { line($0) }) == .forward)
    #expect(order((0..<40).map { line(80 - $0) }) == RecordOrder(isFalling: true, isLoose: false))
    #expect(order((0..<40).map { _ in line(9) }) == nil)
    #expect(order(["one", "two", "three"]) == nil)
    #expect(order((0..<40).map { line($0 / 20, ($0 * 7 + 3) % 20) })?.isLoose == true)
  }

  /// Clocks of hosts that differ, a line now and then that came late, a reboot: all as it should be.
  @Test func whatStaysAsItIs() {
    #expect(order((0..<40).map { line($0 % 2 == 0 ? $0 : $0 + 900, host: $0 % 2 == 0 ? "a" : "b") }) == .forward)
    #expect(order((0..<40).map { line($0 % 2 == 0 ? $0 : $0 + 900) }) == .forward)
    #expect(order((0..<80).map { line($0 % 10 == 0 && $0 > 0 ? $0 - 2 : $0) }) == .forward)
    #expect(order((0..<60).map { "[ \(String(format: "%4d.%06d", $0 % 30, 0))] usb 1-1: x" }) == .forward)
  }
}

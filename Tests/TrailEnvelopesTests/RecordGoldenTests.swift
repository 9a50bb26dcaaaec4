// Every case of Fixtures/records: what is read of a structured log. `UPDATE_FIXTURES=1` rewrites what is expected.

import Foundation
import Testing
import TrailBytes
import TrailModel

@testable import TrailEnvelopes

/// A folder of `Fixtures/records`: a stream, and the records in it.
struct RecordCase: CustomTestStringConvertible, Sendable {
  static let root = EnvelopeCase.root.deletingLastPathComponent().appendingPathComponent("records")

  var form: String
  var name: String

  var testDescription: String { form + "/" + name }
  var folder: URL { Self.root.appendingPathComponent(form).appendingPathComponent(name) }

  func bytes() throws -> [UInt8] { Array(try Data(contentsOf: folder.appendingPathComponent("input.log"))) }

  static let all: [RecordCase] = EnvelopeCase.folders(in: root).flatMap { form in
    EnvelopeCase.folders(in: root.appendingPathComponent(form)).map { RecordCase(form: form, name: $0) }
  }
}

/// What a stream holds, read as the analyzer reads it: records, and lines that are none.
struct RecordReading {
  private(set) var objects: [[String: Any]] = []
  private(set) var dominant: String?

  /// Reads a stream whose lines of more than `longest` bytes come in pieces, but for the first.
  init(_ bytes: [UInt8], longest: Int = 64 << 10) {
    var reader = StructuredReader()
    var envelopes = EnvelopeReader()
    var objects: [[String: Any]] = []
    func add(_ record: StructuredRecord, _ place: LinePlace) {
      let lines = envelopes.lines(of: record).map { line in
        var json = ReadLine(line.head, of: line.bytes, envelope: nil).json
        json["boot"] = line.head.boot.map { line.bytes.span.text($0) }
        return json
      }
      objects.append(["line": place.line, "bytes": "\(place.offset)-\(place.end)", "read": lines])
    }
    var at = 0
    var number = 1
    while at < bytes.count {
      let newline = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
      let end = number == 1 ? newline : min(newline, at + longest)
      let place = LinePlace(line: number, offset: Int64(at), end: Int64(end))
      var records: [(StructuredRecord, LinePlace)] = []
      let isTaken = reader.read(bytes.span.extracting(at..<end), isPiece: end < newline, at: place) {
        records.append(($0, $1))
      }
      for (record, place) in records { add(record, place) }
      if !isTaken { objects.append(["line": number, "foreign": Array(bytes[at..<end]).span.text]) }
      at = end < newline ? end : newline + 1
      if end == newline { number += 1 }
    }
    var records: [(StructuredRecord, LinePlace)] = []
    reader.finish { records.append(($0, $1)) }
    for (record, place) in records { add(record, place) }
    self.objects = objects
    dominant = reader.dominant?.name
  }

  func json() throws -> Data {
    var json = try JSONSerialization.data(
      withJSONObject: objects, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    json.append(10)
    return json
  }
}

@Suite struct RecordGoldenTests {
  @Test(arguments: RecordCase.all) func records(fixture: RecordCase) throws {
    let reading = RecordReading(try fixture.bytes())
    #expect(reading.dominant == fixture.form)
    try expectGolden(reading.json(), in: fixture.folder)
  }

  /// A record means the same where its line comes in pieces for being long.
  @Test(arguments: RecordCase.all.filter { $0.isCuttable }, [64, 97]) func pieces(fixture: RecordCase, longest: Int)
    throws
  {
    let bytes = try fixture.bytes()
    let whole = try RecordReading(bytes).json()
    #expect(try RecordReading(bytes, longest: longest).json() == whole)
  }

  @Test func everyFormHasFixtures() {
    let named = Set(RecordCase.all.map(\.form))
    for form in recordForms() {
      #expect(named.contains(form.name(of: StructuredRecord()).description), "\(form.name(of: StructuredRecord()))")
    }
  }

  @Test(arguments: RecordCase.all) func casesAreComplete(fixture: RecordCase) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).sorted()
    #expect(files == ["expected.json", "input.log", "source.txt"])
    let source = try String(contentsOf: fixture.folder.appendingPathComponent("source.txt"), encoding: .utf8)
    #expect(source.count > 10)
  }
}

extension RecordCase {
  /// Whether lines of this form, the first aside, may come in pieces, and no other log's lines are among them.
  fileprivate var isCuttable: Bool {
    let others = ["csv/quotes-never-closed", "csv/two-tables", "csv/times-unknown"]
    return ["csv", "fluent-bit", "json"].contains(form) && !others.contains(testDescription)
  }
}

@Suite struct RecordTimeTests {
  @Test(
    arguments: [
      ("2026-04-27T19:50:37.416Z", "2026-04-27T19:50:37.416", 0),
      ("2026-04-27T19:51:04.219+0000", "2026-04-27T19:51:04.219", 0),
      ("2026-04-27 19:50:37.416", "2026-04-27T19:50:37.416", nil),
      ("2026-04-27 19:50:37 UTC", "2026-04-27T19:50:37", 0),
      ("Apr 27, 2026 @ 15:50:37.416", "2026-04-27T15:50:37.416", nil),
      ("Apr 7, 2026 @ 00:00:00.000", "2026-04-07T00:00:00.000", nil),
      ("4/27/2026, 7:50:37.416 PM", "2026-04-27T19:50:37.416", nil),
      ("4/27/2026, 12:00:00 AM", "2026-04-27T00:00:00", nil),
      ("4/27/2026, 12:00:00\u{202F}PM", "2026-04-27T12:00:00", nil),
      ("4/5/2026, 1:02:03.004 AM", "2026-04-05T01:02:03.004", nil),
      ("27/04/2026, 19:50:37.416", "2026-04-27T19:50:37.416", nil),
      ("27/04/2026, 7:50:37 pm", "2026-04-27T19:50:37", nil),
      ("5/5/2026, 7:50:37 pm", "2026-05-05T19:50:37", nil),
    ] as [(String, String, Int?)]) func times(text: String, civil: String, offset: Int?)
  {
    let bytes = Array(text.utf8)
    let stamp = Stamp(recordTime: bytes.span)
    #expect(stamp?.civil.map(spelled) == civil)
    #expect(stamp?.offset == offset)
  }

  /// Day or month: who writes neither AM nor PM in capitals may mean either.
  @Test(
    arguments: [
      "04/05/2026, 19:50:37", "4/5/2026, 7:50:37 pm", "13/13/2026, 1:00:00 AM", "4/31/2026, 1:00:00 AM",
      "4/27/2026, 25:00:00", "Apr 31, 2026 @ 00:00:00", "Foo 1, 2026 @ 00:00:00", "27/04/2026", "", "1777319437",
    ]) func none(text: String)
  {
    let bytes = Array(text.utf8)
    #expect(Stamp(recordTime: bytes.span) == nil)
  }
}

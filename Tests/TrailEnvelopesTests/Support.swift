// What an envelope reader makes of a text, as JSON, and the folders of fixtures.

import Foundation
import Testing
import TrailBytes
import TrailEnvelopes
import TrailModel

/// What was read of one line, with texts in the place of ranges.
struct ReadLine: Equatable {
  /// The envelope's name, or nil where there was none.
  var envelope: String?
  var stampText: String?
  var stamp: Stamp
  var host: String?
  var ident: String?
  var origin: Origin
  var caller: String?
  var isBare: Bool
  /// The kernel's lines in it: one, but for records that were joined.
  var texts: [String]
  /// The kernel stamps of these lines.
  var stamps: [Int64?]

  init(_ head: RecordHead, of line: [UInt8], envelope: String?) {
    func text(_ range: Range<Int>?) -> String? { range.map { line.span.text($0) } }
    self.envelope = envelope
    stampText = text(head.stampText)
    stamp = head.stamp
    host = text(head.host)
    ident = text(head.ident)
    origin = head.origin
    caller = text(head.caller)
    isBare = head.isBare
    var texts: [String] = []
    var stamps: [Int64?] = []
    forEachLine(of: head, in: line.span) {
      texts.append(line.span.text($0.text))
      stamps.append($0.stamp.monotonic)
    }
    self.texts = texts
    self.stamps = stamps
  }

  /// As a JSON object; what is absent is left out.
  var json: [String: Any] {
    var json: [String: Any] = ["text": texts.count == 1 ? texts[0] : texts]
    json["envelope"] = envelope
    json["stamp"] = stampText
    json["civil"] = stamp.civil.map(spelled)
    json["offset"] = stamp.offset
    json["monotonic"] = stamp.monotonic
    json["host"] = host
    json["ident"] = ident
    json["caller"] = caller
    if isBare { json["bare"] = true }
    if Set(stamps).count > 1 { json["monotonics"] = stamps.map { $0 ?? -1 } }
    switch origin {
    case .kernel: json["origin"] = "kernel"
    case .program: json["origin"] = "program"
    case .unknown: break
    }
    return json
  }
}

/// A civil time in the manner of ISO 8601; `--` stands for a missing year.
func spelled(_ civil: CivilTime) -> String {
  func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
  let day = padded(civil.month, 2) + "-" + padded(civil.day, 2)
  let time = [civil.hour, civil.minute, civil.second].map { padded($0, 2) }.joined(separator: ":")
  let fraction = padded(civil.nanosecond, 9).prefix(civil.fractionDigits)
  let year = civil.year.map { padded($0, 4) + "-" } ?? "--"
  return year + day + "T" + time + (fraction.isEmpty ? "" : "." + fraction)
}

/// Reads lines as the analyzer does, and tells by the votes which envelope each had.
struct Reading {
  private(set) var reader = EnvelopeReader()

  mutating func read(_ line: [UInt8]) -> ReadLine {
    let before = reader.votes
    let head = reader.head(of: line.span)
    let voted = reader.votes.indices.first { reader.votes[$0] > before[$0] }
    let envelope = voted.flatMap { $0 < Envelope.all.count ? Envelope.all[$0].name : nil }
    return ReadLine(head, of: line, envelope: envelope)
  }

  mutating func read(_ line: String) -> ReadLine { read(Array(line.utf8)) }

  /// Reads one line on its own.
  static func of(_ line: String) -> ReadLine {
    var reading = Reading()
    return reading.read(line)
  }
}

/// A folder of `Fixtures/envelopes`: lines, and what is to be read of them.
struct EnvelopeCase: CustomTestStringConvertible, Sendable {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/envelopes")

  var envelope: String
  var name: String

  var testDescription: String { envelope + "/" + name }
  var folder: URL { Self.root.appendingPathComponent(envelope).appendingPathComponent(name) }

  func lines() throws -> [[UInt8]] {
    let bytes = Array(try Data(contentsOf: folder.appendingPathComponent("input.log")))
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  static func folders(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      _ = unsafe FileManager.default.fileExists(
        atPath: folder.appendingPathComponent(name).path, isDirectory: &isFolder)
      return isFolder.boolValue
    }.sorted()
  }

  static let all: [EnvelopeCase] = folders(in: root).flatMap { envelope in
    folders(in: root.appendingPathComponent(envelope)).map { EnvelopeCase(envelope: envelope, name: $0) }
  }
}

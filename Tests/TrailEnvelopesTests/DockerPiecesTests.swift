// Messages that Docker cut in pieces: joined by stream, and nothing that another writer left without a newline.

import Testing
import TrailBytes
import TrailModel

@testable import TrailEnvelopes

@Suite struct DockerPiecesTests {
  private func record(_ log: String, _ stream: String = "stdout", more: String = "") -> String {
    #"{"log":"\#(log)","stream":"\#(stream)"\#(more),"time":"2026-04-27T19:50:37.416785000Z"}"#
  }

  /// The messages that are read of `lines`, each with its first line's number.
  private func read(_ lines: [String]) -> [String] {
    var reader = StructuredReader()
    var found: [String] = []
    var at: Int64 = 0
    for (index, line) in lines.enumerated() {
      let end = at + Int64(line.utf8.count)
      let bytes = Array(line.utf8)
      var open: [UInt8] = []
      // As it comes: a long line in pieces.
      for start in stride(from: 0, to: bytes.count, by: 60_000) {
        open = Array(bytes[start..<min(bytes.count, start + 60_000)])
        let isPiece = start + 60_000 < bytes.count
        let place = LinePlace(line: index + 1, offset: at + Int64(start), end: end)
        _ = reader.read(open.span, isPiece: isPiece, at: place) {
          found.append("\($1.line): " + String(decoding: $0.message, as: UTF8.self))
        }
      }
      at = end + 1
    }
    reader.finish { found.append("\($1.line): " + String(decoding: $0.message, as: UTF8.self)) }
    return found
  }

  private static let one = String(repeating: "a", count: 16 << 10)
  private static let two = String(repeating: "b", count: 16 << 10)

  @Test func piecesAreJoinedByStream() {
    let attributes = #","attrs":{"tag":"x"}"#
    let found = read([
      record("whole\\n"), record(Self.one, more: attributes), record(Self.two, "stderr"), record(Self.two),
      record("end\\n", more: attributes), record("error\\n", "stderr"),
    ])
    #expect(found == ["1: whole\n", "2: \(Self.one)\(Self.two)end\n", "3: \(Self.two)error\n"])
  }

  @Test func othersLeaveTheNewlineOut() {
    #expect(read([record("one"), record("two")]) == ["1: one", "2: two"])
    let foreign = #"{"message":"\#(Self.one)"}"#
    #expect(read([foreign, record("two")]) == ["1: \(Self.one)", "2: two"])
  }

  @Test func whatIsNotEndedIsHandedOn() {
    #expect(read([record(Self.one)]) == ["1: \(Self.one)"])
    #expect(read([record(Self.one), "another log"]) == ["1: \(Self.one)"])
    let many = Array(repeating: record("x\\n", "stderr"), count: 20_000)
    #expect(read([record(Self.one)] + many).firstIndex(of: "1: \(Self.one)").map { $0 > 9_000 && $0 < 19_000 } == true)
  }

  /// More than is held comes in parts, and nothing of it is lost.
  @Test func aMessageWithoutEnd() {
    let found = read(Array(repeating: record(Self.one), count: 40) + [record("end\\n")])
    #expect(found.count > 9)
    #expect(found.map { $0.utf8.filter { $0 == 0x61 }.count }.reduce(0, +) == 40 << 14)
    #expect(found.allSatisfy { $0.utf8.count < 66 << 10 })
  }
}

// Every case of Fixtures/envelopes, line by line. `UPDATE_FIXTURES=1` rewrites what is expected; then read the diff.

import Foundation
import Testing
import TrailEnvelopes

@Suite struct GoldenTests {
  @Test(arguments: EnvelopeCase.all) func lines(fixture: EnvelopeCase) throws {
    var reading = Reading()
    let read = try fixture.lines().map { reading.read($0) }
    #expect(read.contains { $0.envelope == fixture.envelope }, "no line of the envelope that the folder is named for")

    let objects = read.enumerated().map { index, line in line.json.merging(["line": index + 1]) { $1 } }
    var actual = try JSONSerialization.data(
      withJSONObject: objects, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    actual.append(10)
    try expectGolden(actual, in: fixture.folder)
  }
}

/// Expects `actual` to be what `expected.json` of a case holds, or rewrites that with `UPDATE_FIXTURES=1` and fails.
func expectGolden(_ actual: Data, in folder: URL) throws {
  let place = folder.appendingPathComponent("expected.json")
  let expected = try? Data(contentsOf: place)
  guard actual != expected else { return }
  if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] != nil {
    try actual.write(to: place)
    Issue.record("expected.json was rewritten; read the diff")
    return
  }
  let wanted = expected.map { String(decoding: $0, as: UTF8.self) } ?? ""
  let first = zip(wanted.split(separator: "\n"), String(decoding: actual, as: UTF8.self).split(separator: "\n"))
    .first { $0 != $1 }
  let difference = first.map { "\($0) -> \($1)" } ?? "in length"
  let name = "\(folder.deletingLastPathComponent().lastPathComponent)/\(folder.lastPathComponent)"
  Issue.record("\(name)/expected.json differs, first: \(difference); UPDATE_FIXTURES=1 rewrites it")
}

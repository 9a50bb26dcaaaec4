// Logs: lines of any form, records of any layout, from bytes to a case.

import TestKit
import TrailBytes

@testable import Oomtrail
@testable import TrailInput

private let analyzer = Analyzer()

/// What came of a stream of text: its reports with all that they say, as a document.
private func read(_ bytes: [UInt8]) {
  requireSameInPieces(bytes) { source in
    var input = OpenedInput(path: "case")
    input.kind = .text
    input.source = source
    return document(of: [analyzer.read(input)])
  }
}

extension FuzzTarget {
  /// The kernel's reports in lines.
  static let lines = FuzzTarget(
    name: "lines",
    seeds: {
      fixtures(["kernel", "notices", "allocation", "envelopes"], { $0.hasSuffix("input.log") })
        + fixtures(["captures"], { $0.hasSuffix("input.log") }) + [shortLog]
    }, run: read)

  /// Structured records: JSON, tables, YAML, exports.
  static let records = FuzzTarget(
    name: "records",
    seeds: { fixtures(["records", "programs"], { $0.hasSuffix("input.log") || $0.contains("journald") }) }, run: read)

  /// What kubectl and the API say of pods, nodes and events.
  static let kubernetes = FuzzTarget(
    name: "kubernetes", seeds: { fixtures(["kubernetes"], { $0.contains("/input") }) }, run: read)

  /// Lines of the programs that saw a process die, and of the killers besides the kernel.
  static let witnesses = FuzzTarget(
    name: "witnesses", seeds: { fixtures(["witnesses"], { $0.contains("/input") }) + [shortLog] }, run: read)
}

// Heads of lines.

import TestKit
import TrailBytes
import TrailModel

@testable import TrailEnvelopes

extension FuzzTarget {
  /// Each line by each form.
  static let envelopes = FuzzTarget(
    name: "envelopes",
    seeds: {
      Envelope.all.map { Array($0.samples.joined(separator: "\n").utf8) }
        + fixtures(["envelopes"], { $0.hasSuffix("input.log") }, limit: 1_024)
    }
  ) { bytes in
    var reader = EnvelopeReader()
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init) {
      let head = reader.head(of: line.span)
      check(head, line)
      var end = head.text.lowerBound
      forEachLine(of: head, in: line.span) { part in
        require(part.text.lowerBound >= end && part.text.upperBound <= line.count, "parts that are not the text's")
        end = part.text.upperBound
      }
      for envelope in Envelope.all {
        if let head = envelope.read(line.span) { check(head, line) }
      }
    }
  }
}

/// Expects ranges within the line and a time that there may be.
private func check(_ head: RecordHead, _ line: [UInt8]) {
  for range in [head.text, head.host, head.ident, head.stampText, head.caller].compactMap({ $0 }) {
    require(range.lowerBound >= 0 && range.upperBound <= line.count, "a range outside of the line")
  }
  require(head.stamp.civil?.isPlausible ?? true, "an impossible time")
  require(head.stamp.offset == nil || head.stamp.civil != nil, "an offset of nothing")
}

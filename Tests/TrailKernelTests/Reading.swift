// From the bytes of a log to reports, and from reports to JSON.

import TestKit
import TrailBytes
import TrailEnvelopes
import TrailModel

@testable import TrailKernel

/// The reports that a recogniser reads from the lines of one host. Lines may have a stamp.
func readReports(_ bytes: [UInt8]) -> [ReadReport] {
  let recogniser = KernelRecogniser()
  var envelopes = EnvelopeReader()
  var reports: [ReadReport] = []
  var start = 0
  var number = 0
  while start < bytes.count {
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    number += 1
    let place = LinePlace(line: number, offset: Int64(start), end: Int64(end))
    let line = bytes.span.extracting(start..<end)
    let head = envelopes.head(of: line)
    if head.origin != .program { recogniser.read(line, head: head, place: place, yearTurns: 0) }
    reports += recogniser.drain()
    start = end + 1
  }
  recogniser.finish()
  return reports + recogniser.drain()
}

/// Reports as the golden files show them: sizes as bare numbers under names that say their unit, counters as
/// `name: value`, table rows as the columns that have a value.
func describe(_ reports: [ReadReport]) -> JSON {
  .array(
    reports.map { read in
      .object(["lines": .string("\(read.first.line)-\(read.last.line)"), "report": describe(read.report)])
    })
}

/// A verdict in the same way.
func describe(_ verdict: AllocationVerdict) -> JSON {
  // What is not so and what is not known are two things here.
  JSON.of(verdict) { value in (value as? Bool).map { .string($0 ? "yes" : "no") } ?? shape(value) }
}

private func describe(_ report: KillReport) -> JSON {
  guard case .object(var fields) = JSON.of(report, special: shape) else { return .null }
  for name in ["otherLineCount", "unreadableRows"] where fields[name] == .number(0) { fields[name] = nil }
  if case .object(var memcg) = fields["memcg"], memcg["unkeptCgroups"] == .number(0) {
    memcg["unkeptCgroups"] = nil
    fields["memcg"] = .object(memcg)
  }
  // What is computed of the facts has tests of its own.
  for name in ["allocation", "choice", "scoring"] { fields[name] = nil }
  return .object(fields)
}

private func shape(_ value: Any) -> JSON? {
  switch value {
  case let size as Bytes: .string("\(size.count) B")
  case let pages as Pages: .string("\(pages.count) pg")
  case let named as Named<Bytes>: .string("\(named.name): \(named.value.count) B")
  case let named as Named<Pages>: .string("\(named.name): \(named.value.count) pg")
  case let named as Named<Int64>: .string("\(named.name): \(named.value)")
  // Computed, as are the fields above.
  case is RowScore: .null
  case let blocks as FreeBlocks:
    .string("\(blocks.count) x \(blocks.blockSize.count) B" + (blocks.types.isEmpty ? "" : " \(blocks.types)"))
  case let reaped as Reaped where !reaped.succeeded: .object(["pid": .number(reaped.pid), "succeeded": .string("no")])
  case let table as ProcessTable:
    table.columns.isEmpty && table.isEmpty
      ? .null
      : .object([
        "columns": .string(table.columns.joined(separator: " ")), "rows": JSON.of(table.rows, special: shape),
      ])
  default: nil
  }
}

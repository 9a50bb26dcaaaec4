// What every input was taken for, for the eye: the answer to `oomtrail inspect`.

public import TrailBytes
public import TrailModel

/// Writes a table of all inputs of a case, and what was skipped and why.
public func writeInspection(of found: Case, to writer: inout ByteWriter) {
  var table = MarkdownTable([
    .text("Path"), .text("Read as"), .text("Host"), .text("First (UTC)"), .text("Last (UTC)"), .number("Lines"),
    .number("Bytes"), .text("Found"),
  ])
  FilterLine(filter: found.filter).write(to: &writer)
  for input in found.inputs where input.kind != "unreadable" && input.kind != "binary" {
    table.rows.append([
      input.path.codeCell(limit: .max), InputSection.kind(of: input), hostCell(input.host),
      input.firstTime?.wall?.humanSeconds ?? Placeholder.unknown,
      input.lastTime?.wall?.humanSeconds ?? Placeholder.unknown,
      input.lines?.grouped ?? Placeholder.unknown, input.bytes.grouped, findings(in: input),
    ])
  }
  if !table.rows.isEmpty { table.write(to: &writer) }
  let rest = found.inputs.count - table.rows.count
  BundleLine(bundles: found.bundles).write(to: &writer)
  writer.write("\(table.rows.count.of("input")) read")
  if rest > 0 { writer.write(", \(rest) skipped") }
  writer.write("; \(found.events.count.of("event")) on \(found.hosts.count.of("host")).\n\n")
  ProblemSection(problems: found.problems).write(to: &writer)
}

private func findings(in input: Input) -> String {
  var parts: [String] = []
  if input.events > 0 { parts.append(input.events.of("report")) }
  if input.notices > 0 { parts.append(input.notices.of("notice")) }
  return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
}

// The inputs: what was read and what it was taken for.

import TrailBytes
import TrailModel

struct InputSection {
  let inputs: [Input]

  func write(to writer: inout ByteWriter) {
    guard !inputs.isEmpty else { return }
    writer.write("## Inputs\n\n")
    var table = MarkdownTable([
      .text("Path"), .text("Read as"), .text("Host"), .number("Lines"), .number("Bytes"), .number("Events"),
      .text("Problems"),
    ])
    for input in inputs {
      table.rows.append([
        input.path.codeCell(limit: 60), kind(of: input), hostCell(input.host),
        input.lines?.grouped ?? Placeholder.unknown, input.bytes.grouped, input.events.grouped,
        input.problems.isEmpty ? "none" : ProblemSection(problems: input.problems).kinds,
      ])
    }
    table.write(to: &writer)
  }

  private func kind(of input: Input) -> String {
    guard let envelope = input.envelope else { return input.kind.prose }
    return input.kind == "text" ? envelope.prose : "\(envelope.prose), \(input.kind.prose)"
  }
}

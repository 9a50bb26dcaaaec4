// The inputs: what was read and what it was taken for.

import TrailBytes
import TrailModel

struct InputSection {
  let inputs: BoxedArray<Input>
  let bundles: [FoundBundle]

  func write(to writer: inout ByteWriter) {
    guard !inputs.isEmpty else { return }
    writer.write("## Inputs\n\n")
    BundleLine(bundles: bundles).write(to: &writer)
    var table = MarkdownTable([
      .text("Path"), .text("Read as"), .text("Host"), .number("Lines"), .number("Bytes"), .number("Events"),
      .text("Problems"),
    ])
    // A support bundle has thousands of files, of which a few tell something.
    let telling =
      inputs.count > Self.limit
      ? inputs.indices.filter { inputs[$0].events > 0 || !inputs[$0].problems.isEmpty } : Array(inputs.indices)
    for index in telling.prefix(Self.most) {
      let input = inputs[index]
      table.rows.append([
        input.path.codeCell(limit: 60), Self.kind(of: input), hostCell(input.host),
        input.lines?.grouped ?? Placeholder.unknown, input.bytes.grouped, input.events.grouped,
        input.problems.isEmpty ? "none" : ProblemSection(problems: input.problems).kinds,
      ])
    }
    if !table.rows.isEmpty { table.write(to: &writer) }
    let rest = inputs.count - table.rows.count
    if rest > 0 {
      let what = telling.count > Self.most ? "" : " without reports and problems"
      writer.write("… and \(rest.of("more input"))\(what); `oomtrail inspect` lists all.\n\n")
    }
  }

  /// Up to so many are all listed.
  private static let limit = 50
  /// More are never.
  private static let most = 1_000

  static func kind(of input: Input) -> String {
    guard let envelope = input.envelope else { return input.kind.prose }
    return input.kind == "text" ? envelope.prose : "\(envelope.prose), \(input.kind.prose)"
  }
}

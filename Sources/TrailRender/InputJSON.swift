// Inputs, bundles and problems as JSON objects.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of input: Input) {
    field("path", input.path)
    field("kind", input.kind)
    field("envelope", input.envelope)
    field("host", input.host)
    field("bytes", input.bytes)
    field("lines", input.lines)
    field("first_time", input.firstTime?.wall)
    field("last_time", input.lastTime?.wall)
    field("events", input.events)
    array("problems", input.problems) { $0.members(of: $1) }
    object("first_stamp", input.firstTime) { $0.members(of: $1) }
    object("last_stamp", input.lastTime) { $0.members(of: $1) }
  }

  mutating func members(of bundle: FoundBundle) {
    field("layout", bundle.layout)
    field("path", bundle.path)
    field("host", bundle.host)
    field("host_basis", bundle.hostBasis?.rawValue)
    array("nodes", bundle.nodes) { writer, node in
      writer.field("host", node.host)
      writer.field("path", String(node.root.dropLast()))
    }
  }

  mutating func members(of problem: Problem) {
    field("path", problem.path)
    field("kind", problem.kind.rawValue)
    field("detail", problem.detail)
    field("line", problem.line)
    field("offset", problem.offset)
  }
}

// Newline-delimited JSON: one event a line, for pipelines.

import TrailBytes
import TrailModel

extension Renderer {
  /// The events alone, each a line.
  public static let ndjson = Renderer(
    name: "ndjson", summary: "The events alone, one JSON object a line.", fileExtension: "ndjson"
  ) { trail, writer in
    for event in trail.events where writer.isOpen {
      writer.object { $0.members(of: event) }
      writer.write("\n")
    }
  }
}

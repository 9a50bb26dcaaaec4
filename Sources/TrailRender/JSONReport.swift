// The JSON document: the whole case as one object.

import TrailBytes
import TrailModel

extension Renderer {
  /// One JSON document.
  public static let json = Renderer(
    name: "json", summary: "One JSON document with everything that was found, each event on its own line.",
    fileExtension: "json"
  ) { trail, writer in
    writer.object { writer in
      writer.field("schema", Generator.schema)
      writer.write(",\n")
      writer.object("generator") { writer in
        writer.field("name", Generator.name)
        writer.field("version", Generator.version)
      }
      writer.write(",\n")
      writer.lines("inputs", trail.inputs) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("bundles", trail.bundles) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("hosts", trail.hosts) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("events", trail.events) { $0.members(of: $1) }
      writer.write(",\n")
      writer.object("groups") { writer in
        writer.lines("by_parent", trail.groups.byParent) { $0.members(of: $1) }
        writer.lines("by_cgroup", trail.groups.byCgroup) { $0.members(of: $1) }
        writer.lines("by_workload", trail.groups.byWorkload) { $0.members(of: $1) }
        writer.lines("by_process", trail.groups.byProcess) { $0.members(of: $1) }
        writer.lines("by_host", trail.groups.byHost) { $0.members(of: $1) }
        writer.lines("by_namespace", trail.groups.byNamespace) { $0.members(of: $1) }
        writer.lines("by_node", trail.groups.byNode) { $0.members(of: $1) }
      }
      writer.write(",\n")
      writer.lines("incidents", trail.incidents) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("containers", trail.containers) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("witnesses", trail.witnesses) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("findings", trail.findings) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("problems", trail.problems) { $0.members(of: $1) }
      writer.write(",\n")
      writer.lines("notices", trail.notices) { $0.members(of: $1) }
      writer.write(",\n")
      writer.object("filter", trail.filter) { $0.members(of: $1) }
    }
    writer.write("\n")
  }
}

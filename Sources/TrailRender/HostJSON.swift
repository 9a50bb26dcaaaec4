// Hosts as JSON objects, with the facts that files tell of them.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of host: Host) {
    field("name", host.name)
    array("boots", host.boots)
    array("kernel_releases", host.kernelReleases)
    field("events", host.events)
    field("first_time", host.firstTime)
    field("last_time", host.lastTime)
    object("facts") { writer in
      writer.fact("boot_id", host.facts.bootID) { $0.field("value", $1) }
      writer.fact("uptime_seconds", host.facts.uptime) { $0.field("value", Double($1) / 1e9) }
      writer.facts(host.facts.known)
    }
    object("configured") { $0.facts(host.facts.configured) }
    array("memory_limits", host.facts.memoryLimits) { $0.members(of: $1) }
  }

  /// Facts that have names, in the order of these.
  private mutating func facts(_ facts: [HostFactName: HostFacts.Fact<HostValue>]) {
    for name in HostFactName.allCases {
      fact(name.rawValue, facts[name]) { writer, value in
        switch value {
        case .number(let number): writer.field("value", number)
        case .text(let text): writer.field("value", text)
        }
      }
    }
  }

  /// A fact with the file that says it; nothing where it is not known.
  private mutating func fact<Value>(
    _ name: String, _ fact: HostFacts.Fact<Value>?, _ value: (inout ByteWriter, Value) -> Void
  ) {
    guard let fact else { return }
    write(name: name)
    object { writer in
      value(&writer, fact.value)
      writer.field("path", fact.path)
      writer.field("line", fact.line)
    }
  }
}

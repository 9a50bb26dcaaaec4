// The hosts of which files tell facts: memory, kernel, and settings that are not the kernel's own.

import TrailBytes
import TrailModel

struct HostSection {
  let hosts: [Host]

  private static let limit = 50

  func write(to writer: inout ByteWriter) {
    let told = hosts.filter { !$0.facts.known.isEmpty }
    guard !told.isEmpty else { return }
    writer.write("## Hosts\n\nAs files of theirs tell it, when these were taken.\n\n")
    var table = MarkdownTable([
      .text("Host"), .number("RAM"), .number("Swap"), .text("Kernel"), .text("cgroups"), .text("Up for"),
      .text("Settings that are not the kernel's own"),
    ])
    table.rows = told.prefix(Self.limit).map(cells)
    table.write(to: &writer)
    if told.count > Self.limit { writer.write("… and \((told.count - Self.limit).of("more host", "more hosts")).\n\n") }
  }

  private func cells(of host: Host) -> [String] {
    let facts = host.facts
    func size(_ name: HostFactName) -> String? { facts.number(name).map { Bytes($0).human } }
    let swap = facts.number(.swap) == 0 ? "none" : size(.swap)
    let kernel = facts.known[.kernelRelease]?.value.text?.codeCell(limit: 40)
    let version = facts.number(.cgroupVersion).map { "v\($0)" }
    let uptime = facts.uptime.map { duration(seconds: Double($0.value / 1_000_000_000)) }
    let settings = facts.settings.map { "\($0.rawValue) = \(facts.number($0) ?? 0)".codeCell(limit: 60) }
    return [
      host.name.codeCell(limit: 44), size(.ram) ?? Placeholder.unknown, swap ?? Placeholder.unknown,
      kernel ?? Placeholder.unknown, version ?? Placeholder.unknown, uptime ?? Placeholder.unknown,
      settings.isEmpty ? Placeholder.unknown : settings.joined(separator: ", "),
    ]
  }
}

extension HostFacts {
  /// A fact that is a number.
  func number(_ name: HostFactName) -> Int64? { known[name]?.value.number }

  /// The sysctls that are known not to be what the kernel sets itself (mm/oom_kill.c, mm/util.c, mm/vmscan.c); what
  /// depends on the size of memory is left out.
  var settings: [HostFactName] {
    let own: [HostFactName: Int64] = [
      .overcommitMemory: 0, .overcommitRatio: 50, .overcommitKbytes: 0, .panicOnOOM: 0, .killAllocatingTask: 0,
      .dumpTasks: 1, .swappiness: 60, .watermarkScaleFactor: 10,
    ]
    return HostFactName.sysctls.filter { name in
      own[name].map { number(name) != nil && number(name) != $0 } ?? false
    }
  }
}

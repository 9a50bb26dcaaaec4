// Hadoop YARN's NodeManager (ContainersMonitorImpl): kills a container beyond its limit, and dumps its process tree.

import TrailBytes
import TrailModel

extension Speaker {
  static let yarn = Speaker(
    "yarn",
    sentinels: [" is running beyond ", "beyond the 'PHYSICAL'", "beyond the 'VIRTUAL'", "limit. Limit="]
  ) { text, _ in
    var part = KillPart(.yarn, .before)
    if let container = text.word(after: "Process tree for container: "),
      text.contains("running over the configured limit")
    {
      part.kill.container = container
      part.kill.limit = text.number(after: "Limit=").map { Bytes($0) }
      part.kill.usage = text.number(after: "current usage = ").map { Bytes($0) }
      return .kill(part)
    }
    if let pid = text.number(after: "Container [pid="), text.contains(",containerID=") {
      return container(pid, text, part)
    }
    // A row of the dump: pid, parent, group, session, name, times, address space, pages, command.
    // The bar before it may be taken for a mail's.
    var cursor = Cursor(text)
    cursor.skipBlanks()
    _ = cursor.skip(byte: 0x7C)
    guard cursor.skip("- ") else { return nil }
    guard let pid = cursor.number(), cursor.skip(byte: 0x20), let parent = cursor.number(), cursor.skip(byte: 0x20),
      cursor.number() != nil, cursor.skip(byte: 0x20), cursor.number() != nil, cursor.skip(" ("),
      let end = text.offset(of: ") ", from: cursor.position)
    else { return nil }
    var member = UserspaceKill.Member(pid: pid, parent: parent, comm: text.text(cursor.position..<end))
    cursor.position = end + 2
    for _ in 0..<3 {
      guard cursor.number() != nil, cursor.skip(byte: 0x20) else { return nil }
    }
    member.resident = cursor.number().map { Pages($0) }
    cursor.skipBlanks()
    let command = text.trimmed(cursor.position..<min(text.count, cursor.position + 1_024))
    member.commandLine = command.isEmpty ? nil : text.text(command)
    part.stage = .after
    part.kill.members = [member]
    return .kill(part)
  }

  /// `Container [pid=7,containerID=container_1] is running beyond physical memory limits. Current usage: …`.
  private static func container(_ pid: Int64, _ text: Span<UInt8>, _ start: KillPart) -> Heard? {
    let isPhysical =
      text.contains("beyond physical memory limit") || text.contains("beyond the 'PHYSICAL' memory limit")
    let isVirtual = text.contains("beyond virtual memory limit") || text.contains("beyond the 'VIRTUAL' memory limit")
    guard isPhysical || isVirtual else { return nil }
    if !isPhysical {
      return .death(
        .otherwise("yarn", text, reason: "YARN killed it for its address space", child: NamedProcess(pid: pid)))
    }
    var part = start
    part.stage = .kill
    part.kill.container = text.between(",containerID=", "]")
    part.kill.usage = size(text, after: "Current usage: ")
    part.kill.limit = text.offset(of: "Current usage: ").flatMap { size(text, after: " of ", from: $0) }
    part.kill.reason = "physical memory limit"
    var victim = Victim()
    victim.pid = pid
    part.victim = victim
    return .kill(part)
  }

  /// `1.0 GB`, as Hadoop rounds it; all of 1,024.
  private static func size(_ text: Span<UInt8>, after literal: StaticString, from start: Int = 0) -> Bytes? {
    var cursor = Cursor(text, at: start)
    guard cursor.skip(past: literal), let number = Span<UInt8>.decimal(&cursor), cursor.skip(byte: 0x20) else {
      return nil
    }
    let shift: Int? =
      cursor.skip("B")
      ? 0 : cursor.skip("KB") ? 10 : cursor.skip("MB") ? 20 : cursor.skip("GB") ? 30 : cursor.skip("TB") ? 40 : nil
    guard let shift, number < 1e6 else { return nil }
    return Bytes(Int64(number * Double(Int64(1) << Int64(shift))))
  }
}

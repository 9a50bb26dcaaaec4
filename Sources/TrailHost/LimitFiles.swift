// How much memory cgroups, units and containers may use.

import TrailBytes
import TrailModel

extension HostFile {
  /// `memory.max` (version 2: a number or `max`) and `memory.limit_in_bytes` (version 1) of any cgroup.
  static let cgroupLimits = HostFile(
    paths: ["sys/fs/cgroup/**/memory.max", "sys/fs/cgroup/**/memory.limit_in_bytes"], limit: 4 << 10
  ) { text, path, facts in
    guard let line = text.firstLine, let cgroup = cgroup(ofFile: path) else { return }
    var cursor = Cursor(text.extracting(line))
    guard let bytes = cursor.number(), cursor.isAtEnd else { return }
    facts.note(limit: .cgroup(cgroup), bytes, path, line: 1)
  }

  /// The output of `systemctl show`: blocks of `Id=web.service`, `ControlGroup=/system.slice/web.service`,
  /// `MemoryMax=536870912` with blank lines between; before 231 `MemoryLimit`.
  static let unitProperties = HostFile(
    paths: ["sos_commands/systemd/systemctl_show_*", "systemctl_show*", "systemctl-show*"], limit: 16 << 20
  ) { text, path, facts in
    var lines = FileLines()
    var block = UnitBlock()
    while let line = lines.next(in: text) {
      guard !line.isEmpty else {
        block.end(path, &facts)
        continue
      }
      block.read(text.extracting(line), number: lines.number)
    }
    block.end(path, &facts)
  }

  /// The output of `docker inspect` and `podman inspect`, a key a line: `"Id": "<64 hex digits>"`, and in `HostConfig`
  /// `"Memory": 536870912`, where 0 means none.
  static let inspectedContainers = HostFile(
    paths: [
      "docker_inspect*", "docker_container_inspect*", "docker-inspect*", "podman_inspect*",
      "podman_container_inspect*", "podman-inspect*",
    ], limit: 4 << 20
  ) { text, path, facts in
    var lines = FileLines()
    var container: String?
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      if cursor.skip("\"Id\": \""), let id = cursor.take(until: 0x22) {
        container =
          text.extracting(line).extracting(id).isHexadecimal(digits: 64)
          ? text.extracting(line).text(id) : nil
      } else if cursor.skip("\"Memory\": "), let bytes = cursor.number(), let id = container {
        if bytes > 0 { facts.note(limit: .container(id), bytes, path, line: lines.number) }
        container = nil
      }
    }
  }

  /// The cgroup whose file is at `path`, without the hierarchy's own folder.
  private static func cgroup(ofFile path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    // A container's own tree may lie within a host's.
    guard let top = parts.indices.first(where: { parts[$0...].starts(with: ["sys", "fs", "cgroup"]) }) else {
      return nil
    }
    var names = parts[(top + 3)...].dropLast()
    if path.hasSuffix("/memory.limit_in_bytes"), names.first == "memory" { names = names.dropFirst() }
    return names.isEmpty ? nil : "/" + names.joined(separator: "/")
  }
}

/// What `systemctl show` prints of one unit.
private struct UnitBlock {
  private var unit: String?
  private var limit: (bytes: Int64, line: Int)?

  mutating func read(_ line: Span<UInt8>, number: Int) {
    var cursor = Cursor(line)
    if cursor.skip("Id=") {
      unit = line.text(cursor.position..<line.count)
    } else if cursor.skip("MemoryMax=") || limit == nil && cursor.skip("MemoryLimit="), let bytes = cursor.number(),
      cursor.isAtEnd
    {
      limit = (bytes, number)
    }
  }

  mutating func end(_ path: String, _ facts: inout HostFacts) {
    if let unit, let limit { facts.note(limit: .unit(unit), limit.bytes, path, line: limit.line) }
    (unit, limit) = (nil, nil)
  }
}

extension HostFacts {
  /// Notes a limit; what version 1 prints for none (the largest page-aligned number) is no limit.
  fileprivate mutating func note(limit owner: MemoryLimit.Owner, _ bytes: Int64, _ path: String, line: Int) {
    guard bytes >= 0, bytes < 1 << 62, memoryLimits.count < Self.mostCgroups else { return }
    memoryLimits.append(MemoryLimit(owner, bytes: Bytes(bytes), path: path, line: line))
  }
}

extension Span<UInt8> {
  /// Whether these are so many hexadecimal digits, and nothing else.
  fileprivate func isHexadecimal(digits: Int) -> Bool {
    guard count == digits else { return false }
    for index in 0..<count {
      let byte = self[index]
      guard byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 5 else { return false }
    }
    return true
  }
}

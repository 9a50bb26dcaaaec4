// In which version of cgroups the host limits memory, and what its cgroups count.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/sys/fs/cgroup/cgroup.controllers`, which the root of version 2 has; where memory is not among its controllers,
  /// version 1 has it.
  static let controllers = HostFile(paths: ["sys/fs/cgroup/cgroup.controllers"]) { text, path, facts in
    guard let line = text.firstLine else { return }
    var cursor = Cursor(text.extracting(line))
    while let word = cursor.nextWord() {
      if cursor.bytes.extracting(word).equals("memory") { return facts.note(.cgroupVersion, 2, path, line: nil) }
    }
  }

  /// `/proc/mounts`, `/proc/<pid>/mountinfo`, and the output of `mount`. That a kernel knows cgroup2
  /// (`/proc/filesystems`) does not say that it uses it.
  static let mounts = HostFile(
    paths: [
      "proc/mounts", "proc/*/mounts", "proc/*/mountinfo", "sos_commands/filesys/mount_-l", "mount", "mount_-l",
      "sos_commands/filesys/mount",
    ], limit: 1 << 20
  ) { text, path, facts in
    var lines = FileLines()
    var unified: Int?
    while let line = lines.next(in: text) {
      switch Mount(text.extracting(line)) {
      // A hybrid has both; memory is limited where its controller is.
      case .memory: return facts.note(.cgroupVersion, 1, path, line: lines.number)
      case .unified where unified == nil: unified = lines.number
      case .unified, nil: continue
      }
    }
    if let unified { facts.note(.cgroupVersion, 2, path, line: unified) }
  }

  /// `/proc/<pid>/cgroup`: `0::/system.slice` alone is version 2, `9:memory:/system.slice` version 1.
  static let ownCgroup = HostFile(paths: ["proc/*/cgroup"]) { text, path, facts in
    var lines = FileLines()
    var unified: Int?
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      guard let number = cursor.number(), cursor.skip(byte: 0x3A), let names = cursor.take(until: 0x3A) else { return }
      if number == 0, names.isEmpty { unified = lines.number }
      if cursor.bytes.extracting(names).lists("memory") {
        return facts.note(.cgroupVersion, 1, path, line: lines.number)
      }
    }
    // Version 2 beside version 1's others has memory only where those lack it, which kernels without it do too.
    if let unified, lines.number == 1 { facts.note(.cgroupVersion, 2, path, line: unified) }
  }

  private enum Mount {
    case memory, unified

    /// Reads `cgroup2 on /sys/fs/cgroup type cgroup2 (…)`, `cgroup2 /sys/fs/cgroup cgroup2 … 0 0`, or
    /// `30 23 0:26 / /sys/fs/cgroup … - cgroup2 cgroup2 …`.
    init?(_ line: Span<UInt8>) {
      var cursor = Cursor(line)
      var hasRoot = false
      var kind: Mount?
      var count = 0
      while let word = cursor.nextWord(), count < 64 {
        let text = line.extracting(word)
        if text.equals("/sys/fs/cgroup") || text.equals("/cgroup") { hasRoot = true }
        // The type stands behind the folder.
        if count >= 2, text.equals("cgroup2"), hasRoot { kind = kind ?? .unified }
        if count >= 2, text.equals("cgroup") { kind = .memory }
        if kind == .memory, count >= 3, text.lists("memory") {
          self = .memory
          return
        }
        count += 1
      }
      guard kind == .unified else { return nil }
      self = .unified
    }
  }

  /// `memory.events` (version 2) and `memory.oom_control` (version 1) of any cgroup: `oom_kill 3` counts the processes
  /// killed in it, and in version 2 below it.
  static let cgroupEvents = HostFile(
    paths: ["sys/fs/cgroup/**/memory.events", "sys/fs/cgroup/**/memory.oom_control"], limit: 4 << 10
  ) { text, path, facts in
    var lines = FileLines()
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      guard cursor.skip("oom_kill "), let kills = cursor.number(), cursor.isAtEnd else { continue }
      guard kills > 0, facts.cgroupKills.count < HostFacts.mostCgroups else { return }
      facts.cgroupKills.append(.init(kills, path: path, line: lines.number))
    }
  }
}

extension Span<UInt8> {
  /// Whether `name` is one of a list between commas and parentheses.
  fileprivate func lists(_ name: StaticString) -> Bool {
    var start = 0
    for at in 0...count {
      guard at == count || self[at] == 0x2C || self[at] == 0x28 || self[at] == 0x29 else { continue }
      if extracting(start..<at).equals(name) { return true }
      start = at + 1
    }
    return false
  }
}

// Sysctls about memory: as the kernel has them, and as files of settings have them.

import TrailBytes
import TrailModel

extension HostFile {
  /// The output of `sysctl -a`: `vm.swappiness = 60`; of programs before procps, or with `-N`, nothing is read.
  static let sysctls = HostFile(
    paths: [
      "sos_commands/kernel/sysctl_-a", "sysctls/sysctl_all", "systeminfo/sysctla", "sysctl", "sysctl_-a*", "sysctl-a",
      "sysctla", "sysctl_all",
    ], limit: 4 << 20
  ) { text, path, facts in
    for (name, fact) in sysctls(in: text, path) { facts.note(name, fact) }
  }

  /// `/proc/sys/vm/swappiness` and its neighbours: the number alone.
  static let sysctlFile = HostFile(
    paths: HostFactName.sysctls.map { "proc/sys/" + $0.rawValue.replacing(".", with: "/") }, limit: 256
  ) { text, path, facts in
    let plain = path.hasSuffix(".txt") ? path.dropLast(4) : path[...]
    guard let name = HostFactName(rawValue: "vm." + (plain.split(separator: "/").last ?? "")),
      let line = text.firstLine
    else { return }
    var cursor = Cursor(text.extracting(line))
    if let value = cursor.number(), cursor.isAtEnd { facts.note(name, value, path, line: nil) }
  }

  /// `/etc/sysctl.conf` and what stands beside it (sysctl.d(5)): what shall be set at boot.
  static let sysctlSettings = HostFile(
    paths: [
      "etc/sysctl.conf", "etc/sysctl.d/*.conf", "usr/lib/sysctl.d/*.conf", "lib/sysctl.d/*.conf", "run/sysctl.d/*.conf",
    ], limit: 1 << 20
  ) { text, path, facts in
    for (name, fact) in sysctls(in: text, path) { facts.configured[name] = fact }
  }

  private static func sysctls(
    in text: Span<UInt8>, _ path: String
  ) -> [(name: HostFactName, fact: HostFacts.Fact<HostValue>)] {
    var found: [(HostFactName, HostFacts.Fact<HostValue>)] = []
    var lines = FileLines()
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      // A minus sign before a setting means that it need not succeed.
      _ = cursor.skip(byte: 0x2D)
      guard cursor.skip("vm.") || cursor.skip("vm/") else { continue }
      let start = cursor.position
      while let byte = cursor.peek, byte != 0x20, byte != 0x09, byte != 0x3D { cursor.position += 1 }
      guard cursor.position - start <= 32,
        let name = HostFactName(rawValue: "vm." + cursor.bytes.text(start..<cursor.position))
      else { continue }
      cursor.skipBlanks()
      guard cursor.skip(byte: 0x3D) else { continue }
      cursor.skipBlanks()
      guard let value = cursor.number(), cursor.isAtEnd, found.count < 1_000 else { continue }
      found.append((name, .init(.number(value), path: path, line: lines.number)))
    }
    return found
  }
}

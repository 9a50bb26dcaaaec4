// Who the host is: its own name in files of a bundle.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/etc/hostname` and the output of `hostname`: the name alone in the first line.
  static let hostname = HostFile(
    paths: [
      "etc/hostname", "proc/sys/kernel/hostname", "sos_commands/host/hostname", "sos_commands/host/hostname_-f",
      "sos_commands/general/hostname", "systeminfo/hostname", "hostname",
    ]
  ) { text, path, facts in
    guard let line = text.firstLine, text.isHostName(line) else { return }
    facts.note(name: text.text(line), path)
  }

  /// The output of `uname -a`: the name is the second word, the kernel's release the third.
  static let uname = HostFile(
    paths: [
      "sos_commands/kernel/uname_-a", "systeminfo/uname", "kernel/uname", "uname", "uname_-a", "uname-a",
    ]
  ) { text, path, facts in
    guard let line = text.firstLine else { return }
    var cursor = Cursor(text.extracting(line))
    guard cursor.skip("Linux "), let name = cursor.nextWord() else { return }
    if cursor.bytes.isHostName(name) { facts.note(name: cursor.bytes.text(name), path) }
    if let release = cursor.nextWord() { facts.note(release: cursor.bytes.extracting(release), path) }
    facts.note(machine: cursor.bytes, path)
  }

  /// The output of `hostnamectl`.
  static let hostnamectl = HostFile(
    paths: [
      "sos_commands/host/hostnamectl_status", "sos_commands/systemd/hostnamectl", "hostnamectl", "hostnamectl_status",
    ]
  ) { text, path, facts in
    if let name = text.value(of: "Static hostname:"), text.isHostName(name) { facts.note(name: text.text(name), path) }
    if let boot = text.value(of: "Boot ID:") { facts.note(bootID: text.extracting(boot), path) }
  }

  /// `/proc/sys/kernel/random/boot_id`: a UUID.
  static let bootID = HostFile(paths: ["proc/sys/kernel/random/boot_id", "boot_id"]) { text, path, facts in
    if let line = text.firstLine { facts.note(bootID: text.extracting(line), path) }
  }
}

extension HostFacts {
  /// Notes the machine in a line of `uname -a`: the first word that is one, from the end.
  fileprivate mutating func note(machine line: Span<UInt8>, _ path: String) {
    var end = line.count
    for _ in 0..<4 {
      var start = end
      while start > 0, line[start - 1] != 0x20 { start -= 1 }
      let word = line.extracting(start..<end)
      if Self.machines.contains(word.text) { return note(.machine, Fact(.text(word.text), path: path)) }
      end = max(0, start - 1)
    }
  }

  /// What kernels call themselves (UTS_MACHINE).
  private static let machines: Set = [
    "x86_64", "i686", "i586", "i486", "i386", "aarch64", "armv7l", "armv6l", "armv5tel", "ppc64le", "ppc64", "s390x",
    "riscv64", "loongarch64", "mips64", "mips", "sparc64", "ia64",
  ]

  fileprivate mutating func note(name: String, _ path: String) {
    // A machine without a name calls itself so.
    guard self.name == nil, name != "localhost", name != "(none)", !name.hasPrefix("localhost.") else { return }
    self.name = Fact(name, path: path)
  }

  /// Notes a boot's id, whose digits may be grouped by hyphens as a UUID's are.
  mutating func note(bootID text: Span<UInt8>, _ path: String) {
    var digits: [UInt8] = []
    for index in 0..<min(text.count, 40) where text[index] != 0x2D {
      guard let digit = hexDigit(text[index]) else { return }
      digits.append(hexCharacter(digit))
    }
    guard digits.count == 32, bootID == nil else { return }
    bootID = Fact(String(decoding: digits, as: UTF8.self), path: path)
  }
}

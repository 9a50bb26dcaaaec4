// Who the host is: its own name in files of a bundle.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/etc/hostname` and the output of `hostname`: the name alone in the first line.
  static let hostname = HostFile(
    paths: [
      "etc/hostname", "proc/sys/kernel/hostname", "sos_commands/host/hostname", "sos_commands/host/hostname_-f",
      "sos_commands/general/hostname", "hostname",
    ]
  ) { text, path, facts in
    guard let line = text.firstLine, text.isHostName(line) else { return }
    facts.note(name: text.text(line), path)
  }

  /// The output of `uname -a`: the name is the second word.
  static let uname = HostFile(paths: ["sos_commands/kernel/uname_-a", "uname", "uname_-a", "uname-a"]) {
    text, path, facts in
    guard let line = text.firstLine else { return }
    var cursor = Cursor(text.extracting(line))
    guard cursor.skip("Linux ") else { return }
    let start = line.lowerBound + cursor.position
    var end = start
    while end < line.upperBound, text[end] != 0x20 { end += 1 }
    guard end > start, text.isHostName(start..<end) else { return }
    facts.note(name: text.text(start..<end), path)
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
  fileprivate mutating func note(name: String, _ path: String) {
    // A machine without a name calls itself so.
    guard self.name == nil, name != "localhost", name != "(none)", !name.hasPrefix("localhost.") else { return }
    self.name = Fact(name, path: path)
  }

  /// Notes a boot's id, whose digits may be grouped by hyphens as a UUID's are.
  fileprivate mutating func note(bootID text: Span<UInt8>, _ path: String) {
    var digits: [UInt8] = []
    for index in 0..<min(text.count, 40) where text[index] != 0x2D {
      guard let digit = hexDigit(text[index]) else { return }
      digits.append(hexCharacter(digit))
    }
    guard digits.count == 32, bootID == nil else { return }
    bootID = Fact(String(decoding: digits, as: UTF8.self), path: path)
  }
}

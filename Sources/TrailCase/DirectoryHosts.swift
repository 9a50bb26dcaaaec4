// Hosts of logs that name none, as their directories tell them.

import TrailModel

/// Names the host of each event that nothing else names: by the only host that logs in the same directory, or by the
/// directory's name where that is a host's.
func nameByDirectory(_ drafts: inout [Draft], inputs: [Input]) {
  guard drafts.contains(where: { $0.event.host == nil }) else { return }
  var named = DirectoryHosts()
  for input in inputs {
    if let host = input.host { named.note(host, at: input.path) }
  }
  for draft in drafts {
    guard let host = draft.event.host, draft.event.hostBasis == .log else { continue }
    for source in draft.event.sources { named.note(host, at: source.path) }
  }
  for index in drafts.indices where drafts[index].event.host == nil {
    let found = drafts[index].event.sources.lazy.compactMap { named.host(of: $0.path) }.first
    guard let found else { continue }
    drafts[index].event.host = found.name
    drafts[index].event.hostBasis = found.basis
  }
}

/// The hosts that are named in the logs of each directory.
private struct DirectoryHosts {
  /// By directory: the host of all logs in it and below; nil where there are several.
  private var only: [String: String?] = [:]
  /// All of them, by label.
  private var names: [String: String] = [:]

  mutating func note(_ host: String, at path: String) {
    guard let label = HostName(host).label else { return }
    names[label] = HostName.better(names[label], host)
    for directory in ancestors(of: path) where !directory.isEmpty {
      guard let known = only[directory] else {
        only[directory] = .some(host)
        continue
      }
      guard let other = known else { break }
      if HostName.agree(other, host) {
        only[directory] = .some(HostName.better(other, host))
      } else {
        only[directory] = .some(nil)
      }
    }
  }

  /// The host of a log at `path`: the only one that logs beside it, or in the same tree of a host's folders; else the
  /// one that the tree is called after.
  func host(of path: String) -> (name: String, basis: HostBasis)? {
    let folders = path.split(separator: "/").dropLast()
    var directories = ancestors(of: path).dropLast()[...]
    for folder in folders.reversed() {
      if let directory = directories.popFirst(), let known = only[directory] {
        return known.map { ($0, .directory) }
      }
      if let name = names[String(folder)] ?? Self.sosreportHost(folder) { return (name, .directoryName) }
      // Above any other folder stand those of other hosts as well.
      if !Self.layout.contains(folder) { return nil }
    }
    return nil
  }

  /// Folders within the tree of one host.
  private static let layout: Set<Substring> = [
    "var", "log", "logs", "proc", "sys", "etc", "run", "tmp", "root", "home", "journal", "kernel", "sos_commands",
    "commands", "crash", "dmesg", "messages", "syslog", "system", "general", "host", "boot", "systemd", "console",
  ]

  /// The host in the name of an unpacked report: `sosreport-HOST-CASE-2026-11-02-abcdefg`.
  private static func sosreportHost(_ name: Substring) -> String? {
    guard name.hasPrefix("sosreport-") else { return nil }
    let parts = name.split(separator: "-").dropFirst()
    let date = parts.indices.first { index in
      parts[index].utf8.count == 4 && Int(parts[index]) != nil && index + 2 < parts.endIndex
        && parts[index + 1].utf8.count == 2 && parts[index + 2].utf8.count == 2
    }
    guard let date, date > parts.startIndex else { return nil }
    var words = parts[..<date]
    // The number of a support case.
    if words.count > 1, let last = words.last, last.utf8.count > 4, last.allSatisfy(\.isNumber) {
      words = words.dropLast()
    }
    return words.joined(separator: "-")
  }
}

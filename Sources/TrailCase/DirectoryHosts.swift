// Hosts of logs that name none, as their directories tell them.

import TrailModel

/// Names the host of each event that nothing else names: by the only host that logs in the same directory, or by the
/// directory's name where that is a host's. `called` are directories that are named after hosts by the layout of their
/// bundles.
func nameByDirectory(_ drafts: inout [Draft], inputs: BoxedArray<Input>, called: [String: String]) {
  guard drafts.contains(where: { $0.event.host == nil }) else { return }
  var named = DirectoryHosts(called: called)
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
  /// Those that directories are called after, by the directory.
  private let called: [String: String]

  init(called: [String: String]) { self.called = called }

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
    // Above any other folder than a host's own stand those of other hosts as well, unless the layout says whose it is.
    var isOneHosts = true
    for folder in folders.reversed() {
      guard let directory = directories.popFirst(), isOneHosts || !called.isEmpty else { return nil }
      let owner = called[directory]
      if isOneHosts || owner != nil, let known = only[directory] {
        return known.map { ($0, .directory) } ?? owner.map { ($0, .directoryName) }
      }
      if let name = owner ?? (isOneHosts ? names[String(folder)] : nil) { return (name, .directoryName) }
      isOneHosts = isOneHosts && Self.layout.contains(folder)
    }
    return nil
  }

  /// Folders within the tree of one host.
  private static let layout: Set<Substring> = [
    "var", "log", "logs", "proc", "sys", "etc", "run", "tmp", "root", "home", "journal", "kernel", "sos_commands",
    "commands", "crash", "dmesg", "messages", "syslog", "system", "general", "host", "boot", "systemd", "console",
  ]
}

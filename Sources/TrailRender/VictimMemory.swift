// A victim's resident memory, and where that number is from.

import TrailModel

extension Victim {
  /// The resident memory part by part.
  var residentParts: String {
    [("anon", anonRSS), ("file", fileRSS), ("shmem", shmemRSS)]
      .compactMap { name, size in size.map { "\(name) \($0.human)" } }
      .joined(separator: ", ")
  }
}

extension Int64 {
  /// A user as the kill line prints one: rows and the `oom-kill:` line print the same 32 bits with a sign.
  var userID: String { (-0x8000_0000..<0).contains(self) ? "\(self + 0x1_0000_0000)" : "\(self)" }
}

extension KillReport {
  /// The victim's resident memory: the kill line's, else its row's in the process table.
  var victimResident: (size: Bytes, isFromTable: Bool)? {
    guard let victim else { return nil }
    if let size = victim.resident { return (size, false) }
    guard let pid = victim.pid, let pageSize = kernel.pageSize else { return nil }
    return processes.row(ofPid: pid)?.rss?.bytes(pageSize: pageSize).map { ($0, true) }
  }
}

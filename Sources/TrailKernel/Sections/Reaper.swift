// `oom_reaper: reaped process 7 (x), now anon-rss:0kB, …`: what was left to free (mm/oom_kill.c, since 4.6).

import TrailBytes
import TrailModel

extension Section {
  static let reaper = Section(
    "reaper", .belongs, sentinels: ["oom_reaper:"], isEpilogue: true,
    weight: { text in
      (text.contains("), now anon-rss:") ? 1 : 0) + (text.contains("file-rss:") ? 1 : 0)
        + (text.contains("shmem-rss:") ? 1 : 0)
    }
  ) { text, report, isWhole in
    // Of a report's victims one is kept: its own.
    guard let pid = reapedPid(text), pid == report.victim.pid || report.killed(pid) else { return .no }
    let isVictim = pid == report.victim.pid
    if text.has("reaped process ", at: 12) {
      if !isWhole, !text.contains("shmem-rss:") || !text.ends(in: "kB") { return .partial }
      guard isVictim else { return .taken }
      // Names may look like sizes, so these are read behind the name.
      let rest = text.lastOffset(of: "), now ") ?? text.count
      func size(_ label: StaticString) -> Bytes? {
        kilobytes(text, after: label, from: rest).flatMap { Bytes(exactKilobytes: $0) }
      }
      report.report.reaped = Reaped(
        pid: pid, anonRSS: size("anon-rss:"), fileRSS: size("file-rss:"), shmemRSS: size("shmem-rss:"), succeeded: true)
      return .taken
    }
    if isVictim { report.report.reaped = Reaped(pid: pid, succeeded: false) }
    return .taken
  }

  /// The process that a reaper's line speaks of.
  static func reapedPid(_ text: Span<UInt8>) -> Int64? {
    guard text.has("oom_reaper: ") else { return nil }
    if text.has("reaped process ", at: 12) { return number(text, after: "reaped process ") }
    return number(text, after: "unable to reap pid:") ?? number(text, after: "giving up pid:")
  }
}

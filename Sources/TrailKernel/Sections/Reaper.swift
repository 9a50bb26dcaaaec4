// `oom_reaper: reaped process 7 (x), now anon-rss:0kB, …`: what was left to free (mm/oom_kill.c, since 4.6).

import TrailBytes
import TrailModel

extension Section {
  static let reaper = Section(
    "reaper", .belongs, sentinels: ["oom_reaper: "], isEpilogue: true,
    weight: { text in
      (text.contains("), now anon-rss:") ? 1 : 0) + (text.contains("file-rss:") ? 1 : 0)
        + (text.contains("shmem-rss:") ? 1 : 0)
    }
  ) { text, report, isWhole in
    guard text.has("oom_reaper: ") else { return .no }
    if text.has("reaped process ", at: 12) {
      if !isWhole, !text.contains("shmem-rss:") || !text.ends(in: "kB") { return .partial }
      var cursor = Cursor(text, at: 27)
      guard let pid = cursor.number() else { return .no }
      report.report.reaped = Reaped(
        pid: pid, anonRSS: kilobytes(text, after: "anon-rss:").map { Bytes(kilobytes: $0) },
        fileRSS: kilobytes(text, after: "file-rss:").map { Bytes(kilobytes: $0) },
        shmemRSS: kilobytes(text, after: "shmem-rss:").map { Bytes(kilobytes: $0) }, succeeded: true)
      return .taken
    }
    if let pid = number(text, after: "unable to reap pid:") ?? number(text, after: "giving up pid:") {
      report.report.reaped = Reaped(pid: pid, succeeded: false)
      return .taken
    }
    return .no
  }

  /// The process that a reaper's line speaks of.
  static func reapedPid(_ text: Span<UInt8>) -> Int64? {
    guard text.has("oom_reaper: ") else { return nil }
    return number(text, after: "reaped process ") ?? number(text, after: " pid:")
  }
}

// The chosen process was not killed: `OOM victim 7 (x) is already exiting. Skip killing the task` (mm/oom_kill.c, since
// 5.9), `Would have killed process 7 (x). But continuing instead.` (RHEL 6).

import TrailBytes
import TrailModel

extension Section {
  static let spared = Section(
    "spared", .proves, sentinels: ["Skip killing the task", "But continuing instead"],
    fits: { line, open in
      // A member of a group can be gone before its turn.
      if open.isKilled { return open.seen.contains(.group) && open.strangers == 0 }
      guard let named = open.summaryPid, let pid = line.report.spared?.process.pid else { return open.wantsMore }
      return open.wantsMore && named == pid
    },
    kinship: { line, open in
      guard let pid = line.report.spared?.process.pid else { return 0 }
      if pid == open.summaryPid || pid == open.chosen?.pid { return 4 }
      return (line.hints.contains(.memcgMessage) == open.isOfCgroup ? 2 : 0) + (open.hasRow(of: pid) ? 1 : 0)
    },
    weight: { text in
      let words: [StaticString] = [
        "OOM victim ", ") is already exiting.", "Skip killing the task", "Would have killed process ",
        "But continuing instead.",
      ]
      return words.reduce(0) { $0 + (text.contains($1) ? 1 : 0) }
    }
  ) { text, report, isWhole in
    let reason: Spared.Reason
    let start: Int
    if text.has("Would have killed process ") {
      if !isWhole, !text.ends(in: "instead.") { return .partial }
      reason = .wouldHaveKilled
      start = 26
    } else if let at = text.offset(of: "OOM victim "), isMessage(text.extracting(0..<at)), at > 0 {
      if !isWhole, !text.ends(in: "Skip killing the task") { return .partial }
      reason = .alreadyExiting
      start = at + 11
      report.readMessage(text.extracting(0..<at))
    } else {
      return .no
    }
    var cursor = Cursor(text, at: start)
    guard let pid = cursor.signed(), cursor.skip(" ("),
      let close = text.lastOffset(of: reason == .alreadyExiting ? ") is already exiting" : "). But continuing"),
      close >= cursor.position
    else { return .no }
    if report.isKilled {
      // Who of a group is spared ends nothing.
      report.keep(text)
      return .taken
    }
    var process = Victim()
    process.pid = pid
    process.comm = text.text(cursor.position..<close)
    report.report.spared = Spared(reason: reason, process: process)
    report.seen.insert(.spared)
    return .taken
  }
}

// `Out of memory: Kill process 7 (x) score 9 or sacrifice child`: whom the kernel chose (until 5.0).

import TrailBytes
import TrailModel

extension Section {
  static let selection = Section(
    "selection", .proves, sentinels: [": Kill process ", ": kill process "],
    fits: { line, open in
      open.wantsMore && !(line.chosen != nil && open.chosen != nil)
        && (open.summaryPid == nil || line.chosen == nil || open.summaryPid == line.chosen?.pid)
    },
    kinship: { line, open in
      let isOwn = line.hints.contains(.memcgMessage) == open.isOfCgroup
      return (isOwn ? 2 : 0) + (line.chosen.map { open.hasRow(of: $0.pid) } ?? false ? 1 : 0)
    },
    weight: { text in
      (text.contains("ill process ") ? 1 : 0) + (text.contains(") score ") ? 2 : 0) + (text.contains(" child") ? 1 : 0)
        + (text.contains("sacrifice child") ? 1 : 0)
    }
  ) { text, report, isWhole in
    guard let at = text.offset(of: "ill process ") else {
      return !isWhole && (text.ends(in: "emory: Kill") || text.ends(in: "emory: Kill process")) ? .partial : .no
    }
    let kill = at - 1
    guard kill >= 0, text[kill] == 0x4B || text[kill] == 0x6B else { return .no }
    // Another process with the same memory is no decision of its own.
    if text.contains(") sharing same memory") { return .no }
    guard kill == 0 || text.has(": ", at: kill - 2), text.contains(" score ") || !isWhole else { return .no }
    if !isWhole, !text.contains(" child") { return .partial }
    var cursor = Cursor(text, at: at + 12)
    guard let pid = cursor.signed(), cursor.skip(" ("), let close = text.lastOffset(of: ") score ") else { return .no }
    report.readMessage(text.extracting(0..<kill))
    let score = number(text, after: ") score ", from: close)
    report.chosen = (pid, text.text(cursor.position..<close), score)
    report.seen.insert(.selection)
    return .taken
  }
}

extension OpenReport {
  /// What the words before `Kill process` or `Killed process` say of the scope.
  func readMessage(_ message: Span<UInt8>) {
    if message.contains("emory cgroup out of memory") {
      hints.insert(.memcgMessage)
    } else if message.contains("MPOL_BIND") {
      hints.insert(.policyMessage)
    } else if message.contains("in cpuset") {
      hints.insert(.cpusetMessage)
    } else if message.contains("ut of memory") || message.contains("ut of Memory") {
      hints.insert(.plainMessage)
      if message.contains("ut of Memory") { hints.insert(.oldMessage) }
    }
    if message.contains("oom_kill_allocating_task") { report.killedAllocatingTask = true }
  }
}

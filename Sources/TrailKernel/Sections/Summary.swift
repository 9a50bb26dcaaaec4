// `oom-kill:constraint=…,task=…,pid=…,uid=…`: the kernel's own summary (mm/oom_kill.c, since 5.0).

import TrailBytes
import TrailModel

extension Section {
  static let summary = Section(
    "summary", .proves, sentinels: ["oom-kill:constraint="],
    fits: { line, open in
      // Two CPUs' lines can change places.
      if let pid = line.summaryPid, pid == open.victim.pid, open.isKilled, open.strangers == 0 {
        return !open.seen.contains(.summary)
      }
      return open.wantsMore && !(open.seen.contains(.summary) && line.report.constraint != nil)
    },
    kinship: { line, open in
      let cgroup = line.memcg.limitCgroup
      if let cgroup, let own = open.memcg.limitCgroup ?? open.statsPath { return cgroup == own ? 4 : 0 }
      let agrees = line.report.scope == .memcg ? open.isOfCgroup : open.seen.contains(.counters)
      return (agrees ? 2 : 0) + (line.summaryPid.map { open.hasRow(of: $0) } ?? false ? 1 : 0)
    },
    hasBlanks: false, isFinished: isFinished,
    weight: { text in
      let keys: [StaticString] = [
        "oom-kill:constraint=", ",nodemask=", ",cpuset=", ",mems_allowed=", ",oom_memcg=/", ",task_memcg=/", ",task=",
        ",pid=", ",uid=",
      ]
      return keys.reduce(0) { $0 + (text.contains($1) ? 1 : 0) }
    }
  ) { text, report, isWhole in
    if text.has("oom-kill:constraint=C") {
      // Whether the last number is whole, only the next line tells.
      if !isWhole { return .partial }
      read(text, report)
      if !isFinished(text) { report.seen.insert(.cutLine) }
      return .taken
    }
    // Another context's text can part the line, so that its pieces come as lines of their own, much later.
    guard text.has(","), report.seen.contains(.summary), report.summaryPid == nil, text.contains(",uid=") else {
      return .no
    }
    readKeys(text, report)
    report.seen.remove(.cutLine)
    return .taken
  }

  /// Whether the line's last key has its number.
  private static func isFinished(_ text: Span<UInt8>) -> Bool {
    guard let uid = lastKey(text, ",uid=") else { return false }
    var cursor = Cursor(text, at: uid)
    return cursor.signed() != nil
  }

  private static func read(_ text: Span<UInt8>, _ report: OpenReport) {
    let start = 20
    let end = text.firstIndex(of: 0x2C, from: start) ?? text.count
    let word = text.text(text.trimmed(start..<end))
    report.report.constraint = word
    switch word {
    case "CONSTRAINT_NONE": report.report.scope = .global
    case "CONSTRAINT_CPUSET": report.report.scope = .cpuset
    case "CONSTRAINT_MEMORY_POLICY": report.report.scope = .mempolicy
    case "CONSTRAINT_MEMCG": report.report.scope = .memcg
    default: break
    }
    report.seen.insert(.summary)
    readKeys(text, report)
  }

  /// The keys, whose order is fixed; the last three are found from the right, since names may hold commas.
  private static func readKeys(_ text: Span<UInt8>, _ report: OpenReport) {
    let uid = lastKey(text, ",uid=")
    let pid = lastKey(text, ",pid=", before: uid)
    let task = text.offset(of: ",task=")
    func value(_ key: StaticString, until ends: [StaticString]) -> String? {
      guard let at = text.offset(of: key) else { return nil }
      let from = at + key.utf8CodeUnitCount
      var to = text.count
      for end in ends { if let found = text.offset(of: end, from: from) { to = min(to, found) } }
      if to == text.count, let comma = text.extracting(from..<to).lastOffset(of: ",") {
        // The line was cut within the next key, whose beginning is no part of the value.
        let rest = text.extracting(from + comma..<to)
        if ends.contains(where: { $0.begins(with: rest) }) { to = from + comma }
      }
      // A value without what follows it is the beginning of one.
      if to == text.count { return nil }
      return to > from ? text.text(from..<to) : nil
    }
    let trigger = report.report.trigger
    if trigger.cpuset == nil {
      report.report.trigger.cpuset = value(
        ",cpuset=", until: [",mems_allowed=", ",oom_memcg=", ",global_oom", ",task"])
    }
    if trigger.memsAllowed == nil {
      report.report.trigger.memsAllowed = value(",mems_allowed=", until: [",oom_memcg=", ",global_oom", ",task"])
    }
    if trigger.nodemask == nil {
      report.report.trigger.nodemask = value(",nodemask=", until: [",cpuset=", ",oom_memcg=", ",global_oom", ",task"])
    }
    if let path = value(",oom_memcg=", until: [",task_memcg=", ",task="]) { report.memcg.limitCgroup = path }
    if let path = value(",task_memcg=", until: [",task="]) { report.victim.cgroup = path }
    if let task, let pid, pid - 5 >= task + 6 {
      report.victim.comm = text.text(task + 6..<pid - 5)
      var cursor = Cursor(text, at: pid)
      let pid = cursor.signed()
      if cursor.peek == 0x2C { report.summaryPid = pid }
      if report.victim.pid == nil { report.victim.pid = report.summaryPid }
    }
    if let uid {
      var cursor = Cursor(text, at: uid)
      report.victim.uid = cursor.signed()
    }
  }

  /// Offset behind the last `key`, before `end`.
  private static func lastKey(_ text: Span<UInt8>, _ key: StaticString, before end: Int? = nil) -> Int? {
    let part = text.extracting(0..<(end.map { max(0, $0 - 5) } ?? text.count))
    return part.lastOffset(of: key).map { $0 + key.utf8CodeUnitCount }
  }
}

// `Tasks in /path are going to be killed due to memory.oom.group set` (mm/memcontrol.c, since 4.19).

import TrailBytes
import TrailModel

extension Section {
  static let group = Section(
    "group", .belongs, sentinels: ["memory.oom.group set"],
    fits: { line, open in
      guard let group = line.report.groupCgroup, let own = open.victim.cgroup else { return true }
      return own.hasPrefix(group)
    },
    isEpilogue: true,
    weight: { $0.contains(" are going to be killed due to memory.oom.group set") ? 1 : 0 }
  ) { text, report, isWhole in
    guard text.has("Tasks in ") else { return .no }
    if !isWhole, !text.contains("memory.oom.group set") { return .partial }
    guard let end = text.offset(of: " are going to be killed") else { return .no }
    report.report.groupCgroup = text.text(9..<end)
    report.seen.insert(.group)
    return .taken
  }
}

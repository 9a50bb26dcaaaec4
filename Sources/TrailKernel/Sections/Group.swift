// `Tasks in /path are going to be killed due to memory.oom.group set` (mm/memcontrol.c, since 4.19).

import TrailBytes
import TrailModel

extension Section {
  static let group = Section(
    "group", .belongs, sentinels: ["memory.oom.group set"], weight: { $0.contains("memory.oom.group set") ? 1 : 0 }
  ) { text, report, isWhole in
    guard text.has("Tasks in ") else { return .no }
    guard let end = text.offset(of: " are going to be killed") else { return isWhole ? .no : .partial }
    report.report.groupCgroup = text.text(9..<end)
    report.seen.insert(.group)
    return .taken
  }
}

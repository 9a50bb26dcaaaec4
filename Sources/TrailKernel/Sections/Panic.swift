// No victim: nothing killable, or a kernel told to panic instead (mm/oom_kill.c, kernel/panic.c).

import TrailBytes

extension Section {
  static let panic = Section(
    "panic", .proves, sentinels: ["no killable processes", "panic_on_oom", "deadlocked on memory"],
    fits: { line, open in
      // Where the kernel panics it names nobody first.
      open.seen.isDisjoint(with: [.kill, .spared, .panic]) && !(open.isMixed && open.seen.contains(.summary))
        && !(line.seen == .nothingKillable && open.seen.contains(.nothingKillable))
    },
    kinship: { line, open in
      // A kernel that may not kill panics at once; one that finds nobody says so first (since 4.19).
      line.seen.contains(.panic) && open.seen.contains(.nothingKillable) != line.hints.contains(.plainMessage) ? 0 : 1
    }
  ) { text, report, _ in
    if text.has("Out of memory and no killable processes") {
      report.seen.insert(.nothingKillable)
      return .taken
    }
    guard text.has("Kernel panic") else { return .no }
    guard
      text.contains("panic_on_oom") || text.contains("deadlocked on memory") || text.contains("no killable processes")
    else { return .no }
    report.seen.insert(.panic)
    if text.contains("no killable processes") { report.seen.insert(.nothingKillable) }
    // vm.panic_on_oom=1 panics for the whole node only, and so does a node without a victim (since 4.19).
    if text.contains("system-wide panic_on_oom") || text.contains("deadlocked on memory") {
      report.hints.insert(.plainMessage)
    }
    return .taken
  }
}

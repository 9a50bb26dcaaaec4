// `comm cpuset=/ mems_allowed=0`: a line of its own from 2.6.29 to 4.20 (kernel/cgroup/cpuset.c).

import TrailBytes
import TrailModel

extension Section {
  static let cpuset = Section(
    "cpuset", .belongs,
    fits: { line, open in open.trigger.cpuset == nil && open.isTriggered(by: line.cpusetComm, pid: nil) }
  ) { text, report, _ in
    // The name before it may hold the same words.
    guard let mems = text.lastOffset(of: " mems_allowed="),
      let at = text.extracting(0..<mems).lastOffset(of: " cpuset=")
    else { return .no }
    report.cpusetComm = text.text(0..<at)
    report.report.trigger.cpuset = text.text(at + 8..<mems)
    report.report.trigger.memsAllowed = text.text(text.trimmed(mems + 14..<text.count))
    report.seen.insert(.cpuset)
    return .taken
  }
}

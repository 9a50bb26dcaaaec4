// `comm cpuset=/ mems_allowed=0`: a line of its own from 2.6.29 to 4.20 (kernel/cgroup/cpuset.c).

import TrailBytes
import TrailModel

extension Section {
  static let cpuset = Section("cpuset", .belongs) { text, report, _ in
    guard let at = text.offset(of: " cpuset="), let mems = text.offset(of: " mems_allowed=", from: at) else {
      return .no
    }
    report.report.trigger.cpuset = text.text(at + 8..<mems)
    report.report.trigger.memsAllowed = text.text(text.trimmed(mems + 14..<text.count))
    report.seen.insert(.cpuset)
    return .taken
  }
}

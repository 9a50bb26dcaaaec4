// `SysRq : Manual OOM execution`: somebody asked for the kill (drivers/tty/sysrq.c).

import TrailBytes
import TrailModel

extension Section {
  static let sysrq = Section("sysrq", .belongs, sentinels: ["Manual OOM execution"]) { text, report, _ in
    guard text.contains("Manual OOM execution") else { return .no }
    report.report.isManual = true
    return .taken
  }
}

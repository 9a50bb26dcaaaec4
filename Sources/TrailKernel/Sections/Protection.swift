// `Memory cgroup min protection 0kB -- low protection 0kB` (mm/memcontrol.c, since 6.19).

import TrailBytes
import TrailModel

extension Section {
  static let protection = Section("protection", .belongs) { text, report, _ in
    guard text.has("Memory cgroup min protection ") else { return .no }
    report.memcg.minProtection = kilobytes(text, after: "min protection ").map { Bytes(kilobytes: $0) }
    report.memcg.lowProtection = kilobytes(text, after: "low protection ").map { Bytes(kilobytes: $0) }
    return .taken
  }
}

// `rcu: INFO: rcu_sched self-detected stall on CPU` in the wordings of its eras (kernel/rcu/tree_stall.h).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let rcuStall = NoticeReader(
    .rcuStall, sentinels: ["detected stall", "detected expedited stall", "RCU detected CPU"]
  ) { text, _ in
    let start = text.has("rcu: INFO: ") ? 11 : 6
    guard start == 11 || text.has("INFO: ") else { return false }
    let rest = text.extracting(start..<text.count)
    if rest.has("RCU detected CPU") { return true }
    return rest.has("rcu_") && (rest.contains("detected stall") || rest.contains("detected expedited stall"))
  }
}

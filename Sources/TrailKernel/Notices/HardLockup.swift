// `Watchdog detected hard LOCKUP on cpu 3` in the wordings of its eras (kernel/watchdog_perf.c, arch/*/kernel).

import TrailBytes
import TrailModel

extension NoticeReader {
  // Of its one common word a part: what a firewall's BLOCK shares with it stands in many a line.
  static let hardLockup = NoticeReader(.hardLockup, sentinels: ["CKUP"]) { text, _ in
    let rest = text.extracting(text.behindWatchdog..<text.count)
    let words: [StaticString] = ["Watchdog detected hard LOCKUP on cpu ", "NMI Watchdog detected LOCKUP on CPU"]
    if words.contains(where: { rest.has($0) }) { return true }
    var cursor = Cursor(rest)
    guard cursor.skip("CPU"), cursor.skipBlanks() <= 1, cursor.number() != nil else { return false }
    // ARM's wording, then PowerPC's.
    return cursor.skip(": Watchdog detected hard LOCKUP") || cursor.skip(" Hard LOCKUP")
      || cursor.skip(" self-detected hard LOCKUP") || cursor.skip(" detected hard LOCKUP")
  }
}

// `watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [comm:pid]` (kernel/watchdog.c; kernel/softlockup.c to 2.6.37).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let softLockup = NoticeReader(.softLockup, sentinels: ["BUG: soft lockup"]) { text, notice in
    guard text.has("BUG: soft lockup", at: text.behindWatchdog) else { return false }
    // 2.6.23 and older do not say who.
    if let name = text.offset(of: "! ["), text.ends(in: "]"), let colon = text.lastOffset(of: ":"), colon >= name + 3 {
      var cursor = Cursor(text, at: colon + 1)
      if let pid = cursor.number(), cursor.position == text.count - 1 {
        notice.comm = text.text(name + 3..<colon)
        notice.pid = pid
      }
    }
    return true
  }
}

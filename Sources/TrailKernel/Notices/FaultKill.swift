// `VM: killing process comm`: a page fault found no memory, and its handler killed (arch/*/mm/fault.c, 2.4 to 2.6.33).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let faultKill = NoticeReader(.faultKill, sentinels: ["VM: killing process "]) { text, notice in
    guard text.has("VM: killing process ") else { return false }
    var end = text.count
    // PowerPC adds the pid: `comm(12)`.
    if text.ends(in: ")"), let open = text.lastOffset(of: "("), open >= 20 {
      var cursor = Cursor(text, at: open + 1)
      if let pid = cursor.number(), cursor.position == text.count - 1 {
        notice.pid = pid
        end = open
      }
    }
    notice.comm = text.text(20..<end)
    return true
  }
}

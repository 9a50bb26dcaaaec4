// `INFO: task x:123 blocked for more than 120 seconds.` (kernel/hung_task.c).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let hungTask = NoticeReader(.hungTask, sentinels: [" blocked for more than "]) { text, notice in
    guard text.has("INFO: task "), let end = text.lastOffset(of: " blocked for more than "), end > 11 else {
      return false
    }
    // A name may hold colons; the last one is the kernel's.
    guard let colon = text.extracting(0..<end).lastOffset(of: ":"), colon >= 11 else { return false }
    var cursor = Cursor(text, at: colon + 1)
    guard let pid = cursor.number(), cursor.position == end else { return false }
    notice.comm = text.text(11..<colon)
    notice.pid = pid
    return true
  }
}

// `comm: page allocation stalls for 10004ms, order:0, mode:0x…` (mm/page_alloc.c, 4.9 to 4.14).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let allocationStall = NoticeReader(
    .allocationStall, sentinels: [": page allocation stalls"], hasBody: true
  ) { text, notice in
    guard let at = text.offset(of: ": page allocation stalls") else { return false }
    notice.readName(text, before: at)
    notice.readRequest(text, from: at)
    return true
  }
}

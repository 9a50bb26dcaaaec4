// `comm: page allocation failure: order:0, mode:0x…`: no memory, and nobody was killed (mm/page_alloc.c, warn_alloc).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let allocationFailure = NoticeReader(
    .allocationFailure, sentinels: [": page allocation failure"], hasBody: true
  ) { text, notice in
    guard let at = text.offset(of: ": page allocation failure") else { return false }
    notice.readName(text, before: at)
    notice.readRequest(text, from: at)
    return true
  }
}

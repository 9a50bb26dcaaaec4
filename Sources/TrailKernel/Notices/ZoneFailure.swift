// `__alloc_pages: 0-order allocation failed (gfp=0x1d2/0).`: the same in 2.4, a line alone (mm/page_alloc.c).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let zoneFailure = NoticeReader(.allocationFailure, sentinels: ["-order allocation failed"]) { text, notice in
    guard text.has("__alloc_pages: ") || text.has("_alloc_pages: ") else { return false }
    let start = text.has("__") ? 15 : 14
    var cursor = Cursor(text, at: start)
    guard let order = cursor.number(), cursor.skip("-order allocation failed") else { return false }
    notice.order = order
    notice.readMask(text, after: "gfp=", from: cursor.position)
    return true
  }
}

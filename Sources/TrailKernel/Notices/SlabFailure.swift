// `SLUB: Unable to allocate memory on node -1, gfp=0x…(…)` and SLAB's like (mm/slub.c, mm/slab.c).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let slabFailure = NoticeReader(.slabFailure, sentinels: [": Unable to allocate memory on "]) { text, notice in
    guard text.has("SLUB: Unable to allocate memory on ") || text.has("SLAB: Unable to allocate memory on ") else {
      return false
    }
    notice.readMask(text, after: "gfp=", from: 35)
    return true
  }
}

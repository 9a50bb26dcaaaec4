// `vmap allocation for size 8192 failed: use vmalloc=<size> to increase size` (mm/vmalloc.c, 2.6.29 to 6.10).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let vmapFailure = NoticeReader(.vmapFailure, sentinels: ["vmap allocation for size "]) { text, _ in
    text.has("vmap allocation for size ")
  }
}

// `comm: vmalloc: allocation failure: 8192 bytes, mode:0x…`, `comm: vmalloc error: size 8192, …` (mm/vmalloc.c).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let vmallocFailure = NoticeReader(
    .vmallocFailure, sentinels: [": vmalloc: allocation failure", ": vmalloc error: size "], hasBody: true
  ) { text, notice in
    guard let at = text.offset(of: ": vmalloc: allocation failure") ?? text.offset(of: ": vmalloc error: size ") else {
      return false
    }
    notice.readName(text, before: at)
    notice.readRequest(text, from: at)
    return true
  }
}

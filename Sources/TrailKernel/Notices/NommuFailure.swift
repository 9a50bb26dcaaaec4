// `Allocation of length 12288 from process 27 (sh) failed`: a mapping without an MMU (mm/nommu.c).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let nommuFailure = NoticeReader(
    .nommuFailure, sentinels: ["Allocation of length "], hasBody: true
  ) { text, notice in
    var cursor = Cursor(text)
    guard cursor.skip("Allocation of length "), cursor.number() != nil, cursor.skip(" from process "),
      let pid = cursor.number()
    else { return false }
    notice.pid = pid
    // Older kernels do not print the name.
    if cursor.skip(" ("), let end = text.lastOffset(of: ") failed"), end >= cursor.position {
      notice.comm = text.text(cursor.position..<end)
    }
    return true
  }
}

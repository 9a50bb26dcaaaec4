// `sysrq: OOM request ignored. No task eligible`: SysRq-f found nobody (drivers/tty/sysrq.c, since 4.1).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let requestIgnored = NoticeReader(.requestIgnored, sentinels: ["OOM request ignored"]) { text, _ in
    text.has("OOM request ignored") || text.has("sysrq: OOM request ignored")
  }
}

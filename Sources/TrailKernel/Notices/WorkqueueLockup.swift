// `BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 34s!` (kernel/workqueue.c, since 4.5).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let workqueueLockup = NoticeReader(.workqueueLockup, sentinels: ["BUG: workqueue lockup"]) { text, _ in
    text.has("BUG: workqueue lockup")
  }
}

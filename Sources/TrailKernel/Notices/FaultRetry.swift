// `Huh VM_FAULT_OOM leaked out to the #PF handler. Retrying PF` (mm/oom_kill.c, since 5.17).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let faultRetry = NoticeReader(.faultRetry, sentinels: ["Huh VM_FAULT_OOM leaked"]) { text, _ in
    text.has("Huh VM_FAULT_OOM leaked")
  }
}

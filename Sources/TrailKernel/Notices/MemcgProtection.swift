// `Memory cgroup min protection 0kB -- low protection 0kB` where no report is open (mm/memcontrol.c, since 6.19).

import TrailBytes
import TrailModel

extension NoticeReader {
  static let memcgProtection = NoticeReader(
    .memcgProtection, sentinels: ["Memory cgroup min protection "]
  ) { text, _ in text.has("Memory cgroup min protection ") }
}

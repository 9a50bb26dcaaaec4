// What the kernel has counted since boot.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/proc/vmstat`: `oom_kill 3` (kernel mm/vmstat.c, since 4.13) counts every process that the kernel's OOM killer
  /// killed, by whatever limit. What the command `vmstat` prints is another thing.
  static let vmstat = HostFile(paths: ["proc/vmstat"]) { text, path, facts in
    var lines = FileLines()
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      guard cursor.skip("oom_kill "), let count = cursor.number(), cursor.isAtEnd else { continue }
      return facts.note(.oomKills, count, path, line: lines.number)
    }
  }
}

// The page size, from what the report itself prints.

import TrailModel

/// Infers the bytes per page of a report's kernel.
enum PageSize {
  /// 4, 16 or 64 KiB, or nil where the report does not tell.
  ///
  /// The smallest block of a free list is a page; failing that, the victim's sizes are printed in kB by its kill line
  /// and in pages by its row (mm/page_alloc.c, mm/oom_kill.c).
  static func infer(_ report: KillReport) -> Int64? {
    for zone in report.memory?.zones ?? [] {
      if let smallest = zone.freeBlocks.first?.blockSize.count, isPossible(smallest) { return smallest }
    }
    guard let victim = report.victim, let pid = victim.pid, let row = report.processes.first(where: { $0.pid == pid })
    else { return nil }
    if let total = victim.totalVM, let pages = row.totalVM, pages.count > 0, total.count % pages.count == 0,
      isPossible(total.count / pages.count)
    {
      return total.count / pages.count
    }
    return nil
  }

  private static func isPossible(_ bytes: Int64) -> Bool { [4096, 8192, 16384, 65536].contains(bytes) }
}

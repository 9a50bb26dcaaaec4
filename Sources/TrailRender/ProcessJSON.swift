// The process table as JSON objects.

import TrailBytes
import TrailModel

extension ByteWriter {
  /// The rows in printed order.
  mutating func rows(of table: ProcessTable, pageSize: Int64?) {
    table.forEach { row in
      object { $0.members(of: row, pageSize: pageSize) }
      return isOpen
    }
  }

  private mutating func members(of row: ProcessRow, pageSize: Int64?) {
    field("pid", row.pid)
    field("tgid", row.tgid)
    field("uid", row.uid)
    field("comm", row.comm)
    field("total_vm_bytes", row.totalVM?.bytes(pageSize: pageSize))
    field("rss_bytes", row.rss?.bytes(pageSize: pageSize))
    field("rss_anon_bytes", row.rssAnon?.bytes(pageSize: pageSize))
    field("rss_file_bytes", row.rssFile?.bytes(pageSize: pageSize))
    field("rss_shmem_bytes", row.rssShmem?.bytes(pageSize: pageSize))
    field("pgtables_bytes", row.pageTables)
    field("swap_bytes", row.swapEntries?.bytes(pageSize: pageSize))
    field("oom_score_adj", row.oomScoreAdj)
    field("badness", row.score?.badness)
    field("rank", row.score?.rank.map { Int64($0) })
    field("eligible", row.score?.isEligible)
    // Marks, where there is something to mark; a table holds thousands of rows.
    if let reason = row.score?.exemption { field("ineligible", reason.rawValue) }
    if let gap = row.score?.gap { field("badness_unknown", gap.rawValue) }
    if let least = row.score?.least { field("badness_at_least", least) }
    if row.score?.isRootBonusAssumed == true { field("root_bonus_assumed", true) }
    field("total_vm_pages", row.totalVM)
    field("rss_pages", row.rss)
    field("swap_pages", row.swapEntries)
    // Columns of older kernels, and of ones unknown here: only where printed.
    if let pages = row.pageTablePages { field("page_table_pages", pages) }
    if let pages = row.middlePageTablePages { field("middle_page_table_pages", pages) }
    if let cpu = row.cpu { field("cpu", cpu) }
    if let adjustment = row.oomAdj { field("oom_adj", adjustment) }
    if !row.others.isEmpty { counters("other_columns", row.others) { $0 } }
  }
}

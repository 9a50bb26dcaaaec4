// The page size, from what the report itself prints.

import TrailModel

/// Infers the bytes per page of a report's kernel.
enum PageSize {
  /// 4, 16 or 64 KiB, or nil where the report does not tell.
  ///
  /// The smallest block of a free list is a page (mm/page_alloc.c); failing that, what is printed both in pages and in
  /// kB tells, or the largest number of pages, or the architecture in the release.
  static func infer(_ report: KillReport) -> Int64? {
    for zone in report.memory?.zones ?? [] {
      if let smallest = zone.freeBlocks.first?.blockSize.count, isPossible(smallest) { return smallest }
    }
    if let size = ofVictim(report) { return size }
    return ofNoLimit(report.memcg) ?? ofRelease(report.kernel.release)
  }

  /// The victim's sizes are printed in kB by its kill line and in pages by its row. It may have grown by a page or two
  /// between the lines, which is far less than the sizes of pages differ by.
  private static func ofVictim(_ report: KillReport) -> Int64? {
    guard let victim = report.victim, let pid = victim.pid, let row = report.processes.row(ofPid: pid),
      let total = victim.totalVM, let pages = row.totalVM, pages.count > 0
    else { return nil }
    if total.count % pages.count == 0 {
      let size = total.count / pages.count
      return isPossible(size) ? size : nil
    }
    guard pages.count >= 64 else { return nil }
    return sizes.first { size in
      let (bytes, overflow) = pages.count.multipliedReportingOverflow(by: size)
      return !overflow && (total.count &- bytes).magnitude <= 2 * size.magnitude
    }
  }

  /// Architectures whose pages have one size, by the word that distributions put into the release.
  private static func ofRelease(_ release: String?) -> Int64? {
    guard let release else { return nil }
    return [".x86_64", ".amd64", "-amd64"].contains(where: release.hasSuffix) ? 4096 : nil
  }

  /// The kernel's word for "no limit" is the largest number of pages there can be (include/linux/page_counter.h).
  private static func ofNoLimit(_ memcg: Memcg?) -> Int64? {
    guard let memcg else { return nil }
    for counter in [memcg.memory, memcg.memorySwap, memcg.swap, memcg.kmem] where counter.isUnlimited {
      switch counter.limit {
      case Bytes(kilobytes: 9_007_199_254_740_988): return 4096
      case Bytes(kilobytes: 8_589_934_588): return 4096
      case Bytes(kilobytes: 9_007_199_254_740_984): return 8192
      case Bytes(kilobytes: 9_007_199_254_740_976): return 16384
      case Bytes(kilobytes: 9_007_199_254_740_928): return 65536
      default: continue
      }
    }
    return nil
  }

  private static let sizes: [Int64] = [4096, 8192, 16384, 65536]

  private static func isPossible(_ bytes: Int64) -> Bool { sizes.contains(bytes) }
}

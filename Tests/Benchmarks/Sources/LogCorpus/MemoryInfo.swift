// The Mem-Info block of a 16 GiB machine without swap, as 6.12 prints it; its numbers add up.

struct MemoryInfo {
  static let ramPages = 4_194_170
  static let managedPages = 4_088_549

  private struct Zone {
    var name: String
    var presentKilobytes: Int
    var managedKilobytes: Int
    var minimumKilobytes: Int
    var reserve: String
    /// Upper bounds of the free block counts, from 4 kB blocks on.
    var blocks: [Int]
  }

  private static let zones = [
    Zone(
      name: "DMA", presentKilobytes: 15_992, managedKilobytes: 15_360, minimumKilobytes: 64,
      reserve: "0 2991 15956 15956 15956", blocks: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4]),
    Zone(
      name: "DMA32", presentKilobytes: 3_129_200, managedKilobytes: 3_063_664, minimumKilobytes: 12_656,
      reserve: "0 0 12964 12964 12964", blocks: [900, 900, 400, 90, 40, 9, 4, 2, 1, 1, 1]),
    Zone(
      name: "Normal", presentKilobytes: 13_631_488, managedKilobytes: 13_275_172, minimumKilobytes: 54_856,
      reserve: "0 0 0 0 0", blocks: [2000, 1500, 900, 200, 40, 1, 1, 1, 1, 1, 1]),
  ]

  static func lines(for table: ProcessTable, _ random: inout RandomSource) -> [Text] {
    let free = zones.map { zone in zone.blocks.map { random.below($0) } }
    let anon = table.rows.reduce(0) { $0 + $1.anonPages }
    let shared = table.rows.reduce(0) { $0 + $1.sharedPages }
    let pageTables = table.rows.reduce(0) { $0 + $1.pageTableBytes } / 4096
    let active = anon / 16
    var lines: [Text] = ["Mem-Info:"]
    let freePages = free.reduce(0) { $0 + kilobytes(of: $1) } / 4
    lines.append(
      counters(
        active: active, inactive: anon + shared - active, free: freePages, shared: shared,
        pageTables: pageTables, &random))
    lines.append(
      """
      Node 0 active_anon:\(active * 4)kB inactive_anon:\((anon + shared - active) * 4)kB active_file:8kB \
      inactive_file:4kB unevictable:\(random.below(900) * 4)kB isolated(anon):0kB isolated(file):0kB \
      mapped:\(random.below(9000) * 4)kB dirty:0kB writeback:0kB shmem:\(shared * 4)kB shmem_thp:0kB \
      shmem_pmdmapped:0kB anon_thp:0kB writeback_tmp:0kB kernel_stack:\(8 * table.rows.count)kB \
      pagetables:\(pageTables * 4)kB sec_pagetables:0kB all_unreclaimable? \(random.oneIn(2) ? "no" : "yes")
      """)
    for (zone, blocks) in zip(zones, free) {
      lines.append(zoneLine(zone, freeKilobytes: kilobytes(of: blocks)))
      lines.append("lowmem_reserve[]: \(zone.reserve)")
    }
    for (zone, blocks) in zip(zones, free) { lines.append(buddyLine(zone, blocks)) }
    lines.append("Node 0 hugepages_total=0 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB")
    lines.append("\(shared + 3) total pagecache pages")
    lines += ["0 pages in swap cache", "Free swap  = 0kB", "Total swap = 0kB"]
    lines.append("\(ramPages) pages RAM")
    lines.append("0 pages HighMem/MovableOnly")
    lines.append("\(ramPages - managedPages) pages reserved")
    lines.append("0 pages hwpoisoned")
    return lines
  }

  /// One kernel message of eight lines.
  private static func counters(
    active: Int, inactive: Int, free: Int, shared: Int, pageTables: Int, _ random: inout RandomSource
  ) -> Text {
    """
    active_anon:\(active) inactive_anon:\(inactive) isolated_anon:0
     active_file:2 inactive_file:1 isolated_file:0
     unevictable:\(random.below(900)) dirty:0 writeback:0
     slab_reclaimable:\(random.below(9000)) slab_unreclaimable:\(random.below(30_000))
     mapped:\(random.below(9000)) shmem:\(shared) pagetables:\(pageTables)
     sec_pagetables:0 bounce:0
     kernel_misc_reclaimable:0
     free:\(free) free_pcp:\(random.below(500)) free_cma:0
    """
  }

  private static func zoneLine(_ zone: Zone, freeKilobytes: Int) -> Text {
    let minimum = zone.minimumKilobytes
    let used = zone.managedKilobytes - freeKilobytes
    return """
      Node 0 \(zone.name) free:\(freeKilobytes)kB boost:0kB min:\(minimum)kB low:\(minimum * 5 / 4)kB \
      high:\(minimum * 3 / 2)kB reserved_highatomic:0KB active_anon:\(used / 16)kB \
      inactive_anon:\(used - used / 16)kB active_file:0kB inactive_file:0kB unevictable:0kB writepending:0kB \
      present:\(zone.presentKilobytes)kB managed:\(zone.managedKilobytes)kB mlocked:0kB bounce:0kB \
      free_pcp:0kB local_pcp:0kB free_cma:0kB
      """
  }

  private static func buddyLine(_ zone: Zone, _ blocks: [Int]) -> Text {
    var line: Text = "Node 0 \(zone.name): "
    for (order, count) in blocks.enumerated() {
      let entry: Text = "\(count)*\(4 << order)kB \(count == 0 ? "" : order < 4 ? "(UME) " : "(M) ")"
      line.bytes.append(contentsOf: entry.bytes)
    }
    let total: Text = "= \(kilobytes(of: blocks))kB"
    line.bytes.append(contentsOf: total.bytes)
    return line
  }

  private static func kilobytes(of blocks: [Int]) -> Int {
    blocks.enumerated().reduce(0) { $0 + $1.element * (4 << $1.offset) }
  }
}

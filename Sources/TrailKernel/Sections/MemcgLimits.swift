// The cgroup that ran out: who was in it, what it used and might use (mm/memcontrol.c, mem_cgroup_print_oom_meminfo).

import TrailBytes
import TrailModel

extension Section {
  static let memcgLimits = Section(
    "memcg", .proves,
    sentinels: ["killed as a result of limit of", "memory: usage ", "Memory limit reached of cgroup"],
    fits: { line, open in
      // A report says each of these once, and before its table.
      open.wantsMore && open.seen.isDisjoint(with: [.tableHeader, .summary, .selection])
        && !(line.seen.contains(.memcgTask) && open.seen.contains(.memcgTask))
        && !(line.memcg.memory.usage != nil && open.memcg.memory.usage != nil)
        && !(line.memcg.swap.usage != nil && open.memcg.swap.usage != nil)
        && !(line.memcg.memorySwap.usage != nil && open.memcg.memorySwap.usage != nil)
        && !(line.memcg.kmem.usage != nil && open.memcg.kmem.usage != nil)
    },
    kinship: { _, open in open.isOfCgroup ? 2 : open.seen.contains(.counters) ? 0 : 1 },
    spansRecords: false, weight: limitsRun
  ) { text, report, isWhole in
    // A path, or `(null)`, `(error)`, `<name too long>`.
    if text.has("Task in /") || text.has("Task in (") || text.has("Task in <") || text.has("Task in  killed") {
      // Where a path ends, only the next line tells.
      if !isWhole { return .partial }
      readTask(text, report)
      return .taken
    }
    // 3.15 and 3.16 print the second half as a record of its own.
    if text.has("killed as a result of limit of ") {
      report.memcg.limitCgroup = text.text(text.trimmed(31..<text.count))
      return .taken
    }
    if text.has("Memory limit reached of cgroup ") {
      report.memcg.limitCgroup = text.text(text.trimmed(31..<text.count))
      report.seen.insert(.memcgTask)
      return .taken
    }
    guard let usage = text.offset(of: ": usage "), usage <= 11 else { return .no }
    if !isWhole { return .partial }
    guard let counter = readCounter(text) else { return .no }
    let name = text.extracting(0..<usage)
    if name.equals("memory") {
      report.memcg.memory = counter
    } else if name.equals("memory+swap") {
      report.memcg.memorySwap = counter
    } else if name.equals("swap") {
      report.memcg.swap = counter
    } else if name.equals("kmem") {
      report.memcg.kmem = counter
    } else {
      return .no
    }
    report.seen.insert(.memcgUsage)
    return .taken
  }

  /// How far into a line its grammar reaches.
  private static func limitsRun(_ text: Span<UInt8>) -> Int {
    if text.has("Task in ") { return text.contains(" killed as a result of limit of /") ? 1 : 0 }
    guard let usage = text.offset(of: ": usage ") else { return 0 }
    var cursor = Cursor(text, at: usage + 8)
    guard cursor.signed() != nil, cursor.skip("kB") else { return usage }
    guard cursor.skip(", limit ") else { return cursor.position }
    if !cursor.skip("unlimited") { guard cursor.signed() != nil, cursor.skip("kB") else { return usage + 8 } }
    guard cursor.skip(", failcnt "), cursor.number() != nil else { return cursor.position }
    return cursor.position
  }

  /// `Task in /a/b killed as a result of limit of /a`; each half may be missing.
  private static func readTask(_ text: Span<UInt8>, _ report: OpenReport) {
    let middle: StaticString = " killed as a result of limit of "
    if let at = text.offset(of: middle) {
      report.memcg.taskCgroup = text.text(8..<at)
      report.memcg.limitCgroup = text.text(text.trimmed(at + middle.utf8CodeUnitCount..<text.count))
    } else {
      let end = text.offset(of: " killed") ?? text.count
      report.memcg.taskCgroup = text.text(text.trimmed(8..<end))
    }
    report.seen.insert(.memcgTask)
  }

  /// `memory: usage 131072kB, limit 131072kB, failcnt 28`.
  private static func readCounter(_ text: Span<UInt8>) -> MemcgCounter? {
    guard let usage = kilobytes(text, after: "usage ") else { return nil }
    var counter = MemcgCounter()
    counter.usage = Bytes(kilobytes: usage)
    if let limit = kilobytes(text, after: "limit ") {
      counter.limit = Bytes(kilobytes: limit)
      counter.isUnlimited = isUnlimited(limit)
    } else if text.contains("limit unlimited") {
      counter.isUnlimited = true
    }
    counter.failcnt = number(text, after: "failcnt ")
    return counter
  }

  /// The kernel's words for "no limit" in kB: the largest counter of each era and page size
  /// (include/linux/res_counter.h until 3.18, page_counter.h since 3.19).
  private static func isUnlimited(_ kilobytes: Int64) -> Bool {
    switch kilobytes {
    // Pages of 4, 8, 16 and 64 KiB; 4 KiB where a long has 32 bits; res_counter's bytes.
    case 9_007_199_254_740_988, 9_007_199_254_740_984, 9_007_199_254_740_976, 9_007_199_254_740_928, 8_589_934_588,
      9_007_199_254_740_991, 18_014_398_509_481_983:
      true
    default:
      false
    }
  }
}

// Mem-Info's title and global counters, in pages (mm/show_mem.c; lib/show_mem.c and mm/page_alloc.c before 6.5).

import TrailBytes
import TrailModel

extension Section {
  static let memInfo = Section(
    "memory", .belongs,
    fits: { line, open in
      // Since 3.9 a report has either a cgroup's counters or the node's; each counter stands in it once.
      !line.memory.counters.contains { own in open.memory.counters.contains { $0.name == own.name } }
    },
    kinship: { _, open in open.isOfCgroup ? 0 : 1 },
    spansRecords: false, weight: counterRun
  ) { text, report, isWhole in
    if text.has("Mem-Info:") || text.has("Mem-info:") { return .taken }
    if text.ends(in: "per-cpu:") || text.ends(in: "per-cpu: empty") || isPerCPU(text) { return .taken }
    if text.has("( Active: ") { return readOldCounters(text, report) }
    if text.has("Free pages: ") {
      report.seen.insert(.oldCounters)
      return .taken
    }
    let starts: [StaticString] = [
      "active_anon:", "active_file:", "unevictable:", "slab_reclaimable:", "mapped:", "sec_pagetables:",
      "kernel_misc_reclaimable:", "free:", "free_cma:", "Active:", "Active_anon:", "inactive_file:", "bounce:",
    ]
    guard starts.contains(where: { text.has($0) }) || (report.isInCounters && isOfCounters(text)) else { return .no }
    // A zone's or node's counters have units; these have none.
    var counters: [Named<Pages>] = []
    var hasUnits = false
    _ = readCounters(text) { counter in
      if counter.isKilobytes { hasUnits = true }
      counters.append(Named(text.text(counter.name), Pages(counter.value)))
    }
    guard !hasUnits, !counters.isEmpty else { return .no }
    // Whether the last number is whole, only the next line tells.
    if !isWhole { return .partial }
    // A second block (sysrq-m, a failure of another task) inside the report must not mix with the first.
    for counter in counters.prefix(Ceiling.counters - min(Ceiling.counters, report.memory.counters.count))
    where !report.memory.counters.contains(where: { $0.name == counter.name }) {
      report.memory.counters.append(counter)
    }
    report.seen.insert(.counters)
    report.currentNode = nil
    report.currentZone = nil
    return .taken
  }

  /// Whether a line is nothing but `name:number`, whatever the names: a later kernel's counters.
  private static func isOfCounters(_ text: Span<UInt8>) -> Bool {
    guard let first = text.count > 0 ? text[0] : nil, first &- 0x61 <= 25 else { return false }
    let read = readCounters(text) { _ in }
    return read > 0 && text.trimmed(read..<text.count).isEmpty
  }

  /// 2.4's `( Active: 31000, inactive: 210, free: 796 )`.
  private static func readOldCounters(_ text: Span<UInt8>, _ report: OpenReport) -> Reading {
    var cursor = Cursor(text, at: 2)
    while let name = cursor.take(until: 0x3A) {
      cursor.skipBlanks()
      guard let value = cursor.number() else { break }
      let label = text.text(text.trimmed(name))
      if !report.memory.counters.contains(where: { $0.name == label }) {
        report.memory.counters.append(Named(label, Pages(value)))
      }
      guard let comma = text.firstIndex(of: 0x2C, from: cursor.position) else { break }
      cursor.position = comma + 1
    }
    report.seen.insert(.oldCounters)
    return .taken
  }

  /// `CPU    0: hi:  186, btch:  31 usd:  30` and the older `cpu 0 hot: low 2, high 6, batch 1`.
  private static func isPerCPU(_ text: Span<UInt8>) -> Bool {
    (text.has("CPU ") && text.contains("btch:")) || (text.has("cpu ") && text.contains("batch "))
  }
}

extension OpenReport {
  /// Whether the line before was of Mem-Info's global counters.
  fileprivate var isInCounters: Bool { seen.contains(.counters) && Section.all[section].name == "memory" }
}

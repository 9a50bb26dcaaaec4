// What ends Mem-Info: caches, swap, and how many pages there are (show_mem).

import TrailBytes
import TrailModel

extension Section {
  static let pageTotals = Section(
    "page-totals", .belongs,
    fits: { line, open in
      let (own, there) = (line.memory, open.memory)
      return !(own.swapFree != nil && there.swapFree != nil) && !(own.swapTotal != nil && there.swapTotal != nil)
        && !(own.ramPages != nil && there.ramPages != nil) && !(own.reservedPages != nil && there.reservedPages != nil)
        && !(own.highmemPages != nil && there.highmemPages != nil)
        && !(own.swapCachePages != nil && there.swapCachePages != nil)
        && !(own.pagecachePages != nil && there.pagecachePages != nil)
        && !own.otherPages.contains { other in there.otherPages.contains { $0.name == other.name } }
    },
    kinship: { _, open in open.isOfCgroup ? 0 : 1 }
  ) { text, report, _ in
    if text.has("Swap cache") { return .taken }
    if text.has("Free swap"), let value = swap(text) {
      if report.memory.swapFree == nil { report.memory.swapFree = Bytes(kilobytes: value) }
      return .taken
    }
    if text.has("Total swap"), let value = swap(text) {
      if report.memory.swapTotal == nil { report.memory.swapTotal = Bytes(kilobytes: value) }
      return .taken
    }
    var cursor = Cursor(text)
    // ia64's words for its page table cache.
    _ = cursor.skip("Total of ")
    guard let value = cursor.signed(), cursor.skip(byte: 0x20) else { return .no }
    let label = text.extracting(cursor.position..<text.trimmed(cursor.position..<text.count).upperBound)
    guard let total = Self.label(label) else { return .no }
    report.seen.insert(.pageTotals)
    let pages = Pages(value)
    switch total {
    case .ram: if report.memory.ramPages == nil { report.memory.ramPages = pages }
    case .reserved: if report.memory.reservedPages == nil { report.memory.reservedPages = pages }
    case .highmem: if report.memory.highmemPages == nil { report.memory.highmemPages = pages }
    case .swapCache: if report.memory.swapCachePages == nil { report.memory.swapCachePages = pages }
    case .pageCache: if report.memory.pagecachePages == nil { report.memory.pagecachePages = pages }
    case .other(let name):
      if report.memory.otherPages.count < Ceiling.counters,
        !report.memory.otherPages.contains(where: { $0.name == name })
      {
        report.memory.otherPages.append(Named(name, pages))
      }
    }
    return .taken
  }

  private enum Total {
    case ram, reserved, highmem, swapCache, pageCache
    case other(String)
  }

  /// `Free swap  = 0kB`, and the older `Free swap:            0kB`.
  private static func swap(_ text: Span<UInt8>) -> Int64? {
    guard let mark = text.firstIndex(of: 0x3D) ?? text.firstIndex(of: 0x3A) else { return nil }
    var cursor = Cursor(text, at: mark + 1)
    cursor.skipBlanks()
    guard let value = cursor.signed(), cursor.skip("kB") else { return nil }
    return value
  }

  private static func label(_ label: Span<UInt8>) -> Total? {
    if label.equals("pages RAM") || label.equals("pages of RAM") { return .ram }
    if label.equals("pages reserved") || label.equals("reserved pages") { return .reserved }
    if label.has("pages HighMem") || label.has("pages of HIGHMEM") { return .highmem }
    if label.equals("pages in swap cache") || label.equals("pages swap cached") { return .swapCache }
    if label.equals("total pagecache pages") || label.equals("pagecache pages") { return .pageCache }
    // Whatever else is counted in pages keeps its printed name.
    let isPages = label.has("pages ") || label.ends(in: " pages") || label.has("page")
    return isPages && label.count < 40 ? .other(label.text) : nil
  }
}

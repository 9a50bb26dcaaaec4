// Unreclaimable slab caches, printed where they outweigh everything else (mm/slab_common.c, since 4.15).

import TrailBytes
import TrailModel

extension Section {
  static let slab = Section("slab", .belongs) { text, report, _ in
    if text.has("Unreclaimable slab info:") || text.has("excessive unreclaimable slab") {
      report.seen.insert(.slab)
      return .taken
    }
    guard report.seen.contains(.slab) else { return .no }
    if text.has("Name "), text.ends(in: "Total") { return .taken }
    // The name may hold blanks, so the two sizes are read from the right.
    guard text.ends(in: "KB"), let total = size(text, before: text.count),
      let used = size(text, before: text.trimmed(0..<total.start).upperBound)
    else { return .no }
    let name = text.trimmed(0..<used.start)
    guard !name.isEmpty else { return .no }
    guard report.memory.slabs.count < Ceiling.caches else { return .taken }
    report.memory.slabs.append(
      Slab(name: text.text(name), used: Bytes(kilobytes: used.value), total: Bytes(kilobytes: total.value)))
    return .taken
  }

  /// `123KB` that ends at `end`.
  private static func size(_ text: Span<UInt8>, before end: Int) -> (value: Int64, start: Int)? {
    guard end >= 3, text.has("KB", at: end - 2) else { return nil }
    var start = end - 2
    while start > 0, text[start - 1] &- 0x30 <= 9 { start -= 1 }
    var cursor = Cursor(text, at: start)
    guard let value = cursor.number() else { return nil }
    return (value, start)
  }
}

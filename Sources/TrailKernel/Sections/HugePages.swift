// `Node 0 hugepages_total=2 hugepages_free=0 hugepages_surp=0 hugepages_size=2048kB` (mm/hugetlb.c, since 3.10).

import TrailBytes
import TrailModel

extension Section {
  static let hugePages = Section(
    "hugepages", .belongs,
    fits: { line, open in !open.memory.hugePages.contains(where: line.memory.hugePages.contains) },
    kinship: { _, open in open.isOfCgroup ? 0 : 1 },
    spansRecords: false, weight: hugePagesRun
  ) { text, report, isWhole in
    guard let at = text.offset(of: "hugepages_total=") else { return .no }
    if !isWhole, !text.ends(in: "kB") { return .partial }
    var pages = HugePages()
    var cursor = Cursor(text)
    if cursor.skip("Node ") { pages.node = cursor.number() }
    pages.total = number(text, after: "hugepages_total=", from: at)
    pages.free = number(text, after: "hugepages_free=", from: at)
    pages.surplus = number(text, after: "hugepages_surp=", from: at)
    pages.size = kilobytes(text, after: "hugepages_size=", from: at).map { Bytes(kilobytes: $0) }
    if report.memory.hugePages.count < Ceiling.caches, !report.memory.hugePages.contains(pages) {
      report.memory.hugePages.append(pages)
    }
    return .taken
  }

  /// How many bytes of a line are `key=number` words.
  private static func hugePagesRun(_ text: Span<UInt8>) -> Int {
    var cursor = Cursor(text)
    if cursor.skip("Node ") { _ = cursor.number() }
    var end = 0
    while true {
      cursor.skipBlanks()
      guard cursor.skip("hugepages_") else { return end }
      while let letter = cursor.peek, letter &- 0x61 <= 25 { cursor.position += 1 }
      guard cursor.skip(byte: 0x3D), cursor.number() != nil else { return end }
      _ = cursor.skip("kB")
      guard cursor.isAtEnd || cursor.peek == 0x20 else { return end }
      end = cursor.position
    }
  }
}

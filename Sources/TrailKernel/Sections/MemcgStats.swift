// `Memory cgroup stats for /path:` and what it counts: one line a cgroup until 5.2, one line a counter since.

import TrailBytes
import TrailModel

extension Section {
  static let memcgStats = Section(
    "memcg-stats", .belongs,
    fits: { line, open in
      if line.statsPath != nil { return !open.statsAreLines }
      return open.statsAreLines
        && !line.memcg.stats.contains { own in open.memcg.stats.contains { $0.name == own.name } }
    },
    kinship: { line, open in
      // 4.19 and earlier name the cgroup before its statistics.
      if let own = line.statsPath, let limit = open.memcg.limitCgroup { return own.hasPrefix(limit) ? 3 : 0 }
      return open.statsPath == nil && open.isOfCgroup ? 2 : 1
    },
    hasBlanks: false, spansRecords: false,
    weight: { text in
      (text.contains("stats for /") ? 1 : 0) + (text.ends(in: ":") || text.contains(": cache:") ? 1 : 0)
    }
  ) { line, report, isWhole in
    let text = line.extracting(line.trimmed(0..<line.count))
    if text.has("Memory cgroup stats") {
      if !isWhole, !text.ends(in: ":"), !text.contains(": ") { return .partial }
      // A path may hold colons too; the title's is the last, or stands before the first counter.
      let isTitle = text.ends(in: ":")
      let colon = isTitle ? text.count - 1 : text.offset(of: ": cache:") ?? text.offset(of: ": ") ?? text.count
      let path = text.has(" for ", at: 19) && colon > 24 && colon < text.count ? text.text(24..<colon) : nil
      report.seen.insert(.memcgStats)
      // The first cgroup is the one whose limit was hit; 3.9 to 5.2 list those below it as well.
      if report.statsPath == nil { report.statsPath = path }
      report.statsAreLines = colon + 1 >= text.count
      if colon + 1 < text.count { readShare(text, from: colon + 1, path, report) }
      return .taken
    }
    guard report.statsAreLines, !report.seen.contains(.tableHeader) else {
      return .no
    }
    var cursor = Cursor(text)
    while let byte = cursor.peek, byte &- 0x61 <= 25 || byte == 0x5F || byte &- 0x30 <= 9 { cursor.position += 1 }
    let name = 0..<cursor.position
    guard !name.isEmpty, text[0] &- 0x61 <= 25, cursor.skip(byte: 0x20), let value = cursor.number() else { return .no }
    guard text.trimmed(cursor.position..<text.count).isEmpty else { return .no }
    if report.memcg.stats.count < Ceiling.statistics { report.memcg.stats.append(Named(text.text(name), value)) }
    return .taken
  }

  /// Reads a cgroup's line: its own counters, without those of the cgroups below it.
  private static func readShare(_ text: Span<UInt8>, from start: Int, _ path: String?, _ report: OpenReport) {
    var stats: [Named<Int64>] = []
    _ = readCounters(text, from: start) { counter in
      guard stats.count < Ceiling.counters else { return }
      let value = counter.isKilobytes ? Bytes(kilobytes: counter.value).count : counter.value
      stats.append(Named(text.text(counter.name), value))
    }
    for counter in stats { add(counter.name, counter.value, report) }
    if report.memcg.cgroups.count < Ceiling.cgroups {
      report.memcg.cgroups.append(MemcgShare(path: path, stats: stats))
    } else {
      report.memcg.unkeptCgroups += 1
    }
  }

  /// Adds a cgroup's own counter to the sum over the subtree, which is what the limit saw.
  private static func add(_ name: String, _ value: Int64, _ report: OpenReport) {
    if let index = report.memcg.stats.firstIndex(where: { $0.name == name }) {
      report.memcg.stats[index].value &+= value
    } else if report.memcg.stats.count < Ceiling.statistics {
      report.memcg.stats.append(Named(name, value))
    }
  }
}

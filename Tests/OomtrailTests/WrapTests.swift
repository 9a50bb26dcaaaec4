// Captures wrapped as terminals and mail programs wrap: what is read is what was there, or is not read.

import TestKit
import Testing
import TrailModel

@Suite struct WrapTests {
  @Test(arguments: Capture.manyForms, [72, 76, 80, 100, 132])
  func aTerminalWraps(_ capture: Capture, _ width: Int) throws {
    try check(capture, width) { line in
      stride(from: 0, to: max(1, line.count), by: width).map { Array(line[$0..<min($0 + width, line.count)]) }
    }
  }

  @Test(arguments: Capture.manyForms, [72, 76, 80, 100, 132])
  func aMailProgramWraps(_ capture: Capture, _ width: Int) throws {
    try check(capture, width) { Self.atBlanks($0, width, breaksWords: false) }
  }

  @Test(arguments: Capture.manyForms, [72, 76, 80, 100, 132])
  func aMailProgramWrapsWithinLongWordsToo(_ capture: Capture, _ width: Int) throws {
    try check(capture, width) { Self.atBlanks($0, width, breaksWords: true) }
  }

  /// Breaks a line at the last blank within `width`, and leaves that out.
  private static func atBlanks(_ line: [UInt8], _ width: Int, breaksWords: Bool) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var rest = line[...]
    while rest.count > width {
      let front = rest.prefix(width + 1)
      if let blank = front.lastIndex(of: 0x20), front[..<blank].contains(where: { $0 != 0x20 }) {
        pieces.append(Array(rest[..<blank]))
        rest = rest[(blank + 1)...]
      } else if breaksWords {
        pieces.append(Array(rest.prefix(width)))
        rest = rest.dropFirst(width)
      } else if let blank = rest.dropFirst(width).firstIndex(of: 0x20) {
        pieces.append(Array(rest[..<blank]))
        rest = rest[(blank + 1)...]
      } else {
        break
      }
    }
    return pieces + [Array(rest)]
  }

  private func check(_ capture: Capture, _ width: Int, _ wrap: ([UInt8]) -> [[UInt8]]) throws {
    let lines = try capture.reportLines()
    let whole = reports(joined(lines))
    let wrapped = reports(joined(lines.flatMap(wrap)))
    let context = "\(capture.name) at \(width)"
    #expect(wrapped.count == whole.count, "\(context)")
    for (now, then) in zip(wrapped, whole) { compare(now, then, context) }
  }

  private func compare(_ now: KillReport, _ then: KillReport, _ context: String) {
    func victims(_ report: KillReport) -> [String] {
      ([report.victim].compactMap(\.self) + report.alsoKilled).map { "\($0.pid ?? -1) \($0.comm ?? "")" }
    }
    #expect(victims(now) == victims(then), "\(context)")
    let rows = Self.rows(then)
    for row in Self.rows(now) where !rows.contains(row) {
      Issue.record("a row that is not there: \(row.pid) \(row.comm): \(context)")
    }
    #expect(
      now.processes.count + now.unreadableRows >= then.processes.count + then.unreadableRows,
      "rows are lost: \(then.processes.count - now.processes.count) \(context)")
    let facts = Self.facts(then)
    for fact in Self.facts(now) where !facts.contains(fact) { Issue.record("invented: \(fact): \(context)") }
    if now.allocation?.cause == .fragmented { #expect(then.allocation?.cause == .fragmented, "\(context)") }
  }

  /// The rows as printed.
  private static func rows(_ report: KillReport) -> Set<ProcessRow> {
    Set(
      report.processes.rows.map { row in
        var row = row
        row.score = nil
        return row
      })
  }

  /// Counters, sizes, cgroups and zones, each as a line of its own.
  private static func facts(_ report: KillReport) -> Set<String> {
    var facts: Set<String> = []
    func add(_ label: String, _ value: (some Any)?) { if let value { facts.insert("\(label): \(value)") } }
    let memory = report.memory
    for counter in memory?.counters ?? [] { add("counter \(counter.name)", counter.value) }
    for node in memory?.nodes ?? [] {
      for size in node.sizes { add("node \(node.node) \(size.name)", size.value) }
      for count in node.counts { add("node \(node.node) \(count.name)", count.value) }
    }
    for zone in memory?.zones ?? [] {
      let name = "zone \(zone.node ?? -1) \(zone.name)"
      for size in zone.sizes { add("\(name) \(size.name)", size.value) }
      for count in zone.counts { add("\(name) \(count.name)", count.value) }
      for block in zone.freeBlocks { add("\(name) block", "\(block.blockSize) \(block.count)") }
      add("\(name) reserve", zone.lowmemReserve)
    }
    for pages in memory?.hugePages ?? [] { add("huge pages", pages) }
    for slab in memory?.slabs ?? [] { add("slab", slab) }
    for pages in memory?.otherPages ?? [] { add("pages \(pages.name)", pages.value) }
    add("swap", memory?.swapTotal)
    add("free swap", memory?.swapFree)
    let memcg = report.memcg
    for stat in memcg?.stats ?? [] { add("stat \(stat.name)", stat.value) }
    for share in memcg?.cgroups ?? [] { add("share \(share.path ?? "")", share.stats) }
    for (name, counter) in [
      ("memory", memcg?.memory), ("memsw", memcg?.memorySwap), ("swap", memcg?.swap), ("kmem", memcg?.kmem),
    ] {
      add("\(name) usage", counter?.usage)
      add("\(name) limit", counter?.limit)
      add("\(name) failcnt", counter?.failcnt)
    }
    add("limit cgroup", memcg?.limitCgroup)
    add("task cgroup", memcg?.taskCgroup)
    add("victim cgroup", report.victim?.cgroup)
    add("victim total", report.victim?.totalVM)
    add("victim anon", report.victim?.anonRSS)
    add("victim file", report.victim?.fileRSS)
    add("victim adj", report.victim?.oomScoreAdj)
    add("victim uid", report.victim?.uid)
    add("trigger", report.trigger.comm)
    add("trigger order", report.trigger.order)
    add("trigger adj", report.trigger.oomScoreAdj)
    add("cpuset", report.trigger.cpuset)
    add("mems", report.trigger.memsAllowed)
    add("nodemask", report.trigger.nodemask)
    return facts
  }

  private func reports(_ bytes: [UInt8]) -> [KillReport] { killReports(bytes) }
}

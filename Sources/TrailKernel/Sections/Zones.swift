// Nodes, zones, their reserves and their free lists (show_free_areas).

import TrailBytes
import TrailModel

extension Section {
  static let zones = Section(
    "zones", .belongs,
    fits: { line, open in
      // Each node and each zone has one line of counters and one free list.
      !line.memory.nodes.contains { own in open.memory.nodes.contains { $0.node == own.node } }
        && !line.memory.zones.contains { own in
          open.memory.zones.contains { zone in
            zone.node == own.node && zone.name == own.name
              && (own.sizes.isEmpty ? !zone.freeBlocks.isEmpty : !zone.sizes.isEmpty)
          }
        }
    },
    kinship: { _, open in open.isOfCgroup ? 0 : 1 },
    spansRecords: false, weight: zonesRun
  ) { text, report, isWhole in
    if text.has("Zone:") { return readOldZone(text, report) }
    if text.ends(in: "kB)"), report.oldZones < report.memory.zones.count { return readOldFreeBlocks(text, report) }
    var cursor = Cursor(text)
    var node: Int64?
    if cursor.skip("Node ") {
      guard let number = cursor.number() else { return .no }
      node = number
      cursor.skipBlanks()
    }
    if cursor.bytes.has("lowmem_reserve[]:", at: cursor.position)
      || cursor.bytes.has("protections[]:", at: cursor.position)
    {
      return readReserve(text, report)
    }
    let start = cursor.position
    if let zone = zoneName(text, at: start) {
      if text.has(": ", at: zone.upperBound) {
        if !isWhole, !text.has("empty", at: zone.upperBound + 2), freeTotal(text) == nil { return .partial }
        return readFreeBlocks(text, zone, node, report)
      }
      if text.has(" free:", at: zone.upperBound) {
        return isWhole ? readZone(text, zone, node, report) : .partial
      }
      return .no
    }
    if let node, text.contains("kB"), !text.contains("hugepages_") {
      if !isWhole, counterRun(text) > start { return .partial }
      return readNode(text, from: start, node, report)
    }
    return node == nil ? readContinuation(text, report) : .no
  }

  /// 2.4's `Zone:Normal freepages:  2000kB min:  1276kB low:  2044kB high:  2812kB`.
  private static func readOldZone(_ text: Span<UInt8>, _ report: OpenReport) -> Reading {
    guard let name = zoneName(text, at: 5), text.has(" freepages:", at: name.upperBound) else { return .no }
    report.seen.insert(.oldCounters)
    return readZone(text, name, nil, report)
  }

  /// 2.4's free lists, which come without names in the order of the zones: `24*4kB 6*8kB … = 2000kB)`.
  private static func readOldFreeBlocks(_ text: Span<UInt8>, _ report: OpenReport) -> Reading {
    var cursor = Cursor(text)
    let blocks = freeBlocks(text, &cursor)
    cursor.skipBlanks()
    guard cursor.skip(byte: 0x3D) else { return .no }
    report.memory.zones[report.oldZones].freeBlocks = blocks
    report.memory.zones[report.oldZones].isFreeListCut = isCut(blocks, freeTotal(text))
    report.oldZones += 1
    return .taken
  }

  private static func zoneName(_ text: Span<UInt8>, at start: Int) -> Range<Int>? {
    let names: [StaticString] = ["DMA32", "DMA", "Normal", "HighMem", "Movable", "Device"]
    for name in names where text.has(name, at: start) { return start..<start + name.utf8CodeUnitCount }
    // A zone of a later kernel: its name and what every zone's line begins with.
    var end = start
    while end < text.count, isLetterOrDigit(text[end]) { end += 1 }
    guard end > start, end - start <= 16, text[start] &- 0x41 <= 25 else { return nil }
    var cursor = Cursor(text, at: end)
    if cursor.skip(" free:") { return cursor.number() != nil ? start..<end : nil }
    guard cursor.skip(": "), cursor.number() != nil, cursor.skip(byte: 0x2A) else { return nil }
    return start..<end
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 <= 25 || byte &- 0x30 <= 9 }

  /// How far into a line of counters or a free list its grammar reaches.
  private static func zonesRun(_ text: Span<UInt8>) -> Int {
    var cursor = Cursor(text)
    if cursor.skip("Node ") {
      _ = cursor.number()
      cursor.skipBlanks()
    }
    guard let name = zoneName(text, at: cursor.position), text.has(": ", at: name.upperBound) else {
      return counterRun(text)
    }
    cursor.position = name.upperBound + 2
    _ = freeBlocks(text, &cursor)
    let end = cursor.position
    cursor.skipBlanks()
    guard cursor.skip("= "), cursor.number() != nil, cursor.skip("kB") else { return end }
    return cursor.position
  }

  /// What a free list amounts to, in kB, as its end says; nil where the end is not there.
  private static func freeTotal(_ text: Span<UInt8>) -> Int64? {
    guard let mark = text.lastOffset(of: "= ") else { return nil }
    var cursor = Cursor(text, at: mark + 2)
    guard let total = cursor.number(), cursor.skip("kB") else { return nil }
    return total
  }

  /// Whether blocks are missing from a list, or wrong: they are not what its end says they amount to.
  private static func isCut(_ blocks: [FreeBlocks], _ total: Int64?) -> Bool {
    guard let total else { return true }
    var sum: Int64 = 0
    for size in blocks {
      let (bytes, overflow) = size.count.multipliedReportingOverflow(by: size.blockSize.count)
      if overflow { return true }
      sum &+= bytes
    }
    return sum != Bytes(kilobytes: total).count
  }

  private static func readNode(_ text: Span<UInt8>, from start: Int, _ node: Int64, _ report: OpenReport) -> Reading {
    var record = MemoryNode(node: node)
    let read = readSizes(text, from: start, report) { record.add($0, text) }
    guard read > start else { return .no }
    if report.memory.nodes.count >= Ceiling.zones || report.memory.nodes.contains(where: { $0.node == node }) {
      return .taken
    }
    report.memory.nodes.append(record)
    report.currentNode = report.memory.nodes.count - 1
    report.currentZone = nil
    report.seen.insert(.zones)
    return .taken
  }

  private static func readZone(
    _ text: Span<UInt8>, _ name: Range<Int>, _ node: Int64?, _ report: OpenReport
  ) -> Reading {
    var zone = Zone(node: node, name: text.text(name))
    _ = readSizes(text, from: name.upperBound, report) { zone.add($0, text) }
    report.seen.insert(.zones)
    if let index = index(of: zone.name, node, report) {
      // The free list may have come first in a copy out of order; a second printing adds nothing.
      if report.memory.zones[index].sizes.isEmpty {
        zone.freeBlocks = report.memory.zones[index].freeBlocks
        zone.isFreeListCut = report.memory.zones[index].isFreeListCut
        report.memory.zones[index] = zone
      }
      report.currentZone = index
    } else if report.memory.zones.count < Ceiling.zones {
      report.memory.zones.append(zone)
      report.currentZone = report.memory.zones.count - 1
    }
    report.currentNode = nil
    return .taken
  }

  /// Reads counters that have a unit, but for one: a last number without it was cut.
  private static func readSizes(
    _ text: Span<UInt8>, from start: Int, _ report: OpenReport, _ body: (Counter) -> Void
  ) -> Int {
    readCounters(text, from: start) { counter in
      let isLast = counter.end == text.count && counter.truth == nil && !counter.isKilobytes
      if isLast, !text.extracting(counter.name).equals("pages_scanned") {
        report.seen.insert(.cutLine)
      } else {
        body(counter)
      }
    }
  }

  private static func index(of name: String, _ node: Int64?, _ report: OpenReport) -> Int? {
    report.memory.zones.firstIndex { $0.name == name && $0.node == node }
  }

  /// `lowmem_reserve[]: 0 2655 5626`: pages, one for each zone type.
  private static func readReserve(_ text: Span<UInt8>, _ report: OpenReport) -> Reading {
    guard let zone = report.currentZone, report.memory.zones[zone].lowmemReserve.isEmpty,
      let bracket = text.offset(of: "]:")
    else { return .taken }
    var cursor = Cursor(text, at: bracket + 2)
    cursor.skipBlanks()
    while report.memory.zones[zone].lowmemReserve.count < Ceiling.counters, let pages = cursor.signed() {
      report.memory.zones[zone].lowmemReserve.append(pages)
      cursor.skipBlanks()
    }
    return .taken
  }

  /// `Normal: 9*4kB (M) 6*8kB (ME) … = 3604kB`: the buddy allocator, the smallest block (a page) first.
  private static func readFreeBlocks(
    _ text: Span<UInt8>, _ name: Range<Int>, _ node: Int64?, _ report: OpenReport
  ) -> Reading {
    var cursor = Cursor(text, at: name.upperBound + 2)
    let blocks = freeBlocks(text, &cursor)
    guard !blocks.isEmpty || text.has("empty", at: name.upperBound + 2) else { return .no }
    let zoneName = text.text(name)
    let isListCut = !blocks.isEmpty && isCut(blocks, freeTotal(text))
    if let index = index(of: zoneName, node, report) {
      if report.memory.zones[index].freeBlocks.isEmpty {
        report.memory.zones[index].freeBlocks = blocks
        report.memory.zones[index].isFreeListCut = isListCut
      }
    } else if report.memory.zones.count < Ceiling.zones {
      var zone = Zone(node: node, name: zoneName)
      zone.freeBlocks = blocks
      zone.isFreeListCut = isListCut
      report.memory.zones.append(zone)
    }
    report.seen.insert(.zones)
    return .taken
  }

  private static func freeBlocks(_ text: Span<UInt8>, _ cursor: inout Cursor) -> [FreeBlocks] {
    var blocks: [FreeBlocks] = []
    while blocks.count < Ceiling.counters {
      let start = cursor.position
      cursor.skipBlanks()
      guard let count = cursor.number(), cursor.skip(byte: 0x2A), let size = cursor.number(), cursor.skip("kB") else {
        cursor.position = start
        break
      }
      let end = cursor.position
      cursor.skipBlanks()
      var types = ""
      if cursor.skip(byte: 0x28), let letters = cursor.take(until: 0x29) {
        types = text.text(letters)
      } else {
        cursor.position = end
      }
      blocks.append(FreeBlocks(blockSize: Bytes(kilobytes: size), count: count, types: types))
    }
    return blocks
  }

  /// The rest of a zone's or node's counters in a line of its own, as mail programs wrap them.
  private static func readContinuation(_ text: Span<UInt8>, _ report: OpenReport) -> Reading {
    guard report.currentZone != nil || report.currentNode != nil, text.contains("kB") else { return .no }
    var counters: [Counter] = []
    let read = readCounters(text) { counters.append($0) }
    guard !counters.isEmpty, text.trimmed(read..<text.count).isEmpty else { return .no }
    for counter in counters {
      if let zone = report.currentZone {
        report.memory.zones[zone].add(counter, text)
      } else if let node = report.currentNode {
        report.memory.nodes[node].add(counter, text)
      }
    }
    return .taken
  }
}

/// What zones and nodes have in common: counters with a unit, counters without, and reclaim's own verdict.
private protocol Counted {
  var sizes: [Named<Bytes>] { get set }
  var counts: [Named<Int64>] { get set }
  var allUnreclaimable: Bool? { get set }
}

extension Zone: Counted {}
extension MemoryNode: Counted {}

extension Counted {
  fileprivate mutating func add(_ counter: Counter, _ text: Span<UInt8>) {
    if let truth = counter.truth {
      if text.extracting(counter.name).equals("all_unreclaimable") { allUnreclaimable = truth }
    } else if sizes.count + counts.count >= Ceiling.counters {
      return
    } else if counter.isKilobytes {
      sizes.append(Named(text.text(counter.name), Bytes(kilobytes: counter.value)))
    } else {
      counts.append(Named(text.text(counter.name), counter.value))
    }
  }
}

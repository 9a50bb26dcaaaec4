// Joins lines that were broken on their way: by a mail program, a terminal, printk's own limit, or a newline in a name.

import TrailBytes
import TrailModel

extension KernelRecogniser {
  /// Tries to read `text` as the rest of the pending line.
  ///
  /// A mail program leaves out the blank at which it wraps, a terminal leaves out nothing, and a newline inside a
  /// process name is the name's own: of the ways to join, the one that has most of the section's grammar is right.
  func join(_ text: Span<UInt8>, _ line: Line, isStamped: Bool) -> Bool {
    guard let waiting = pending, waiting.pieces < Limit.pieces, waiting.bytes.count + text.count < Limit.joinedBytes,
      !Self.beginsRecord(text)
    else { return false }
    let section = Section.all[waiting.section]
    let bytes: [UInt8]?
    if isStamped {
      // Only the next record of the same context continues a line: at once, by the same caller.
      guard section.spansRecords, Self.follows(line.stamp, waiting.line.stamp), line.caller == waiting.line.caller
      else { return false }
      bytes = Self.heavier(waiting, text, section, gaps: [waiting.bytes.last == 0x3D || text.has(",") ? [] : [0x0A]])
    } else if waiting.section == Section.rowsIndex, let table = target(waiting.line, rows: true), table.hasColumns {
      bytes = RowShape.join(
        waiting.bytes, text, indent: max(0, line.indent - waiting.line.indent), columns: table.report.processes.columns)
    } else {
      bytes = unwrap(waiting, text, line, section)
    }
    guard let bytes else { return false }
    if !isStamped, !waiting.lastIsWidest { isRagged = true }
    pending = nil
    var joined = waiting.line
    joined.place.end = line.place.end
    let pieces = waiting.pieces + 1
    let stampText = waiting.line.stampText
    take(bytes.span, &joined, isWhole: false, isStamped: isStamped, last: line.place) { stampText }
    pending?.pieces = pieces
    pending?.lastIsWidest = line.isWidest
    pending?.last = line.place
    return true
  }

  /// Passes over an empty line behind a pending one: some programs put one between any two, and a newline in a name can
  /// be followed by another.
  func pass(_ line: Line, isStamped: Bool) -> Bool {
    guard let waiting = pending, waiting.pieces < Limit.pieces else { return false }
    if !isStamped { return true }
    guard Section.all[waiting.section].spansRecords, Self.follows(line.stamp, waiting.line.stamp),
      line.caller == waiting.line.caller
    else { return false }
    pending?.bytes.append(0x0A)
    pending?.pieces += 1
    return true
  }

  /// The line that two pieces without a stamp between them were.
  private func unwrap(_ waiting: Pending, _ text: Span<UInt8>, _ line: Line, _ section: Section) -> [UInt8]? {
    var gaps: [[UInt8]] = [[0x20], []]
    // Lines as long as the longest may have broken anywhere, shorter ones have broken at a blank.
    let isFull = waiting.lastIsWidest
    let isUnbroken = !section.hasBlanks && !waiting.bytes.span.contains(",task=")
    if waiting.bytes.last == 0x20 || isUnbroken || (isFull && !(section.hasBlanks && isRagged)) { gaps.reverse() }
    if waiting.bytes.last != 0x20, line.indent > waiting.line.indent { gaps = [[0x20]] }
    if waiting.bytes.last == 0x3D, Self.isKey(waiting.bytes) { gaps = [[]] }
    if let bytes = Self.heavier(waiting, text, section, gaps: gaps) { return bytes }
    guard isFull, text.firstIndex(of: 0x20) == nil else { return nil }
    // A line that might have been whole goes on in its last number.
    var cursor = Cursor(text)
    let isNumber = cursor.number() != nil && cursor.isAtEnd
    let endsInNumber = waiting.bytes.last.map { $0 &- 0x30 <= 9 || $0 == 0x2D } ?? false
    // A path can be longer than a line, so that a piece of it is nothing but path.
    let isInPath = !section.hasBlanks && !(section.isFinished?(waiting.bytes.span) ?? false)
    return isInPath || (isNumber && endsInNumber) ? Self.joined(waiting.bytes, [], text) : nil
  }

  /// The way to join two pieces that has most of the section's grammar, if that is more than the first piece has.
  private static func heavier(
    _ waiting: Pending, _ text: Span<UInt8>, _ section: Section, gaps: [[UInt8]]
  ) -> [UInt8]? {
    guard let weight = section.weight else { return nil }
    var most = weight(waiting.bytes.span)
    var best: [UInt8]?
    for gap in gaps {
      var ways = [joined(waiting.bytes, gap, text)]
      if gap.isEmpty, waiting.bytes.last == 0x3D {
        // A soft line break of quoted-printable text is no part of it; behind a key the sign is the line's own.
        let way = joined(waiting.bytes.dropLast(), gap, text)
        ways.insert(way, at: isKey(waiting.bytes) ? 1 : 0)
      }
      for bytes in ways {
        let now = weight(bytes.span)
        if now > most { (most, best) = (now, bytes) }
      }
    }
    return best
  }

  private static func joined(_ front: some Collection<UInt8>, _ gap: [UInt8], _ text: Span<UInt8>) -> [UInt8] {
    var bytes = Array(front)
    bytes.append(contentsOf: gap)
    for index in 0..<text.count { bytes.append(text[index]) }
    return bytes
  }

  /// Whether a text ends in a key and its `=`, or in a free list's ` =`.
  private static func isKey(_ bytes: [UInt8]) -> Bool {
    var at = bytes.count - 1
    while at > 0, (bytes[at - 1] | 0x20) &- 0x61 <= 25 || bytes[at - 1] == 0x5F { at -= 1 }
    return at > 0 && (bytes[at - 1] == 0x20 || bytes[at - 1] == 0x2C || bytes[at - 1] == 0x3A)
  }

  /// Whether a line is one of its own, and not the rest of the line before.
  private static func beginsRecord(_ text: Span<UInt8>) -> Bool {
    text.has("[") || text.has("oom-kill:") || text.has("Killed process") || text.has("Mem-Info") || text.has("Node ")
      || text.has("lowmem_reserve") || text.has("protections[") || text.contains(" pages")
      || text.has("Out of memory") || text.has("Memory cgroup") || text.has("oom_reaper:")
  }

  /// Whether one record comes at once after another.
  private static func follows(_ later: Stamp, _ earlier: Stamp) -> Bool {
    if let now = later.monotonic, let then = earlier.monotonic { return now >= then && now - then <= 1_000_000 }
    return later.civil == earlier.civil
  }

  /// Reads the pending line as far as it goes.
  func settle() {
    guard let waiting = pending else { return }
    pending = nil
    var line = waiting.line
    let text = line.stampText
    var bytes = waiting.bytes
    while bytes.last == 0x0A { bytes.removeLast() }
    take(bytes.span, &line, isWhole: true, isStamped: true, last: waiting.last) { text }
  }
}

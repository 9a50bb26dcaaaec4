// Joins lines that were broken on their way: by a mail program, a terminal, printk's own limit, or a newline in a name.

import TrailBytes
import TrailModel

extension KernelRecogniser {
  /// Tries to read `text` as the rest of the pending line.
  ///
  /// A mail program leaves out the blank at which it wraps, a terminal leaves out nothing, and a newline inside a
  /// process name is the name's own: of the ways to join, the one that has most of the section's grammar is right.
  func join(_ text: Span<UInt8>, _ line: Line, isStamped: Bool) -> Bool {
    guard let waiting = pending, let weight = Section.all[waiting.section].weight, waiting.pieces < Limit.pieces,
      waiting.bytes.count + text.count < Limit.joinedBytes
    else { return false }
    var gaps: [[UInt8]] = [[0x20], []]
    if waiting.bytes.last == 0x20 || !Section.all[waiting.section].hasBlanks { gaps.reverse() }
    if isStamped {
      // Only the next record of the same context continues a line: at once, by the same caller.
      guard !Self.beginsRecord(text), Self.follows(line.stamp, waiting.line.stamp), line.caller == waiting.line.caller
      else { return false }
      let last = waiting.bytes.last
      gaps = last == 0x3D || text.has(",") ? [[]] : [[0x0A]]
    } else if Self.beginsRecord(text) {
      return false
    }
    var best: (weight: Int, bytes: [UInt8])?
    let before = weight(waiting.bytes.span)
    for gap in gaps {
      var bytes = waiting.bytes
      // A soft line break of quoted-printable text is no part of it.
      if bytes.last == 0x3D, !isStamped, gap.isEmpty { bytes.removeLast() }
      bytes.append(contentsOf: gap)
      for index in 0..<text.count { bytes.append(text[index]) }
      let now = weight(bytes.span)
      if now > before, now > (best?.weight ?? 0) { best = (now, bytes) }
    }
    guard let best else { return false }
    pending = nil
    var joined = waiting.line
    joined.place.end = line.place.end
    let pieces = waiting.pieces + 1
    let stampText = waiting.line.stampText
    take(best.bytes.span, &joined, isWhole: false, isStamped: isStamped, last: line.place) { stampText }
    pending?.pieces = pieces
    return true
  }

  /// Whether a line is one of its own, and not the rest of the line before.
  private static func beginsRecord(_ text: Span<UInt8>) -> Bool {
    text.has("[") || text.has("oom-kill:") || text.has("Killed process") || text.has("Mem-Info") || text.has("Node ")
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
    take(waiting.bytes.span, &line, isWhole: true, isStamped: true) { text }
  }
}

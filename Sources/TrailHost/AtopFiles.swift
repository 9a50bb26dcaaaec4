// What `atop -r` prints (atop, showlinux.c): memory and swap at each of its intervals.

import TrailBytes
import TrailModel

extension HostFile {
  /// A header for each interval, and lines of columns between bars:
  ///
  ///     ATOP - web-07           2026/04/27  19:50:01           -----------            10m0s elapsed
  ///     MEM | tot     3.8G | free   81.2M | avail  310.7M | cache  92.1M | …
  ///     SWP | tot     1.0G | free  548.5M | …
  static let atop = HostFile(
    paths: ["atop", "atop*", "sos_commands/atop/*", "var/log/atop/*"], limit: 16 << 20
  ) { text, path, facts in
    var history = MemoryHistory(.atop, path: path, host: nil, points: [])
    var isOpen = false
    var lines = FileLines()
    while let line = lines.next(in: text) {
      let span = text.extracting(line)
      if span.has("ATOP - ") {
        guard history.points.count < MemoryHistory.most else {
          history.isCut = true
          break
        }
        guard let header = AtopHeader(span) else {
          isOpen = false
          continue
        }
        history.host = history.host ?? header.host
        history.points.append(.init(local: header.local, amounts: MemoryAmounts(), line: lines.number))
        isOpen = true
      } else if isOpen, span.has("MEM |") {
        history.points[history.points.count - 1].amounts.free = span.column("free")
        history.points[history.points.count - 1].amounts.available = span.column("avail")
      } else if isOpen, span.has("SWP |") {
        history.points[history.points.count - 1].amounts.swapFree = span.column("free")
      }
    }
    history.points.removeAll { $0.amounts == MemoryAmounts() }
    guard !history.points.isEmpty else { return }
    // Intervals of several days may be asked for in any order.
    history.points.sort { ($0.local, $0.line) < ($1.local, $1.line) }
    facts.memoryHistories.append(history)
  }
}

/// `ATOP - HOST  YYYY/MM/DD  hh:mm:ss  …`.
private struct AtopHeader {
  var host: String?
  /// In seconds since 1970, in the host's local time.
  var local: Int64

  init?(_ line: Span<UInt8>) {
    var cursor = Cursor(line)
    guard cursor.skip("ATOP - "), let name = cursor.nextWord() else { return nil }
    cursor.skipBlanks()
    guard let year = cursor.digits(4), cursor.skip(byte: 0x2F), let month = cursor.digits(2), cursor.skip(byte: 0x2F),
      let day = cursor.digits(2), (1990...2100).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilTime.days(inMonth: month, of: year)
    else { return nil }
    cursor.skipBlanks()
    guard let hour = cursor.digits(2), cursor.skip(byte: 0x3A), let minute = cursor.digits(2), cursor.skip(byte: 0x3A),
      let second = cursor.digits(2), hour < 24, minute < 60, second < 60
    else { return nil }
    if line.isHostName(name) { host = line.text(name) }
    local = Int64(CivilTime.days(year: year, month: month, day: day)) * 86_400
    local += Int64(hour * 3_600 + minute * 60 + second)
  }
}

extension Span<UInt8> {
  /// The size in the column called `name`: `free   81.2M`, which is rounded.
  fileprivate func column(_ name: StaticString) -> Bytes? {
    var cursor = Cursor(self)
    while cursor.skip(past: "|") {
      cursor.skipBlanks()
      guard cursor.skip(name) else { continue }
      cursor.skipBlanks()
      return cursor.atopSize()
    }
    return nil
  }
}

extension Cursor {
  /// `548.5M`, `3.8G`, `92K`, `0M`.
  fileprivate mutating func atopSize() -> Bytes? {
    guard let whole = number(), whole < 1 << 40 else { return nil }
    var tenths = whole * 10
    if skip(byte: 0x2E) {
      guard let digit = digits(1) else { return nil }
      tenths += Int64(digit)
    }
    switch peek {
    case 0x4B: return Bytes((tenths << 10) / 10)
    case 0x4D: return Bytes((tenths << 20) / 10)
    case 0x47 where tenths < 1 << 33: return Bytes((tenths << 30) / 10)
    case 0x54 where tenths < 1 << 23: return Bytes((tenths << 40) / 10)
    default: return nil
    }
  }
}

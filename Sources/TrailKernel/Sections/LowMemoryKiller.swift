// `lowmemorykiller: Killing 'x' (7), adj 529,` and what follows (drivers/staging/android/lowmemorykiller.c, to 4.11).

import TrailBytes
import TrailModel

extension Section {
  static let lowMemoryKiller = Section(
    "lowmemorykiller", .apart, sentinels: ["send sigkill to ", "Killing '"]
  ) { text, report, _ in
    let start = text.has("lowmemorykiller: ") ? 17 : 0
    if report.report.lowMemoryKill != nil { return readDetail(text, start, report) ? .taken : .no }
    return readKill(text, start, report) || readOldKill(text, start, report) ? .taken : .no
  }

  /// `Killing 'x' (7), adj 529,`; vendors print a thread group beside the pid.
  private static func readKill(_ text: Span<UInt8>, _ start: Int, _ report: OpenReport) -> Bool {
    guard text.has("Killing '", at: start), let end = text.lastOffset(of: "' ("), end >= start + 9 else { return false }
    var cursor = Cursor(text, at: end + 3)
    var victim = Victim()
    victim.pid = cursor.number()
    guard victim.pid != nil, cursor.skip(byte: 0x29) else { return false }
    if cursor.skip(" (tgid "), cursor.number() == nil || !cursor.skip(byte: 0x29) { return false }
    // Android's user-space killer says `, uid` here; it is no part of the kernel.
    guard cursor.skip(", adj "), let adjustment = cursor.signed(), cursor.isAtEnd || cursor.skip(byte: 0x2C) else {
      return false
    }
    victim.comm = text.text(start + 9..<end)
    take(victim, adjustment, into: report)
    report.report.missing = [.lines]
    return true
  }

  /// `send sigkill to 7 (x), adj 8, size 4711`: all that kernels before 4.5 print.
  private static func readOldKill(_ text: Span<UInt8>, _ start: Int, _ report: OpenReport) -> Bool {
    var cursor = Cursor(text, at: start)
    guard cursor.skip("send sigkill to ") else { return false }
    var victim = Victim()
    victim.pid = cursor.number()
    guard victim.pid != nil, cursor.skip(" ("), let end = text.lastOffset(of: "), adj "), end >= cursor.position else {
      return false
    }
    victim.comm = text.text(cursor.position..<end)
    cursor.position = end + 7
    guard let adjustment = cursor.signed(), cursor.skip(", size "), let size = cursor.number() else { return false }
    take(victim, adjustment, into: report)
    report.report.lowMemoryKill?.size = Pages(size)
    return true
  }

  private static func take(_ victim: Victim, _ adjustment: Int64, into report: OpenReport) {
    var kill = LowMemoryKill()
    kill.adjustment = adjustment
    report.report.lowMemoryKill = kill
    report.report.killer = .lowmemorykiller
    report.report.scope = .global
    report.report.outcome = .killed
    report.report.victim = victim
    // Between -17 and 15 it may be an `oom_adj`, but for 0, which is the same in both scales.
    if adjustment == 0 || !(-17...15).contains(adjustment) { report.report.victim?.oomScoreAdj = adjustment }
  }

  /// The further lines of the record; vendors add some, of which the gfp mask is kept.
  private static func readDetail(_ text: Span<UInt8>, _ start: Int, _ report: OpenReport) -> Bool {
    guard var kill = report.report.lowMemoryKill, kill.size == nil else { return false }
    var cursor = Cursor(text, at: start)
    cursor.skipBlanks()
    let line = text.extracting(cursor.position..<text.count)
    if line.has("to free "), kill.toFree == nil {
      kill.toFree = kilobytes(line, after: "to free ").map { Bytes(kilobytes: $0) }
      readRequester(line, &report.report.trigger)
    } else if line.has("cache "), kill.cache == nil {
      kill.cache = kilobytes(line, after: "cache ").map { Bytes(kilobytes: $0) }
      kill.limit = kilobytes(line, after: "below limit ").map { Bytes(kilobytes: $0) }
      kill.minimumScoreAdj = number(line, after: "for oom_score_adj ")
      if kill.minimumScoreAdj != nil { report.report.victim?.oomScoreAdj = kill.adjustment }
    } else if line.has("Free memory is "), kill.freeAboveReserved == nil {
      kill.freeAboveReserved = kilobytes(line, after: "Free memory is ").map { Bytes(kilobytes: $0) }
    } else if line.has("GFP mask is ") {
      var notice = Notice(kind: .linesLost, text: "")
      notice.readMask(line, after: "GFP mask is ", from: 0)
      report.report.trigger.gfpMask = notice.gfpMask
    } else {
      let others: [StaticString] = ["Free CMA is ", "Total ", "Slab ", "Free file ", "Free swap "]
      return others.contains { line.has($0) }
    }
    report.report.lowMemoryKill = kill
    report.report.missing = kill.isWhole ? [] : [.lines]
    return true
  }

  /// `… on behalf of 'x' (7) because`.
  private static func readRequester(_ line: Span<UInt8>, _ trigger: inout Trigger) {
    guard let at = line.offset(of: " on behalf of '"), let end = line.lastOffset(of: "' ("), end >= at + 15 else {
      return
    }
    trigger.comm = line.text(at + 15..<end)
    var cursor = Cursor(line, at: end + 3)
    trigger.pid = cursor.number()
  }
}

extension LowMemoryKill {
  /// Whether no line is missing that every kernel prints.
  var isWhole: Bool { size != nil || (toFree != nil && cache != nil && freeAboveReserved != nil) }
}

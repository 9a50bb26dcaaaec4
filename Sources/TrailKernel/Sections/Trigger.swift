// `comm invoked oom-killer: gfp_mask=…, order=…, oom_score_adj=…`: who asked (mm/oom_kill.c, dump_header).

import TrailBytes
import TrailModel

extension Section {
  static let trigger = Section(
    "header", .opens, sentinels: ["invoked oom-killer", "oom-killer: gfp_mask="],
    weight: { text in
      (text.contains("gfp_mask=") ? 1 : 0) + (text.contains(" order=") ? 1 : 0)
        + (text.contains("oom_score_adj=") ? 1 : 0) + (text.contains("invoked oom-killer:") ? 1 : 0)
    }
  ) { text, report, isWhole in
    let commEnd: Int
    let from: Int
    if let at = text.offset(of: " invoked oom-killer:") {
      commEnd = at
      from = at + 20
    } else if text.has("invoked oom-killer:") {
      // An empty name: the blank behind it went with the indentation.
      commEnd = 0
      from = 19
    } else if text.has("oom-killer: gfp_mask=") {
      // 2.6.9 to 2.6.18 do not say who asked.
      commEnd = 0
      from = 11
    } else if text.ends(in: " invoked"), !isWhole {
      return .partial
    } else {
      return .no
    }
    let mask = text.offset(of: "gfp_mask=", from: from)
    let scoreAdj = number(text, after: "oom_score_adj=", from: from)
    let oldAdj = number(text, after: "oom_adj=", from: from) ?? number(text, after: "oomkilladj=", from: from)
    let order = number(text, after: "order=", from: from)
    let isNameless = text.has("invoked oom-killer:")
    let isOld = commEnd == 0 && mask != nil && !isNameless
    if !isWhole, scoreAdj == nil, oldAdj == nil, !isOld || text[text.count - 1] == 0x2C { return .partial }

    var trigger = Trigger()
    readComm(text, 0..<commEnd, into: &trigger)
    if isNameless { trigger.comm = "" }
    if let mask { readMask(text, from: mask + 9, into: &trigger) }
    trigger.order = order
    trigger.oomScoreAdj = scoreAdj
    trigger.oomAdj = oldAdj
    if let at = text.offset(of: "nodemask=", from: from) {
      let end = text.offset(of: ", ", from: at) ?? text.count
      trigger.nodemask = text.text(at + 9..<end)
    }
    report.report.trigger = trigger
    if isOld || (oldAdj != nil && scoreAdj == nil) {
      report.hints.insert(.oldHeader)
    } else if scoreAdj == nil {
      report.seen.insert(.cutLine)
    }
    if order == -1 { report.report.isManual = true }
    report.seen.insert(.header)
    return .taken
  }

  /// The name: what stands before the verb, unless another CPU's unfinished line does (2.6 prints `<4>` between).
  private static func readComm(_ text: Span<UInt8>, _ range: Range<Int>, into trigger: inout Trigger) {
    guard !range.isEmpty else { return }
    var start = range.lowerBound
    // A name has 15 bytes at most (TASK_COMM_LEN); what is longer has something of an envelope before it.
    if range.count > 15 {
      for at in range where at + 3 <= range.upperBound {
        if text[at] == 0x3C, text[at + 1] &- 0x30 <= 7, text[at + 2] == 0x3E { start = at + 3 }
        if text[at] == 0x5D || text[at] == 0x3A, text[at + 1] == 0x20, at + 2 < range.upperBound { start = at + 2 }
      }
      guard range.upperBound - start <= 15 + 11 else { return }
    }
    trigger.comm = text.text(start..<range.upperBound)
  }

  /// `0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP)`: kept as printed, and the names apart.
  private static func readMask(_ text: Span<UInt8>, from start: Int, into trigger: inout Trigger) {
    var cursor = Cursor(text, at: start)
    guard cursor.skip("0x"), cursor.hexadecimal() != nil else { return }
    var end = cursor.position
    if cursor.skip(byte: 0x28), let close = text.firstIndex(of: 0x29, from: cursor.position) {
      end = close + 1
      var from = cursor.position
      while from < close {
        let bar = text.firstIndex(of: 0x7C, from: from).map { min($0, close) } ?? close
        trigger.gfpFlags.append(text.text(from..<bar))
        from = bar + 1
      }
    }
    trigger.gfpMask = text.text(start..<end)
  }
}

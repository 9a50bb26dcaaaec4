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
    // A sentence that quotes the line has more before the verb than a name and another CPU's unfinished line.
    guard let comm = commStart(text, commEnd) else { return .no }
    let mask = text.offset(of: "gfp_mask=", from: from)
    let scoreAdj = number(text, after: "oom_score_adj=", from: from)
    let killAdj = number(text, after: "oomkilladj=", from: from)
    let oldAdj = number(text, after: "oom_adj=", from: from) ?? killAdj
    let order = number(text, after: "order=", from: from)
    let isNameless = text.has("invoked oom-killer:")
    let isOld = commEnd == 0 && mask != nil && !isNameless
    // Whether the last number is whole, only the next line tells.
    if !isWhole, text[text.count - 1] &- 0x30 <= 9 { return .partial }
    if !isWhole, scoreAdj == nil, oldAdj == nil, !isOld || text[text.count - 1] == 0x2C { return .partial }

    var trigger = Trigger()
    if commEnd > 0 { trigger.comm = text.text(comm..<commEnd) }
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
    if isOld {
      report.headerKernels = order == nil ? PossibleKernels("2.6.9", "2.6.12") : PossibleKernels("2.6.13", "2.6.18")
    } else if killAdj != nil {
      report.headerKernels = PossibleKernels("2.6.19", "2.6.31")
    } else if oldAdj != nil {
      report.headerKernels = scoreAdj == nil ? PossibleKernels("2.6.32", "2.6.35") : PossibleKernels("2.6.32", "3.7")
    } else if scoreAdj != nil, let mask, text.firstIndex(of: 0x28, from: mask) == nil {
      // Since 4.6 the names follow the number in parentheses.
      report.headerKernels = PossibleKernels("3.7", "4.5")
    }
    if isOld || (oldAdj != nil && scoreAdj == nil) {
      report.hints.insert(.oldHeader)
    } else if scoreAdj == nil {
      report.seen.insert(.cutLine)
    }
    if order == -1 { report.report.isManual = true }
    report.seen.insert(.header)
    return .taken
  }

  /// Where the name before the verb begins: 2.6 prints another CPU's unfinished line and `<4>` before it, an unknown
  /// envelope its own words. Nil where what is left is longer than any name.
  private static func commStart(_ text: Span<UInt8>, _ end: Int) -> Int? {
    var start = 0
    if end > 15 {
      for at in 0..<end - 2 {
        if text[at] == 0x3C, text[at + 1] &- 0x30 <= 7, text[at + 2] == 0x3E { start = at + 3 }
        if text[at] == 0x5D || text[at] == 0x3A, text[at + 1] == 0x20 { start = at + 2 }
      }
    }
    // A patched kernel adds the pid.
    let name = text.extracting(start..<end)
    var digits = name.count
    while digits > 0, name[digits - 1] &- 0x30 <= 9 { digits -= 1 }
    let hasPid = digits > 1 && digits < name.count && name[digits - 1] == 0x3A
    let length = hasPid ? digits - 1 : name.count
    return name.extracting(0..<length).mayBeComm ? start : nil
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

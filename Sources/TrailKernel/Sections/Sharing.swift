// `Kill process 7 (x) sharing same memory`: who dies with the victim, having its memory (mm/oom_kill.c, 2.6.37 to 4.3).

import TrailBytes
import TrailModel

extension Section {
  static let sharing = Section(
    "sharing", .belongs, sentinels: [") sharing same memory"], isEpilogue: true,
    weight: { ($0.contains("Kill process ") ? 1 : 0) + ($0.contains(") sharing same memory") ? 1 : 0) }
  ) { text, report, isWhole in
    guard text.has("Kill process "), !text.contains(") score ") else { return .no }
    if !isWhole, !text.ends(in: " sharing same memory") { return .partial }
    var cursor = Cursor(text, at: 13)
    guard let pid = cursor.signed(), cursor.skip(" ("), let close = text.lastOffset(of: ") sharing same memory"),
      close >= cursor.position
    else { return .no }
    var process = Victim()
    process.pid = pid
    process.comm = text.text(cursor.position..<close)
    report.take(process)
    return .taken
  }
}

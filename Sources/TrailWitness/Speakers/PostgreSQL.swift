// PostgreSQL's postmaster (src/backend/postmaster/postmaster.c, LogChildExit), in any language of its messages.

import TrailBytes
import TrailModel

extension Speaker {
  static let postgresql = Speaker(
    "postgresql",
    sentinels: ["(PID ", "LOG:  received immediate", "SIGKILL to recalcitrant"]
  ) { text, voice in
    let parent =
      text.offset(of: "LOG:").flatMap { text.bracketedNumber(before: $0) } ?? csvPID(text)
      ?? (voice.name.hasPrefix("post") ? voice.pid : nil)
    if text.contains("received immediate shutdown request") || text.contains("issuing SIGKILL to recalcitrant children")
    {
      return .ending(Ward("postgresql", parent: parent), reason: "the server was told to stop at once")
    }
    guard let at = text.offset(of: "(PID "), let pid = text.number(after: "(PID "),
      let end = text.firstIndex(of: 0x29, from: at), isKilled(text, from: end + 1)
    else { return nil }
    var start = at
    for mark: StaticString in ["LOG:  ", "LOG: ", ",\""] {
      guard let found = text.extracting(0..<at).lastOffset(of: mark) else { continue }
      start = found + mark.utf8CodeUnitCount
      break
    }
    let range = text.trimmed(start..<at)
    let role = start < at && range.count < 128 ? text.text(range) : nil
    return .death(
      .killed(
        "postgresql", text, parent: NamedProcess(pid: parent, name: "postgres"),
        child: NamedProcess(pid: pid, name: role), comms: ["postgres", "postmaster"]))
  }

  /// Whether the words behind the pid tell of signal 9: `was terminated by signal 9: Killed`, and that in translation,
  /// of which the number and the level before it are left.
  private static func isKilled(_ text: Span<UInt8>, from start: Int) -> Bool {
    if text.has(" was terminated by signal 9", at: start) {
      let end = start + 27
      return end >= text.count || text[end] &- 0x30 > 9
    }
    guard text.has(" ", at: start), text.extracting(0..<start).contains("LOG:") else { return false }
    let words: [StaticString] = [
      "ignal 9", "eñal 9", "segnale 9", "сигналу 9", "сигналом 9", "シグナル 9", "信号 9", "시그널 9",
    ]
    return words.contains { word in
      guard let at = text.offset(of: word, from: start) else { return false }
      let end = at + word.utf8CodeUnitCount
      return end >= text.count || text[end] &- 0x30 > 9
    }
  }

  /// The fourth column of a csvlog.
  private static func csvPID(_ text: Span<UInt8>) -> Int64? {
    guard text.contains(",LOG,") else { return nil }
    var cursor = Cursor(text)
    for _ in 0..<3 { guard cursor.take(until: 0x2C) != nil else { return nil } }
    guard let pid = cursor.number(), cursor.skip(byte: 0x2C) else { return nil }
    return pid
  }
}

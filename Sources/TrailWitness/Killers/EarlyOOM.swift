// earlyoom (kill.c), from its first wording to 1.9's.

import TrailBytes
import TrailModel

extension Speaker {
  static let earlyoom = Speaker(
    "earlyoom",
    sentinels: [
      "sending SIGTERM to process", "sending SIGKILL to process", "low memory! at or below", "escalating to SIGKILL",
      "dryrun, not actually", "Killing process '", "earlyoom", "triggered kernel OOM",
    ]
  ) { text, voice in
    let isOwn = voice.name == "earlyoom"
    var part = KillPart(.earlyoom, .before)
    part.scope = .global
    part.kill.killerPID = isOwn ? voice.pid : nil
    if isOwn, text.has("mem avail:") {
      part.isQuiet = true
      readAvailable(text, into: &part.kill)
      return .kill(part)
    }
    if text.contains("low memory! at or below SIG") {
      part.kill.memoryLimit = text.decimal(after: " mem ")
      part.kill.swapLimit = text.decimal(after: " swap ")
      return .kill(part)
    }
    let isFailed = (isOwn || voice.name.isEmpty) && text.has("kill failed: ")
    if text.contains("dryrun, not actually sending any signal") || isFailed {
      part.stage = .cancel
      return .kill(part)
    }
    if text.contains("triggered kernel OOM killer") {
      // The kernel reports what it does then.
      part.stage = .dismiss
      return .kill(part)
    }
    if let victim = victim(text, isOwn: isOwn, into: &part.kill) {
      part.stage = .kill
      part.victim = victim
      return .kill(part)
    }
    part.stage = .after
    if text.has("escalating to SIGKILL after ") {
      part.kill.isEscalated = true
      return .kill(part)
    }
    guard text.has("process "), let pid = text.number(after: "process ") else { return nil }
    part.kill.pids = [pid]
    if text.contains(" exited after ") {
      part.kill.isConfirmed = true
      return .kill(part)
    }
    if text.contains(" did not exit") {
      part.kill.isConfirmed = false
      return .kill(part)
    }
    if let command = text.range(between: " cmdline \"", "\"") {
      part.kill.commandLine = text.text(command)
      return .kill(part)
    }
    return nil
  }

  /// `mem avail: 55499 of 760640 MiB ( 7.30%), swap free: 0 of 2047 MiB ( 0.00%)`.
  private static func readAvailable(_ text: Span<UInt8>, into kill: inout UserspaceKill) {
    func mebibytes(_ name: StaticString) -> (part: Bytes?, whole: Bytes?) {
      var cursor = Cursor(text)
      guard cursor.skip(past: name) else { return (nil, nil) }
      cursor.skipBlanks()
      guard let part = cursor.number(), part < 1 << 40 else { return (nil, nil) }
      var whole: Int64?
      if cursor.skip(" of ") {
        cursor.skipBlanks()
        whole = cursor.number()
      }
      return (Bytes(part << 20), whole.flatMap { $0 < 1 << 40 ? Bytes($0 << 20) : nil })
    }
    (kill.memoryAvailable, kill.memoryTotal) = mebibytes("mem avail:")
    (kill.swapFree, kill.swapTotal) = mebibytes("swap free:")
  }

  /// Whom a line says that a signal is sent to.
  private static func victim(_ text: Span<UInt8>, isOwn: Bool, into kill: inout UserspaceKill) -> Victim? {
    var victim = Victim()
    if let at = text.offset(of: "sending SIGTERM to process ") ?? text.offset(of: "sending SIGKILL to process ") {
      kill.signal = text.has("sending SIGTERM", at: at) ? 15 : 9
      var cursor = Cursor(text, at: at + 27)
      victim.pid = cursor.number()
      if cursor.skip(" uid ") { victim.uid = cursor.number() }
      guard victim.pid != nil, cursor.skip(" \""), let end = text.offset(of: "\": ", from: cursor.position) else {
        return nil
      }
      victim.comm = text.text(cursor.position..<end)
      kill.score = text.number(after: "badness ", from: end) ?? text.number(after: "oom_score ", from: end)
      kill.resident = text.number(after: "VmRSS ", from: end).flatMap { $0 < 1 << 40 ? Bytes($0 << 20) : nil }
      if let at = text.offset(of: "oom_score_adj ", from: end) {
        var cursor = Cursor(text, at: at + 14)
        victim.oomScoreAdj = cursor.signed()
      }
      if let at = text.offset(of: "cmdline \"", from: end), let close = text.lastOffset(of: "\""), close > at + 9 {
        kill.commandLine = text.text(at + 9..<close)
      }
      return victim
    }
    if let name = text.between("Killing process '", "' with signal "), let pid = text.number(after: ", pid: ") {
      victim.pid = pid
      victim.comm = name
      kill.signal = text.number(after: "' with signal ")
      kill.score = text.number(after: "badness: ")
      kill.resident = text.number(after: "VmRSS: ").flatMap { $0 < 1 << 40 ? Bytes($0 << 20) : nil }
      return victim
    }
    // To 1.0 there is nothing but this, which anybody might say.
    guard isOwn, text.has("Killing process "), let pid = text.number(after: "Killing process ") else { return nil }
    victim.pid = pid
    var cursor = Cursor(text, at: 16)
    _ = cursor.number()
    cursor.skipBlanks()
    let name = text.trimmed(cursor.position..<text.count)
    victim.comm = name.isEmpty ? nil : text.text(name)
    return victim
  }
}

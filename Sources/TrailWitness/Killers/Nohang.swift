// nohang (github.com/hakavlad/nohang): a block of lines a kill, with the state of memory, the victim and its parents.

import TrailBytes
import TrailModel

extension Speaker {
  static let nohang = Speaker(
    "nohang", sentinels: ["Memory status that requires", "Implementing a corr", "Victim status (found"]
  ) { text, voice in
    var cursor = Cursor(text)
    cursor.skipBlanks()
    let said = text.extracting(cursor.position..<text.count)
    let isOwn = voice.name == "nohang"
    var part = KillPart(.nohang, .before)
    part.scope = .global
    part.kill.killerPID = isOwn ? voice.pid : nil
    if said.has("Memory status that requires") || said.has("Victim status (found")
      || said.has("Implementing a corrective action")
    {
      return .kill(part)
    }
    if said.has("Sending SIG"), said.contains(" to the victim") {
      part.stage = .kill
      part.kill.signal = said.has("Sending SIGKILL") ? 9 : said.has("Sending SIGTERM") ? 15 : nil
      return .kill(part)
    }
    // The lines of the block say nothing that is nohang's alone.
    part.isContinuation = !isOwn
    if said.has("MemAvailable [") || said.contains("MemAvailable [") {
      part.kill.memoryAvailable = said.number(after: "MemAvailable [").map { Bytes(mebibytes: $0) }
      part.kill.memoryLimit = percent(said, after: "min_mem [")
    } else if said.contains("SwapFree [") {
      part.kill.swapFree = said.number(after: "SwapFree [").map { Bytes(mebibytes: $0) }
      part.kill.swapLimit = percent(said, after: "min_swap [")
    } else if said.has("PID: "), let pid = said.number(after: "PID: ") {
      var victim = Victim()
      victim.pid = pid
      victim.comm = said.between("name: ", ", ") ?? said.word(after: "name: ")
      victim.uid = said.number(after: "EUID: ")
      part.victim = victim
    } else if said.has("badness: ") {
      part.kill.score = said.number(after: "badness: ")
      if let at = said.offset(of: "oom_score_adj: ") {
        var cursor = Cursor(said, at: at + 15)
        var victim = Victim()
        victim.oomScoreAdj = cursor.signed()
        part.victim = victim
      }
    } else if said.has("Vm, MiB: ") || said.has("Vm, MiB:") {
      part.kill.resident = said.number(after: "RSS: ").map { Bytes(mebibytes: $0) }
      part.kill.victimSwap = said.number(after: "Swap: ").map { Bytes(mebibytes: $0) }
    } else if said.has("cgroup_v2: /") || said.has("cgroup_v1: /") {
      var victim = Victim()
      victim.cgroup = said.text(11..<said.trimmed(0..<said.count).upperBound)
      part.victim = victim
    } else if said.has("Ancestry: ") {
      part.kill.members = ancestry(said)
    } else if said.has("cmdline: ") || said.has("Command line: ") {
      part.kill.commandLine = said.text(said.trimmed((said.has("cmdline: ") ? 9 : 14)..<said.count))
    } else if said.has("OK; total response time") {
      part.stage = .after
    } else if said.has("The victim died in ") {
      part.stage = .after
      part.kill.isConfirmed = true
    } else {
      return nil
    }
    return .kill(part)
  }

  /// The second number of `[400 MiB, 5.0 %]`.
  private static func percent(_ text: Span<UInt8>, after literal: StaticString) -> Double? {
    guard let at = text.offset(of: literal), let comma = text.firstIndex(of: 0x2C, from: at) else { return nil }
    return text.extracting(comma..<text.count).decimal(after: ",")
  }

  /// `PID 812 (bash) <= PID 700 (sshd) <= PID 1 (systemd)`.
  private static func ancestry(_ text: Span<UInt8>) -> [UserspaceKill.Member] {
    var members: [UserspaceKill.Member] = []
    var cursor = Cursor(text)
    while members.count < 64, cursor.skip(past: "PID ") {
      guard let pid = cursor.number(), cursor.skip(" ("), let name = cursor.take(until: 0x29) else { break }
      members.append(UserspaceKill.Member(pid: pid, comm: text.text(name)))
    }
    for index in members.indices.dropLast() { members[index].parent = members[index + 1].pid }
    return members
  }
}

extension Bytes {
  /// A size in mebibytes; what is too large for one is as much as can be.
  init(mebibytes: Int64) {
    let (count, overflow) = mebibytes.multipliedReportingOverflow(by: 1 << 20)
    self.init(overflow ? .max : count)
  }
}

// `Killed process 7 (x) total-vm:…kB, anon-rss:…kB …`: who died, in every era's wording (mm/oom_kill.c).

import TrailBytes
import TrailModel

extension Section {
  static let kill = Section(
    "kill", .proves, sentinels: ["Killed process"],
    fits: { line, open in
      guard open.isKilled else {
        // Of two reports told apart by content alone, the kill is of the one whose summary came (since 5.4 all have it).
        if open.isMixed, line.victim.pageTables != nil, !open.seen.contains(.summary) { return false }
        // The node's kill is not a cgroup's; before 5.2 the kill line does not say which it is.
        if line.hints.contains(.plainMessage), line.victim.totalVM != nil, open.seen.contains(.memcgUsage),
          !open.isMixed,
          open.summaryPid == nil
        {
          return false
        }
        return open.wantsMore && open.agrees(withKillOf: line)
      }
      // A group kill names its first victim once more at the end, even where its announcement was lost.
      if line.victim.pid == open.victim.pid, line.victim.comm == open.victim.comm, line.victim.totalVM != nil,
        open.isFollowed(by: line)
      {
        return true
      }
      // After the first kill line only the members of a group follow, at once and in the same words; without its header
      // each is an event.
      return open.seen.isSuperset(of: [.header, .group]) && open.isFollowed(by: line)
        && open.hints.isSuperset(of: line.hints.intersection([.memcgMessage, .plainMessage]))
    },
    kinship: { line, open in
      guard let pid = line.victim.pid else { return 0 }
      if pid == open.summaryPid || pid == open.chosen?.pid || open.seen.isSuperset(of: [.kill, .group]) { return 4 }
      let isOwn =
        !line.hints.isDisjoint(with: [.memcgMessage, .plainMessage])
        && line.hints.contains(.memcgMessage) == open.isOfCgroup
      return (isOwn ? 2 : 0) + (open.hasRow(of: pid) ? 1 : 0)
    },
    weight: { text in
      let keys: [StaticString] = [
        "Killed process ", ": Killed process ", ") total-vm:", " total-vm:", "kB, anon-rss:", "kB, file-rss:",
        "kB, shmem-rss:", ", UID:", " pgtables:",
        "kB oom_score_adj:",
      ]
      return keys.reduce(0) { $0 + (text.contains($1) ? 1 : 0) }
    }
  ) { text, report, isWhole in
    guard let at = text.offset(of: "Killed process ") else {
      return !isWhole && (text.ends(in: "emory: Killed") || text.ends(in: "emory: Killed ")) ? .partial : .no
    }
    // Words before it are the kernel's message or nothing: a program that quotes the line has others.
    guard isMessage(text.extracting(0..<at)) else { return .no }
    if !isWhole, !isFinished(text, from: at) { return .partial }
    guard let victim = readVictim(text, from: at + 15) else { return isWhole ? .no : .partial }
    if isCut(text) { report.seen.insert(.cutLine) }
    report.readMessage(text.extracting(0..<at))
    report.take(victim)
    return .taken
  }

  /// Whether these are the kernel's words before `Killed process`, or none. A sentence that quotes them is no kill.
  static func isMessage(_ words: Span<UInt8>) -> Bool {
    if words.isEmpty { return true }
    let messages: [StaticString] = [
      "Out of memory: ", "Memory cgroup out of memory: ", "Out of memory (oom_kill_allocating_task): ",
      "Out of Memory: ", "No available memory (MPOL_BIND): ", "No available memory in cpuset: ",
    ]
    return messages.contains { words.equals($0) }
  }

  /// Whether a line that no section could read looks like one that says who was killed.
  static func speaksOfKill(_ text: Span<UInt8>) -> Bool {
    guard let at = text.offset(of: "ill") else { return false }
    var from = at
    while let word = text.offset(of: "process ", from: from) {
      from = word + 8
      var cursor = Cursor(text, at: from)
      guard word > 4, text.has("Killed ", at: word - 7) || text.has("Kill ", at: word - 5), cursor.signed() != nil
      else { continue }
      if cursor.skip(" (") || cursor.skip(", UID ") { return true }
    }
    return false
  }

  /// Whether the line stops in the middle: every era's ends in a size, a number behind its label, or the name.
  private static func isCut(_ text: Span<UInt8>) -> Bool {
    if text.ends(in: "kB") || text.ends(in: ")") || text.ends(in: ".") { return false }
    var at = text.count
    while at > 0, text[at - 1] &- 0x30 <= 9 || text[at - 1] == 0x2D { at -= 1 }
    let front = text.extracting(0..<at)
    return at == text.count || !(front.ends(in: "oom_score_adj:") || front.ends(in: "UID:") || front.ends(in: "UID "))
  }

  /// Whether nothing more of the line can come. The oldest wordings end with the name.
  private static func isFinished(_ text: Span<UInt8>, from start: Int) -> Bool {
    // Whether the last number is whole, only the next line tells.
    if text.contains("oom_score_adj:") || text.contains("UID:") { return false }
    if text.ends(in: ").") { return true }
    // 2.6.36 to 5.3 end in a size; a comma or a broken word shows that it goes on.
    return text.ends(in: "kB") && (text.contains("file-rss:") || text.contains("flags="))
  }

  /// `7 (x) total-vm:…`, `7, UID 1, (x) total-vm:…` (RHEL 6), `7 (x), UID 1, total-vm:…` (RHEL 7).
  private static func readVictim(_ text: Span<UInt8>, from start: Int) -> Victim? {
    var cursor = Cursor(text, at: start)
    var victim = Victim()
    victim.pid = cursor.number()
    guard victim.pid != nil else { return nil }
    if cursor.skip(", UID ") {
      victim.uid = cursor.signed()
      _ = cursor.skip(",")
    }
    guard cursor.skip(" (") else { return nil }
    let name = cursor.position
    // Cut within the name: the pid is what is left.
    guard let close = commEnd(text, from: name) else { return victim }
    // Only the kernel's words follow a name.
    guard text.extracting(name..<close).mayBeComm else { return nil }
    let rest = close + 1
    let tails: [StaticString] = [" t", ", UID", " vsz:", ".", ", flags="]
    guard rest == text.count || tails.contains(where: { text.has($0, at: rest) }) else { return nil }
    victim.comm = text.text(name..<close)
    if victim.uid == nil {
      victim.uid = number(text, after: "UID ", from: rest) ?? number(text, after: "UID:", from: rest)
    }
    func size(_ label: StaticString) -> Bytes? {
      kilobytes(text, after: label, from: rest).flatMap { Bytes(exactKilobytes: $0) }
    }
    victim.totalVM = size("total-vm:") ?? size("vsz:")
    victim.anonRSS = size("anon-rss:")
    victim.fileRSS = size("file-rss:")
    victim.shmemRSS = size("shmem-rss:")
    victim.pageTables = size("pgtables:")
    victim.oomScoreAdj = number(text, after: "oom_score_adj:", from: rest)
    return victim
  }

  /// The parenthesis that ends the name: the last one before what the kernel prints behind it, since names hold any
  /// byte.
  private static func commEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
    var end: Int?
    for mark in [") total-vm:", "), UID ", ") vsz:", "), flags="] as [StaticString] {
      let part = text.extracting(start..<text.count)
      if let at = part.lastOffset(of: mark) { end = max(end ?? 0, start + at) }
    }
    if let end { return end }
    if text.ends(in: ").") { return text.count - 2 }
    if text.ends(in: ")") { return text.count - 1 }
    return text.extracting(start..<text.count).lastOffset(of: ")").map { start + $0 }
  }
}

extension OpenReport {
  /// Whether a kill line may end this report: its summary's process, a thread of it, or nothing contradicts.
  func agrees(withKillOf line: OpenReport) -> Bool {
    guard let summaryPid, let pid = line.victim.pid, summaryPid != pid else { return true }
    if victim.comm == line.victim.comm { return true }
    // The summary names the process, the kill line the thread that still owns the memory.
    if let row = report.processes.row(ofPid: pid) { return row.tgid == summaryPid }
    // The row may have gone to the other of two reports.
    return isMixed && line.hints.contains(.memcgMessage) == (report.scope == .memcg)
  }

  /// Takes a kill line's process as the victim, or as one more of the group.
  func take(_ killed: Victim) {
    guard !seen.contains(.kill) else {
      // A group kill names its first victim once more.
      if report.alsoKilled.count < Ceiling.members, let pid = killed.pid, pid != victim.pid,
        alsoDead.insert(pid).inserted
      {
        report.alsoKilled.append(killed)
      }
      return
    }
    // The summary knows the cgroup and the user, the kill line the thread that owned the memory and the sizes.
    var merged = killed
    merged.cgroup = victim.cgroup
    merged.uid = killed.uid ?? victim.uid
    victim = merged
    seen.insert(.kill)
  }
}

// systemd-oomd (src/oom/oomd-manager.c, oomd-util.c): kills a control group by its pressure or its swap.

import TrailBytes
import TrailModel

extension Speaker {
  static let systemdOOMD = Speaker(
    "systemd-oomd", sentinels: ["oomd", "killing due to memory", "due to memory pressure for", "due to memory used ("]
  ) { text, voice in
    var cursor = Cursor(text)
    cursor.skipBlanks()
    let said = text.extracting(cursor.position..<text.count)
    let isOwn = voice.name == "systemd-oomd"
    var part = KillPart(.systemdOOMD, .before)
    part.kill.killerPID = isOwn ? voice.pid : nil
    if said.has("Killed /") || said.has("Marked /") {
      guard readKill(said, into: &part) else { return nil }
      return .kill(part)
    }
    if said.contains("oomd dry-run: Would have tried to kill") || said.contains("dry-run: Would have tried to kill") {
      part.stage = .dismiss
      return .kill(part)
    }
    if let pid = said.number(after: "oomd attempting to kill ")
      ?? (isOwn ? said.number(after: "Attempting to kill ") : nil)
    {
      part.kill.pids = [pid]
      return .kill(part)
    }
    if said.has("Memory pressure for /"), said.contains(" with reclaim activity") {
      readPressure(said, from: 20, verb: " is ", into: &part)
      return .kill(part)
    }
    guard isOwn else { return nil }
    if said.has("Considered "), said.contains("cgroups for killing") { return .kill(part) }
    if said.has("Rule '"), said.contains("conditions met for cgroup ") {
      part.kill.reason = said.between("Rule '", "'")
      return .kill(part)
    }
    if said.has("Failed to kill any cgroup(s) under ") {
      // Some may have been killed all the same: what counts is whether signals were sent.
      part.stage = .kill
      part.needsPIDs = true
      part.scope = said.contains("based on swap") ? .swap : .pressure
      part.kill.monitored = said.word(after: "cgroup(s) under ")
      return .kill(part)
    }
    return candidate(said, into: part)
  }

  /// `Killed C due to memory pressure for P being 51.07% > 50.00% for > 20s with reclaim activity`, or by swap.
  private static func readKill(_ text: Span<UInt8>, into part: inout KillPart) -> Bool {
    let isMarked = text.has("Marked /")
    guard let due = text.offset(of: isMarked ? " for killing due to " : " due to ") else { return false }
    part.stage = .kill
    // What was decided is not yet done: hooks may come before.
    part.outcome = isMarked ? .unknown : .killed
    var victim = Victim()
    victim.cgroup = text.text(7..<due)
    part.victim = victim
    if let at = text.offset(of: "memory pressure for ", from: due) {
      part.scope = .pressure
      readPressure(text, from: at + 20, verb: " being ", into: &part)
      return true
    }
    guard let at = text.offset(of: "memory used (", from: due) else { return false }
    part.scope = .swap
    part.kill.memoryUsed = text.number(after: "memory used (", from: at).map { Bytes($0) }
    part.kill.memoryTotal = whole(text, after: "total (", from: at)
    if let swap = text.offset(of: "swap used (", from: at) {
      part.kill.swapUsed = whole(text, after: "swap used (", from: swap)
      part.kill.swapTotal = whole(text, after: "total (", from: swap)
    }
    part.kill.useLimit = text.decimal(after: "being more than ", from: at)
    return true
  }

  /// A number in parentheses, of which the closing one was not cut away.
  private static func whole(_ text: Span<UInt8>, after literal: StaticString, from start: Int) -> Bytes? {
    var cursor = Cursor(text, at: start)
    guard cursor.skip(past: literal), let number = cursor.number(), cursor.skip(byte: 0x29) else { return nil }
    return Bytes(number)
  }

  /// `/system.slice being 87.18% > 50.00% for > 20s`.
  private static func readPressure(_ text: Span<UInt8>, from start: Int, verb: StaticString, into part: inout KillPart)
  {
    guard let end = text.offset(of: verb, from: start) else {
      // The line was cut; a path at its end may be, too.
      return
    }
    part.scope = .pressure
    part.kill.monitored = text.text(start..<end)
    var cursor = Cursor(text, at: end + verb.utf8CodeUnitCount)
    guard let share = Span<UInt8>.decimal(&cursor), cursor.skip("% > ") else { return }
    part.kill.pressure = share
    guard let limit = Span<UInt8>.decimal(&cursor), cursor.skip(byte: 0x25) else { return }
    part.kill.pressureLimit = limit
    guard cursor.skip(" for > ") else { return }
    part.kill.pressureSeconds = seconds(&cursor)
  }

  /// `30s`, `1min 30s`, `500ms`.
  private static func seconds(_ cursor: inout Cursor) -> Double? {
    var sum: Double?
    while let number = Span<UInt8>.decimal(&cursor) {
      let unit: Double? =
        cursor.skip("min") ? 60 : cursor.skip("ms") ? 0.001 : cursor.skip("us") ? 0.000001 : cursor.skip("s") ? 1 : nil
      guard let unit else { break }
      sum = (sum ?? 0) + number * unit
      guard cursor.skip(byte: 0x20), cursor.peek.map({ $0 &- 0x30 <= 9 }) == true else { break }
    }
    return sum
  }

  /// A line of the list of candidates, which `oomctl` prints in the same form.
  private static func candidate(_ text: Span<UInt8>, into start: KillPart) -> Heard? {
    var part = start
    if text.has("Path: /") {
      part.kill.candidates = [UserspaceKill.Candidate(cgroup: text.text(6..<text.trimmed(0..<text.count).upperBound))]
      return .kill(part)
    }
    var more = UserspaceKill.Candidate(cgroup: "")
    func size(_ name: StaticString) -> Bytes? {
      guard text.has(name) else { return nil }
      let start = name.utf8CodeUnitCount
      return Bytes(systemd: text.extracting(text.trimmed(start..<text.count)))
    }
    if text.has("Pressure: Avg10: ") {
      more.pressure10 = text.decimal(after: "Avg10: ")
      more.pressure60 = text.decimal(after: "Avg60: ")
      more.pressure300 = text.decimal(after: "Avg300: ")
    } else if text.has("Current Memory Usage: ") {
      more.memory = size("Current Memory Usage: ")
    } else if text.has("Swap Usage: ") {
      more.swap = size("Swap Usage: ")
    } else if text.has("Pgscan: ") {
      more.pagesScanned = text.number(after: "Pgscan: ")
    } else if text.has("Last Pgscan: ") {
      more.lastPagesScanned = text.number(after: "Last Pgscan: ")
    } else {
      return nil
    }
    part.kill.candidates = [more]
    return .kill(part)
  }
}

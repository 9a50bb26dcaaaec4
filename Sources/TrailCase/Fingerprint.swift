// An event's id: a hash of the kernel's own facts, the same whichever copy they were read from.

import TrailModel

extension KillReport {
  /// Sixteen hexadecimal digits made of what every copy of the report tells.
  ///
  /// Host, path and logger's time stay out, for copies of one event differ in them. So does what some
  /// envelopes drop or shorten: the kernel's stamp, the cgroup's counters, the rows of the table.
  var fingerprint: String {
    var hash = FactHash()
    hash.add(killer.rawValue)
    if let victim, victim.pid != nil {
      hash.add(victim.pid)
      hash.add(victim.comm)
      for size in [victim.totalVM, victim.anonRSS, victim.fileRSS, victim.shmemRSS] { hash.add(size?.count) }
      // Before 2.6.36 a kill line can end behind the name; who asked for memory then tells more.
      if victim.totalVM == nil { addAttempt(to: &hash) }
    } else {
      addAttempt(to: &hash)
    }
    return hash.digits
  }

  private func addAttempt(to hash: inout FactHash) {
    hash.add(trigger.comm)
    hash.add(trigger.pid)
    hash.add(trigger.gfpMask)
    hash.add(trigger.order)
    hash.add(trigger.oomScoreAdj)
    hash.add(memcg?.memory.usage?.count)
    hash.add(memcg?.memory.limit?.count)
    hash.add(memcg?.memory.failcnt)
    if killer.isProgram { hash.add(victim?.cgroup) }
    // A stretch of a report without its header is told by what else it holds.
    guard trigger.comm == nil, trigger.pid == nil else { return }
    hash.add(memcg?.limitCgroup)
    hash.add(Int64(processes.count))
    if let row = processes.first(where: { _ in true }) {
      hash.add(row.pid)
      hash.add(row.rss?.count)
    }
    for counter in memory?.counters ?? [] { hash.add(counter.value.count) }
  }
}

/// A 64-bit FNV-1a hash over optional facts. It has no seed, so that ids outlive the process.
struct FactHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  private mutating func add(byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

  mutating func add(_ number: Int64?) {
    guard let number else { return add(byte: 0) }
    add(byte: 1)
    var rest = UInt64(bitPattern: number)
    for _ in 0..<8 {
      add(byte: UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func add(_ text: String?) {
    guard let text else { return add(byte: 0) }
    add(byte: 2)
    for byte in text.utf8 { add(byte: byte) }
    // No UTF-8 text holds this byte, so that two neighbours cannot trade letters.
    add(byte: 0xFF)
  }

  /// The hash as sixteen digits. FNV leaves its upper bits poorly mixed; the last steps spread them.
  var digits: String {
    var mixed = state
    mixed ^= mixed >> 33
    mixed &*= 0xFF51_AFD7_ED55_8CCD
    mixed ^= mixed >> 33
    mixed &*= 0xC4CE_B9FE_1A85_EC53
    mixed ^= mixed >> 33
    let text = String(mixed, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

/// Gives events with equal facts different ids: the second in the timeline gets `-2`, the third `-3`.
func numberRepeatedIDs(_ events: inout [Event]) {
  var seen: [String: Int] = [:]
  for index in events.indices {
    let id = events[index].id
    let count = seen[id, default: 0] + 1
    seen[id] = count
    if count > 1 { events[index].id = "\(id)-\(count)" }
  }
}

// Which of a cgroup's counters had reached its limit.

/// A counter of a cgroup that had reached its limit.
public struct HitLimit: Hashable, Sendable {
  /// What is counted: `memory`, `memory+swap`, `kernel memory`.
  public var what: String
  /// The use.
  public var usage: Bytes?
  /// The limit.
  public var limit: Bytes

  /// A counter at its limit.
  public init(what: String, usage: Bytes?, limit: Bytes) {
    self.what = what
    self.usage = usage
    self.limit = limit
  }
}

extension KillReport {
  /// The counter of the cgroup whose use had reached its limit; nil where none shows that.
  public var hitLimit: HitLimit? {
    guard let memcg else { return nil }
    let counters = [("memory", memcg.memory), ("memory+swap", memcg.memorySwap), ("kernel memory", memcg.kmem)]
    if let hit = allocation?.counter {
      let what = hit == "kmem" ? "kernel memory" : hit
      guard let counter = counters.first(where: { $0.0 == what })?.1, let limit = counter.limit else { return nil }
      return HitLimit(what: what, usage: counter.usage, limit: limit)
    }
    for (what, counter) in counters {
      guard !counter.isUnlimited, let usage = counter.usage, let limit = counter.limit, usage >= limit else { continue }
      return HitLimit(what: what, usage: usage, limit: limit)
    }
    return nil
  }

  /// The memory limit that was hit, where the cgroup's own memory was what counted.
  public var hitMemoryLimit: HitLimit? {
    guard scope == .memcg, let hit = hitLimit, hit.what == "memory" else { return nil }
    return hit
  }
}

extension Victim {
  /// Anonymous, file and shared pages of the kill line together; nil where it lacks one that it should have. Kernels
  /// before 4.5 count shared memory among the file pages and print no third number.
  public var resident: Bytes? {
    guard let anonRSS, let fileRSS else { return nil }
    return Bytes(saturatingSum([anonRSS.count, fileRSS.count, shmemRSS?.count ?? 0]))
  }
}

extension Event {
  /// Whether somebody died.
  public var isKill: Bool {
    (report.victim != nil || report.outcome == .killed) && report.userspace?.overtakenBy == nil
  }

  /// Who died: the victim first, then its group.
  public var dead: [Victim] { [report.victim].compactMap(\.self) + report.alsoKilled }
}

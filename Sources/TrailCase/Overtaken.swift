// Kills by programs that the kernel came before: earlyoom asks a process to end, and the kernel kills it meanwhile.

import TrailModel

/// Says of each program's kill of one process that the kernel killed that process within a minute, where it did: it died
/// once.
func noteOvertaken(_ events: inout [Event]) {
  var programs: [Int64: [Int]] = [:]
  for (index, event) in events.enumerated() where event.report.killer.isProgram && event.dead.count == 1 {
    if let pid = event.report.victim?.pid { programs[pid, default: []].append(index) }
  }
  guard !programs.isEmpty else { return }
  for event in events where event.report.killer == .kernel && event.report.outcome == .killed {
    guard let victim = event.report.victim, let pid = victim.pid else { continue }
    for index in programs[pid] ?? [] where events[index].asksFor(victim, killedIn: event) {
      events[index].report.userspace?.overtakenBy = event.id
      events[index].report.outcome = .unknown
    }
  }
}

extension Event {
  /// Whether the process that a program sent a signal to is the one that a kernel killed up to a minute later.
  fileprivate func asksFor(_ victim: Victim, killedIn event: Event) -> Bool {
    guard let own = report.victim, report.userspace?.overtakenBy == nil, !contradict(own.comm, victim.comm),
      HostName.agree(host, event.host), !contradict(bootID, event.bootID), let asked = time.wall?.nanoseconds,
      let killed = event.time.wall?.nanoseconds
    else { return false }
    return (-2_000_000_000...60_000_000_000).contains(killed.saturating(-asked))
  }
}

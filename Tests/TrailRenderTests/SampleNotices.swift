// A case with what is no kill: signs of pressure, lost lines; and a kill of Android's lowmemorykiller.

import TrailModel

extension Case {
  /// A kill whose report lost lines among many other signs, one whose neighbours lost some, and one by another killer.
  static var signsAndLosses: Case {
    var trail = Case()
    var alone = KillReport()
    alone.scope = .global
    alone.outcome = .killed
    alone.victim = .sample("reindex", 611, anon: 239_000)
    alone.missing = [.header, .memory, .processes, .summary, .suppressedLines]
    alone.losses = [
      Loss(
        reporter: .printk, count: 70, text: "oom_kill_process: 70 callbacks suppressed", concern: .killReport),
      Loss(
        reporter: .rsyslog, count: nil, text: "imuxsock begins to drop messages from pid `7` due to rate-limiting",
        concern: .anyLine),
    ]
    var whole = alone
    whole.missing = []
    whole.losses = [
      Loss(reporter: .printk, count: 5, text: "net_ratelimit: 5 callbacks suppressed", concern: .other)
    ]
    var first = event("00000000000000a1", alone, at: 600)
    first.context = [
      line(.hungTask, "INFO: task a|b:7 blocked for more than 120 seconds.", at: 10, comm: "a|b", pid: 7),
      line(.allocationFailure, "dd: page allocation failure: order:5, mode:0x40cc0(GFP_KERNEL)", at: 599.5, comm: "dd"),
      line(.softLockup, "watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [kswapd0:61]", at: 600),
    ]
    first.context[1].notice.order = 5
    first.context[1].notice.gfpMask = "0x40cc0(GFP_KERNEL)"
    first.context[1].notice.nodemask = "0-1"
    first.context += (0..<9).map { line(.faultRetry, "Huh VM_FAULT_OOM leaked out \($0)", at: 601 + Double($0)) }
    trail.events = [first, event("00000000000000a2", whole, at: 700), event("00000000000000a3", lowMemory, at: 800)]
    trail.notices = [
      NoticeGroup(
        kind: .hungTask, host: nil, bootID: nil, count: 1, isExact: true, firstTime: nil, lastTime: nil,
        firstText: "INFO: task x:7 blocked for more than 120 seconds.", source: source(3)),
      NoticeGroup(
        kind: .allocationFailure, host: "web-01", bootID: "6a2ad9d5b3a54b5c8f6d0f4f4a0c1d2e", count: 12_345,
        isExact: false, firstTime: .sample(599.5), lastTime: .sample(4_000), firstText: "dd: page allocation failure",
        source: source(4)),
    ]
    return trail
  }

  private static func event(_ id: String, _ report: KillReport, at seconds: Double) -> Event {
    Event(
      id: id, time: EventTime(wall: .sample(seconds), basis: .zoned), host: "web-01", bootID: nil, report: report,
      parent: nil, sources: [source(Int(seconds))])
  }

  private static func source(_ line: Int) -> Source {
    Source(path: "messages", firstLine: line, lastLine: line, firstOffset: Int64(line) * 100, lastOffset: 99)
  }

  private static func line(
    _ kind: Notice.Kind, _ text: String, at seconds: Double, comm: String? = nil, pid: Int64? = nil
  ) -> ContextLine {
    var notice = Notice(kind: kind, text: text)
    notice.comm = comm
    notice.pid = pid
    return ContextLine(
      notice: notice, time: EventTime(wall: .sample(seconds), basis: .zoned), source: source(Int(seconds)))
  }

  private static var lowMemory: KillReport {
    var report = KillReport()
    report.killer = .lowmemorykiller
    report.scope = .global
    report.outcome = .killed
    report.trigger.comm = "kswapd0"
    report.trigger.pid = 61
    var victim = Victim()
    victim.pid = 1_204
    victim.comm = "d.process.acore"
    report.victim = victim
    var kill = LowMemoryKill()
    kill.adjustment = 9
    kill.toFree = Bytes(kilobytes: 35_420)
    kill.cache = Bytes(kilobytes: 221_180)
    kill.limit = Bytes(kilobytes: 221_184)
    kill.minimumScoreAdj = 906
    kill.freeAboveReserved = Bytes(kilobytes: -3_348)
    report.lowMemoryKill = kill
    return report
  }
}

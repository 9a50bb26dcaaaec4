// What the logs lack, and what they say before a kill.

import TrailModel

extension FindingCheck {
  /// Allocations failed before.
  static let failuresBefore = FindingCheck(code: "allocation_failures_before") { evidence in
    let events = evidence.trail.events.filter { !failures(before: $0).isEmpty }
    return evidence.findings(in: events, by: \.whereabouts) { _, events in
      // Events close together have the same lines before them.
      var seen = Set<Source>()
      let lines = events.flatMap(failures).filter { seen.insert($0.source).inserted }
      guard let event = events.first, let first = lines.first else { return nil }
      let order = first.notice.order.map { " (order \($0))" } ?? ""
      let who = first.notice.comm.map { ", first of `\($0)`\(order)" } ?? ""
      return Finding(
        "allocation_failures_before", .low, "The kernel ran short before it killed",
        "In the ten minutes before, \(lines.count == 1 ? "an allocation" : "\(lines.count) allocations") failed or "
          + "stalled\(event.atHost)\(who). That is a sign to alert on: it comes before anybody is killed. Requests that may "
          + "not wait (network, block layer) are helped by a higher `vm.min_free_kbytes`.",
        events, evidence: lines.map { Finding.Evidence(path: $0.source.path, line: $0.source.firstLine) })
    }
  }

  /// The log ends inside a report.
  static let logEnds = FindingCheck(code: "log_ends_in_report") { evidence in
    var sizes: [String: Int64] = [:]
    for input in evidence.trail.inputs { sizes[input.path] = input.bytes }
    let events = evidence.trail.events.filter { event in
      // What only a status or a notice proves has no report that could be cut.
      guard !event.report.missing.contains(.header) else { return false }
      guard event.report.missing.contains(.kill) || event.report.missing.contains(.lineEnd) else { return false }
      // Whole copies are in other logs then, if at all.
      return event.sources.allSatisfy { source in
        guard let size = sizes[source.path], size > 0 else { return false }
        return source.lastOffset >= size - 1
      }
    }
    return evidence.findings(in: events, by: { $0.sources.first?.path }) { path, events in
      Finding(
        "log_ends_in_report", .medium, "A log ends in the middle of a report",
        "The last lines of `\(path)` are a report of the OOM killer that is not whole: whether and whom it killed came "
          + "later. The host may have gone down with it: take the log again, or one that survives that (a serial console, "
          + "netconsole, pstore, a journal with `Storage=persistent`).",
        events)
    }
  }

  /// Lines were left out.
  static let linesLost = FindingCheck(code: "log_lines_lost") { evidence in
    let events = evidence.trail.events.filter { $0.report.missing.contains(.suppressedLines) }
    return evidence.findings(in: events, by: { $0.report.losses.first?.reporter }) { reporter, events in
      let (who, advice) =
        switch reporter {
        case .printk: ("The kernel's rate limit", "Raise `kernel.printk_ratelimit_burst`.")
        case .console: ("The console, slower than the kernel,", "Lower its level (`kernel.printk`) or raise its speed.")
        case .rsyslog: ("rsyslog", "Raise `imjournal`'s or `imuxsock`'s `RateLimit.Burst` for the kernel.")
        case .journald: ("journald", "Raise `RateLimitBurst=` in journald.conf.")
        }
      return Finding(
        "log_lines_lost", .low, "Lines of reports were never logged",
        "\(who) left out lines of \(events.count.of("report"))\(places(of: events)): what they lack is said with each. "
          + advice, events)
    }
  }
}

private func failures(before event: Event) -> [ContextLine] {
  event.context.filter { line in
    guard line.notice.kind == .allocationFailure || line.notice.kind == .allocationStall else { return false }
    if let wall = event.time.wall, let own = line.time.wall { return own <= wall }
    if let stamp = event.time.monotonic, let own = line.time.monotonic { return own <= stamp }
    return false
  }
}

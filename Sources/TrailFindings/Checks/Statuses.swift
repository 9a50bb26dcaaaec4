// Where Kubernetes' statuses and the kernel's log disagree.

import TrailModel

extension FindingCheck {
  /// The kernel killed, and the status does not say OOMKilled.
  static let killNotInStatus = FindingCheck(code: "kernel_kill_not_in_status") { evidence in
    var events: [Event] = []
    var reasons: Set<String> = []
    for container in evidence.trail.containers {
      for case let end? in [container.state, container.lastState]
      where end.kind == .terminated && end.exitCode == 137 && end.reason != "OOMKilled" {
        for join in container.joins where join.basis != .status && join.confidence != .low {
          guard let event = evidence.event(join.eventID), event.report.killer == .kernel, event.isKill,
            end.isNear(event)
          else { continue }
          events.append(event)
          reasons.insert(end.reason ?? "nothing")
        }
      }
    }
    guard !events.isEmpty else { return [] }
    return [
      Finding(
        "kernel_kill_not_in_status", .low, "The kernel killed, and the container's status does not say so",
        "The status says \(reasons.sorted().map { "`\($0)`" }.joined(separator: ", ")) instead of `OOMKilled` for "
          + "\(events.count.of("kill")) of the kernel's\(places(of: events)): the runtime missed the kernel's "
          + "word. Whoever counts `OOMKilled` counts too few; count the kernel's reports.",
        events)
    ]
  }

  /// The status says OOMKilled, and the kernel's log of that node and time has no report.
  static let statusWithoutReport = FindingCheck(code: "oomkilled_without_report") { evidence in
    let events = evidence.trail.events.filter { event in
      event.report.killer == .kernel && event.isKill && event.report.victim == nil
        && event.report.missing.contains(.header) && evidence.hasKernelLog(of: event)
    }
    guard !events.isEmpty else { return [] }
    return [
      Finding(
        "oomkilled_without_report", .medium, "OOMKilled, and the kernel's log has no report of it",
        "For \(events.count.of("kill"))\(places(of: events)) only a status or a notice is there, though a log of that host "
          + "with the kernel's lines covers the time. The report was left out of the log (a rate limit, a ring buffer that "
          + "ran over, a collector that lost lines), or the clocks differ: compare with `dmesg` or the journal of the node.",
        events)
    ]
  }
}

extension ContainerState {
  /// Whether a kill may be this end, as the runtime sees it.
  fileprivate func isNear(_ event: Event) -> Bool {
    guard let wall = event.time.wall, let finished else { return false }
    let (apart, overflow) = finished.nanoseconds.subtractingReportingOverflow(wall.nanoseconds)
    return !overflow && (-2_000_000_000...10_000_000_000).contains(apart)
  }
}

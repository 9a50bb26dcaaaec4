// A case as checks look at it: events by id, facts by host, and short ways to say where something is read.

import TrailModel

/// What checks look at.
struct Evidence: Sendable {
  let trail: Case
  private let places: [String: Int]
  private let hosts: [String: HostFacts]
  /// The times that logs with reports of the kernel span, by the hosts in them.
  private var kernelLogs: [String: [ClosedRange<Instant>]] = [:]

  init(_ trail: Case) {
    self.trail = trail
    places = Dictionary(trail.events.indices.map { (trail.events[$0].id, $0) }) { first, _ in first }
    var logs: [String: Set<String>] = [:]
    for event in trail.events where event.report.killer == .kernel && !event.report.missing.contains(.header) {
      guard let host = event.host else { continue }
      for source in event.sources { logs[source.path, default: []].insert(host) }
    }
    for input in trail.inputs {
      guard let first = input.firstTime?.wall, let last = input.lastTime?.wall, first <= last else { continue }
      for host in logs[input.path] ?? [] { kernelLogs[host, default: []].append(first...last) }
    }
    hosts = Dictionary(trail.hosts.map { ($0.name, $0.facts) }) { first, _ in first }
  }

  /// The events of a group.
  func events(of group: Group) -> [Event] { group.eventIDs.compactMap { places[$0] }.map { trail.events[$0] } }

  /// The event of this id.
  func event(_ id: String) -> Event? { places[id].map { trail.events[$0] } }

  /// Whether a log with the kernel's lines is there, of an event's host and time.
  func hasKernelLog(of event: Event) -> Bool {
    guard let host = event.host, let wall = event.time.wall else { return false }
    return kernelLogs[host]?.contains { $0.contains(wall) } == true
  }

  /// What files say of an event's host.
  func facts(of event: Event) -> HostFacts? { event.host.flatMap { hosts[$0] } }

  /// Kills for want of the node's memory, not asked for by anybody.
  var nodeKills: [Event] {
    trail.events.filter { $0.report.scope == .global && !$0.report.isManual && $0.report.killer == .kernel }
  }

  /// Kills at the limit of a cgroup.
  var limitKills: [Event] { trail.events.filter { $0.report.scope == .memcg && $0.isKill } }

  /// A finding for each subject that `subject` tells of an event, with all events of that subject.
  func findings<Subject: Hashable>(
    in events: [Event], by subject: (Event) -> Subject?, _ finding: (Subject, [Event]) -> Finding?
  ) -> [Finding] {
    var order: [Subject] = []
    var members: [Subject: [Event]] = [:]
    for event in events {
      guard let own = subject(event) else { continue }
      if members[own] == nil { order.append(own) }
      members[own, default: []].append(event)
    }
    return order.compactMap { own in members[own].flatMap { finding(own, $0) } }
  }
}

extension Finding {
  /// A finding that `events` show, each in its own lines.
  init(
    _ code: String, _ severity: Severity, _ title: String, _ detail: String, _ events: [Event],
    evidence: [Finding.Evidence]? = nil
  ) {
    self.init(
      code: code, severity: severity, title: title, detail: detail, eventIDs: events.map(\.id),
      evidence: evidence ?? events.prefix(Finding.mostEvidence).compactMap(\.place))
  }
}

extension Finding.Evidence {
  init<Value>(_ fact: HostFacts.Fact<Value>) { self.init(path: fact.path, line: fact.line) }
}

extension Event {
  /// Where its first copy stands.
  var place: Finding.Evidence? { sources.first.map { Finding.Evidence(path: $0.path, line: $0.firstLine) } }

  /// Its host; where none is known its log, so that hosts without a name are not taken for one.
  var whereabouts: String { host.map { "host " + $0 } ?? sources.first?.path ?? "" }

  /// ` on web-01`, or nothing.
  var atHost: String { host.map { " on `\($0)`" } ?? "" }

  /// Its node's memory, in bytes.
  var ram: Int64? {
    let size = report.memory?.ramPages?.bytes(pageSize: report.kernel.pageSize)?.count
    return size.flatMap { $0 > 0 ? $0 : nil }
  }

  /// A counter of Mem-Info, in bytes.
  func counter(_ name: String) -> Int64? {
    report.memory?.counters.first { $0.name == name }?.value.bytes(pageSize: report.kernel.pageSize)?.count
  }

  /// A row's resident memory and swap together.
  func size(of row: ProcessRow) -> Bytes? {
    guard let rss = row.rss else { return nil }
    let (sum, overflow) = rss.count.addingReportingOverflow(row.swapEntries?.count ?? 0)
    return Pages(overflow ? .max : sum).bytes(pageSize: report.kernel.pageSize)
  }
}

/// `once`, `3 times`.
func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

/// `` on `a`, `b` and 4 more``; nothing where no host is known.
func places(of events: [Event]) -> String {
  let hosts = Set(events.compactMap(\.host)).sorted()
  guard !hosts.isEmpty else { return "" }
  let shown = hosts.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
  return " on \(shown)" + (hosts.count > 3 ? " and \(hosts.count - 3) more" : "")
}

/// A share of memory, in whole per cent.
func percent(_ part: Int64, of whole: Int64) -> String { "\(Int(Double(part) / Double(max(1, whole)) * 100)) %" }

// The three forms a corpus can have.

/// How records are written down.
public enum LogFormat: String, CaseIterable, Sendable {
  /// RFC 3164 lines as rsyslog writes them to /var/log.
  case syslog
  /// `journalctl -o export`
  case export
  /// `journalctl -o json`
  case json
}

struct RecordFormatter {
  private let fleet: Fleet
  private let isSyslog: Bool
  private var syslog = SyslogFormatter()
  private var journal: JournalFormatter

  init(format: LogFormat, fleet: Fleet) {
    self.fleet = fleet
    isSyslog = format == .syslog
    journal = JournalFormatter(form: format == .json ? .json : .export)
  }

  mutating func append(_ record: Record, at time: Int, to output: inout [UInt8]) {
    let hosts = fleet.hosts
    let host = hosts[record.host]
    if isSyslog { return syslog.append(record, from: host, at: time, to: &output) }
    let invocation = hosts[(record.host * 7 + record.pid) % hosts.count].bootID
    journal.append(record, from: host, invocation: invocation, at: time, to: &output)
  }
}

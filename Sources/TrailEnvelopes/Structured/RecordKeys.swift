// Under which keys structured logs keep what is wanted of a record.

import TrailBytes

/// What a key's value is to a record.
enum RecordRole {
  case message, time, host, bootID, transport, identifier, pid, monotonic, sourceMonotonic, sourceRealtime, messageID
  case unit, cgroup
  /// The source's own count of its records; the journal's cursor holds it too.
  case sequence, cursor
  /// The stream of a service that keeps one for each host, where the message itself names none.
  case stream
  /// Seconds since boot (`dmesg -J`; fluent-bit's kmsg has them in two parts).
  case bootSeconds, bootMicroseconds
}

/// A key that is known: a name, and the object it must stand in where the name alone says too little.
struct RecordKey {
  let name: StaticString
  var within: StaticString?
  let role: RecordRole

  init(_ name: StaticString, within: StaticString? = nil, _ role: RecordRole) {
    self.name = name
    self.within = within
    self.role = role
  }

  /// The keys of all sources, the more telling of a role first.
  ///
  /// systemd's journal fields (systemd.journal-fields(7)), which most agents keep; the agents' and services' own
  /// names behind them.
  static let all: [RecordKey] = [
    // What was logged.
    RecordKey("MESSAGE", .message), RecordKey("log", .message), RecordKey("message", .message),
    RecordKey("msg", .message), RecordKey("line", .message), RecordKey("textPayload", .message),
    RecordKey("SyslogMessage", .message), RecordKey("_raw", .message), RecordKey("@message", .message),
    RecordKey("full_message", .message), RecordKey("short_message", .message), RecordKey("LogMessage", .message),
    RecordKey("stringValue", within: "body", .message), RecordKey("original", within: "event", .message),
    // When.
    RecordKey("__REALTIME_TIMESTAMP", .time), RecordKey("timestamp", .time), RecordKey("@timestamp", .time),
    RecordKey("time", .time), RecordKey("ts", .time), RecordKey("TimeGenerated", .time), RecordKey("_time", .time),
    RecordKey("timeUnixNano", .time), RecordKey("ISODATE", .time), RecordKey("eventTime", .time),
    // Where.
    RecordKey("_HOSTNAME", .host), RecordKey("hostname", within: "host", .host),
    RecordKey("name", within: "host", .host),
    RecordKey("host", .host), RecordKey("hostname", .host), RecordKey("HostName", .host), RecordKey("HOST", .host),
    RecordKey("Computer", .host), RecordKey("node_name", .host), RecordKey("nodename", .host),
    RecordKey("source", .host), RecordKey("instance_id", .host),
    RecordKey("node", within: "labels", .host), RecordKey("instance", within: "labels", .host),
    RecordKey("logStreamName", .stream), RecordKey("logStream", .stream), RecordKey("@logStream", .stream),
    RecordKey("_BOOT_ID", .bootID), RecordKey("boot_id", within: "host", .bootID),
    RecordKey("id", within: "boot", .bootID),
    // Who.
    RecordKey("_TRANSPORT", .transport), RecordKey("transport", within: "journald", .transport),
    RecordKey("transport", within: "labels", .transport),
    RecordKey("SYSLOG_IDENTIFIER", .identifier), RecordKey("identifier", within: "syslog", .identifier),
    RecordKey("PROGRAM", .identifier), RecordKey("syslog-tag", .identifier), RecordKey("programname", .identifier),
    RecordKey("ProcessName", .identifier), RecordKey("application_name", .identifier), RecordKey("ident", .identifier),
    RecordKey("_PID", .pid), RecordKey("MESSAGE_ID", .messageID), RecordKey("_SYSTEMD_CGROUP", .cgroup),
    RecordKey("UNIT", .unit), RecordKey("_SYSTEMD_UNIT", .unit),
    // Its other clocks.
    RecordKey("__MONOTONIC_TIMESTAMP", .monotonic), RecordKey("_SOURCE_MONOTONIC_TIMESTAMP", .sourceMonotonic),
    RecordKey("source_monotonic_timestamp", within: "custom", .sourceMonotonic),
    RecordKey("_SOURCE_REALTIME_TIMESTAMP", .sourceRealtime), RecordKey("sec", .bootSeconds),
    RecordKey("usec", .bootMicroseconds),
    // Which came first of those of one instant: the journal's count, the kernel's, an offset in the file that was read.
    RecordKey("__SEQNUM", .sequence), RecordKey("seq", .sequence), RecordKey("offset", within: "log", .sequence),
    RecordKey("__CURSOR", .cursor),
  ]

  /// Where in ``all`` a key stands, `parent` being the key of the object it is in.
  static func rank(of name: Span<UInt8>, in parent: Span<UInt8>) -> Int? {
    // Dotted keys are nested ones, flattened.
    if let dot = lastDot(name), dot > 0 {
      let front = name.extracting(0..<dot)
      let start = lastDot(front).map { $0 + 1 } ?? 0
      return rank(of: name.extracting((dot + 1)..<name.count), in: front.extracting(start..<dot))
    }
    guard name.count < ofLength.count else { return nil }
    return ofLength[name.count].first { rank in
      name.has(all[rank].name) && (all[rank].within.map { parent.equals($0) } ?? true)
    }
  }

  /// Where in ``all`` the names of each length stand: most names that come are none of them.
  private static let ofLength: [[Int]] = {
    var ranks = Array(repeating: [Int](), count: (all.map(\.name.utf8CodeUnitCount).max() ?? 0) + 1)
    for rank in all.indices { ranks[all[rank].name.utf8CodeUnitCount].append(rank) }
    return ranks
  }()

  private static func lastDot(_ name: Span<UInt8>) -> Int? {
    var at = name.count
    while at > 0 {
      at -= 1
      if name[at] == 0x2E { return at }
    }
    return nil
  }
}

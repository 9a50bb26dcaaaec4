// What a structured log (the journal, a collector's JSON) keeps of one record: fields, not a line.

/// One record of a structured log. What it does not hold is nil.
public struct StructuredRecord: Hashable, Sendable {
  /// The message as bytes; it may hold newlines and anything else.
  public var message: [UInt8] = []
  /// The record's own time as printed, where that is no number of a journal's.
  public var timeText: [UInt8]?
  /// Whether ``timeText`` is UTC although it does not say so: its source writes no other time.
  public var isUTC = false
  /// Whether the message was longer than ``message``, which is the front of it.
  public var messageIsCut = false
  /// When the logger received it, in microseconds since 1970 (`__REALTIME_TIMESTAMP`).
  public var realtime: Int64?
  /// When it was written by its own clock, in microseconds since 1970 (`_SOURCE_REALTIME_TIMESTAMP`).
  public var sourceRealtime: Int64?
  /// When the logger received it, in microseconds since boot (`__MONOTONIC_TIMESTAMP`).
  public var monotonic: Int64?
  /// When the kernel printed it, in microseconds since boot (`_SOURCE_MONOTONIC_TIMESTAMP`).
  public var sourceMonotonic: Int64?
  /// Where it stands among the records of its source, by the source's own count (`__SEQNUM`; an offset in its file).
  public var sequence: Int64?
  /// The host's name (`_HOSTNAME`).
  public var host: [UInt8]?
  /// The stream of a service that keeps one for each host (CloudWatch); not the host's own name.
  public var stream: [UInt8]?
  /// The boot, 32 hexadecimal digits (`_BOOT_ID`).
  public var bootID: [UInt8]?
  /// How it came to the journal (`_TRANSPORT`); `kernel` is trustworthy.
  public var transport: [UInt8]?
  /// The program's name (`SYSLOG_IDENTIFIER`).
  public var identifier: [UInt8]?
  /// The program's process id (`_PID`).
  public var pid: Int64?
  /// What kind of message it is, 32 hexadecimal digits (`MESSAGE_ID`).
  public var messageID: [UInt8]?
  /// The unit that the message speaks of (`UNIT`), or the one that wrote it (`_SYSTEMD_UNIT`).
  public var unit: [UInt8]?
  /// The control group that wrote it (`_SYSTEMD_CGROUP`).
  public var cgroup: [UInt8]?

  /// A record that holds nothing.
  public init() {}
}

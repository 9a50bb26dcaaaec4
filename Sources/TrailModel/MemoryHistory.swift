// How much memory a host had at different times, as a program wrote it down.

/// A program that writes down how much memory there is.
public enum MemoryRecorder: String, Sendable {
  /// sysstat's `sar`.
  case sar
  /// What `atop -r` prints.
  case atop
  /// earlyoom's reports.
  case earlyoom
}

/// How much memory a host had at one moment; what was not written down is nil.
public struct MemoryAmounts: Sendable, Hashable {
  /// What could be had without swapping (MemAvailable).
  public var available: Bytes?
  /// What nothing used (MemFree).
  public var free: Bytes?
  /// Swap that nothing used.
  public var swapFree: Bytes?

  /// Nothing known.
  public init() {}
}

/// What one file says of a host's memory over time.
public struct MemoryHistory: Sendable, Equatable {
  /// Who wrote it.
  public var recorder: MemoryRecorder
  /// The file.
  public var path: String
  /// The host, where the file names it.
  public var host: String?
  /// Moments, in the order of their times.
  public var points: [Point]
  /// Whether the file has more than was read.
  public var isCut = false

  /// Moments beyond this are not kept.
  public static let most = 50_000

  /// A moment.
  public struct Point: Sendable, Equatable {
    /// The host's local time, in seconds since 1970 in that.
    public var local: Int64
    /// What there was.
    public var amounts: MemoryAmounts
    /// The line, from 1.
    public var line: Int

    /// A moment.
    public init(local: Int64, amounts: MemoryAmounts, line: Int) {
      self.local = local
      self.amounts = amounts
      self.line = line
    }
  }

  /// A history.
  public init(_ recorder: MemoryRecorder, path: String, host: String?, points: [Point]) {
    self.recorder = recorder
    self.path = path
    self.host = host
    self.points = points
  }
}

/// What a host's memory was like at a moment before an event.
public struct MemorySample: Sendable, Hashable {
  /// When.
  public var time: Instant
  /// How the zone of that time is known.
  public var zone: ZoneBasis?
  /// Who wrote it down.
  public var recorder: MemoryRecorder
  /// What there was.
  public var amounts: MemoryAmounts
  /// The file.
  public var path: String
  /// The line, from 1.
  public var line: Int

  /// A sample.
  public init(
    time: Instant, zone: ZoneBasis?, recorder: MemoryRecorder, amounts: MemoryAmounts, path: String, line: Int
  ) {
    self.time = time
    self.zone = zone
    self.recorder = recorder
    self.amounts = amounts
    self.path = path
    self.line = line
  }
}

/// A line of a log that says how much memory its host has.
public struct SeenMemory: Sendable {
  /// Who wrote it.
  public var recorder: MemoryRecorder
  /// What there was.
  public var amounts: MemoryAmounts
  /// Its stamp, and that as printed.
  public var stamp: SeenStamp
  /// The host that the line names.
  public var host: String?
  /// The line, from 1.
  public var line: Int

  /// A line.
  public init(recorder: MemoryRecorder, amounts: MemoryAmounts, stamp: SeenStamp, host: String?, line: Int) {
    self.recorder = recorder
    self.amounts = amounts
    self.stamp = stamp
    self.host = host
    self.line = line
  }
}

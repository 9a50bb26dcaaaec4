// What the evidence proves to be wrong, and what to change.

/// Something that the logs prove and that somebody should know or change.
public struct Finding: Sendable, Hashable {
  /// How much it matters.
  public enum Severity: String, Sendable, CaseIterable {
    /// It will kill again, or something important died of it.
    case high
    /// It made the kills more likely or worse.
    case medium
    /// It explains, or limits what can be known.
    case low
  }

  /// Where it is read.
  public struct Evidence: Sendable, Hashable {
    /// The file.
    public var path: String
    /// The line, from 1.
    public var line: Int?

    /// A place.
    public init(path: String, line: Int? = nil) {
      self.path = path
      self.line = line
    }
  }

  /// A word for programs.
  public var code: String
  /// How much it matters.
  public var severity: Severity
  /// What it is, in a few words.
  public var title: String
  /// What the evidence says, and what to change. Names are between backticks.
  public var detail: String
  /// The events that show it, in time order.
  public var eventIDs: [String]
  /// Where it is read, the first places of it.
  public var evidence: [Evidence]

  /// Places beyond this are not listed: each event has its own sources.
  public static let mostEvidence = 20

  /// A finding.
  public init(
    code: String, severity: Severity, title: String, detail: String, eventIDs: [String], evidence: [Evidence]
  ) {
    self.code = code
    self.severity = severity
    self.title = title
    self.detail = detail
    self.eventIDs = eventIDs
    self.evidence = Array(evidence.prefix(Self.mostEvidence))
  }
}

// Where a fact comes from, and what was wrong with the input.

/// The lines of one input that hold a copy of an event. Lines of other hosts may stand between them.
public struct Source: Hashable, Sendable {
  /// The input's path; a member of an archive is `bundle.tgz!/member`.
  public var path: String
  /// Number of the first line, from 1.
  public var firstLine: Int
  /// Number of the last line.
  public var lastLine: Int
  /// Offset of the first line's first byte in the decoded stream.
  public var firstOffset: Int64
  /// Offset behind the last line's last byte.
  public var lastOffset: Int64

  /// A source.
  public init(path: String, firstLine: Int, lastLine: Int, firstOffset: Int64, lastOffset: Int64) {
    self.path = path
    self.firstLine = firstLine
    self.lastLine = lastLine
    self.firstOffset = firstOffset
    self.lastOffset = lastOffset
  }
}

/// Input that was damaged, skipped or cut. Never an error: the report covers the rest.
public struct Problem: Hashable, Sendable {
  /// The kinds of damage, each a word of the contract's `problems[].kind`.
  public enum Kind: String, Sendable {
    /// The input could not be opened or read.
    case unreadable
    /// No regular file, directory or stream: a socket, a device.
    case notAFile = "not_a_file"
    /// A link that leads out of the tree, nowhere, or in a circle.
    case link
    /// A directory nested deeper than is followed.
    case depth
    /// Compressed data that ends before its end.
    case truncated
    /// Compressed data that fails its check or cannot be decoded further.
    case corrupt
    /// Bytes behind the end of compressed data.
    case trailing
    /// Text that no known envelope explains, or binary data where text was expected.
    case format
    /// A form that may well hold logs and is not read yet: another compression, an archive, a journal.
    case unsupported
    /// A line longer than is kept whole.
    case longLine = "long_line"
    /// Rows or parts of a report that could not be read.
    case report
    /// A stamp that cannot be placed in time.
    case time
    /// Copies of one event that contradict each other.
    case contradiction
    /// A copy that may be of either of two events.
    case ambiguous
    /// Kills that a counter tells of and no log.
    case unlogged
  }

  /// The input's path.
  public var path: String
  /// What is wrong.
  public var kind: Kind
  /// A sentence about it.
  public var detail: String
  /// The line, where one is to blame.
  public var line: Int?
  /// The offset in the stream that `detail` speaks of.
  public var offset: Int64?

  /// A problem.
  public init(path: String, kind: Kind, detail: String, line: Int? = nil, offset: Int64? = nil) {
    self.path = path
    self.kind = kind
    self.detail = detail
    self.line = line
    self.offset = offset
  }

  /// Whether input was lost by it, which the exit status tells.
  public var losesInput: Bool {
    switch kind {
    case .unreadable, .truncated, .corrupt, .unsupported, .depth: true
    default: false
    }
  }
}

// What a line format registers.

public import TrailModel

/// A way that logs wrap one line: how to tell it, and where its parts stand.
public struct Envelope: Sendable {
  /// Its name in `inputs[].envelope`.
  public let name: String
  /// What writes it, in a few words.
  public let summary: String
  /// Lines that it reads; the tests hold it to them.
  public let samples: [String]
  /// Reads a line's head, or nil where the line is not of this form. It must not accept what it does not know.
  public let read: @Sendable (Span<UInt8>) -> RecordHead?

  /// An envelope.
  public init(
    name: String, summary: String, samples: [String], read: @escaping @Sendable (Span<UInt8>) -> RecordHead?
  ) {
    self.name = name
    self.summary = summary
    self.samples = samples
    self.read = read
  }
}

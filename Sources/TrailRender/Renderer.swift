// The list of output formats.

public import TrailBytes
public import TrailModel

/// An output format.
///
/// A new one is a file that declares its value, and one line in ``all``.
public struct Renderer: Sendable {
  /// What `--format` calls it.
  public var name: String
  /// One sentence about it.
  public var summary: String
  /// The extension of a file that holds it, without the dot.
  public var fileExtension: String
  /// Writes a case. Flushing is left to whoever made the writer.
  public var render: @Sendable (Case, inout ByteWriter) -> Void

  /// A format.
  public init(
    name: String, summary: String, fileExtension: String,
    render: @escaping @Sendable (Case, inout ByteWriter) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.fileExtension = fileExtension
    self.render = render
  }

  /// Every format, the default first.
  public static let all: [Renderer] = [
    .markdown,
    .json,
    .ndjson,
  ]

  /// The format called `name`, or nil.
  public static func named(_ name: String) -> Renderer? { all.first { $0.name == name } }
}

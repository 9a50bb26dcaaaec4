// Where bytes come from: a file, a pipe, a decompressor over another source.

/// A stream of bytes that is read once, front to back.
public protocol ByteSource: AnyObject {
  /// Reads at most as many bytes as `buffer` has room for to its front; 0 means the end.
  ///
  /// Damage and read errors end the stream or leave a gap; what they were is said in ``SourceDamage``, never thrown.
  func read(into buffer: inout MutableSpan<UInt8>) -> Int

  /// What was wrong with the stream so far, in order.
  var damage: [SourceDamage] { get }
}

/// Bytes that can be read at any place, again and again: those of a regular file.
public protocol ByteArchive: AnyObject {
  /// Reads what stands from `offset` on to the front of `buffer`, as much as it has room for; less only at the end or
  /// where the system refuses. Where a ``ByteSource`` of the same bytes stands does not change.
  func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) -> Int
}

/// Something wrong with a stream, found while reading it.
public struct SourceDamage: Hashable, Sendable {
  /// The kinds of damage.
  public enum Kind: Sendable {
    /// The system refused to read.
    case unreadable
    /// Compressed data ends before its end.
    case truncated
    /// Compressed data fails a check, or cannot be decoded further.
    case corrupt
    /// Bytes behind the end of compressed data.
    case trailing
    /// A feature or a compression that this build cannot read.
    case unsupported
  }

  /// What is wrong.
  public var kind: Kind
  /// A sentence about it.
  public var detail: String
  /// The offset it speaks of, in the stream that `detail` names.
  public var offset: Int64?

  /// Damage.
  public init(kind: Kind, detail: String, offset: Int64?) {
    self.kind = kind
    self.detail = detail
    self.offset = offset
  }
}

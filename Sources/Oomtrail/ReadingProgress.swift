// How far reading has come, for whoever watches from another thread.

public import Synchronization

/// Counts that grow while inputs are read.
public final class ReadingProgress: Sendable {
  /// How many inputs there are: files, and standard input.
  public let inputs = Atomic<Int>(0)
  /// How many of them were read to their end.
  public let done = Atomic<Int>(0)
  /// Bytes that were read of them, as they lie on disk.
  public let bytes = Atomic<Int>(0)
  /// Reports that were found, copies included.
  public let reports = Atomic<Int>(0)

  /// Nothing was read yet.
  public init() {}
}

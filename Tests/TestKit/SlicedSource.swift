// A byte source that gives its bytes in pieces of set sizes, as pipes and decompressors do.

public import TrailBytes

/// Bytes in memory, handed out in pieces.
public final class SlicedSource: ByteSource {
  private let bytes: [UInt8]
  private let sizes: [Int]
  private var position = 0
  private var piece = 0
  /// Nothing is ever wrong with it.
  public var damage: [SourceDamage] { [] }

  /// `bytes` in pieces of `sizes`, which come round again; by default in pieces as large as are asked for.
  public init(_ bytes: [UInt8], sizes: [Int] = [.max]) {
    precondition(!sizes.isEmpty && sizes.allSatisfy { $0 > 0 }, "a piece has a byte")
    self.bytes = bytes
    self.sizes = sizes
  }

  /// Gives the next piece.
  public func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    let count = min(buffer.count, sizes[piece % sizes.count], bytes.count - position)
    piece += 1
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }
}

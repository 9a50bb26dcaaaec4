// Bytes in memory, as a source and at any place.

public import TrailBytes

/// Bytes that are kept.
public final class ByteStore: ByteSource, ByteArchive {
  private let bytes: [UInt8]
  private var position = 0

  /// Keeps `bytes`.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads `source` to its end; nil where that is farther than `limit`.
  convenience init?(_ source: any ByteSource, limit: Int) {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      var room = piece.mutableSpan
      let count = source.read(into: &room)
      if count == 0 { break }
      if bytes.count + count > limit { return nil }
      bytes += piece[..<count]
    }
    self.init(bytes)
  }

  /// How many there are.
  var size: Int64 { Int64(bytes.count) }

  /// Nothing can be wrong with what is in memory.
  public var damage: [SourceDamage] { [] }

  /// Reads on; 0 means the end.
  public func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    let count = read(at: Int64(position), into: &buffer)
    position += count
    return count
  }

  /// Reads what stands from `offset` on.
  public func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) -> Int {
    guard offset >= 0, offset < size else { return 0 }
    let count = min(buffer.count, bytes.count - Int(offset))
    for index in 0..<count { buffer[index] = bytes[Int(offset) + index] }
    return count
  }
}

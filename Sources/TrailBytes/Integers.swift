// Little-endian numbers and runs of zeros in borrowed bytes: what binary formats are made of.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Span where Element == UInt8 {
  /// The little-endian 64-bit number at `offset`; nil where these bytes end before it does.
  @inlinable
  public func uint64(at offset: Int) -> UInt64? {
    guard offset >= 0, count - offset >= 8 else { return nil }
    // In bounds, and any bytes make a number.
    return unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The little-endian 32-bit number at `offset`; nil where these bytes end before it does.
  @inlinable
  public func uint32(at offset: Int) -> UInt32? {
    guard offset >= 0, count - offset >= 4 else { return nil }
    // In bounds, and any bytes make a number.
    return unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Offset of the first byte at or after `start` that is not zero, or ``count``. Fast on long stretches.
  public func endOfZeros(from start: Int) -> Int {
    guard start >= 0, start < count else { return count }
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let step = 512
      var at = start
      // Where the first byte is zero and each is like the one before it, all are. The comparison reads `step` bytes.
      while unsafe buffer.count - at >= step && base[at] == 0 && memcmp(base + at, base + at + 1, step - 1) == 0 {
        at += step
      }
      while unsafe at < buffer.count && base[at] == 0 { at += 1 }
      return at
    }
  }
}

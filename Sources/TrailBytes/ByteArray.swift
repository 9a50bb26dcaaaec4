// Moving bytes inside a buffer that is filled again and again.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension [UInt8] {
  /// Moves the bytes of `range` to the front; what stood there and behind is left over.
  public mutating func moveToFront(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range of this array")
    if range.lowerBound == 0 { return }
    unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      // Both stretches lie inside the array: checked above. They may overlap, which memmove allows.
      unsafe memmove(base, base + range.lowerBound, range.count)
    }
  }

  /// Appends a copy of `bytes`.
  public mutating func append(_ bytes: Span<UInt8>) {
    // The buffer outlives the copying.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// Lends the elements from `start` on to be overwritten; returns what `body` returns.
  public mutating func fill(from start: Int, _ body: (inout MutableSpan<UInt8>) -> Int) -> Int {
    precondition(start <= count, "inside this array")
    return unsafe withUnsafeMutableBufferPointer { buffer in
      // The span lives no longer than this closure, and the array is not touched meanwhile.
      var room = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: buffer[start...]))
      return body(&room)
    }
  }
}

extension Span where Element == UInt8 {
  /// These bytes, copied.
  public var array: [UInt8] {
    // The buffer outlives the copying.
    unsafe withUnsafeBufferPointer { unsafe Array($0) }
  }
}

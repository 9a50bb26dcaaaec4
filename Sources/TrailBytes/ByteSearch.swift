// Finding bytes and literals in borrowed bytes.

import CLiteralScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension StaticString {
  /// Whether this literal begins with `bytes`.
  public func begins(with bytes: Span<UInt8>) -> Bool {
    guard bytes.count <= utf8CodeUnitCount else { return false }
    let start = unsafe utf8Start
    for index in 0..<bytes.count {
      // In bounds: index < utf8CodeUnitCount, and a StaticString's bytes live as long as the program.
      if unsafe start[index] != bytes[index] { return false }
    }
    return true
  }
}

extension Span where Element == UInt8 {
  /// Offset of the first `byte` at or after `start`, or nil.
  @inlinable
  public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    var at = start
    while at < count {
      if self[at] == byte { return at }
      at += 1
    }
    return nil
  }

  /// Offset of the first newline at or after `start`, or nil. Fast on long stretches.
  public func nextNewline(from start: Int) -> Int? { next(0x0A, from: start) }

  /// Offset of the first `byte` at or after `start`, or nil. Fast on long stretches.
  public func next(_ byte: UInt8, from start: Int) -> Int? {
    guard start >= 0, start < count else { return nil }
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      // The range handed over ends inside the buffer: start < count.
      guard let found = unsafe memchr(base + start, Int32(byte), buffer.count - start) else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// Offset of the last newline before `end`, or nil.
  public func lastNewline(before end: Int) -> Int? {
    unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, end >= 0, end <= buffer.count else { return nil }
      let found = unsafe bytes_find_last(base, end, 10)
      return found == end ? nil : found
    }
  }

  /// How many newlines stand in `range`.
  public func newlines(in range: Range<Int>) -> Int {
    unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, range.lowerBound >= 0, range.upperBound <= buffer.count else { return 0 }
      return unsafe newline_count(base + range.lowerBound, range.count)
    }
  }

  /// Offset of the first `literal` at or after `start`, or nil.
  public func offset(of literal: StaticString, from start: Int = 0) -> Int? {
    guard start >= 0, start <= count else { return nil }
    return unsafe withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let rest = buffer.count - start
      // A StaticString's bytes live as long as the program.
      let found = unsafe bytes_find(base + start, rest, literal.utf8Start, literal.utf8CodeUnitCount)
      return found == rest ? nil : start + found
    }
  }

  /// Offset of the last `literal`, or nil.
  public func lastOffset(of literal: StaticString) -> Int? {
    let length = literal.utf8CodeUnitCount
    var at = count - length
    while at >= 0 {
      if has(literal, at: at) { return at }
      at -= 1
    }
    return nil
  }

  /// Whether `literal` stands somewhere in these bytes.
  public func contains(_ literal: StaticString) -> Bool { offset(of: literal) != nil }

  /// Whether `literal` stands at `offset`.
  @inlinable
  public func has(_ literal: StaticString, at offset: Int = 0) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard offset >= 0, count - offset >= length else { return false }
    let start = unsafe literal.utf8Start
    for index in 0..<length {
      // In bounds: index < utf8CodeUnitCount, and a StaticString's bytes live as long as the program.
      if unsafe start[index] != self[offset + index] { return false }
    }
    return true
  }

  /// Whether these bytes end in `literal`.
  @inlinable
  public func ends(in literal: StaticString) -> Bool { has(literal, at: count - literal.utf8CodeUnitCount) }

  /// Whether these bytes are `literal`, no more and no less.
  @inlinable
  public func equals(_ literal: StaticString) -> Bool { count == literal.utf8CodeUnitCount && has(literal) }
}

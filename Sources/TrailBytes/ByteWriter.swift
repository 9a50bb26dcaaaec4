// Output: bytes gathered in a buffer of bounded size and handed on whenever it is full.

/// Gathers output and hands it on in pieces of at most ``capacity`` bytes.
///
/// It cannot be copied: two copies would each hand on what is left in the buffer. Whoever made it calls
/// ``flush()`` at the end.
@safe public struct ByteWriter: ~Copyable {
  /// The size of a piece in bytes.
  public let capacity: Int
  /// False once the receiver wants no more: a renderer may then stop, what it still writes is dropped.
  public private(set) var isOpen = true
  /// Always `capacity` bytes, of which the first `used` wait to be handed on. Memory of its own: an array asks before
  /// each byte whether somebody shares it.
  private let buffer: UnsafeMutablePointer<UInt8>
  private var used = 0
  private var lastHandedOn: UInt8?
  private let receive: (Span<UInt8>) -> Bool

  /// A writer whose pieces of `capacity` bytes (at least one) go to `flush`, which returns whether it wants
  /// more.
  public init(capacity: Int = 64 << 10, flush: @escaping (Span<UInt8>) -> Bool) {
    self.capacity = max(1, capacity)
    receive = flush
    unsafe buffer = .allocate(capacity: self.capacity)
  }

  deinit { unsafe buffer.deallocate() }

  /// The byte written last, or nil at the beginning.
  public var lastByte: UInt8? { used > 0 ? unsafe buffer[used - 1] : lastHandedOn }

  /// Hands on what the buffer holds.
  public mutating func flush() {
    guard used > 0 else { return }
    // In bounds here and below: `used` is at most the capacity.
    lastHandedOn = unsafe buffer[used - 1]
    if isOpen { isOpen = unsafe receive(Span(_unsafeStart: UnsafePointer(buffer), count: used)) }
    used = 0
  }

  /// Writes one byte.
  public mutating func write(byte: UInt8) {
    if used == capacity { flush() }
    unsafe buffer[used] = byte
    used += 1
  }

  /// Writes `bytes` as they are.
  public mutating func write(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe copy($0) }
  }

  /// Writes the UTF-8 of `text`.
  public mutating func write(_ text: String) {
    // Not through `text.utf8.span`: optimised builds of Swift 6.3 lend the span of a short string from memory
    // that is already free.
    var text = text
    text.withUTF8 { unsafe copy($0) }
  }

  /// Copies `bytes` into the buffer, as often as that takes; they are valid for the length of the call.
  private mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    var start = 0
    while start < bytes.count {
      if used == capacity { flush() }
      let count = min(bytes.count - start, capacity - used)
      // In bounds: start + count is at most the source's length, used + count at most the buffer's.
      unsafe (buffer + used).update(from: source + start, count: count)
      used += count
      start += count
    }
  }

  /// Writes a decimal number.
  public mutating func write(_ value: Int) { write(Int64(value)) }

  /// Writes a decimal number.
  public mutating func write(_ value: Int64) {
    if value < 0 { write(byte: 0x2D) }
    write(digits: value.magnitude, width: 1)
  }

  /// Writes a decimal number with zeros before it, so that it has at least `width` (at most 20) digits.
  public mutating func write(digits value: UInt64, width: Int) {
    var digits = InlineArray<20, UInt8>(repeating: 0x30)
    var rest = value
    var start = 20
    while rest > 0 {
      start -= 1
      digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    start = min(start, 20 - min(width, 20))
    if capacity - used < 20 {
      for index in start..<20 { write(byte: digits[index]) }
    } else {
      for index in start..<20 { unsafe buffer[used + index - start] = digits[index] }
      used += 20 - start
    }
  }

  /// Writes nanoseconds as decimal seconds: six digits behind the point, nine where there are nanoseconds to
  /// show.
  ///
  /// Six is what the kernel's own stamps have, so that a search for a stamp finds it.
  public mutating func write(seconds nanoseconds: Int64) {
    if nanoseconds < 0 { write(byte: 0x2D) }
    let (seconds, fraction) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    write(digits: seconds, width: 1)
    write(byte: 0x2E)
    if fraction % 1_000 == 0 {
      write(digits: fraction / 1_000, width: 6)
    } else {
      write(digits: fraction, width: 9)
    }
  }

  /// Writes a JSON key that needs no escapes, with its quotes and colon, and a comma before it unless it is the
  /// first of its object.
  public mutating func write(key name: StaticString) {
    writeComma()
    write(byte: 0x22)
    // A StaticString's bytes live as long as the program.
    unsafe copy(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    write(byte: 0x22)
    write(byte: 0x3A)
  }

  /// Writes a JSON key that may need escapes.
  public mutating func write(name: String) {
    writeComma()
    write(json: name)
    write(byte: 0x3A)
  }

  /// Writes a comma unless a JSON value may stand here at once: at the beginning of the output, a line, an object
  /// or an array, or behind a key. No string ends in one of these bytes, because it ends in a quote.
  public mutating func writeComma() {
    switch lastByte {
    case nil, 0x7B, 0x5B, 0x3A, 0x0A: break
    default: write(byte: 0x2C)
    }
  }

  /// Writes `text` as a JSON string, quotes included.
  ///
  /// Control characters (those of Latin-1 too) and the line separators U+2028 and U+2029 are escaped: the
  /// output can be shown on a terminal, and each string stays on its line for every reader.
  public mutating func write(json text: String) {
    var text = text
    text.withUTF8 { bytes in
      // The span lives no longer than the closure that lends the bytes.
      let bytes = unsafe Span(_unsafeElements: bytes)
      writeQuoted(bytes)
    }
  }

  private mutating func writeQuoted(_ bytes: Span<UInt8>) {
    write(byte: 0x22)
    var plain = 0
    var at = 0
    while at < bytes.count {
      let length = jsonEscapeLength(bytes, at)
      if length > 0 {
        write(bytes.extracting(plain..<at))
        writeEscape(bytes, at, length)
        plain = at + length
      }
      at += max(1, length)
    }
    write(bytes.extracting(plain..<bytes.count))
    write(byte: 0x22)
  }

  private mutating func writeEscape(_ bytes: Span<UInt8>, _ at: Int, _ length: Int) {
    write(byte: 0x5C)
    switch bytes[at] {
    case 0x22, 0x5C: write(byte: bytes[at])
    case 0x08: write(byte: 0x62)
    case 0x09: write(byte: 0x74)
    case 0x0A: write(byte: 0x6E)
    case 0x0C: write(byte: 0x66)
    case 0x0D: write(byte: 0x72)
    case let first:
      // Longer ones keep their low byte at the end: C2 xx is U+00xx, E2 80 A8 and A9 are U+2028 and U+2029.
      let low = length == 3 ? bytes[at + 2] & 0x3F : length == 2 ? bytes[at + 1] : first
      write(length == 3 ? "u20" : "u00")
      write(byte: hexCharacter(low >> 4))
      write(byte: hexCharacter(low & 15))
    }
  }
}

/// How many bytes at `at` form a character that a JSON string must not show as it is; 0 where it may.
private func jsonEscapeLength(_ bytes: Span<UInt8>, _ at: Int) -> Int {
  switch bytes[at] {
  case 0x00..<0x20, 0x22, 0x5C, 0x7F: 1
  case 0xC2: at + 1 < bytes.count && bytes[at + 1] < 0xA0 ? 2 : 0
  case 0xE2:
    at + 2 < bytes.count && bytes[at + 1] == 0x80 && (bytes[at + 2] == 0xA8 || bytes[at + 2] == 0xA9) ? 3 : 0
  default: 0
  }
}

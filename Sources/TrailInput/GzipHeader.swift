// The header of a gzip member (RFC 1952), read byte by byte so that it may be cut anywhere.

/// A gzip header as far as it was read.
struct GzipHeader {
  /// What a byte did.
  enum Step {
    case more
    /// The header is complete.
    case complete
    /// These bytes are no gzip header.
    case invalid
  }

  private enum Part { case fixed, extraLength, extra, name, comment, check }

  /// When what is compressed was last changed, in seconds since 1970; nil where the header does not say.
  var modified: UInt32? { time == 0 ? nil : time }
  /// Whether the header's own checksum, if it has one, holds.
  private(set) var isIntact = true
  /// How many bytes were read.
  private(set) var count = 0

  /// Flags without a meaning; one day they may change what follows.
  private static let reservedFlags: UInt8 = 0xE0

  private var part = Part.fixed
  /// Bytes of the part that were read.
  private var inPart = 0
  private var flags: UInt8 = 0
  private var time: UInt32 = 0
  private var extraLength = 0
  private var checksum: UInt32 = .max
  private var stored: UInt32 = 0

  /// Whether `bytes`, of which there may be few, can be the front of a header.
  static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
    let magic: [UInt8] = [0x1F, 0x8B, 0x08]
    for index in 0..<min(3, bytes.count) where bytes[index] != magic[index] { return false }
    return !bytes.isEmpty && (bytes.count < 4 || bytes[3] & reservedFlags == 0)
  }

  /// Reads one byte.
  mutating func take(_ byte: UInt8) -> Step {
    count += 1
    if part != .check { addToChecksum(byte) }
    inPart += 1
    switch part {
    case .fixed:
      switch inPart {
      case 1: if byte != 0x1F { return .invalid }
      case 2: if byte != 0x8B { return .invalid }
      case 3: if byte != 0x08 { return .invalid }
      case 4:
        if byte & GzipHeader.reservedFlags != 0 { return .invalid }
        flags = byte
      case 5...8: time |= UInt32(byte) << UInt32(8 * (inPart - 5))
      default: break
      }
      return inPart == 10 ? next(after: .fixed) : .more
    case .extraLength:
      extraLength |= Int(byte) << (8 * (inPart - 1))
      return inPart == 2 ? next(after: extraLength == 0 ? .extra : .extraLength) : .more
    case .extra: return inPart == extraLength ? next(after: .extra) : .more
    case .name: return byte == 0 ? next(after: .name) : .more
    case .comment: return byte == 0 ? next(after: .comment) : .more
    case .check:
      stored |= UInt32(byte) << UInt32(8 * (inPart - 1))
      if inPart < 2 { return .more }
      isIntact = stored == ~checksum & 0xFFFF
      return .complete
    }
  }

  private mutating func next(after done: Part) -> Step {
    inPart = 0
    switch done {
    case .fixed:
      part = .extraLength
      if flags & 4 != 0 { return .more }
      return next(after: .extra)
    case .extraLength: part = .extra
    case .extra:
      part = .name
      if flags & 8 == 0 { return next(after: .name) }
    case .name:
      part = .comment
      if flags & 16 == 0 { return next(after: .comment) }
    case .comment:
      part = .check
      if flags & 2 == 0 { return .complete }
    case .check: return .complete
    }
    return .more
  }

  /// CRC-32 bit by bit: headers are a few bytes.
  private mutating func addToChecksum(_ byte: UInt8) {
    checksum ^= UInt32(byte)
    for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 0 ? 0 : 0xEDB8_8320) }
  }
}

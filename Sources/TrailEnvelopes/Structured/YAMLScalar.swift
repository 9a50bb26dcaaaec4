// One value of a YAML mapping: plain, in single or double quotes, literal or folded (YAML 1.2, chapters 7 and 8).

import TrailBytes

/// A value that comes line by line.
struct YAMLScalar {
  private enum Style {
    case plain, single, double, literal, folded
  }

  private let style: Style
  /// How far its key is indented.
  private let indent: Int
  /// How far a block's lines are indented, once one has come.
  private var blockIndent: Int?
  private var text: [UInt8] = []
  /// Line ends since the last text.
  private var breaks = 0
  /// Whether the closing quote was read.
  private var isClosed = false
  /// Whether the line end is escaped: it stands for nothing.
  private var isJoined = false

  /// The value that begins with `front`, behind a key that is indented by `indent`.
  init(_ front: Span<UInt8>, indent: Int) {
    self.indent = indent
    switch front.isEmpty ? nil : front[0] {
    case 0x7C:
      style = .literal
      blockIndent = Self.blockIndent(front, indent)
    case 0x3E:
      style = .folded
      blockIndent = Self.blockIndent(front, indent)
    case 0x22:
      style = .double
      append(front.extracting(1..<front.count))
    case 0x27:
      style = .single
      append(front.extracting(1..<front.count))
    default:
      style = .plain
      append(front)
    }
  }

  /// The value's bytes; nil where there is none, only what is inside.
  var value: [UInt8]? { text.isEmpty && style == .plain ? nil : text }

  /// Whether a line that is indented by `lineIndent`, or blank (nil), belongs to the value.
  func goesOn(_ lineIndent: Int?) -> Bool {
    switch style {
    case .single, .double: return !isClosed && lineIndent.map { $0 > indent } ?? true
    case .literal, .folded: return lineIndent.map { $0 > indent && $0 >= blockIndent ?? 0 } ?? true
    // Behind a key alone stand keys.
    case .plain: return !text.isEmpty && lineIndent.map { $0 > indent } ?? false
    }
  }

  /// Reads a further line, which `indent` blanks stand before.
  mutating func readLine(_ line: Span<UInt8>, indent: Int) {
    switch style {
    case .literal, .folded:
      guard indent < line.count else {
        breaks += 1
        return
      }
      let own = blockIndent ?? indent
      blockIndent = own
      let isMore = !text.isEmpty
      // A folded block's line ends are blanks, but for lines indented further, and empty ones between.
      if style == .folded, isMore, breaks == 0, indent == own {
        text.append(0x20)
      } else {
        let count = style == .folded && isMore ? max(breaks, 1) : breaks + (isMore ? 1 : 0)
        text += repeatElement(0x0A, count: count)
      }
      breaks = 0
      text += Array(line.extracting(own..<line.count))
    case .plain, .single, .double:
      guard indent < line.count else {
        breaks += 1
        return
      }
      if breaks > 0 { text += repeatElement(0x0A, count: breaks) } else if !isJoined { text.append(0x20) }
      breaks = 0
      isJoined = false
      append(line.extracting(indent..<line.count))
    }
  }

  /// Reads on in a line; always true.
  @discardableResult
  mutating func append(_ part: Span<UInt8>) -> Bool {
    var at = 0
    while at < part.count, !isClosed {
      let byte = part[at]
      at += 1
      switch (style, byte) {
      case (.single, 0x27):
        if at < part.count, part[at] == 0x27 {
          text.append(byte)
          at += 1
        } else {
          isClosed = true
        }
      case (.double, 0x22): isClosed = true
      case (.double, 0x5C): at = appendEscape(part, at)
      default: text.append(byte)
      }
    }
    return true
  }

  /// Appends what the escape at `at` stands for; gives where it ends.
  private mutating func appendEscape(_ part: Span<UInt8>, _ at: Int) -> Int {
    guard at < part.count else {
      isJoined = true
      return at
    }
    switch part[at] {
    case 0x6E: text.append(0x0A)
    case 0x74: text.append(0x09)
    case 0x72: text.append(0x0D)
    case 0x65: text.append(0x1B)
    case 0x30: text.append(0)
    case 0x61: text.append(0x07)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x76: text.append(0x0B)
    case 0x78: return appendCharacter(part, at + 1, digits: 2)
    case 0x75: return appendCharacter(part, at + 1, digits: 4)
    case 0x55: return appendCharacter(part, at + 1, digits: 8)
    default: text.append(part[at])
    }
    return at + 1
  }

  private mutating func appendCharacter(_ part: Span<UInt8>, _ at: Int, digits: Int) -> Int {
    guard at + digits <= part.count else { return at }
    var code: UInt32 = 0
    for index in at..<at + digits {
      guard let digit = hexDigit(part[index]) else { return at }
      code = code << 4 | UInt32(digit)
    }
    let character = Unicode.Scalar(code) ?? "\u{FFFD}"
    text += Array(UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
    return at + digits
  }

  /// What `|2-` says of its lines' indentation.
  private static func blockIndent(_ front: Span<UInt8>, _ indent: Int) -> Int? {
    for index in 1..<min(3, max(1, front.count)) where front[index] &- 0x31 < 9 {
      return indent + Int(front[index] &- 0x30)
    }
    return nil
  }
}

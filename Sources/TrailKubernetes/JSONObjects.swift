// Objects as JSON (RFC 8259), byte by byte: a list of any length, lines of objects, a watch, or a cut piece of them.

import TrailBytes
import TrailModel

/// Reads objects out of JSON as it comes in. Nothing but the object that is open is held.
struct JSONObjects {
  private var builder: ObjectBuilder

  private var mode = Mode.plain
  /// The text that is being read.
  private var text: [UInt8] = []
  private var isTextKept = false
  /// A text that stands outside of any object: a key, where a colon follows.
  private var lone: String?
  /// Of `\u0041`: how many digits are to come, and what they make so far.
  private var digits = (left: 0, value: UInt32(0))
  private var line = 1
  private var offset: Int64 = 0

  private enum Mode { case plain, string, escape, unicode, word }

  init(path: String) { builder = ObjectBuilder(path: path) }

  /// Whether no object is open.
  var isIdle: Bool { builder.isEmpty && mode == .plain }

  /// Whether a text is open, which JSON never has at a line's end.
  var isInText: Bool { mode == .string || mode == .escape || mode == .unicode }

  /// Reads on.
  mutating func read(_ bytes: Span<UInt8>) {
    var at = 0
    var counted = 0
    func place(_ at: Int, _ counted: inout Int, _ line: inout Int) -> LinePlace {
      line += bytes.newlines(in: counted..<at)
      counted = at
      return LinePlace(line: line, offset: offset + Int64(at), end: offset + Int64(at) + 1)
    }
    while at < bytes.count {
      switch mode {
      case .string:
        let start = at
        while at < bytes.count, bytes[at] != 0x22, bytes[at] != 0x5C { at += 1 }
        keep(bytes.extracting(start..<at))
        guard at < bytes.count else { break }
        if bytes[at] == 0x5C { mode = .escape } else { endString() }
        at += 1
      case .escape:
        readEscape(bytes[at])
        at += 1
      case .unicode:
        // Whatever it is instead of a digit belongs to the text.
        if !readDigit(bytes[at]) { mode = .string } else { at += 1 }
      case .word:
        let start = at
        while at < bytes.count, isWord(bytes[at]) { at += 1 }
        keep(bytes.extracting(start..<at))
        if at < bytes.count { endWord() }
      case .plain:
        switch bytes[at] {
        case 0x7B, 0x5B:
          lone = nil
          builder.begin(isMap: bytes[at] == 0x7B, at: place(at, &counted, &line))
        case 0x7D, 0x5D: builder.end(at: place(at, &counted, &line))
        case 0x22:
          mode = .string
          text.removeAll(keepingCapacity: true)
          isTextKept = builder.isEmpty || builder.expectsKey || builder.wantsText
        case 0x3A:
          if let key = lone {
            // A piece of an object whose beginning is lost.
            builder.begin(isMap: true, at: place(at, &counted, &line))
            builder.key(key)
            lone = nil
          }
        case 0x2C: builder.endMember()
        case let byte where !builder.isEmpty && isWord(byte):
          mode = .word
          text.removeAll(keepingCapacity: true)
          isTextKept = builder.wantsText && !builder.expectsKey
          continue
        default: break
        }
        at += 1
      }
    }
    line += bytes.newlines(in: counted..<bytes.count)
    offset += Int64(bytes.count)
  }

  /// Says where the next bytes stand, if they do not follow the last.
  mutating func move(to place: LinePlace) {
    line = place.line
    offset = place.offset
  }

  /// Everything that was read.
  var facts: KubernetesFacts { builder.facts }

  /// What is open is as whole as it will be.
  mutating func endObjects() {
    if mode == .word { endWord() }
    mode = .plain
    lone = nil
    builder.endAll(at: LinePlace(line: line, offset: offset, end: offset))
  }

  private func isWord(_ byte: UInt8) -> Bool {
    byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x2B || byte == 0x2E
  }

  private mutating func keep(_ bytes: Span<UInt8>) {
    guard isTextKept else { return }
    let room = ObjectBuilder.longestText - min(text.count, ObjectBuilder.longestText)
    text.append(bytes.extracting(0..<min(bytes.count, room)))
  }

  private mutating func endString() {
    mode = .plain
    guard isTextKept else {
      builder.endMember()
      return
    }
    let value = text.span.text
    if builder.isEmpty {
      lone = value
    } else if builder.expectsKey {
      builder.key(value)
    } else {
      builder.text(value)
    }
  }

  private mutating func endWord() {
    mode = .plain
    if isTextKept { builder.text(text.span.text) } else if !builder.expectsKey { builder.endMember() }
  }

  private mutating func readEscape(_ byte: UInt8) {
    mode = .string
    let character: UInt8
    switch byte {
    case 0x6E: character = 0x0A
    case 0x74: character = 0x09
    case 0x72: character = 0x0D
    case 0x62: character = 0x08
    case 0x66: character = 0x0C
    case 0x75:
      mode = .unicode
      digits = (4, 0)
      return
    default: character = byte
    }
    if isTextKept, text.count < ObjectBuilder.longestText { text.append(character) }
  }

  private mutating func readDigit(_ byte: UInt8) -> Bool {
    guard let digit = hexDigit(byte) else { return false }
    digits = (digits.left - 1, digits.value << 4 | UInt32(digit))
    guard digits.left == 0 else { return true }
    mode = .string
    // Half of a pair stands for nothing that is asked for here.
    let character = Unicode.Scalar(digits.value) ?? "\u{FFFD}"
    if isTextKept, text.count < ObjectBuilder.longestText {
      text.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
    }
    return true
  }
}

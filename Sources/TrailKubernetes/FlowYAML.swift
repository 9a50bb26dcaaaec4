// Values in YAML's flow style (YAML 1.2.2, chapter 7.4): `{limits: {memory: 1Gi}}`, over as many lines as they take.

import TrailBytes
import TrailModel

/// Reads one value, a map or a list, piece by piece.
struct FlowYAML {
  /// Where the key or the dash stands that it is the value of: its lines stand farther right.
  let column: Int

  private var depth = 0
  private var mode = Mode.between
  private var text: [UInt8] = []

  private enum Mode { case between, plain, single, double }

  init(column: Int) { self.column = column }

  /// Reads a line of it; true where the value ends there.
  mutating func read(_ line: Span<UInt8>, at place: LinePlace, into builder: inout ObjectBuilder) -> Bool {
    var at = 0
    while at < line.count {
      let byte = line[at]
      switch mode {
      case .single:
        if byte != 0x27 {
          keep(byte)
        } else if line.has("''", at: at) {
          keep(byte)
          at += 1
        } else {
          endText(&builder)
        }
      case .double:
        if byte == 0x22 {
          endText(&builder)
        } else if byte == 0x5C, at + 1 < line.count {
          at += 1
          keep(line[at] == 0x6E ? 0x0A : line[at])
        } else {
          keep(byte)
        }
      case .plain:
        if endsPlain(line, at) {
          endText(&builder)
          continue
        }
        keep(byte)
      case .between:
        switch byte {
        case 0x7B, 0x5B:
          depth += 1
          builder.begin(isMap: byte == 0x7B, at: place)
        case 0x7D, 0x5D:
          depth -= 1
          builder.end(at: place)
          if depth <= 0 { return true }
        case 0x2C: builder.endMember()
        case 0x22: mode = .double
        case 0x27: mode = .single
        case 0x23: return false
        case 0x3A, 0x20, 0x09: break
        default:
          mode = .plain
          continue
        }
      }
      at += 1
    }
    if mode != .between { keep(0x20) }
    return false
  }

  /// Closes what is open where the text breaks off.
  mutating func end(_ builder: inout ObjectBuilder, at place: LinePlace) {
    if mode != .between { endText(&builder) }
    while depth > 0 {
      builder.end(at: place)
      depth -= 1
    }
  }

  private func endsPlain(_ line: Span<UInt8>, _ at: Int) -> Bool {
    switch line[at] {
    case 0x2C, 0x5D, 0x7D: true
    case 0x3A: at + 1 == line.count || line[at + 1] == 0x20 || line[at + 1] == 0x09
    case 0x23: at > 0 && line[at - 1] == 0x20
    default: false
    }
  }

  private mutating func keep(_ byte: UInt8) {
    if text.count < ObjectBuilder.longestText { text.append(byte) }
  }

  private mutating func endText(_ builder: inout ObjectBuilder) {
    if mode == .plain { while text.last == 0x20 || text.last == 0x09 { text.removeLast() } }
    let value = text.span.text
    text.removeAll(keepingCapacity: true)
    mode = .between
    if builder.expectsKey { builder.key(value) } else { builder.text(value) }
  }
}

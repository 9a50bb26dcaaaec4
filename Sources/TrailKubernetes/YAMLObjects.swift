// Objects as YAML in the block style that kubectl, must-gather and their kin write, line by line.
//
// A general parser wants a whole document and refuses a cut one; bundles hold gigabytes of lists, and people paste
// pieces. What only people write by hand (anchors, tags) is passed over.

import TrailBytes
import TrailModel

/// Reads objects out of lines of YAML. Nothing but the object that is open is held.
struct YAMLObjects {
  private var builder: ObjectBuilder

  private var blocks: [Block] = []
  private var scalar: Scalar?
  /// A value in flow style that goes on in the next lines.
  private var flow: FlowYAML?
  /// Whether the object that is open has its `apiVersion`.
  private var hasVersion = false

  /// A map or a list that is open, and the column where its keys or dashes stand.
  private struct Block {
    let column: Int
    let isMap: Bool
    /// Whether a key waits for what stands below it.
    var isWaiting = false
  }

  /// A text that goes on in the next lines.
  private struct Scalar {
    enum Style { case plain, single, double, literal, folded }
    let style: Style
    /// Lines of it stand farther right than this.
    let column: Int
    var text: [UInt8]
    var isQuoted: Bool { style == .single || style == .double }
  }

  private static let deepest = 64

  init(path: String) { builder = ObjectBuilder(path: path) }

  /// Whether no object is open.
  var isIdle: Bool { blocks.isEmpty }

  /// Whether a value in flow style is open, whose last bracket may stand at the left edge.
  var isInFlow: Bool { flow != nil }

  /// Everything that was read.
  var facts: KubernetesFacts { builder.facts }

  /// What is open is as whole as it will be.
  mutating func endObjects(at place: LinePlace) {
    cutValue(at: place)
    blocks = []
    hasVersion = false
    builder.endAll(at: place)
  }

  /// Ends a value whose rest is lost.
  mutating func cutValue(at place: LinePlace) {
    endScalar()
    flow?.end(&builder, at: place)
    flow = nil
  }

  /// Reads a line.
  mutating func read(_ line: Span<UInt8>, at place: LinePlace) {
    if line.has("apiVersion:") {
      // Nothing of another object stands at the left edge, whatever was open.
      if hasVersion || flow != nil || scalar?.isQuoted == true { endObjects(at: place) }
      hasVersion = true
    }
    var column = 0
    while column < line.count, line[column] == 0x20 { column += 1 }
    let text = line.trimmed(column..<line.count)
    if goesOn(line, column, text) || goesOn(line, column, text, at: place) { return }
    guard !text.isEmpty, line[column] != 0x23 else { return }
    if column == 0, line.has("---") || line.has("...") { return endObjects(at: place) }
    readContent(line, column, text.upperBound, place)
  }

  /// Takes a line into the text that is open; false where that has ended.
  private mutating func goesOn(_ line: Span<UInt8>, _ column: Int, _ text: Range<Int>) -> Bool {
    guard var open = scalar else { return false }
    switch open.style {
    case .single, .double:
      append(line.extracting(text), to: &open.text, by: text.isEmpty ? 0x0A : 0x20)
      scalar = open
      if Self.isClosed(open.text, open.style) { endScalar() }
      return true
    case .plain, .literal, .folded:
      guard text.isEmpty || column > open.column else {
        endScalar()
        return false
      }
      append(line.extracting(text), to: &open.text, by: open.style == .literal ? 0x0A : 0x20)
      scalar = open
      return true
    }
  }

  /// Takes a line into the value in flow style that is open; false where that has ended.
  private mutating func goesOn(
    _ line: Span<UInt8>, _ column: Int, _ text: Range<Int>, at place: LinePlace
  ) -> Bool {
    guard var open = flow else { return false }
    flow = nil
    let isBracket = !text.isEmpty && (line[column] == 0x7D || line[column] == 0x5D)
    guard text.isEmpty || isBracket || column > open.column else {
      open.end(&builder, at: place)
      return false
    }
    if !open.read(line.extracting(text), at: place, into: &builder) { flow = open }
    return true
  }

  private mutating func beginFlow(_ value: Span<UInt8>, _ column: Int, _ place: LinePlace) {
    var begun = FlowYAML(column: column)
    if !begun.read(value, at: place, into: &builder) { flow = begun }
  }

  private func append(_ more: Span<UInt8>, to text: inout [UInt8], by separator: UInt8) {
    guard text.count + more.count < ObjectBuilder.longestText else { return }
    if !text.isEmpty, text.last != 0x20 || separator != 0x20 { text.append(separator) }
    text.append(more)
  }

  /// Reads what stands at `column`: a dash and an element, or a key and its value.
  private mutating func readContent(_ line: Span<UInt8>, _ first: Int, _ end: Int, _ place: LinePlace) {
    var column = first
    var outer = first
    while column < end, line[column] == 0x2D, column + 1 == end || line[column + 1] == 0x20 {
      close(to: column, isDash: true, place)
      if blocks.last.map({ $0.column == column && !$0.isMap }) != true { open(isMap: false, at: column, place) }
      outer = column
      column += 1
      while column < end, line[column] == 0x20 { column += 1 }
    }
    guard column < end else { return }
    if line[column] == 0x7B || line[column] == 0x5B, let last = blocks.last, !last.isMap || last.isWaiting {
      blocks[blocks.count - 1].isWaiting = false
      return beginFlow(line.extracting(column..<end), last.isMap ? last.column : outer, place)
    }
    guard let key = line.yamlKey(column..<end) else {
      // An element of a list of texts; or nothing of YAML's.
      if blocks.last?.isMap == false { builder.text(line.text(column..<end)) }
      return
    }
    close(to: column, isDash: false, place)
    if blocks.last.map({ $0.column == column && $0.isMap }) != true { open(isMap: true, at: column, place) }
    guard let last = blocks.indices.last else { return }
    if blocks[last].isWaiting { builder.endMember() }
    builder.key(line.text(key.name))
    blocks[last].isWaiting = key.value.isEmpty
    if !key.value.isEmpty { readValue(line.extracting(key.value), column, place) }
  }

  private mutating func readValue(_ value: Span<UInt8>, _ column: Int, _ place: LinePlace) {
    switch value[0] {
    case 0x7C where value.count <= 3, 0x3E where value.count <= 3:
      scalar = Scalar(style: value[0] == 0x7C ? .literal : .folded, column: column, text: [])
    case 0x27, 0x22:
      let style = value[0] == 0x27 ? Scalar.Style.single : .double
      scalar = Scalar(style: style, column: column, text: value.array)
      if Self.isClosed(value.array, style) { endScalar() }
    case 0x7B, 0x5B: beginFlow(value, column, place)
    default: scalar = Scalar(style: .plain, column: column, text: value.array)
    }
  }

  private mutating func endScalar() {
    guard let ended = scalar else { return }
    scalar = nil
    let text =
      switch ended.style {
      case .single: Self.unquoted(ended.text.dropFirst(), escape: 0x27)
      case .double: Self.unquoted(ended.text.dropFirst(), escape: 0x5C)
      case .plain, .literal, .folded: ended.text
      }
    builder.text(text.span.text)
  }

  /// Opens a block for what stands at `column`.
  private mutating func open(isMap: Bool, at column: Int, _ place: LinePlace) {
    if blocks.count >= Self.deepest { endObjects(at: place) }
    if let last = blocks.indices.last { blocks[last].isWaiting = false }
    blocks.append(Block(column: column, isMap: isMap))
    builder.begin(isMap: isMap, at: place)
  }

  /// Closes the blocks that what stands at `column` is not within. A list may stand as far left as its key.
  private mutating func close(to column: Int, isDash: Bool, _ place: LinePlace) {
    while let last = blocks.last {
      let isWithin =
        last.column < column || last.column == column && (last.isMap == !isDash || isDash && last.isWaiting)
      if isWithin { return }
      blocks.removeLast()
      if last.isWaiting { builder.endMember() }
      builder.end(at: place)
    }
  }

  /// Whether a quoted text has its second quote.
  private static func isClosed(_ text: [UInt8], _ style: Scalar.Style) -> Bool {
    let quote: UInt8 = style == .single ? 0x27 : 0x22
    guard text.count > 1, text.last == quote else { return false }
    var at = 1
    while at < text.count - 1 {
      if style == .double, text[at] == 0x5C {
        at += 2
      } else if style == .single, text[at] == quote, text[at + 1] == quote {
        at += 2
      } else {
        at += 1
      }
    }
    return at == text.count - 1
  }

  /// The text without its last quote and without `escape` before what that stands for.
  private static func unquoted(_ text: ArraySlice<UInt8>, escape: UInt8) -> [UInt8] {
    var plain: [UInt8] = []
    var isEscaped = false
    for byte in text.dropLast(text.last == 0x27 || text.last == 0x22 ? 1 : 0) {
      if !isEscaped, byte == escape {
        isEscaped = true
        continue
      }
      plain.append(isEscaped && byte == 0x6E && escape == 0x5C ? 0x0A : byte)
      isEscaped = false
    }
    return plain
  }
}

extension Span<UInt8> {
  /// The key and the value, which may be empty, of `key: value` in `range`; nil where it is none.
  func yamlKey(_ range: Range<Int>) -> (name: Range<Int>, value: Range<Int>)? {
    var at = range.lowerBound
    guard at < range.upperBound else { return nil }
    let quote: UInt8? = self[at] == 0x22 || self[at] == 0x27 ? self[at] : nil
    if let quote {
      guard let end = next(quote, from: at + 1), end < range.upperBound else { return nil }
      at = end + 1
    }
    while at < range.upperBound, self[at] != 0x3A || at + 1 < range.upperBound && self[at + 1] != 0x20 {
      // A key of the API's has no blanks.
      if self[at] == 0x20 { return nil }
      at += 1
    }
    guard at < range.upperBound else { return nil }
    let name = quote == nil ? range.lowerBound..<at : range.lowerBound + 1..<Swift.max(range.lowerBound + 1, at - 1)
    guard !name.isEmpty else { return nil }
    return (name, trimmed(at + 1..<range.upperBound))
  }
}

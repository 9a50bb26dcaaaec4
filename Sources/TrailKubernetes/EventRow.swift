// Rows of the tables that kubectl prints of events, by what stands in them: columns move, words do not.

import TrailBytes
import TrailModel

/// One row.
struct EventRow {
  var reason: Range<Int>
  var message: Range<Int>
  var first: KubernetesEvent.Time?
  var last: KubernetesEvent.Time?
  var count: Int64?
  /// `kubelet, node-1`, `{kubelet node-1}` or `kubelet`.
  var origin: Range<Int>?
  /// `Pod` or `pod/api-0`.
  var kind: Range<Int>?
  var name: Range<Int>?
  var namespace: Range<Int>?
  /// `spec.containers{api}`.
  var fieldPath: Range<Int>?
}

extension Span<UInt8> {
  /// `Type Reason Age From Message`, the table of a description since 1.9.
  func describedRow() -> EventRow? {
    var cursor = Cursor(self)
    cursor.skipBlanks()
    guard cursor.eventType(), let reason = cursor.reason() else { return nil }
    var row = EventRow(reason: reason, message: 0..<0)
    guard cursor.ages(&row) else { return nil }
    row.origin = cursor.originCell()
    cursor.skipBlanks()
    row.message = trimmed(cursor.position..<count)
    takeFieldPath(&row)
    return row
  }

  /// `FirstSeen LastSeen Count From SubObjectPath Type Reason Message`, the same before: with ages, in 2015 with times.
  func oldDescribedRow() -> EventRow? {
    let cells = cells()
    guard cells.count >= 6, let first = seen(cells[0]), let last = seen(cells[1]) else { return nil }
    var counting = Cursor(extracting(cells[2]))
    guard let number = counting.number() else { return nil }
    var at = 4
    var row = EventRow(reason: 0..<0, message: 0..<0)
    if extracting(cells[at]).has("spec.") {
      row.fieldPath = cells[at]
      at += 1
    }
    if at < cells.count, extracting(cells[at]).isEventType { at += 1 }
    guard at + 1 < cells.count else { return nil }
    row.reason = cells[at]
    row.message = cells[at + 1].lowerBound..<trimmed(0..<count).upperBound
    (row.first, row.last, row.count, row.origin) = (first, last, number, cells[3])
    return row
  }

  /// A row of `kubectl get events` or `kubectl events`. With `isWide` there are columns behind the object's.
  func listedRow(isWide: Bool) -> EventRow? {
    var cursor = Cursor(self)
    cursor.skipBlanks()
    var row = EventRow(reason: 0..<0, message: 0..<0)
    if !cursor.ages(&row) {
      row.namespace = cursor.word()
      cursor.skipBlanks()
      guard cursor.ages(&row) else { return nil }
    }
    if cursor.eventType() {
      guard let reason = cursor.reason() else { return nil }
      row.reason = reason
      let object = cursor.word()
      guard let slash = extracting(object).firstIndex(of: 0x2F) else { return nil }
      row.kind = object.lowerBound..<object.lowerBound + slash
      row.name = object.lowerBound + slash + 1..<object.upperBound
      cursor.skipBlanks()
      if isWide { return wideRow(row, from: cursor.position) }
      row.message = trimmed(cursor.position..<count)
      return row
    }
    // LAST SEEN  FIRST SEEN  COUNT  NAME  KIND  SUBOBJECT  TYPE  REASON  SOURCE  MESSAGE, to 1.11.
    var last = EventRow(reason: 0..<0, message: 0..<0)
    guard cursor.ages(&last), let number = cursor.number(), cursor.skipBlanks() > 0 else { return nil }
    (row.first, row.count) = (last.last, number)
    row.name = cursor.word()
    cursor.skipBlanks()
    row.kind = cursor.word()
    cursor.skipBlanks()
    if cursor.bytes.has("spec.", at: cursor.position) {
      row.fieldPath = cursor.word()
      cursor.skipBlanks()
    }
    guard cursor.eventType(), let reason = cursor.reason() else { return nil }
    row.reason = reason
    row.origin = cursor.originCell()
    cursor.skipBlanks()
    row.message = trimmed(cursor.position..<count)
    // The object's name has the event's number behind it.
    if let name = row.name, let dot = extracting(name).lastOffset(of: ".") {
      row.name = name.lowerBound..<name.lowerBound + dot
    }
    return row
  }

  /// SUBOBJECT  SOURCE  MESSAGE  FIRST SEEN  COUNT  NAME.
  private func wideRow(_ begun: EventRow, from start: Int) -> EventRow? {
    var row = begun
    var cells = extracting(start..<count).cells().map { $0.lowerBound + start..<$0.upperBound + start }
    if let path = cells.first, extracting(path).has("spec.") {
      row.fieldPath = path
      cells.removeFirst()
    }
    guard cells.count >= 2 else { return nil }
    row.origin = cells[0]
    let isWhole = cells.count >= 5
    if isWhole { row.first = seen(cells[cells.count - 3]) }
    if isWhole {
      var counting = Cursor(extracting(cells[cells.count - 2]))
      row.count = counting.number()
    }
    row.message = cells[1].lowerBound..<cells[isWhole ? cells.count - 4 : cells.count - 1].upperBound
    return row
  }

  /// Since 1.35 messages begin with the field path: `spec.containers{app}: Back-off …`.
  private func takeFieldPath(_ row: inout EventRow) {
    let message = extracting(row.message)
    guard message.has("spec."), let end = message.offset(of: "}: "), end < 300 else { return }
    row.fieldPath = row.message.lowerBound..<row.message.lowerBound + end + 1
    row.message = row.message.lowerBound + end + 3..<row.message.upperBound
  }

  /// The cells of a row: what tabs or two blanks stand between.
  func cells() -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var at = 0
    while at < count, cells.count < 64 {
      while at < count, isBlank(self[at]) { at += 1 }
      let start = at
      while at < count, self[at] != 0x09, !(self[at] == 0x20 && (at + 1 == count || isBlank(self[at + 1]))) { at += 1 }
      if at > start { cells.append(start..<at) }
    }
    return cells
  }

  private func seen(_ cell: Range<Int>) -> KubernetesEvent.Time? {
    if let time = describedTime(cell) { return .at(time) }
    var cursor = Cursor(extracting(cell))
    return cursor.age().map { .ago($0) }
  }

  /// Whether this is one of the two types that events have.
  var isEventType: Bool { equals("Normal") || equals("Warning") }
}

extension Cursor {
  /// Reads `Normal` or `Warning` and the blanks behind it.
  fileprivate mutating func eventType() -> Bool {
    let start = position
    guard bytes.extracting(word()).isEventType, skipBlanks() > 0 else {
      position = start
      return false
    }
    return true
  }

  /// Reads a reason, one word of letters, and the blanks behind it.
  fileprivate mutating func reason() -> Range<Int>? {
    let reason = word()
    guard !reason.isEmpty, reason.count <= 128, (bytes[reason.lowerBound] | 0x20) &- 0x61 < 26, skipBlanks() > 0 else {
      return nil
    }
    return reason
  }

  /// Reads `15s (x4 over 85s)`, `15s`, `<unknown>` or `<invalid>`, and the blanks behind it.
  fileprivate mutating func ages(_ row: inout EventRow) -> Bool {
    if skip("<unknown>") || skip("<invalid>") {
      skipBlanks()
      return true
    }
    guard let last = age() else { return false }
    row.last = .ago(last)
    skipBlanks()
    let start = position
    if skip("(x"), let number = number(), skip(" over "), let first = age(), skip(byte: 0x29) {
      row.count = number
      row.first = .ago(first)
    } else {
      position = start
      row.first = row.last
    }
    skipBlanks()
    return true
  }

  /// Reads who tells the event: up to two blanks or a tab; where the table's blanks were lost a word, and a host behind
  /// a comma.
  fileprivate mutating func originCell() -> Range<Int> {
    let start = position
    var at = start
    while at < bytes.count, bytes[at] != 0x09, !(bytes[at] == 0x20 && at + 1 < bytes.count && bytes[at + 1] == 0x20) {
      at += 1
    }
    // A wide message has two blanks somewhere too; no component's name is a sentence.
    if at < bytes.count, at - start <= 300 {
      position = at
      return start..<at
    }
    let first = word()
    guard !first.isEmpty, bytes[first.upperBound - 1] == 0x2C else { return first }
    skipBlanks()
    return start..<word().upperBound
  }
}

extension KubernetesEvent {
  /// What a row says; nil for reasons that nobody asks for.
  init?(_ row: EventRow, _ line: Span<UInt8>, source: Source) {
    let reason = line.text(row.reason)
    guard EventReasons.isKept(reason) else { return nil }
    self.init(reason: reason, message: line.text(row.message), source: source)
    (first, last, count) = (row.first, row.last, row.count)
    objectName = row.name.map { line.text($0) }
    namespace = row.namespace.map { line.text($0) }
    objectKind = row.kind.map { line.text($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
    container = row.fieldPath.flatMap { fieldPathContainer(line.text($0)) }
    if let origin = row.origin {
      let words = line.text(origin).split { $0 == " " || $0 == "," || $0 == "{" || $0 == "}" }.map(String.init)
      component = words.first
      host = words.count > 1 ? words[1] : nil
    }
  }

  /// Whether its ages are such as only clients of 1.12 and later print.
  var hasNewAge: Bool {
    for case .ago(let age)? in [first, last] where age.isNew { return true }
    return false
  }
}

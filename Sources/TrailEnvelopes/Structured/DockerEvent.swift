// An event of Docker's API as JSON (moby, api/types/events: Message; `docker events --format json`), in the words of
// plain `docker events`: `container die 4f… (exitCode=137, name=api)`.

import TrailBytes
import TrailModel

/// What Docker tells of one container.
struct DockerEvent {
  private var type: [UInt8]?
  private var action: [UInt8]?
  private var id: [UInt8]?
  private var attributes: [UInt8] = []
  private var time: [UInt8]?

  /// Nil where the object at `range` is none.
  init?(json bytes: Span<UInt8>, _ range: Range<Int>) {
    var cursor = Cursor(bytes, at: range.lowerBound)
    cursor.forEachJSONMember { key, value in
      let key = bytes.extracting(key)
      switch value {
      case .string(let text):
        // Before API 1.22 there were `status`, `id` and `from` alone.
        if key.equals("Action") || key.equals("status") { action = action ?? bytes.unescapedJSON(text) }
        if key.equals("Type") { type = bytes.unescapedJSON(text) }
        if key.equals("id") { id = id ?? bytes.unescapedJSON(text) }
      case .word(let word):
        if key.equals("timeNano") || key.equals("time") && time == nil { time = bytes.extracting(word).array }
      case .object(let inside):
        if key.equals("Actor") { readActor(bytes, inside) }
      case .array: break
      }
    }
    guard action != nil, id != nil, time != nil, type.map({ $0.span.equals("container") }) ?? true else { return nil }
  }

  private mutating func readActor(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var cursor = Cursor(bytes, at: range.lowerBound)
    cursor.forEachJSONMember { key, value in
      if case .string(let text) = value, bytes.extracting(key).equals("ID") { id = bytes.unescapedJSON(text) }
      guard case .object(let inside) = value, bytes.extracting(key).equals("Attributes") else { return }
      var cursor = Cursor(bytes, at: inside.lowerBound)
      cursor.forEachJSONMember { key, value in
        guard case .string(let text) = value else { return }
        if !attributes.isEmpty { attributes += Array(", ".utf8) }
        attributes += bytes.unescapedJSON(key) + [0x3D] + bytes.unescapedJSON(text)
      }
    }
  }

  /// The event as a record.
  var record: StructuredRecord? {
    guard let action, let id, let time else { return nil }
    var record = StructuredRecord()
    record.message = Array("container ".utf8) + action + [0x20] + id + Array(" (".utf8) + attributes + Array(")".utf8)
    record.setTime(time)
    return record
  }
}

// An event of Docker's API as JSON (moby, api/types/events: Message; `docker events --format json`), in the words of
// plain `docker events`: `container die 4f… (exitCode=137, name=api)`.

import TrailBytes
import TrailModel

/// What Docker tells of one container.
enum DockerEvent {
  /// The event in the object at `range`; nil where it is none.
  static func record(json bytes: Span<UInt8>, _ range: Range<Int>) -> StructuredRecord? {
    var (type, action, id, time): ([UInt8]?, [UInt8]?, [UInt8]?, [UInt8]?)
    var attributes: [UInt8] = []
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
        guard key.equals("Actor") else { return }
        let actor = actor(bytes, inside)
        id = actor.id ?? id
        attributes = actor.attributes
      case .array: break
      }
    }
    guard let action, let id, let time, type.map({ $0.span.equals("container") }) ?? true else { return nil }
    var record = StructuredRecord()
    record.message = Array("container ".utf8) + action + [UInt8(ascii: " ")] + id + Array(" (".utf8) + attributes
    record.message.append(UInt8(ascii: ")"))
    record.setTime(time)
    return record
  }

  /// The container's id, and its attributes as `docker events` prints them.
  private static func actor(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (id: [UInt8]?, attributes: [UInt8]) {
    var id: [UInt8]?
    var attributes: [UInt8] = []
    var cursor = Cursor(bytes, at: range.lowerBound)
    cursor.forEachJSONMember { key, value in
      if case .string(let text) = value, bytes.extracting(key).equals("ID") { id = bytes.unescapedJSON(text) }
      guard case .object(let inside) = value, bytes.extracting(key).equals("Attributes") else { return }
      var cursor = Cursor(bytes, at: inside.lowerBound)
      cursor.forEachJSONMember { key, value in
        guard case .string(let text) = value else { return }
        if !attributes.isEmpty { attributes += Array(", ".utf8) }
        attributes += bytes.unescapedJSON(key) + [UInt8(ascii: "=")] + bytes.unescapedJSON(text)
      }
    }
    return (id, attributes)
  }
}

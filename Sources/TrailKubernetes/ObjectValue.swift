// A part of an object of the API as it was read: scalars are texts, whatever their type.

/// A value.
indirect enum ObjectValue {
  case text(String)
  case list([ObjectValue])
  case map([(key: String, value: ObjectValue)])

  /// The member called `key`; nil where this is no map or has none.
  subscript(_ key: String) -> ObjectValue? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text, where it is one that says something.
  var text: String? {
    guard case .text(let text) = self, !text.isEmpty, text != "null" else { return nil }
    return text
  }

  /// The elements of a list; none where it is no list.
  var items: [ObjectValue] { if case .list(let items) = self { items } else { [] } }

  /// The members of a map; none where it is no map.
  var members: [(key: String, value: ObjectValue)] { if case .map(let members) = self { members } else { [] } }

  /// A whole number.
  var number: Int64? { text.flatMap { Int64($0) } }
}

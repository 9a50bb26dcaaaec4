// Values as JSON for golden files: by reflection, so that a new field of the model shows up without a line here.

/// A JSON value.
public indirect enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The value of a key, or nil.
  public subscript(key: String) -> JSON? {
    guard case .object(let fields) = self else { return nil }
    return fields[key]
  }

  /// The text, keys sorted and two blanks an indentation; what is short stands on one line.
  public var pretty: String { text(indent: "", width: 100) }

  private func text(indent: String, width: Int) -> String {
    let flat = self.flat
    if flat.utf8.count + indent.utf8.count <= width { return flat }
    let deeper = indent + "  "
    switch self {
    case .array(let items):
      let lines = items.map { deeper + $0.text(indent: deeper, width: width) }
      return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
    case .object(let fields):
      let lines = fields.sorted { $0.key < $1.key }.map {
        deeper + JSON.quoted($0.key) + ": " + $0.value.text(indent: deeper, width: width)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
    default: return flat
    }
  }

  private var flat: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): String(value)
    case .string(let value): JSON.quoted(value)
    case .array(let items): "[" + items.map(\.flat).joined(separator: ", ") + "]"
    case .object(let fields):
      "{" + fields.sorted { $0.key < $1.key }.map { JSON.quoted($0.key) + ": " + $0.value.flat }.joined(separator: ", ")
        + "}"
    }
  }

  /// A string with escapes for what a terminal or an editor would not show.
  public static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.isBidiControl {
          let hex = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}

extension JSON {
  /// `value` by reflection. What is nil, false or an empty list is left out of an object; `special` may give a type a
  /// form of its own.
  public static func of(_ value: Any, special: (Any) -> JSON? = { _ in nil }) -> JSON {
    if let json = special(value) { return json }
    switch value {
    case let json as JSON: return json
    case let text as String: return .string(text)
    case let truth as Bool: return .bool(truth)
    case let number as any BinaryInteger: return .number(Int64(clamping: number))
    case let raw as any RawRepresentable<String>: return .string(raw.rawValue)
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { of($0.value, special: special) } ?? .null
    case .collection, .set, .tuple: return .array(mirror.children.map { of($0.value, special: special) })
    case .enum: return .string("\(value)")
    default: break
    }
    var fields: [String: JSON] = [:]
    for child in mirror.children {
      guard var name = child.label else { continue }
      var field = of(child.value, special: special)
      // A property that is kept in a wrapper counts as what it holds.
      if name.hasPrefix("_"), case .object(let inside) = field, let held = inside["stored"], inside.count == 1 {
        name.removeFirst()
        field = held
      }
      if field != .null, field != .bool(false), field != .array([]), field != .object([:]) { fields[name] = field }
    }
    return .object(fields)
  }
}

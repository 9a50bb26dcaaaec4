// Host names as logs give them: in full, in short, not at all, or as a relay's `localhost`.

/// A host's name, as far as comparing it goes.
struct HostName {
  let text: String

  init(_ text: String) { self.text = text }

  /// Whether a relay may have put it there for want of a name.
  var isLocalhost: Bool { text == "localhost" || text.hasPrefix("localhost.") }

  /// The first label of a name in full; nil for a short name and for an address.
  var short: Substring? {
    guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    let isName = text.utf8.contains { $0 != UInt8(ascii: ".") && !(0x30...0x39).contains($0) }
    return isName && !text.utf8.contains(UInt8(ascii: ":")) ? text[..<dot] : nil
  }

  /// The short name, or the address; nil for `localhost`.
  var label: String? { isLocalhost ? nil : short.map(String.init) ?? text }

  /// The ``label`` of a name that may be missing.
  static func label(of name: String?) -> String? { name.flatMap { HostName($0).label } }

  /// How much it tells: a name in full the most, `localhost` the least.
  var rank: Int { isLocalhost ? 0 : short == nil ? 1 : 2 }

  /// Whether both can be one host.
  static func agree(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right, left != right else { return true }
    let (one, other) = (HostName(left), HostName(right))
    if one.isLocalhost || other.isLocalhost { return true }
    return one.short == Substring(right) || other.short == Substring(left)
  }

  /// A name, unless it is one that any host may have.
  static func named(_ name: String?) -> String? {
    guard let name, !HostName(name).isLocalhost else { return nil }
    return name
  }

  /// The name that tells more; the first where they tell the same.
  static func better(_ left: String?, _ right: String?) -> String? {
    guard let left, let right else { return left ?? right }
    return HostName(right).rank > HostName(left).rank ? right : left
  }
}

// One spelling for each host: DNS tells no capitals from small letters (RFC 4343), and logs keep what somebody typed.

import TrailModel

/// Gives every name that differs from another in its letters' case only that one's spelling, the first that it saw.
struct HostSpellings {
  /// By the name in small letters; a name in full also by its first label.
  private var known: [String: String] = [:]

  /// The name as it is to be shown.
  mutating func spelling(of name: String) -> String {
    let key = name.lowercased()
    if let spelling = known[key] { return spelling }
    var spelling = name
    if let short = HostName(name).short {
      let label = self.spelling(of: String(short))
      spelling = label + name[short.endIndex...]
    }
    known[key] = spelling
    return spelling
  }

  /// Rewrites a name that may be missing.
  mutating func respell(_ name: inout String?) {
    if let host = name { name = spelling(of: host) }
  }
}

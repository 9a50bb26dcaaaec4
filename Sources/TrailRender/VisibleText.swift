// Text from a log made safe to look at: nothing in it can move a cursor, hide, or turn the reading direction.

extension String {
  /// The text with every character that would not show as itself written as an escape: `\n`, `\x1b`,
  /// `\u{202e}`.
  ///
  /// Backslashes stay single, so that names such as `dev-disk-by\x2duuid` can be copied; the exact text is in
  /// the JSON.
  public var visible: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var shown = ""
    for scalar in unicodeScalars {
      if scalar.showsItself {
        shown.unicodeScalars.append(scalar)
      } else {
        shown += scalar.shownEscape
      }
    }
    return shown
  }

  /// The text with its middle replaced by `…` where it has more than `limit` characters.
  func shortened(to limit: Int) -> String {
    guard count > limit, limit > 2 else { return self }
    let kept = limit - 1
    return "\(prefix(kept / 2))…\(suffix(kept - kept / 2))"
  }
}

extension Unicode.Scalar {
  fileprivate var showsItself: Bool {
    if value >= 0x20, value < 0x7F { return true }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
      .unassigned:
      return false
    default:
      return !properties.isDefaultIgnorableCodePoint
    }
  }

  fileprivate var shownEscape: String {
    switch value {
    case 0x09: "\\t"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x00..<0x80: "\\x" + (value < 16 ? "0" : "") + String(value, radix: 16)
    default: "\\u{" + String(value, radix: 16) + "}"
    }
  }
}

// The shapes that names in cgroup paths have: ids, uuids, numbers, what stands between two words.

extension StringProtocol {
  /// What stands between `prefix` and `suffix`; nil where they do not stand there or nothing is between.
  func between(_ prefix: String, _ suffix: String) -> String? {
    guard hasPrefix(prefix), hasSuffix(suffix), utf8.count > prefix.utf8.count + suffix.utf8.count else { return nil }
    return String(
      self[
        utf8.index(startIndex, offsetBy: prefix.utf8.count)..<utf8.index(endIndex, offsetBy: -suffix.utf8.count)])
  }

  /// What stands behind `prefix`.
  func behind(_ prefix: String) -> String? { between(prefix, "") }

  /// What stands before `suffix`.
  func before(_ suffix: String) -> String? { between("", suffix) }

  /// Whether it is a number of decimal digits.
  var isDigits: Bool { !isEmpty && utf8.count <= 18 && utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// Whether it is hexadecimal digits, in lower case.
  var isHex: Bool {
    !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// Whether it is a container's id; logs and people cut them short.
  func isID(atLeast least: Int = 12) -> Bool { (least...64).contains(utf8.count) && isHex }

  /// Whether it is a uuid in its usual form.
  var isUUID: Bool {
    guard utf8.count == 36 else { return false }
    for (index, byte) in utf8.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        if byte != UInt8(ascii: "-") { return false }
      } else if !((0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)) {
        return false
      }
    }
    return true
  }

  /// The text before and behind the last `separator`.
  func cut(atLast separator: Character) -> (before: String, behind: String)? {
    guard let place = lastIndex(of: separator) else { return nil }
    return (String(self[..<place]), String(self[index(after: place)...]))
  }

  /// The text before and behind the first `separator`.
  func cut(atFirst separator: Character) -> (before: String, behind: String)? {
    guard let place = firstIndex(of: separator) else { return nil }
    return (String(self[..<place]), String(self[index(after: place)...]))
  }
}

/// A long id as people write it: its first twelve digits.
func short(_ id: String) -> String { String(id.prefix(12)) }

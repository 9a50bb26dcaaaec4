// Colours that a viewer put into a line: `dmesg --color=always`, `grep --color=always`, journalctl on a terminal.

extension Span<UInt8> {
  /// The line without its colours, or nil where it has none.
  ///
  /// A viewer sets each colour back in the line where it set it (ECMA-48, SGR 0); a process name that holds a colour
  /// does not, and stays as it is.
  public func withoutColours() -> [UInt8]? {
    guard var next = firstIndex(of: 0x1B) else { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(count)
    var kept = 0
    var resets = false
    while true {
      if let sequence = colour(at: next) {
        resets = resets || sequence.isReset
        for index in kept..<next { plain.append(self[index]) }
        kept = sequence.end
      }
      guard let after = firstIndex(of: 0x1B, from: Swift.max(kept, next + 1)) else { break }
      next = after
    }
    guard resets else { return nil }
    for index in kept..<count { plain.append(self[index]) }
    return plain
  }

  /// `ESC[1;31m`, or the `ESC[K` that grep puts behind each.
  private func colour(at start: Int) -> (end: Int, isReset: Bool)? {
    guard has("\u{1B}[", at: start) else { return nil }
    var end = start + 2
    while end < count, self[end] &- 0x30 <= 9 || self[end] == 0x3B { end += 1 }
    guard end < count, self[end] == 0x6D || (self[end] == 0x4B && end == start + 2) else { return nil }
    let isReset = self[end] == 0x6D && (end == start + 2 || end == start + 3 && self[start + 2] == 0x30)
    return (end + 1, isReset)
  }
}

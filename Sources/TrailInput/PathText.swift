// How the bytes of a path are shown.

import TrailBytes

/// The bytes of a path as a String that is safe to print: what is no UTF-8, controls a terminal, breaks a line or
/// turns the writing direction becomes `\xNN`.
public func shownPath(_ path: [UInt8]) -> String {
  var plain: [UInt8] = []
  plain.reserveCapacity(path.count)
  var at = 0
  while at < path.count {
    let length = hiddenLength(path, at)
    for byte in path[at..<(at + length)] {
      plain.append(contentsOf: [0x5C, 0x78, hexCharacter(byte >> 4), hexCharacter(byte & 15)])
    }
    if length == 0 { plain.append(path[at]) }
    at += max(length, 1)
  }
  return plain.span.text
}

/// How many bytes the character at `at` has if it must not be printed; else 0.
private func hiddenLength(_ path: [UInt8], _ at: Int) -> Int {
  let next = at + 1 < path.count ? path[at + 1] : 0
  let third = at + 2 < path.count ? path[at + 2] : 0
  switch (path[at], next, third) {
  case (0x00...0x1F, _, _), (0x7F, _, _): return 1
  // U+0080 to U+009F, the second set of control characters.
  case (0xC2, 0x80...0x9F, _): return 2
  // Line and paragraph separators, and the marks that turn the writing direction: U+200E, 200F, 2028 to 202E,
  // 2066 to 2069.
  case (0xE2, 0x80, 0x8E...0x8F), (0xE2, 0x80, 0xA8...0xAE), (0xE2, 0x81, 0xA6...0xA9): return 3
  default: return 0
  }
}

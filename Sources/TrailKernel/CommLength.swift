// How long a process name can have been before loggers and viewers rewrote its odd bytes.

import TrailBytes

extension Span<UInt8> {
  /// Whether this may be a process name: the kernel keeps 15 bytes (TASK_COMM_LEN less the NUL).
  ///
  /// A rewritten byte takes more room: `\x0a` (printk, journald), `#012` and `\012` (rsyslog, dmesg), `^J` (cat -v), or
  /// U+FFFD where a name was cut within a character.
  var mayBeComm: Bool {
    // As many bytes rewritten at their longest.
    if count <= 15 { return true }
    if count > 64 { return false }
    var at = 0
    var length = 0
    while at < count {
      at += rewritten(at: at)
      length += 1
    }
    return length <= 15
  }

  /// How many bytes at `start` stand for one of the name.
  private func rewritten(at start: Int) -> Int {
    if has("\u{FFFD}", at: start) {
      // Some decoders replace a cut character once, some each byte of it.
      var end = start + 3
      while has("\u{FFFD}", at: end) { end += 3 }
      return end - start
    }
    if has("\\x", at: start), start + 3 < count, hexDigit(self[start + 2]) != nil, hexDigit(self[start + 3]) != nil {
      return 4
    }
    let isMark = self[start] == 0x23 || self[start] == 0x5C
    if isMark, isOctal(start + 1), isOctal(start + 2), isOctal(start + 3) { return 4 }
    if self[start] == 0x5E, start + 1 < count, self[start + 1] &- 0x3F <= 0x20 { return 2 }
    return 1
  }

  private func isOctal(_ at: Int) -> Bool { at < count && self[at] &- 0x30 <= 7 }
}

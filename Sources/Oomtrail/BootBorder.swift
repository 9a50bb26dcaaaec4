// Lines of tools that are no records: journalctl's borders between boots, tail's and head's between files.

import TrailBytes
import TrailKernel
import TrailWitness

/// What wakes the reading of a stream.
let streamSentinels: [StaticString] =
  kernelSentinels + bootSentinels + memorySentinels + witnessSentinels + [
    "-- Boot ", "-- Reboot --",
  ]

/// What a line between records says.
enum BootBorder: Equatable {
  /// `-- Boot 23952af7cbc14b75a2c87de295ff7251 --`: what follows is of this boot.
  case boot([UInt8])
  /// `-- Reboot --` of older systemds: what follows is of another boot, which is not named.
  case unnamed
  /// `==> /var/log/kern.log <==`: what follows is of another file, perhaps for a moment only (`tail -f`).
  case file
  /// `-- Journal begins at … --`, `-- No entries --`: about the log as a whole.
  case remark

  /// Reads a line; nil where it is a record.
  init?(_ line: Span<UInt8>) {
    var end = line.count
    while end > 0, line[end - 1] == 0x0D { end -= 1 }
    guard end > 5, end < 4_096 else { return nil }
    if line.has("==> "), line.has(" <==", at: end - 4) {
      self = .file
      return
    }
    guard line.has("-- "), line.has(" --", at: end - 3) else { return nil }
    if line.has("-- Boot ") {
      var id: [UInt8] = []
      for index in 8..<max(8, end - 3) {
        guard hexDigit(line[index]) != nil else { return nil }
        id.append(line[index])
      }
      guard id.count == 32 else { return nil }
      self = .boot(id)
    } else if line.has("-- Reboot") {
      self = .unnamed
    } else if line.has("-- Journal begins ") || line.has("-- Logs begin ") || line.has("-- No entries") {
      self = .remark
    } else {
      return nil
    }
  }
}

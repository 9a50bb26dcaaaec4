// `dmesg -x`: `kern  :warn  : [  177.366785] text`, facility and level before any of dmesg's stamps.

import TrailBytes
import TrailModel

extension Envelope {
  /// dmesg with the priority in words (util-linux, sys-utils/dmesg.c). Nobody but the kernel writes as `kern`.
  public static let dmesgDecoded = Envelope(
    name: "dmesg-x",
    summary: "dmesg -x, with any form of the time",
    samples: [
      "kern  :warn  : [  177.366785] hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0",
      "kern  :info  : [Mon Apr 27 15:50:37 2026] anon 50155520",
      "kern  :err   : 2026-04-27T15:50:37,366785-04:00 Out of memory: Killed process 374 (hog)",
      "daemon:notice: [  400.100000] systemd[1]: Started foo.service.",
    ],
    read: { line in
      // The columns are `%-6s:%-6s: `; of the facilities only `authpriv` is wider.
      guard let first = line.firstIndex(of: 0x3A, before: 9), first >= 6,
        let second = line.firstIndex(of: 0x3A, from: first + 1, before: first + 9), second >= first + 7,
        line.has(" ", at: second + 1)
      else { return nil }
      let facility = line.extracting(line.trimmed(0..<first))
      guard RecordHead.isFacilityName(facility),
        RecordHead.isSeverityName(line.extracting(line.trimmed(first + 1..<second)))
      else { return nil }
      var cursor = Cursor(line, at: second + 2)
      cursor.skipEscapes()
      let rest = line.extracting(cursor.position..<line.count)
      for stamped in [dmesgSeconds, dmesgWall, dmesgRelative, dmesgDelta, dmesgISO] {
        guard var head = stamped.read(rest)?.shifted(by: cursor.position) else { continue }
        head.origin = facility.equals("kern") ? .kernel : .program
        return head
      }
      return nil
    })
}

extension Span<UInt8> {
  /// Offset of the first `byte` in `start..<end`, or nil.
  fileprivate func firstIndex(of byte: UInt8, from start: Int = 0, before end: Int) -> Int? {
    extracting(0..<Swift.min(end, count)).firstIndex(of: byte, from: start)
  }
}

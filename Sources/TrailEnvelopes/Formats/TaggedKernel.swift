// `kernel: text`: a syslog line whose stamp and host somebody cut off.

import TrailBytes
import TrailModel

extension Envelope {
  /// What is left of a syslog file after `cut`: only the tag, perhaps a kernel stamp.
  public static let taggedKernel = Envelope(
    name: "kernel-tag",
    summary: "syslog lines without date and host",
    samples: [
      "kernel: [ 8085.099452] mariadbd invoked oom-killer: gfp_mask=0x140cca", "kernel: Call Trace:",
      "kernel:Out of memory: Killed process 374 (hog)",
    ],
    read: { line in
      // Without a blank it is what syslogd writes to every terminal.
      guard line.has("kernel:") else { return nil }
      var head = RecordHead(text: 7..<line.count)
      head.take(0..<6, line, behind: 7)
      return head
    })
}

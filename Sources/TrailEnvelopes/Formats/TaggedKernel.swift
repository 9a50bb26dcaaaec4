// `kernel: text`: a syslog line whose stamp and host somebody cut off.

import TrailBytes
import TrailModel

extension Envelope {
  /// What is left of a syslog file after `cut`: only the tag, perhaps a kernel stamp.
  public static let taggedKernel = Envelope(
    name: "kernel-tag",
    summary: "syslog lines without date and host",
    samples: ["kernel: [ 8085.099452] mariadbd invoked oom-killer: gfp_mask=0x140cca", "kernel: Call Trace:"],
    read: { line in
      guard line.has("kernel: ") else { return nil }
      var head = RecordHead(text: 8..<line.count, ident: 0..<6, origin: .kernel)
      head.readKernelPrefix(of: line)
      return head
    })
}

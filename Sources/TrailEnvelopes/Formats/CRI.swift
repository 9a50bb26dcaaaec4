// Container runtimes: `2026-04-27T19:50:37.416123456Z stdout F text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// The CRI log format of containerd and CRI-O (kubernetes/kubernetes, staging/src/k8s.io/cri-api): what a container
  /// wrote, here taken for text that may be the kernel's.
  public static let cri = Envelope(
    name: "cri",
    summary: "container logs of containerd and CRI-O",
    samples: ["2026-04-27T19:50:37.416123456Z stdout F hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0"],
    read: { line in
      var cursor = Cursor(line)
      guard let stamp = cursor.isoStamp(), stamp.offset != nil else { return nil }
      let stampText = 0..<cursor.position
      guard cursor.skip(" stdout ") || cursor.skip(" stderr "), cursor.skip(byte: 0x46) || cursor.skip(byte: 0x50)
      else { return nil }
      guard cursor.isAtEnd || cursor.skip(byte: 0x20) else { return nil }
      var head = RecordHead(text: cursor.position..<line.count, stampText: stampText, stamp: stamp)
      head.readKernelPrefix(of: line)
      return head
    })
}

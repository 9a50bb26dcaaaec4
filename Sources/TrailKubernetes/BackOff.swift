// The kubelet's sentence about a container that it restarts more and more slowly, which names all there is to name:
// `back-off 5m0s restarting failed container=api pod=api-0_shop(7f8061d3-…)`, in events of newer ones
// `Back-off restarting failed container api in pod api-0_shop(7f8061d3-…)` (pkg/kubelet/kuberuntime).

import TrailBytes
import TrailModel

/// Who is restarted.
struct BackOff {
  var container: String
  var pod: String
  var namespace: String?
  var uid: String?

  /// Reads it out of a sentence; nil where it is not that.
  init?(_ sentence: String) {
    let bytes = Array(sentence.utf8)
    self.init(bytes.span)
  }

  /// Reads it out of a line; nil where it has no such sentence.
  init?(_ line: Span<UInt8>) {
    var cursor = Cursor(line)
    guard cursor.skip(past: "restarting failed container"), cursor.skip(byte: 0x3D) || cursor.skip(byte: 0x20) else {
      return nil
    }
    container = line.text(cursor.word())
    cursor.skipBlanks()
    guard cursor.skip("pod=") || cursor.skip("in pod ") else { return nil }
    let start = cursor.position
    while let byte = cursor.peek, byte != 0x5F, byte > 0x20, byte != 0x22 { cursor.position += 1 }
    guard cursor.position > start, !container.isEmpty else { return nil }
    pod = line.text(start..<cursor.position)
    guard cursor.skip(byte: 0x5F) else { return }
    let name = cursor.position
    while let byte = cursor.peek, byte != 0x28, byte > 0x20, byte != 0x22 { cursor.position += 1 }
    // Without the uid behind it the name may be cut.
    guard cursor.peek == 0x28 else { return }
    namespace = line.text(name..<cursor.position)
    cursor.position += 1
    uid = cursor.take(until: 0x29).map { line.text($0) }
  }
}

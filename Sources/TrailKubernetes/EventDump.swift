// Events as the end-to-end tests of Kubernetes dump them: `At 2024-07-12 15:49:58 +0000 UTC - event for api-0:
// {kubelet node-1} Evicted: The node was low on …` (test/e2e/framework/debug).

import TrailBytes
import TrailModel

extension KubernetesEvent {
  /// The event of a line; nil where it has none, or one that nobody asks for.
  init?(dumped line: Span<UInt8>, source: Source) {
    guard let middle = line.offset(of: " - event for "), let start = line.extracting(0..<middle).lastOffset(of: "At 2")
    else { return nil }
    var cursor = Cursor(line, at: middle + 13)
    guard let name = cursor.take(until: 0x3A), cursor.skip(" {"), let origin = cursor.take(until: 0x7D) else {
      return nil
    }
    cursor.skipBlanks()
    guard let reason = cursor.take(until: 0x3A) else { return nil }
    cursor.skipBlanks()
    let word = line.text(reason)
    guard EventReasons.isKept(word) else { return nil }
    self.init(reason: word, message: line.text(line.trimmed(cursor.position..<line.count)), source: source)
    objectKind = "Pod"
    objectName = line.text(name)
    let words = line.text(origin).split(separator: " ").map(String.init)
    component = words.first
    host = words.count > 1 ? words[1] : nil
    if let time = line.objectTime(start + 3..<middle) {
      first = .at(time)
      last = .at(time)
    }
  }
}

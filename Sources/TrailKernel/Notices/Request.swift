// `comm: …, order:0, mode:0x…(…), nodemask=…`: whose request failed, as several notices print it.

import TrailBytes
import TrailModel

extension Notice {
  /// Reads the name before `end`, the colon that the kernel prints behind it.
  mutating func readName(_ text: Span<UInt8>, before end: Int) {
    var start = 0
    // A name has 15 bytes (TASK_COMM_LEN); more is an unknown envelope's, unless odd bytes are escaped.
    if end > 15, !text.extracting(0..<end).contains("\\x") {
      for at in 0..<end - 1 where (text[at] == 0x5D || text[at] == 0x3A) && text[at + 1] == 0x20 { start = at + 2 }
    }
    if end - start <= 60 { comm = text.text(start..<end) }
  }

  /// Reads order, mask and nodes, as far as they are there.
  mutating func readRequest(_ text: Span<UInt8>, from start: Int) {
    order = TrailKernel.number(text, after: "order:", from: start)
    readMask(text, after: "mode:", from: start)
    guard let at = text.offset(of: "nodemask=", from: start) else { return }
    // A list of nodes has commas of its own; what follows it has a name.
    let end = text.offset(of: ",cpuset=", from: at) ?? text.count
    if end > at + 9 { nodemask = text.text(at + 9..<end) }
  }

  /// Reads a gfp mask behind `label`, with the names of its bits where they are printed.
  mutating func readMask(_ text: Span<UInt8>, after label: StaticString, from start: Int) {
    guard let at = text.offset(of: label, from: start) else { return }
    let from = at + label.utf8CodeUnitCount
    var cursor = Cursor(text, at: from)
    guard cursor.skip("0x"), cursor.hexadecimal() != nil else { return }
    var end = cursor.position
    if cursor.peek == 0x28, let close = text.firstIndex(of: 0x29, from: end) { end = close + 1 }
    gfpMask = text.text(from..<end)
  }
}

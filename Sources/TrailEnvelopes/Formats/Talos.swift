// Talos Linux, `talosctl dmesg`: ` kern: warning: [2025-05-18T15:40:20.654317542Z]: text`.

import TrailBytes
import TrailModel

extension Envelope {
  /// The API's rendering of kernel records: facility, severity, UTC stamp.
  public static let talos = Envelope(
    name: "talos-dmesg",
    summary: "talosctl dmesg",
    samples: [" kern: warning: [2025-05-18T15:40:20.654317542Z]: Mem-Info:"],
    read: { line in
      var cursor = Cursor(line)
      cursor.skipBlanks()
      let facility = cursor.word()
      guard facility.count > 1, line[facility.upperBound - 1] == 0x3A else { return nil }
      cursor.skipBlanks()
      let severity = cursor.word()
      guard severity.count > 1, line[severity.upperBound - 1] == 0x3A else { return nil }
      cursor.skipBlanks()
      guard cursor.skip(byte: 0x5B) else { return nil }
      let start = cursor.position
      guard let stamp = cursor.isoStamp() else { return nil }
      let stampText = start..<cursor.position
      guard cursor.skip("]:") else { return nil }
      _ = cursor.skip(byte: 0x20)
      let isKernel = line.has("kern:", at: facility.lowerBound)
      return RecordHead(
        text: cursor.position..<line.count, stampText: stampText, stamp: stamp, origin: isKernel ? .kernel : .program)
    })
}

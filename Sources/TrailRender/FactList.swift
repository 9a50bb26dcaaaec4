// A list of labelled facts, those without a text or items left out.

import TrailBytes

struct FactList {
  private var lines: [String] = []

  /// Adds `- **label:** text` and `items` below it; nothing where there is neither.
  mutating func add(_ label: String, _ text: String?, _ items: [String] = []) {
    guard text != nil || !items.isEmpty else { return }
    lines.append("- **\(label):**" + (text.map { " \($0)" } ?? ""))
    for item in items { lines.append("  - \(item)") }
  }

  func write(to writer: inout ByteWriter) {
    for line in lines {
      writer.write(line)
      writer.write("\n")
    }
    writer.write("\n")
  }
}

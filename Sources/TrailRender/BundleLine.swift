// The bundles whose layout is known, in one line.

import TrailBytes
import TrailModel

struct BundleLine {
  let bundles: [FoundBundle]

  /// More are counted only.
  private static let limit = 20
  private static let mostNodes = 8

  func write(to writer: inout ByteWriter) {
    guard !bundles.isEmpty else { return }
    writer.write(bundles.count == 1 ? "**Bundle:** " : "**Bundles:** ")
    writer.write(bundles.prefix(Self.limit).map(text).joined(separator: "; "))
    if bundles.count > Self.limit { writer.write("; … and \((bundles.count - Self.limit).grouped) more") }
    writer.write(".\n\n")
  }

  private func text(of bundle: FoundBundle) -> String {
    var text = bundle.title
    if let host = bundle.host { text += " of \(host.codeCell(limit: 60))" }
    text += " (\(bundle.path.codeCell(limit: 80)))"
    guard !bundle.nodes.isEmpty else { return text }
    let named = bundle.nodes.prefix(Self.mostNodes).map { $0.host.codeCell(limit: 60) }
    let rest = bundle.nodes.count - named.count
    return text + " with folders of " + named.joined(separator: ", ") + (rest > 0 ? " and \(rest.grouped) more" : "")
  }
}

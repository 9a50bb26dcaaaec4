// Short ways to read texts, and to say in a line what came of them.

import TestKit
import TrailModel

@testable import TrailKubernetes

/// What a text says, read in pieces of `sizes`; nil where it does not look like Kubernetes'.
func facts(_ bytes: [UInt8], sizes: [Int] = [.max]) -> KubernetesFacts? {
  guard var reader = KubernetesReader(bytes.span.extracting(0..<min(bytes.count, KubernetesReader.sample)), path: "x")
  else { return nil }
  var at = 0
  var piece = 0
  while at < bytes.count {
    let end = at + min(sizes[piece % sizes.count], bytes.count - at)
    reader.read(bytes.span.extracting(at..<end))
    at = end
    piece += 1
  }
  return reader.finish()
}

/// The same of a text.
func facts(_ text: String) -> KubernetesFacts { facts(Array(text.utf8)) ?? KubernetesFacts() }

/// How many states say that the kernel killed.
func kills(_ facts: KubernetesFacts) -> Int {
  facts.pods.flatMap(\.containers).flatMap { [$0.state, $0.lastState] }.count { $0?.reason == "OOMKilled" }
}

extension Fixture {
  /// The bytes of its input, whatever that is called.
  func input() throws -> [UInt8] {
    for name in ["input.txt", "input.json"] { if let bytes = try? bytes(name) { return bytes } }
    return try bytes("input.yaml")
  }
}

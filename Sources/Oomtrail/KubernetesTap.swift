// A text that looks like Kubernetes' is read as that too, while its bytes pass on to the line reading.

import TrailBytes
import TrailInput
import TrailKubernetes
import TrailModel

/// Hands on the bytes of another source, and shows them to a reader of Kubernetes' objects.
final class KubernetesTap: ByteSource {
  private let source: any ByteSource
  private var reader: KubernetesReader

  /// Stands before the source of `opened`; nil, and nothing changed, where that does not begin like Kubernetes' text.
  init?(_ opened: inout OpenedInput) {
    guard opened.kind != .journal, let source = opened.source else { return nil }
    let peeked = source as? PeekedSource ?? PeekedSource(source)
    opened.source = peeked
    let path = opened.path
    guard let reader = peeked.peek(KubernetesReader.sample, { KubernetesReader($0, path: path) }) else { return nil }
    self.source = peeked
    self.reader = reader
    opened.source = self
  }

  var damage: [SourceDamage] { source.damage }

  func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    let count = source.read(into: &buffer)
    reader.read(buffer.span.extracting(0..<count))
    return count
  }

  /// Adds what was read, when all has passed. A line about a kill that could not be read as the kernel's is no problem
  /// where it is read as an event.
  func complete(_ input: inout Input) {
    input.kubernetes = reader.finish()
    let lines = Set(input.kubernetes.events.map(\.source.firstLine))
    input.problems.removeAll { $0.kind == .report && $0.line.map { lines.contains($0) } == true }
  }
}

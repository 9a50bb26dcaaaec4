// A text that tells of Kubernetes' objects is read as that too, while its bytes pass on to the line reading.

import TrailBytes
import TrailInput
import TrailKubernetes
import TrailModel

/// Hands on the bytes of another source, and shows them to a reader of Kubernetes' objects as soon as some were seen.
final class KubernetesTap: ByteSource {
  private let source: any ByteSource
  private var reader: KubernetesReader

  /// Stands before `source`, which is that of the input at `path`.
  init(_ source: any ByteSource, path: String) {
    let peeked = source as? PeekedSource ?? PeekedSource(source)
    reader =
      peeked.peek(KubernetesReader.sample) { KubernetesReader($0, path: path) } ?? KubernetesReader(path: path)
    self.source = peeked
  }

  /// Stands before the source of `opened`; nil, and nothing changed, where that is no text.
  convenience init?(_ opened: inout OpenedInput) {
    guard opened.kind != .journal, let source = opened.source else { return nil }
    self.init(source, path: opened.path)
    opened.source = self
  }

  var damage: [SourceDamage] { source.damage }

  /// Whether it waits for ``wake(_:at:)``.
  var isAsleep: Bool { !reader.isAwake }

  func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    let count = source.read(into: &buffer)
    reader.read(buffer.span.extracting(0..<count))
    return count
  }

  /// Shows the reader a sentinel at `hit` of what was read last.
  func wake(_ window: borrowing LineWindow, at hit: Int) {
    reader.wake(window.bytes.span.extracting(0..<window.count), at: hit, line: window.number(of: hit))
  }

  /// Adds what was read, when all has passed, and takes away what an object quotes: its texts are the object's own.
  ///
  /// A line about a kill that could not be read as the kernel's is no problem where it is read as an event.
  func complete(_ reading: inout Analyzer.Reading) {
    let facts = reader.finish()
    let objects = QuotedLines(facts)
    reading.observations.removeAll { objects.contains($0.first) }
    reading.input.witnesses.removeAll { objects.contains($0.place) }
    let events = Set(facts.events.map(\.source.firstLine))
    reading.input.problems.removeAll { problem in
      guard problem.kind == .report, let line = problem.line else { return false }
      return events.contains(line) || objects.contains(line: line)
    }
    if let (count, first) = facts.cut {
      reading.input.problems.append(
        Problem(
          path: first.path, kind: .report,
          detail: "\(count == 1 ? "An object is" : "\(count) objects are") larger than what is kept of one; "
            + "the rest was passed over.", line: first.firstLine, offset: first.firstOffset))
    }
    if let end = facts.openEnd {
      reading.input.problems.append(
        Problem(
          path: reading.input.path, kind: .format,
          detail: "It ends within an object; what it has of that was read, and whatever followed is not there.",
          line: end.line, offset: end.offset))
    }
    if !facts.isEmpty { reading.input.kubernetes = facts }
  }
}

/// The lines of a text that belong to pods as JSON or YAML.
private struct QuotedLines {
  private let sources: [Source]

  init(_ facts: KubernetesFacts) {
    sources = facts.pods.filter(\.isObject).map(\.source).sorted { $0.firstOffset < $1.firstOffset }
  }

  /// Whether an object has the text that begins at `place`.
  func contains(_ place: LinePlace) -> Bool {
    last { $0.firstOffset <= place.end }.map { place.offset < $0.lastOffset } ?? false
  }

  func contains(line: Int) -> Bool { last { $0.firstLine <= line }.map { line <= $0.lastLine } ?? false }

  /// The last of the sources that `begins` holds for; it holds for none behind that.
  private func last(_ begins: (Source) -> Bool) -> Source? {
    var (lower, upper) = (0, sources.count)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if begins(sources[middle]) { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 ? sources[lower - 1] : nil
  }
}

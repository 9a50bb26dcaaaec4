// The room's face: bytes in, pods, nodes and events out. Which form they have is told by their beginning.

import TrailBytes
public import TrailModel

/// Reads what Kubernetes says of itself out of one stream, once, in constant memory but for what is found.
public struct KubernetesReader {
  private var form: Form
  /// The front of a line whose end has not come.
  private var line: [UInt8] = []
  /// Whether that line is too long to be kept whole.
  private var isCut = false
  private var number = 1
  private var offset: Int64 = 0
  private var lineOffset: Int64 = 0

  private enum Form {
    case text(TextReader)
    case json(JSONObjects)
  }

  /// Of a longer line the front is read: messages of events have at most 1,024 bytes.
  private static let longestLine = 64 << 10

  /// How much of a stream's beginning is looked at.
  public static let sample = 64 << 10

  /// A reader of the input at `path` that begins with `front`; nil where that does not look like Kubernetes'.
  public init?(_ front: Span<UInt8>, path: String) {
    guard let look = KubernetesForm(front) else { return nil }
    switch look {
    case .json: form = .json(JSONObjects(path: path))
    case .yaml: form = .text(TextReader(path: path, isYAML: true))
    case .text: form = .text(TextReader(path: path, isYAML: false))
    }
  }

  /// Reads on.
  public mutating func read(_ bytes: Span<UInt8>) {
    switch form {
    case .json(var objects):
      form = .json(JSONObjects(path: ""))
      objects.read(bytes)
      form = .json(objects)
    case .text(var reader):
      form = .json(JSONObjects(path: ""))
      readLines(bytes, &reader)
      form = .text(reader)
    }
  }

  private mutating func readLines(_ bytes: Span<UInt8>, _ reader: inout TextReader) {
    var at = 0
    while at < bytes.count {
      let end = bytes.nextNewline(from: at)
      let piece = bytes.extracting(at..<(end ?? bytes.count))
      if line.isEmpty, !isCut, end != nil, piece.count <= Self.longestLine {
        readLine(piece, &reader)
      } else {
        let room = Self.longestLine - line.count
        isCut = isCut || piece.count > room
        line.append(piece.extracting(0..<min(room, piece.count)))
        if end != nil {
          let whole = line
          line.removeAll(keepingCapacity: true)
          readLine(whole.span, &reader)
        }
      }
      offset += Int64(piece.count)
      at += piece.count
      if end != nil {
        at += 1
        offset += 1
        number += 1
        lineOffset = offset
        isCut = false
      }
    }
  }

  private func readLine(_ text: Span<UInt8>, _ reader: inout TextReader) {
    reader.read(text, at: LinePlace(line: number, offset: lineOffset, end: lineOffset + Int64(text.count)))
  }

  /// Everything that was read, when no more comes.
  public mutating func finish() -> KubernetesFacts {
    switch form {
    case .json(var objects): return objects.finish()
    case .text(var reader):
      if !line.isEmpty { readLine(line.span, &reader) }
      line = []
      return reader.finish(at: LinePlace(line: number, offset: lineOffset, end: offset))
    }
  }
}

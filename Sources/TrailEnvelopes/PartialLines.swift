// Lines that a container runtime cut in pieces: `P` goes on in the next line of its stream, `F` ends it.

import TrailBytes
public import TrailModel

/// Joins the pieces of CRI logs (kubernetes/kubernetes, pkg/kubelet/kuberuntime/logs).
public struct PartialLines {
  /// What became of a line.
  public enum Taken {
    /// It stands for itself.
    case whole
    /// More of it is to come.
    case kept
    /// A line ended with it.
    case joined([UInt8], LinePlace)
  }

  /// A joined line has at most so many bytes; what is longer is handed on in pieces of that.
  private static let largest = 64 << 10
  /// The rest of a line that does not come within so many bytes of the stream is not waited for any more.
  private static let patience: Int64 = 1 << 20

  private struct Open {
    var bytes: [UInt8]
    var place: LinePlace
  }

  /// What stdout and stderr have begun.
  private var open: [Open?] = [nil, nil]

  /// A joiner that has seen nothing.
  public init() {}

  /// Whether the rest of a line is waited for.
  public var isOpen: Bool { open[0] != nil || open[1] != nil }

  /// Whether what was begun has waited for too long.
  public func isStale(at offset: Int64) -> Bool {
    open.contains { $0.map { offset - $0.place.end > Self.patience } ?? false }
  }

  /// Takes a line of a CRI log.
  public mutating func take(_ line: Span<UInt8>, at place: LinePlace) -> Taken {
    guard let piece = Self.piece(line) else { return .whole }
    let stream = piece.isError ? 1 : 0
    guard var begun = open[stream] else {
      guard piece.isPartial else { return .whole }
      open[stream] = Open(bytes: Array(line), place: place)
      return .kept
    }
    open[stream] = nil
    if begun.bytes.count + line.count - piece.start > Self.largest {
      // What was begun is handed on, and this begins anew.
      open[stream] = Open(bytes: Array(line), place: place)
      return .joined(begun.bytes, begun.place)
    }
    for index in piece.start..<line.count { begun.bytes.append(line[index]) }
    begun.place.end = place.end
    if piece.isPartial {
      open[stream] = begun
      return .kept
    }
    return .joined(begun.bytes, begun.place)
  }

  /// Hands on what was begun: nothing of it comes any more.
  public mutating func finish(_ body: ([UInt8], LinePlace) -> Void) {
    let begun = open.compactMap { $0 }.sorted { $0.place.offset < $1.place.offset }
    open = [nil, nil]
    for line in begun { body(line.bytes, line.place) }
  }

  /// What the words behind the stamp say, and where the text begins.
  private static func piece(_ line: Span<UInt8>) -> (isError: Bool, isPartial: Bool, start: Int)? {
    guard let blank = line.firstIndex(of: 0x20, from: 0), blank < 40 else { return nil }
    var cursor = Cursor(line, at: blank)
    let isError = cursor.skip(" stderr ")
    guard isError || cursor.skip(" stdout ") else { return nil }
    let isPartial = cursor.skip(byte: 0x50)
    guard isPartial || cursor.skip(byte: 0x46) else { return nil }
    guard cursor.isAtEnd || cursor.skip(byte: 0x20) else { return nil }
    return (isError, isPartial, cursor.position)
  }
}

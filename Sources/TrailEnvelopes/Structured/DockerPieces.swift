// Messages that Docker's json-file driver cut in pieces of 16 KiB (moby, daemon/logger: copier.go, jsonfilelog).

import TrailBytes
import TrailModel

/// Joins the pieces of a container's lines: one without a newline at its end goes on in the next record of its stream.
///
/// Other writers leave the newline out of every record, so only what is as long as Docker's pieces is one.
struct DockerPieces {
  /// Docker reads so many bytes of a line at once; those that are no UTF-8 grow when they are written.
  private static let piece = 16 << 10
  /// A joined message has at most so many bytes; what is longer is handed on in parts of that.
  private static let largest = 64 << 10
  /// The rest of a message that does not come within so many bytes of the stream is not waited for any more.
  private static let patience: Int64 = 1 << 20

  /// What stdout and stderr have begun.
  private var open: [(record: StructuredRecord, place: LinePlace)?] = [nil, nil]

  /// Whether the rest of a message is waited for.
  var isOpen: Bool { open[0] != nil || open[1] != nil }

  /// Takes a record of one of the two streams, and hands on what is complete with it.
  mutating func take(
    _ record: StructuredRecord, of stream: Int, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) {
    let isPiece = Self.isPiece(record)
    guard var begun = open[stream] else {
      if isPiece { open[stream] = (record, place) } else { body(record, place) }
      return
    }
    open[stream] = nil
    if begun.record.message.count + record.message.count > Self.largest {
      body(begun.record, begun.place)
      return take(record, of: stream, at: place, body)
    }
    begun.record.message += record.message
    begun.place.end = place.end
    if isPiece { open[stream] = begun } else { body(begun.record, begun.place) }
  }

  /// Hands on what was begun and has waited for too long.
  mutating func expire(at offset: Int64, _ body: (StructuredRecord, LinePlace) -> Void) {
    for stream in open.indices {
      guard let begun = open[stream], offset - begun.place.end > Self.patience else { continue }
      open[stream] = nil
      body(begun.record, begun.place)
    }
  }

  /// Hands on what was begun: nothing of it comes any more.
  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {
    let begun = open.compactMap { $0 }.sorted { $0.place.offset < $1.place.offset }
    open = [nil, nil]
    for (record, place) in begun { body(record, place) }
  }

  /// Of which of a container's two streams a record is that may be a piece, or end one; nil for what is neither, or not
  /// Docker's. `object` is what was read.
  func stream(of record: StructuredRecord, _ object: Span<UInt8>) -> Int? {
    guard isOpen || Self.isPiece(record), object.has("{\"log\":\"") else { return nil }
    var cursor = Cursor(object, at: 7)
    guard cursor.jsonString() != nil, cursor.skip(",\"stream\":\"") else { return nil }
    if cursor.skip("stdout\"") { return 0 }
    return cursor.skip("stderr\"") ? 1 : nil
  }

  private static func isPiece(_ record: StructuredRecord) -> Bool {
    record.message.count >= piece && record.message.last != 0x0A
  }
}

// The payload of one DATA object: decompressed, checked, no longer than is kept.

import TrailBytes

/// Reads payloads of one file.
struct PayloadReader {
  /// A value longer than this is read up to here.
  static let valueLimit = 64 << 10

  private let header: JournalHeader
  private let decompressor = Decompressor()
  /// What was decompressed last: a value, its name, and one byte that says whether there is more.
  private var room = [UInt8](repeating: 0, count: valueLimit + JournalField.longestName + 1)
  /// Bytes that were read or made again, which hostile data could ask for without end.
  private var effort: Int64 = 0
  /// Whether some payload has passed its check. Before that a failure may as well be the header's.
  private var hasPassed = false

  /// A reader for a file with `header`.
  init(_ header: JournalHeader) { self.header = header }

  /// Lends the payload of the DATA object of which `front` is the front to `body`, and whether it is all there.
  mutating func withPayload<Result>(
    of object: JournalObject, _ front: Span<UInt8>, _ body: (Span<UInt8>, _ isWhole: Bool) -> Result
  ) throws(JournalDamage.Kind) -> Result {
    let stored = front.extracting(min(front.count, JournalObject.payloadStart(in: header))...)
    if object.flags == 0 { return body(stored, Int64(front.count) == object.size) }
    guard let compression = Compression(rawValue: object.flags) else { throw .unknownCompression }
    try spend(0, at: object.offset)
    let decompressor = decompressor
    var output = room.mutableSpan
    switch decompressor.decode(stored, compression, into: &output) {
    case .bytes(let count):
      effort += Int64(count)
      return body(room.span.extracting(0..<count), count < room.count)
    case .failed: throw .undecodable(compression)
    case .unsupported: throw .unsupported(compression)
    }
  }

  /// The payload of the DATA object of which `front` is the front, as it is kept. One that fails its check is not.
  mutating func payload(
    of object: JournalObject, _ front: Span<UInt8>, _ damage: inout JournalDamage
  ) throws(JournalDamage.Kind) -> Payload {
    let header = header
    let (payload, passes) = try withPayload(of: object, front) { bytes, isWhole -> (Payload, Bool?) in
      let (field, start) = JournalField.parse(bytes)
      if field == .other { return (.other, nil) }
      let end = min(bytes.count, start + PayloadReader.valueLimit)
      let value = bytes.extracting(start..<end).array
      let passes = isWhole ? dataHash(bytes, in: header) == front.uint64(at: 16) : nil
      return (.value(field, value, isCut: !isWhole || end < bytes.count), passes)
    }
    if passes == true { hasPassed = true }
    guard passes == false else { return payload }
    damage.note(.check, at: object.offset)
    return hasPassed ? .unreadable : payload
  }

  /// Counts work of `bytes` against what reading up to `offset` allows: so much that no sound file comes near it, and
  /// in proportion to the file.
  mutating func spend(_ bytes: Int64, at offset: Int64) throws(JournalDamage.Kind) {
    effort += bytes
    if effort > 256 << 20 + 64 * offset { throw .bomb }
  }
}

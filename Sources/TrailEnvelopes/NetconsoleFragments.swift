// Records that netconsole sent in several packets: `6,416,1758426,-,ncfrag=0/31;text` (drivers/net/netconsole.c).

import TrailBytes
public import TrailModel

/// Joins the packets of long records, which a capture holds one behind the other, with or without line ends between.
public struct NetconsoleFragments {
  /// Text that is kept of one record; the kernel's are shorter.
  private static let largest = 64 << 10
  private static let most = 256

  /// What all packets of a record begin with: `6,416,1758426,-`.
  private var front: [UInt8] = []
  private var total = 0
  private var received = 0
  private var pieces: [(offset: Int, text: [UInt8])] = []
  private var place = LinePlace(line: 0, offset: 0, end: 0)

  /// A joiner that has seen nothing.
  public init() {}

  /// Whether packets of a record are still to come.
  public var isOpen: Bool { !pieces.isEmpty }

  /// Reads a line, and hands on the lines of `/dev/kmsg` that are complete with it.
  ///
  /// - Returns: Whether the line was packets; another one ends what is open.
  public mutating func take(_ line: Span<UInt8>, at place: LinePlace, _ body: ([UInt8], LinePlace) -> Void) -> Bool {
    var at = 0
    while at < line.count, let packet = Self.packet(line, at) {
      if isOpen, !Self.isEqual(line.extracting(packet.front), front) || packet.total != total { finish(body) }
      if !isOpen {
        front = Array(line.extracting(packet.front))
        total = packet.total
        self.place = place
      }
      pieces.append((packet.offset, Array(line.extracting(packet.text))))
      received += packet.text.count
      self.place.end = place.end
      if received >= total || received > Self.largest || pieces.count == Self.most { finish(body) }
      at = packet.text.upperBound
    }
    if at == 0 { finish(body) }
    if at > 0, at < line.count { body(Array(line.extracting(at..<line.count)), place) }
    return at > 0
  }

  /// Hands on what there is: a lost packet leaves a line that ends before it, and one that begins behind it.
  public mutating func finish(_ body: ([UInt8], LinePlace) -> Void) {
    var text: [UInt8] = []
    var end = 0
    for piece in pieces.sorted(by: { $0.offset < $1.offset }) {
      if piece.offset != end, !text.isEmpty {
        body(front + [0x3B] + text, place)
        text = []
      }
      text += piece.text
      end = piece.offset &+ piece.text.count
    }
    if !text.isEmpty { body(front + [0x3B] + text, place) }
    pieces = []
    received = 0
  }

  /// The packet that begins at `start`. Its text goes to the next one of the same record, to where the record ends, or
  /// to the end of the line.
  private static func packet(
    _ line: Span<UInt8>, _ start: Int
  ) -> (front: Range<Int>, offset: Int, total: Int, text: Range<Int>)? {
    guard let key = line.offset(of: ",ncfrag=", from: start), key - start < 128, line[start] &- 0x30 <= 9 else {
      return nil
    }
    for index in start..<key where line[index] == 0x3B || line[index] == 0x20 { return nil }
    var cursor = Cursor(line, at: key + 8)
    guard let offset = cursor.number(), cursor.skip(byte: 0x2F), let total = cursor.number(), cursor.skip(byte: 0x3B),
      offset < total, total <= 1 << 20
    else { return nil }
    let front = start..<key
    let text = cursor.position
    var end = min(line.count, text + Int(total - offset))
    if let next = line.offset(of: ",ncfrag=", from: text), next - front.count >= text, next - front.count < end,
      isEqual(line.extracting(next - front.count..<next), Array(line.extracting(front)))
    {
      end = next - front.count
    }
    return (front, Int(offset), Int(total), text..<end)
  }

  private static func isEqual(_ bytes: Span<UInt8>, _ known: [UInt8]) -> Bool {
    guard bytes.count == known.count else { return false }
    for index in known.indices where bytes[index] != known[index] { return false }
    return true
  }
}

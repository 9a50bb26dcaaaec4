// Records of a large document that nothing asks for: passed over undecoded, the last of them kept to be looked back at.

import TrailBytes
import TrailModel

/// The records that were passed over last.
struct SkippedRecords {
  /// A record as it stands in the document.
  struct Record {
    var text: [UInt8]
    var place: LinePlace
    /// What the document says around it.
    var around: JSONSurroundings?
  }

  /// So much of them is kept at least: a report whose head was lost begins with records that announce nothing.
  private static let reach = 32 << 10
  /// One record in so many bytes is asked for its time: a New Year must not pass unseen.
  private static let pace = 8 << 10

  private var records: [Record] = []
  private var bytes = 0

  var isEmpty: Bool { records.isEmpty }

  /// Adds a record; gives those that are no longer kept and are to be asked for their time.
  mutating func add(_ record: Record) -> [Record] {
    records.append(record)
    bytes += record.text.count
    guard bytes > 2 * Self.reach else { return [] }
    var asked: [Record] = []
    var dropped = 0
    var since = Self.pace
    while bytes > Self.reach, dropped < records.count {
      if since >= Self.pace {
        asked.append(records[dropped])
        since = 0
      }
      since += records[dropped].text.count
      bytes -= records[dropped].text.count
      dropped += 1
    }
    records.removeFirst(dropped)
    return asked
  }

  /// All that are kept; none is any more.
  mutating func take() -> [Record] {
    defer {
      records = []
      bytes = 0
    }
    return records
  }
}

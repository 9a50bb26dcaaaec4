// The system's zone files (TZif, RFC 8536): from a zone's name to the distance of its local times from UTC.

import TrailBytes
import TrailModel

/// Finds and reads zone files.
///
/// A zone made here turns local times into offsets, and not every local time happens once:
/// - where clocks go back, a time that comes twice is taken for the first of the two, before the change (in
///   autumn the one in daylight time), and the other offset is told;
/// - where clocks go forward, a time that never comes has the offset before the change, as if the clock had
///   not yet been changed: 02:30 becomes the instant that was 03:30.
///
/// A stamp by itself says no more than that.
public enum ZoneFile {
  /// A larger file is none; the largest that exist have a few kilobytes.
  static let longest = 1 << 20

  /// Where systems keep them. The environment is not asked: a report must not depend on it.
  private static let directories = [
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
  ]

  /// The zone that the system calls `name`, such as `Europe/Berlin`.
  ///
  /// Nil where the system has none, or its file is damaged. Names that may lead elsewhere are refused:
  /// absolute ones, those with `..`, and all with bytes other than `A-Z a-z 0-9 _ + - . /`.
  public static func named(_ name: String) -> LocalZone? {
    guard isName(name) else { return nil }
    for directory in directories {
      guard let bytes = contents(of: "\(directory)/\(name)") else { continue }
      if let zone = zone(name: name, tzif: bytes) { return zone }
    }
    return nil
  }

  /// The zone of a zone file's `bytes`, of version 1 to 4; nil where they are none.
  ///
  /// Times after the last change that the file lists follow the rule at its end, up to the year 2262, where
  /// instants end. Bytes behind that rule are ignored, as are abbreviations.
  public static func zone(name: String, tzif bytes: [UInt8]) -> LocalZone? {
    guard bytes.count <= longest, let table = OffsetTable(bytes.span) else { return nil }
    return LocalZone(name: name) { table.offset(at: $0) }
  }

  /// The zone that keeps `rule` in all years.
  static func zone(name: String, rule: ZoneRule) -> LocalZone {
    let table = OffsetTable(rule)
    return LocalZone(name: name) { table.offset(at: $0) }
  }

  private static func isName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    let dot = UInt8(ascii: ".")
    guard bytes.allSatisfy(isOfName), let first = bytes.first, first != UInt8(ascii: "/") else {
      return false
    }
    return !zip(bytes, bytes.dropFirst()).contains { $0 == dot && $1 == dot }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    // The dot, the slash and the digits stand side by side.
    case UInt8(ascii: ".")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
    default: false
    }
  }

  /// All bytes of a file that may be a zone's.
  private static func contents(of path: String) -> [UInt8]? {
    do throws(SystemFailure) {
      let file = try Descriptor(opening: Array(path.utf8), for: .reading)
      let status = try file.status()
      guard status.kind == .regular, status.size <= Int64(longest) else { return nil }
      let source = FileSource(file)
      // One byte more than it should have, to see its end.
      var bytes = [UInt8](repeating: 0, count: Int(status.size) + 1)
      var filled = 0
      while filled < bytes.count {
        let count = bytes.fill(from: filled) { source.read(into: &$0) }
        if count == 0 { break }
        filled += count
      }
      guard filled < bytes.count, source.damage.isEmpty else { return nil }
      return Array(bytes[..<filled])
    } catch {
      return nil
    }
  }
}

/// The offsets of one zone by local time.
private struct OffsetTable: Sendable {
  /// Outside these years no local time has an instant; see ``CivilTime/instant(year:offset:)``.
  private static let years = 1677...2262

  /// Local times at which another offset comes into force, in seconds since 1970 began there. They rise.
  private var starts: [Int] = []
  /// Seconds east of UTC: before the first of `starts`, then from each on.
  private var offsets: [Int]

  /// Reads a zone file; nil where it is none.
  init?(_ bytes: Span<UInt8>) {
    guard var block = ZoneBlock(bytes, at: 0, timeWidth: 4) else { return nil }
    var rule: ZoneRule?
    if block.version >= 2 {
      // The first block is for readers of version 1. The second has times of 64 bits; the rule follows it.
      guard let wide = ZoneBlock(bytes, at: block.end, timeWidth: 8), wide.version == block.version
      else { return nil }
      block = wide
      var cursor = Cursor(bytes, at: block.end)
      guard cursor.skip(byte: 0x0A), let text = cursor.take(until: 0x0A) else { return nil }
      if !text.isEmpty {
        guard let read = ZoneRule(bytes.extracting(text)) else { return nil }
        rule = read
      }
    }
    guard let types = block.offsets(bytes), let listed = block.changes(bytes, types) else { return nil }
    // A file without changes says with its rule what always holds; otherwise its first type holds at first.
    offsets = [listed.isEmpty ? rule?.standard ?? types[0] : types[0]]
    let ruled = rule?.changes(in: OffsetTable.years) ?? []
    let last = listed.last?.at ?? .min
    add(listed + ruled.filter { $0.at > last })
  }

  /// The offsets of a zone that always kept `rule`.
  init(_ rule: ZoneRule) {
    offsets = [rule.standard]
    add(rule.changes(in: OffsetTable.years))
  }

  private mutating func add(_ changes: [ZoneChange]) {
    var before = offsets[0]
    for (index, change) in changes.enumerated() {
      // Of changes at one instant only the last has any time to hold.
      if index + 1 < changes.count, changes[index + 1].at == change.at { continue }
      if change.offset == before { continue }
      // The change leads from the local time `at + before` to `at + offset`. What lies between never comes if
      // that is forward, and comes twice if it is back; either way it is read by the offset before.
      let start = change.at + max(before, change.offset)
      before = change.offset
      // The clock was set back past the last change: that one's offset never comes first.
      while let last = starts.last, last >= start {
        starts.removeLast()
        offsets.removeLast()
      }
      starts.append(start)
      offsets.append(change.offset)
    }
  }

  /// The offset at a local time; one without a year counts as of 1970.
  func offset(at civil: CivilTime) -> LocalOffset {
    let year = min(max(civil.year ?? 1970, OffsetTable.years.lowerBound), OffsetTable.years.upperBound)
    let days = CivilTime.days(year: year, month: civil.month, day: civil.day)
    // A leap second is still of the minute before the change that it may stand at.
    let time = days * 86_400 + civil.hour * 3_600 + civil.minute * 60 + min(civil.second, 59)
    let index = starts.prefixCount { $0 <= time }
    var offset = LocalOffset(offsets[index])
    // The times that come twice, and those that never come, end where the other offset starts.
    if index < starts.count, time >= starts[index] - abs(offsets[index] - offsets[index + 1]) {
      if offsets[index + 1] < offsets[index] { offset.repeated = offsets[index + 1] } else { offset.isSkipped = true }
    }
    return offset
  }
}

/// A header of a zone file and where the parts behind it lie.
private struct ZoneBlock {
  private static let headerLength = 44
  /// How many bytes a type has: its offset, whether it is daylight time, where its abbreviation begins.
  private static let typeLength = 6
  /// What RFC 8536 asks of an offset. One of years would lead an instant out of its range.
  private static let plausibleOffsets = -89_999...93_599
  /// Times before the universe or long after the sun are brought to this, so that sums with them fit.
  private static let farthest = 1 << 60

  /// 1 to 4.
  let version: Int
  /// The offset of the first byte behind the block.
  let end: Int

  private let start: Int
  private let timeWidth: Int
  private let timeCount: Int
  private let typeCount: Int
  private let nameLength: Int
  private let leapCount: Int
  private let flagCounts: [Int]

  /// Reads the header at `start`; nil where there is none, or not all of what it announces is there.
  init?(_ bytes: Span<UInt8>, at start: Int, timeWidth: Int) {
    var cursor = Cursor(bytes, at: start)
    guard bytes.count - start >= ZoneBlock.headerLength, cursor.skip("TZif") else { return nil }
    switch bytes[start + 4] {
    case 0: version = 1
    case UInt8(ascii: "2"): version = 2
    case UInt8(ascii: "3"): version = 3
    case UInt8(ascii: "4"): version = 4
    default: return nil
    }
    // Fifteen bytes are reserved; six counts follow, none of which is ever negative.
    let counts = (0..<6).map { bytes.bigEndian(at: start + 20 + $0 * 4, width: 4) }
    guard counts.allSatisfy({ (0...ZoneFile.longest).contains($0) }) else { return nil }
    self.start = start
    self.timeWidth = timeWidth
    flagCounts = [counts[0], counts[1]]
    leapCount = counts[2]
    timeCount = counts[3]
    typeCount = counts[4]
    nameLength = counts[5]
    let lists = timeCount * (timeWidth + 1) + typeCount * ZoneBlock.typeLength + leapCount * (timeWidth + 4)
    end = start + ZoneBlock.headerLength + lists + nameLength + counts[0] + counts[1]
    guard end <= bytes.count else { return nil }
  }

  /// The offset of each type, at least one; nil where the types are not as they must be.
  func offsets(_ bytes: Span<UInt8>) -> [Int]? {
    // A flag is there for each type or for none.
    guard (1...256).contains(typeCount), flagCounts.allSatisfy({ $0 == 0 || $0 == typeCount }) else {
      return nil
    }
    var offsets: [Int] = []
    for index in 0..<typeCount {
      let type = typesStart + index * ZoneBlock.typeLength
      let offset = bytes.bigEndian(at: type, width: 4)
      guard ZoneBlock.plausibleOffsets.contains(offset), bytes[type + 4] <= 1, bytes[type + 5] < nameLength
      else { return nil }
      offsets.append(offset)
    }
    return offsets
  }

  /// The changes it lists, in order; nil where they are in none, or of types that `offsets` lacks.
  func changes(_ bytes: Span<UInt8>, _ offsets: [Int]) -> [ZoneChange]? {
    guard let leaps = leaps(bytes) else { return nil }
    var changes: [ZoneChange] = []
    var leap = 0
    for index in 0..<timeCount {
      let type = Int(bytes[timesStart + timeCount * timeWidth + index])
      guard type < offsets.count else { return nil }
      var time = time(bytes, at: timesStart + index * timeWidth)
      while leap < leaps.count, leaps[leap].at <= time { leap += 1 }
      if leap > 0 { time -= leaps[leap - 1].correction }
      // Equal times are what remains of several that lie too far back for their width.
      if let last = changes.last, last.at > time { return nil }
      changes.append(ZoneChange(at: time, offset: offsets[type]))
    }
    return changes
  }

  /// The leap seconds, which files of the `right` tree count in their times. A stamp's instant does not.
  private func leaps(_ bytes: Span<UInt8>) -> [(at: Int, correction: Int)]? {
    let first = typesStart + typeCount * ZoneBlock.typeLength + nameLength
    var leaps: [(at: Int, correction: Int)] = []
    for index in 0..<leapCount {
      let entry = first + index * (timeWidth + 4)
      let time = time(bytes, at: entry)
      if let last = leaps.last, last.at >= time { return nil }
      leaps.append((time, bytes.bigEndian(at: entry + timeWidth, width: 4)))
    }
    return leaps
  }

  private func time(_ bytes: Span<UInt8>, at offset: Int) -> Int {
    min(max(bytes.bigEndian(at: offset, width: timeWidth), -ZoneBlock.farthest), ZoneBlock.farthest)
  }

  private var timesStart: Int { start + ZoneBlock.headerLength }
  private var typesStart: Int { timesStart + timeCount * (timeWidth + 1) }
}

extension Span<UInt8> {
  /// The signed number in the `width` bytes at `offset`, the highest first.
  fileprivate func bigEndian(at offset: Int, width: Int) -> Int {
    var value: UInt64 = self[offset] < 0x80 ? 0 : .max
    for index in offset..<offset + width { value = value << 8 | UInt64(self[index]) }
    return Int(Int64(bitPattern: value))
  }
}

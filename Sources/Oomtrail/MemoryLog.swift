// What earlyoom (github.com/rfjakob/earlyoom) writes into a log from time to time: how much memory there is.

import TrailBytes
import TrailModel

/// Literals of lines that say how much memory there is.
let memorySentinels: [StaticString] = ["mem avail:"]

/// Keeps such lines of one stream: not each of many in a row, and the latest only of very many.
struct MemoryLog {
  private(set) var seen: [SeenMemory] = []
  /// The last that was kept of each host.
  private var last: [String?: Last] = [:]

  private struct Last {
    var time: RecordTime
    var available: Int64
  }

  /// Once there are so many, the first half is dropped.
  private static let most = 10_000
  /// What comes sooner is kept where memory changed by an eighth, in nanoseconds.
  private static let pause: UInt64 = 20_000_000_000

  /// Adds what a line said.
  mutating func add(_ amounts: MemoryAmounts, _ stamp: SeenStamp, host: String?, line: Int) {
    let time = RecordTime(stamp.stamp, turns: stamp.yearTurns)
    let available = amounts.available?.count ?? 0
    if let before = last[host], time.distance(from: before.time).magnitude < Self.pause {
      let (change, overflow) = available.subtractingReportingOverflow(before.available)
      if !overflow, change.magnitude <= before.available.magnitude / 8 { return }
    }
    if last[host] == nil, last.count >= Self.most { return }
    last[host] = Last(time: time, available: available)
    if seen.count >= Self.most { seen.removeFirst(Self.most / 2) }
    seen.append(SeenMemory(recorder: .earlyoom, amounts: amounts, stamp: stamp, host: host, line: line))
  }

  /// `mem avail:  1234 of  3920 MiB (31.49%), swap free:  512 of 1023 MiB (50.04%)`; before 1.2 without totals.
  /// Nil for what the program called `name` says otherwise.
  static func amounts(_ name: Span<UInt8>, _ text: Span<UInt8>) -> MemoryAmounts? {
    var cursor = Cursor(text)
    guard name.equals("earlyoom"), cursor.skip("mem avail:"), let available = mebibytes(&cursor) else { return nil }
    var amounts = MemoryAmounts()
    amounts.available = available
    if cursor.skip(past: "swap free:") { amounts.swapFree = mebibytes(&cursor) }
    return amounts
  }

  private static func mebibytes(_ cursor: inout Cursor) -> Bytes? {
    cursor.skipBlanks()
    guard let count = cursor.number(), count < 1 << 40 else { return nil }
    if cursor.skip(" of ") {
      cursor.skipBlanks()
      guard cursor.number() != nil else { return nil }
    }
    return cursor.skip(" MiB") ? Bytes(count << 20) : nil
  }
}

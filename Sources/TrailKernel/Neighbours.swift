// Lines beside the reports of the OOM killer: notices, and the kills of another killer.

import TrailBytes
import TrailModel

extension KernelRecogniser {
  /// Reads a line that is a notice by itself.
  func readNotice(_ text: Span<UInt8>, _ line: Line, _ stampText: () -> String?) -> Bool {
    guard let notice = NoticeReader.alone(text) else { return false }
    // What was lost of other functions' lines only matters to a report that may have lost some of its own by it.
    if notice.loss?.concern == .other, !open.contains(where: { $0.wantsMore && $0.isProven }) { return true }
    notices.append(
      ReadNotice(
        notice: notice, stamp: line.stamp, stampText: stampText(), yearTurns: line.yearTurns, place: line.place))
    return true
  }

  /// Reads a line of a killer that has no part in the OOM killer's reports.
  func readOtherKill(_ text: Span<UInt8>, _ line: Line, _ end: LinePlace, _ stampText: () -> String?) -> Bool {
    let section = Section.lowMemoryKiller
    if let kill = otherKill {
      if section.read(text, kill, true) == .taken {
        kill.last = end
        kill.lastStamp = line.stamp
        return true
      }
      // It is one record: once it is whole, the first other line ends it.
      kill.strangers += 1
      if kill.report.isComplete || kill.strangers >= Limit.patience { endOtherKill() }
    }
    // Its name and the words behind it stand at the line's very beginning.
    let head = text.extracting(0..<min(text.count, 34))
    guard section.sentinels.contains(where: { head.contains($0) }) else { return false }
    let kill = OpenReport(place: line.place, stamp: line.stamp, stampText: nil, yearTurns: line.yearTurns)
    guard section.read(text, kill, true) == .taken else { return false }
    endOtherKill()
    kill.stampText = stampText()
    kill.last = end
    otherKill = kill
    // The old form has no second line.
    if kill.report.isComplete { endOtherKill() }
    return true
  }

  /// Hands on the other killer's kill.
  func endOtherKill() {
    guard let kill = otherKill else { return }
    otherKill = nil
    finished.append(
      ReadReport(
        report: kill.report, stamp: kill.stamp, stampText: kill.stampText, yearTurns: kill.yearTurns,
        first: kill.first, last: kill.last))
  }
}

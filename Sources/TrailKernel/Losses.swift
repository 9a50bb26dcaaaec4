// Names the lines that a log lost in the reports that may have lost them.

import TrailModel

/// Adds to each report of one host the losses that concern it, and says which of them concern none.
///
/// A loss concerns a report that it stands in. One before it, at most five seconds earlier, concerns it where parts are
/// missing. So does one behind a kill line that stands alone, since the kernel says only later that it left the rest
/// out (lib/ratelimit.c).
public func nameLosses(_ losses: [ReadNotice], in reports: inout [ReadReport]) -> [ReadNotice] {
  let losses = losses.filter { $0.notice.loss != nil }.sorted { $0.place.offset < $1.place.offset }
  var isNamed = Array(repeating: false, count: losses.count)
  let search = LossSearch(losses: losses)
  for index in reports.indices where reports[index].report.killer == .kernel {
    let concerned = search.losses(of: reports[index])
    for found in concerned { isNamed[found.index] = true }
    guard !concerned.isEmpty else { continue }
    reports[index].report.losses = concerned.compactMap { losses[$0.index].notice.loss }
    if concerned.contains(where: \.takesLines) { reports[index].report.missing.append(.suppressedLines) }
  }
  var behind = 0
  for index in losses.indices where losses[index].notice.loss?.concern == .killReport {
    while behind < reports.count, reports[behind].first.offset < losses[index].place.offset { behind += 1 }
    if nameLeftOut(losses[index], in: &reports, before: behind) { isNamed[index] = true }
  }
  return losses.indices.filter { !isNamed[$0] && losses[$0].notice.loss?.concern != .other }.map { losses[$0] }
}

/// Adds `oom_kill_process: N callbacks suppressed` to the kills before it that have no header, however long before: the
/// kernel says what it left out when it prints the next report, and each kill without one since the last is one of N.
private func nameLeftOut(_ notice: ReadNotice, in reports: inout [ReadReport], before end: Int) -> Bool {
  guard let loss = notice.notice.loss, let count = loss.count else { return false }
  var start = end
  while start > 0, reports[start - 1].report.missing.contains(.header), end - start <= count,
    !reports[start - 1].report.missing.contains(.suppressedLines)
  { start -= 1 }
  guard start < end, end - start <= count else { return false }
  for index in start..<end {
    reports[index].report.losses.append(loss)
    reports[index].report.missing.append(.suppressedLines)
  }
  return true
}

/// Looks for the losses that concern a report among those of its host, which are in order of their places.
private struct LossSearch {
  let losses: [ReadNotice]

  /// How many are named on each side of a report's beginning.
  private static let most = 20
  /// How long before or after: the kernel's rate limit counts by five seconds.
  private static let reach: Int64 = 5_000_000_000

  typealias Found = (index: Int, takesLines: Bool)

  func losses(of report: ReadReport) -> [Found] {
    let start = first(behind: report.first.offset)
    let lacksParts = report.report.missing.contains { $0 != .lineEnd }
    var found: [Found] = []
    if lacksParts {
      for index in stride(from: start - 1, through: 0, by: -1).prefix(Self.most) {
        guard isClose(losses[index], report) else { break }
        if mayExplain(losses[index]) { found.insert((index, true), at: 0) }
      }
    }
    var index = start
    while index < losses.count, losses[index].place.offset < report.last.end, index - start < Self.most {
      // Other functions' lines are no part of a report that has all of its own.
      found.append((index, lacksParts || mayExplain(losses[index])))
      index += 1
    }
    guard report.report.missing.contains(.header) else { return found }
    while index < losses.count, index - start < Self.most, isClose(losses[index], report) {
      if losses[index].notice.loss?.concern == .killReport { found.append((index, true)) }
      index += 1
    }
    return found
  }

  /// The first loss behind an offset.
  private func first(behind offset: Int64) -> Int { losses.prefixCount { $0.place.offset < offset } }

  private func mayExplain(_ notice: ReadNotice) -> Bool {
    notice.notice.loss?.concern == .anyLine || notice.notice.loss?.concern == .killReport
  }

  private func isClose(_ notice: ReadNotice, _ report: ReadReport) -> Bool {
    notice.stamp.distance(to: report.stamp).map { $0 <= Self.reach } ?? false
  }
}

extension Stamp {
  /// Nanoseconds between two stamps of one stream; nil where they have no clock in common.
  func distance(to other: Stamp) -> Int64? {
    if let one = monotonic, let two = other.monotonic { return Self.apart(one, two) }
    guard let one = civil?.instant(year: 2000, offset: 0), let two = other.civil?.instant(year: 2000, offset: 0) else {
      return nil
    }
    return Self.apart(one.nanoseconds, two.nanoseconds)
  }

  private static func apart(_ one: Int64, _ two: Int64) -> Int64 {
    let (difference, overflow) = max(one, two).subtractingReportingOverflow(min(one, two))
    return overflow ? .max : difference
  }
}

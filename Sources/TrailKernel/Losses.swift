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
  nameLeftOut(
    losses.indices.filter { losses[$0].notice.loss?.concern == .killReport }.map { ($0, losses[$0]) }, &reports
  )
  .forEach { isNamed[$0] = true }
  return losses.indices.filter { !isNamed[$0] && losses[$0].notice.loss?.concern != .other }.map { losses[$0] }
}

/// Adds `oom_kill_process: N callbacks suppressed` to the kills before it that have no header, however long before: the
/// kernel says what it left out when it prints the next report, and each kill without one since the last is one of N.
/// Gives the numbers of those that name one.
private func nameLeftOut(_ notices: [(number: Int, notice: ReadNotice)], _ reports: inout [ReadReport]) -> [Int] {
  var named: [Int] = []
  guard !notices.isEmpty else { return named }
  // A stream may list the newest first, or seconds by themselves; its places are no order then, its times are.
  let times = reports.map { $0.stamp.wall(turns: $0.yearTurns) }
  let isTimed = times.allSatisfy { $0 != nil } && notices.allSatisfy { $0.notice.stamp.civil != nil }
  func moment(_ stamp: Stamp, _ turns: Int, _ place: LinePlace) -> (Int64, Int64) {
    (isTimed ? stamp.wall(turns: turns) ?? 0 : 0, place.offset)
  }
  let moments = reports.map { moment($0.stamp, $0.yearTurns, $0.first) }
  let order = reports.indices.sorted { moments[$0] < moments[$1] }
  let inOrder = notices.map {
    (number: $0.number, notice: $0.notice, moment: moment($0.notice.stamp, $0.notice.yearTurns, $0.notice.place))
  }
  .sorted { $0.moment < $1.moment }
  var end = 0
  for (number, notice, moment) in inOrder {
    while end < order.count, moments[order[end]] < moment { end += 1 }
    guard let loss = notice.notice.loss, let count = loss.count else { continue }
    var start = end
    while start > 0, end - start <= count, reports[order[start - 1]].report.isLeftOut { start -= 1 }
    guard start < end, end - start <= count else { continue }
    for index in order[start..<end] {
      reports[index].report.losses.append(loss)
      reports[index].report.missing.append(.suppressedLines)
    }
    named.append(number)
  }
  return named
}

extension KillReport {
  /// Whether its header is missing, and it is not known why.
  fileprivate var isLeftOut: Bool { missing.contains(.header) && !missing.contains(.suppressedLines) }
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
  /// The logger's time, to be compared with that of others of the stream only; nil where there is none.
  fileprivate func wall(turns: Int) -> Int64? {
    civil?.instant(year: 2000 &+ turns, offset: offset ?? 0)?.nanoseconds
  }

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

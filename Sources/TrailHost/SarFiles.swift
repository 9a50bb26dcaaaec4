// What `sar -r` and `sar -S` print (sysstat, sar.c and pr_stats.c), alone or among the rest of `sar -A`.

import TrailBytes
import TrailModel

extension HostFile {
  /// A header with host and date, and tables whose rows begin with the local time:
  ///
  ///     Linux 6.1.0-50-cloud-amd64 (web-07)  04/27/26  _x86_64_  (2 CPU)
  ///
  ///     19:40:01    kbmemfree   kbavail kbmemused  %memused …
  ///     19:50:01        81240    318204   3691332     92.07 …
  static let sar = HostFile(
    paths: ["sos_commands/sar/*", "var/log/sa/*", "var/log/sysstat/*", "sar", "sar*", "systemlogs/sysstat/*"],
    limit: 16 << 20
  ) { text, path, facts in
    var sar = SarText(dayInName: dayInName(of: path))
    var lines = FileLines()
    while let line = lines.next(in: text), sar.points.count < MemoryHistory.most {
      sar.read(text.extracting(line), number: lines.number)
    }
    guard !sar.points.isEmpty else { return }
    var history = MemoryHistory(.sar, path: path, host: sar.host, points: sar.points.sorted { $0.local < $1.local })
    history.isCut = sar.points.count == MemoryHistory.most
    facts.memoryHistories.append(history)
  }

  /// The day of the month for which a file is called: `sar27`, `sar20260427`.
  private static func dayInName(of path: String) -> Int? {
    let name = path.hasSuffix(".txt") ? path.utf8.dropLast(4)[...] : path.utf8[...]
    let digits = name.reversed().prefix { (0x30...0x39).contains($0) }
    guard digits.count == 2 || digits.count == 8 else { return nil }
    return Int(String(decoding: digits.prefix(2).reversed(), as: UTF8.self))
  }
}

/// Reads the lines of sar.
private struct SarText {
  private enum Column { case free, available, swapFree }

  /// A date as it was printed: where the month may stand before the day or behind it both are kept.
  private struct Date {
    var year: Int
    var month: Int
    var day: Int
    var isEither = false
  }

  let dayInName: Int?
  private(set) var host: String?
  private(set) var points: [MemoryHistory.Point] = []

  private var date: Date?
  /// The columns of the table that is read, each with its number behind the time.
  private var columns: [(Column, Int)] = []
  /// The time of day of the last row, and how many midnights it is behind the date.
  private var last = 0
  private var midnights = 0
  /// Points by their times.
  private var places: [Int64: Int] = [:]

  init(dayInName: Int?) { self.dayInName = dayInName }

  mutating func read(_ line: Span<UInt8>, number: Int) {
    if line.has("Linux ") { return readHeader(line) }
    guard let date, let first = line.isEmpty ? nil : line[0], first &- 0x30 <= 9 else {
      columns = []
      return
    }
    var cursor = Cursor(line)
    guard let hour = cursor.digits(2), cursor.skip(byte: 0x3A), let minute = cursor.digits(2), cursor.skip(byte: 0x3A),
      let second = cursor.digits(2), hour < 24, minute < 60, second < 60
    else { return }
    cursor.skipBlanks()
    let isMorning = cursor.skip("AM ")
    let isAfternoon = !isMorning && cursor.skip("PM ")
    let hasHalves = isMorning || isAfternoon
    guard !hasHalves || (1...12).contains(hour) else { return }
    let time = (hasHalves ? hour % 12 + (isAfternoon ? 12 : 0) : hour) * 3_600 + minute * 60 + second
    cursor.skipBlanks()
    if cursor.skip("kb") { return readColumns(line.extracting((cursor.position - 2)..<line.count), at: time) }
    guard !columns.isEmpty, let day = day(of: date, hasHalves: hasHalves) else { return }
    var amounts = MemoryAmounts()
    guard readRow(line.extracting(cursor.position..<line.count), &amounts) else { return }
    if time < last - 43_200 { midnights += 1 }
    last = time
    add(amounts, at: Int64(day + midnights) * 86_400 + Int64(time), line: number)
  }

  /// `Linux RELEASE (HOST) DATE ARCHITECTURE (N CPU)`.
  private mutating func readHeader(_ line: Span<UInt8>) {
    columns = []
    date = nil
    var cursor = Cursor(line)
    guard cursor.skip(past: " ("), case let name = cursor.position, cursor.skip(past: ")") else { return }
    let range = name..<(cursor.position - 1)
    guard let word = cursor.nextWord(), let date = Self.date(line.extracting(word)) else { return }
    self.date = date
    if line.isHostName(range) { host = host ?? line.text(range) }
  }

  /// `2026-04-27`, `27.04.2026`, `04/27/26`, `27/04/2026`.
  private static func date(_ word: Span<UInt8>) -> Date? {
    var cursor = Cursor(word)
    guard let first = cursor.number(), let mark = cursor.peek, mark == 0x2D || mark == 0x2E || mark == 0x2F,
      cursor.skip(byte: mark), let second = cursor.number(), cursor.skip(byte: mark), let third = cursor.number(),
      cursor.isAtEnd, max(first, second, third) < 10_000
    else { return nil }
    var date =
      mark == 0x2D
      ? Date(year: Int(first), month: Int(second), day: Int(third))
      : Date(year: Int(third), month: Int(second), day: Int(first))
    if date.year < 100 { date.year += 2_000 }
    if mark == 0x2F {
      if date.month > 12 {
        (date.month, date.day) = (date.day, date.month)
      } else {
        date.isEither = date.day <= 12 && date.day != date.month
      }
    }
    return (1990...2100).contains(date.year) && (1...12).contains(date.month) && (1...31).contains(date.day)
      ? date : nil
  }

  /// The day since 1970; nil where the date may be either of two, and neither the file's name nor American hours tell.
  private func day(of date: Date, hasHalves: Bool) -> Int? {
    var date = date
    if date.isEither {
      // It was read as day and month.
      let isDayFirst = dayInName == date.day
      guard isDayFirst || dayInName == date.month || dayInName == nil && hasHalves else { return nil }
      if !isDayFirst { (date.month, date.day) = (date.day, date.month) }
    }
    guard date.day <= CivilTime.days(inMonth: date.month, of: date.year) else { return nil }
    return CivilTime.days(year: date.year, month: date.month, day: date.day)
  }

  private mutating func readColumns(_ names: Span<UInt8>, at time: Int) {
    if columns.isEmpty || time < last { midnights = 0 }
    last = time
    columns = []
    var cursor = Cursor(names)
    var place = 0
    while let word = cursor.nextWord() {
      let name = names.extracting(word)
      if name.equals("kbmemfree") { columns.append((.free, place)) }
      if name.equals("kbavail") { columns.append((.available, place)) }
      if name.equals("kbswpfree") { columns.append((.swapFree, place)) }
      place += 1
    }
  }

  /// Reads the numbers of a row; false where one is none.
  private func readRow(_ row: Span<UInt8>, _ amounts: inout MemoryAmounts) -> Bool {
    var cursor = Cursor(row)
    var place = 0
    var wanted = columns[...]
    while let (column, number) = wanted.first {
      guard let word = cursor.nextWord() else { return false }
      if place == number {
        var value = Cursor(row.extracting(word))
        guard let count = value.number(), value.isAtEnd, count < 1 << 50 else { return false }
        switch column {
        case .free: amounts.free = Bytes(kilobytes: count)
        case .available: amounts.available = Bytes(kilobytes: count)
        case .swapFree: amounts.swapFree = Bytes(kilobytes: count)
        }
        wanted = wanted.dropFirst()
      }
      place += 1
    }
    return true
  }

  /// Memory and swap stand in tables of their own.
  private mutating func add(_ amounts: MemoryAmounts, at local: Int64, line: Int) {
    guard let place = places[local] else {
      places[local] = points.count
      points.append(.init(local: local, amounts: amounts, line: line))
      return
    }
    let own = points[place].amounts
    points[place].amounts.available = own.available ?? amounts.available
    points[place].amounts.free = own.free ?? amounts.free
    points[place].amounts.swapFree = own.swapFree ?? amounts.swapFree
  }
}

// The process table, by the columns its header names (mm/oom_kill.c, dump_tasks and dump_task).

import TrailBytes
import TrailModel

extension Section {
  static let taskTable = Section(
    "processes", .proves, sentinels: ["Tasks state (memory values", " total_vm "],
    fits: { line, open in
      open.wantsMore && !open.seen.contains(.summary) && !open.hasColumns
        && !(line.seen.contains(.tableTitle) && open.seen.contains(.tableTitle))
    },
    // The table follows the counters.
    kinship: { line, open in
      (open.seen.isDisjoint(with: [.memcgUsage, .pageTotals]) ? 0 : 2)
        + (line.seen.contains(.tableHeader) && open.seen.contains(.tableTitle) ? 1 : 0)
    },
    weight: { text in
      // A name broken in two is none of these, so that the right way to join it weighs more.
      let known = [
        "uid", "tgid", "total_vm", "rss", "rss_anon", "rss_file", "rss_shmem", "nr_ptes", "nr_pmds", "pgtables_bytes",
        "swapents", "cpu", "oom_adj", "oom_score_adj",
      ]
      return columns(text).reduce(0) { $0 + (known.contains($1) ? 1 : -1) } + (text.ends(in: " name") ? 1 : 0)
    }
  ) { text, report, isWhole in
    if text.has("Tasks state (memory values") {
      report.seen.insert(.tableTitle)
      return .taken
    }
    guard isHeader(text) else { return .no }
    if !isWhole, !text.ends(in: " name") { return .partial }
    let columns = columns(text)
    guard columns.contains("total_vm") else { return .no }
    guard columns.count <= Ceiling.columns else { return .no }
    report.settleName()
    let early = report.processes
    report.processes = ProcessTable(columns: columns)
    report.hasColumns = true
    if !early.isEmpty { report.putUnderHeader(early) }
    report.seen.insert(.tableHeader)
    return .taken
  }

  static let taskRows = Section(
    "rows", .belongs,
    fits: { line, open in line.openName.map { !open.hasRow(of: $0.row.pid) } ?? true },
    kinship: { line, open in
      // Rows of a table go up: a process is listed behind those that began before it, mostly.
      guard let pid = line.openName?.row.pid, let last = open.lastPid else { return 0 }
      return pid > last ? 1 : 0
    },
    weight: { text in
      var cursor = Cursor(text)
      guard pid(&cursor) != nil else { return 0 }
      return cells(&cursor).count + (cursor.isAtEnd ? 0 : 1)
    }
  ) { text, report, isWhole in
    var cursor = Cursor(text)
    guard let pid = pid(&cursor) else { return .no }
    return readRow(text, pid, &cursor, report, isWhole)
  }

  /// `[  pid  ]   uid  tgid total_vm      rss … name`.
  private static func isHeader(_ text: Span<UInt8>) -> Bool {
    var cursor = Cursor(text)
    guard cursor.skip(byte: 0x5B) else { return false }
    cursor.skipBlanks()
    return cursor.skip("pid")
  }

  private static func columns(_ text: Span<UInt8>) -> [String] {
    guard let bracket = text.firstIndex(of: 0x5D) else { return [] }
    var cursor = Cursor(text, at: bracket + 1)
    var columns: [String] = []
    while true {
      cursor.skipBlanks()
      let word = cursor.word()
      if word.isEmpty { break }
      columns.append(text.text(word))
    }
    if columns.last == "name" { columns.removeLast() }
    return columns
  }

  /// `[  1234]`, and what stands between the brackets is nothing else.
  private static func pid(_ cursor: inout Cursor) -> Int64? {
    guard cursor.skip(byte: 0x5B) else { return nil }
    cursor.skipBlanks()
    guard let pid = cursor.signed() else { return nil }
    cursor.skipBlanks()
    return cursor.skip(byte: 0x5D) ? pid : nil
  }

  /// Where the name of a row begins, as far as a row alone tells; nil where the text is no row.
  static func nameOfRow(_ text: Span<UInt8>) -> Int? {
    var cursor = Cursor(text)
    guard pid(&cursor) != nil, cells(&cursor).count > 5, cursor.skip(byte: 0x20) else { return nil }
    return cursor.position
  }

  /// The numbers from here on, and the cursor behind the last.
  private static func cells(_ cursor: inout Cursor, most: Int = 12) -> [Int64] {
    var cells: [Int64] = []
    while cells.count < most {
      let start = cursor.position
      cursor.skipBlanks()
      guard let value = cursor.signed(), cursor.isAtEnd || cursor.peek == 0x20 || cursor.peek == 0x09 else {
        cursor.position = start
        break
      }
      cells.append(value)
    }
    return cells
  }

  private static func readRow(
    _ text: Span<UInt8>, _ pid: Int64, _ cursor: inout Cursor, _ report: OpenReport, _ isWhole: Bool
  ) -> Reading {
    let wanted = report.hasColumns ? report.processes.columns.count : 12
    var values = cells(&cursor, most: wanted)
    if !report.hasColumns {
      // Without its header a row still says pid, uid, tgid, total_vm, rss first and oom_score_adj last.
      guard let guess = guessedColumns(values) else {
        if isWhole || values.count < 4 { return .no }
        return .partial
      }
      if values.count > guess.count {
        // The name begins with a number.
        values.removeLast(values.count - guess.count)
        var again = Cursor(text)
        _ = self.pid(&again)
        _ = cells(&again, most: guess.count)
        cursor.position = again.position
      }
      if report.processes.columns.isEmpty { report.processes = ProcessTable(columns: guess) }
      guard report.processes.columns.count == values.count else { return .no }
    }
    guard values.count == report.processes.columns.count else {
      if !isWhole { return .partial }
      report.report.unreadableRows += 1
      return .taken
    }
    guard report.report.processes.count < Ceiling.rows else {
      report.report.unreadableRows += 1
      return .taken
    }
    let isCut = cursor.isAtEnd
    if isCut, isWhole, report.hasColumns {
      let shape = RowShape(text, columns: report.processes.columns)
      if shape.isAligned, shape.endsShort {
        report.report.unreadableRows += 1
        return .taken
      }
    }
    // One blank parts the name from the numbers; the rest is the name, blanks and all. An empty name is rare and a
    // name in the next line of a wrapped copy is not.
    if isCut, !isWhole { return .partial }
    _ = cursor.skip(byte: 0x20)
    guard text.extracting(text.trimmed(cursor.position..<text.count)).mayBeComm else {
      report.report.unreadableRows += 1
      return .taken
    }
    let comm = text.text(cursor.position..<text.count)
    report.settleName()
    report.openName = (OpenReport.PendingRow(pid: pid, values: values, comm: comm), report.lastStamp, false)
    report.seen.insert(.rows)
    return .taken
  }

  /// Columns for a row whose header was lost; nil where its width fits no kernel.
  private static func guessedColumns(_ values: [Int64]) -> [String]? {
    let front = ["uid", "tgid", "total_vm", "rss"]
    switch values.count {
    case 7:
      // 2.6.36 to 3.5 (cpu oom_adj), 3.6 to 3.19 (nr_ptes swapents) or since 4.15 (pgtables_bytes swapents): page
      // tables in bytes are whole pages.
      let isBytes = values[4] >= 4096 && values[4] % 4096 == 0
      return front + (isBytes ? ["pgtables_bytes", "swapents"] : ["column_5", "column_6"]) + ["oom_score_adj"]
    case 8: return front + ["nr_ptes", "nr_pmds", "swapents", "oom_score_adj"]
    case 10, 11, 12:
      return front + ["rss_anon", "rss_file", "rss_shmem", "pgtables_bytes", "swapents", "oom_score_adj"]
    default: return nil
    }
  }
}

extension OpenReport {
  /// The table, whose last row may still be open.
  var processes: ProcessTable {
    get { report.processes }
    set {
      settleName()
      report.processes = newValue
    }
  }

  /// Puts rows that stood before their header under it, where they have its width.
  func putUnderHeader(_ rows: ProcessTable) {
    guard rows.columns.count == report.processes.columns.count else {
      report.unreadableRows += rows.count
      return
    }
    let columns = report.processes.columns
    report.processes = rows.renamed(columns)
  }
}

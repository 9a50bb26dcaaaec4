// Rows of a process table that are like the row before them: most of what the kernel prints of a kill.

import TrailBytes
public import TrailModel

extension KernelRecogniser {
  /// Reads a row that follows another of the one report that is open, if it has just the shape that the kernel gives it
  /// (mm/oom_kill.c, dump_task) and a name of plain characters. False where it is to be read as any other line.
  ///
  /// What this reads, reading it as any other line would have read alike.
  public func readRow(_ text: Span<UInt8>, stamp: Stamp, at place: LinePlace) -> Bool {
    guard open.count == 1, pending == nil, otherKill == nil, !isBehindBareStamp else { return false }
    let report = open[0]
    guard latest === report, report.section == Section.rowsIndex, report.hasColumns, report.wantsMore,
      !report.isNoKill, !Self.isOver(report.lastStamp, at: stamp),
      report.readPlainRow(text, isWidest: isWidest(place), stamp: stamp)
    else { return false }
    widen(to: place)
    report.last = place
    report.lastStamp = stamp
    report.strangers = 0
    return true
  }
}

extension OpenReport {
  /// Takes a row of the table whose rows came before it.
  fileprivate func readPlainRow(_ text: Span<UInt8>, isWidest: Bool, stamp: Stamp) -> Bool {
    guard openName != nil, report.processes.count < Ceiling.rows else { return false }
    var row = PlainRow()
    guard let pid = row.pid(text) else { return false }
    var values = spareValues
    spareValues = []
    values.removeAll(keepingCapacity: true)
    for _ in 0..<report.processes.columnCount {
      guard let value = row.cell(text) else {
        spareValues = values
        return false
      }
      values.append(value)
    }
    guard let comm = row.comm(text) else {
      spareValues = values
      return false
    }
    settleName()
    openName = (PendingRow(pid: pid, values: values, comm: comm), stamp, isWidest)
    return true
  }
}

/// A row, cell by cell: `[    124]   118   124    70518 … java`.
private struct PlainRow {
  /// Where the next cell begins.
  private var at = 0

  mutating func pid(_ text: Span<UInt8>) -> Int64? {
    guard text.count > 2, text[0] == 0x5B else { return nil }
    at = 1
    while at < text.count, text[at] == 0x20 { at += 1 }
    guard let pid = digits(text), at < text.count, text[at] == 0x5D else { return nil }
    at += 1
    return pid
  }

  mutating func cell(_ text: Span<UInt8>) -> Int64? {
    guard at < text.count, text[at] == 0x20 else { return nil }
    while at < text.count, text[at] == 0x20 { at += 1 }
    guard at < text.count else { return nil }
    let isNegative = text[at] == 0x2D
    if isNegative { at += 1 }
    guard let number = digits(text), at < text.count, text[at] == 0x20 else { return nil }
    return isNegative ? -number : number
  }

  private mutating func digits(_ text: Span<UInt8>) -> Int64? {
    let start = at
    var value: Int64 = 0
    while at < text.count, at - start < 18, text[at] &- 0x30 <= 9 {
      value = value &* 10 &+ Int64(text[at] &- 0x30)
      at += 1
    }
    return at > start ? value : nil
  }

  /// The rest, behind one blank.
  mutating func comm(_ text: Span<UInt8>) -> String? {
    let start = at + 1
    guard start < text.count, text.count - start <= 15, text[start] != 0x20, text[text.count - 1] != 0x20 else {
      return nil
    }
    for index in start..<text.count {
      switch text[index] {
      // Quotes, brackets, marks and escapes may be somebody's words, or stand for other bytes.
      case 0x22, 0x23, 0x27, 0x5B, 0x5C, 0x5D, 0x5E: return nil
      case 0x20..<0x7F: break
      default: return nil
      }
    }
    return text.text(start..<text.count)
  }
}

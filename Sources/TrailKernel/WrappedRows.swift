// Puts a wrapped row of the process table together again, by the widths of its columns (mm/oom_kill.c, dump_task).

import TrailBytes

/// What the columns' widths say of a row's text.
///
/// The kernel pads each number to its column's width. So a number that was broken is shorter in its first piece than
/// its column, and one that swallowed its neighbour is longer.
struct RowShape {
  /// How many columns have a number.
  private(set) var cells = 0
  /// Whether each number, the last of a text that ends in it aside, has its column's width.
  private(set) var isAligned = true
  /// Whether the text ends in a number that is shorter than its column.
  private(set) var endsShort = false
  /// Where the numbers end.
  private(set) var end = 0
  private var values: [Int64] = []

  /// The shape of `text`; blanks around `seam`, if any, may not be as many as they were.
  init(_ text: Span<UInt8>, columns: [String], seam: Int? = nil) {
    guard let bracket = text.firstIndex(of: 0x5D) else { return }
    var cursor = Cursor(text, at: bracket + 1)
    end = cursor.position
    for name in columns {
      let start = cursor.position
      let blanks = cursor.skipBlanks()
      let digits = cursor.position
      guard let value = cursor.signed(), cursor.isAtEnd || cursor.peek == 0x20 || cursor.peek == 0x09 else { break }
      cells += 1
      end = cursor.position
      values.append(value)
      if let seam, start <= seam, seam <= digits, blanks > 0, start < seam || seam < digits || digits > start {
        continue
      }
      let (gap, width) = Self.width(of: name)
      let count = end - digits
      let fits = count <= width ? blanks + count == gap + width : blanks == gap
      if cursor.isAtEnd, blanks + count < gap + width {
        endsShort = true
      } else if !fits {
        isAligned = false
      }
    }
  }

  /// Whether the sizes are ones that the kernel could print: page tables are whole pages, and the parts of what is
  /// resident are all of it.
  func isSound(_ columns: [String]) -> Bool {
    func value(_ name: String) -> Int64? {
      columns.firstIndex(of: name).flatMap { $0 < values.count ? values[$0] : nil }
    }
    if let tables = value("pgtables_bytes"), tables % 4096 != 0 { return false }
    if let rss = value("rss"), let anon = value("rss_anon"), let file = value("rss_file"),
      let shared = value("rss_shmem")
    {
      return rss == anon &+ file &+ shared
    }
    return true
  }

  /// The blanks before a column and its width: `" %8lu"` and the like.
  private static func width(of column: String) -> (gap: Int, width: Int) {
    switch column {
    case "uid", "tgid": (1, 5)
    case "rss_shmem": (1, 9)
    case "nr_ptes", "nr_pmds": (1, 7)
    case "cpu": (1, 3)
    case "oom_adj": (5, 3)
    case "oom_score_adj": (9, 5)
    default: (1, 8)
    }
  }
}

extension RowShape {
  /// The row that `front` and `rest` were, or nil where they are none or nothing tells which of two.
  ///
  /// - Parameter indent: The blanks before `rest`.
  static func join(_ front: [UInt8], _ rest: Span<UInt8>, indent: Int, columns: [String]) -> [UInt8]? {
    var best: (rank: Int, shape: RowShape, bytes: [UInt8])?
    var isTied = false
    for gap in indent > 1 ? [indent, 1, 0] : [1, 0] {
      var bytes = front
      bytes.append(contentsOf: repeatElement(0x20, count: gap))
      for index in 0..<rest.count { bytes.append(rest[index]) }
      let exact = RowShape(bytes.span, columns: columns)
      let shape = RowShape(bytes.span, columns: columns, seam: front.count)
      let isFull = shape.cells == columns.count
      guard isFull || shape.end == bytes.count else { continue }
      var rank = shape.isAligned ? 8 : 0
      if !isFull || hasName(bytes.span, from: shape.end) { rank += 4 }
      if shape.isSound(columns) { rank += 2 }
      if exact.isAligned { rank += 1 }
      if let best, rank <= best.rank {
        if rank == best.rank, best.shape.values != shape.values { isTied = true }
        continue
      }
      isTied = false
      best = (rank, shape, bytes)
    }
    return isTied ? nil : best?.bytes
  }

  /// Whether what follows the numbers is a name and not one more number, or padding.
  private static func hasName(_ text: Span<UInt8>, from start: Int) -> Bool {
    var cursor = Cursor(text, at: start)
    guard cursor.skipBlanks() <= 1 else { return false }
    guard cursor.signed() != nil else { return true }
    return cursor.peek != 0x20
  }
}

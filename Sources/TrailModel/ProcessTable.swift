// The process table of a report, held compactly: a node has thousands of reports of hundreds of rows.

/// One row of the process table. A column that the kernel does not print is nil.
public struct ProcessRow: Hashable, Sendable {
  /// The id of the thread that owns the memory.
  public var pid: Int64 = 0
  /// The process id.
  public var tgid: Int64?
  /// The real user, signed as printed (4294967294 shows as -2).
  public var uid: Int64?
  /// Address space.
  public var totalVM: Pages?
  /// Resident memory.
  public var rss: Pages?
  /// Resident anonymous memory (6.8 and later).
  public var rssAnon: Pages?
  /// Resident file pages (6.8 and later).
  public var rssFile: Pages?
  /// Resident shared memory (6.8 and later).
  public var rssShmem: Pages?
  /// Page-table pages (3.6 to 4.14).
  public var pageTablePages: Pages?
  /// Second-level page-table pages (4.0 to 4.14).
  public var middlePageTablePages: Pages?
  /// Page tables (4.15 and later).
  public var pageTables: Bytes?
  /// Swap entries.
  public var swapEntries: Pages?
  /// The CPU it last ran on (until 3.5).
  public var cpu: Int64?
  /// -17 to 15 (until 3.5).
  public var oomAdj: Int64?
  /// -1000 to 1000.
  public var oomScoreAdj: Int64?
  /// Columns that nothing here knows, under their printed names.
  public var others: [Named<Int64>] = []
  /// Whether it could be chosen, its points and its place among those that could; nil where that was not computed.
  public var score: RowScore?
  /// The process's name; may be empty or hold any character.
  public var comm = ""

  /// An empty row.
  public init() {}
}

/// A report's process table: rows packed to about 40 bytes each.
public struct ProcessTable: Sendable {
  /// The columns between the pid and the name, as the table's header names them.
  public private(set) var columns: [String]
  private var kinds: [Column]
  /// How many rows there are.
  public private(set) var count = 0
  /// For each row: pid and the columns as variable-length integers, then the name's length and bytes.
  private var packed: [UInt8] = []
  /// For each row, where scores were set: a byte of flags, the badness and the rank, packed alike.
  private var packedScores: [UInt8] = []
  /// Where both are, one behind the other, while they are not here.
  private var place: Place?

  private struct Place: Sendable {
    var shelf: any TableShelf
    var number: Int64
    var rows: Int
    var scores: Int
  }

  /// An empty table with these columns.
  public init(columns: [String] = []) {
    self.columns = columns
    kinds = columns.map { Column($0) }
  }

  /// How many columns there are.
  public var columnCount: Int { kinds.count }

  /// Whether there is no row.
  public var isEmpty: Bool { count == 0 }

  /// How many bytes of it are in memory.
  public var heldBytes: Int { packed.count + packedScores.count }

  /// Moves what it holds to `shelf`, from where each use of it gets it again; it stays where there is no room.
  public mutating func move(to shelf: any TableShelf) {
    guard place == nil, heldBytes > 0, let number = shelf.put(packed + packedScores) else { return }
    place = Place(shelf: shelf, number: number, rows: packed.count, scores: packedScores.count)
    packed = []
    packedScores = []
  }

  /// Takes back what is on a shelf, before it is changed.
  private mutating func takeBack() {
    guard place != nil else { return }
    (packed, packedScores) = contents
    place = nil
  }

  /// The packed rows and scores.
  private var contents: (rows: [UInt8], scores: [UInt8]) {
    guard let place else { return (packed, packedScores) }
    let bytes = place.shelf.bytes(at: place.number, count: place.rows + place.scores)
    // Lost rows are none.
    guard bytes.count == place.rows + place.scores else { return ([], []) }
    return (Array(bytes[..<place.rows]), Array(bytes[place.rows...]))
  }

  /// Adds a row whose `values` stand in the order of ``columns``; missing ones count as absent.
  public mutating func append(pid: Int64, values: [Int64], comm: String) {
    takeBack()
    Self.append(pid, to: &packed)
    for index in columns.indices { Self.append(index < values.count ? values[index] : 0, to: &packed) }
    Self.append(Int64(comm.utf8.count), to: &packed)
    packed.append(contentsOf: comm.utf8)
    count += 1
  }

  /// The same rows under other column names, of which there must be as many.
  public func renamed(_ columns: [String]) -> ProcessTable {
    precondition(columns.count == self.columns.count, "a table keeps its width")
    var table = self
    table.columns = columns
    table.kinds = columns.map { Column($0) }
    return table
  }

  /// Gives back the room that growing left over; for a table that gets no more rows.
  public mutating func compact() {
    takeBack()
    packed = packed.withoutSlack
    packedScores = packedScores.withoutSlack
  }

  /// Sets the rows' scores, of which there must be one a row.
  public mutating func setScores(_ scores: [RowScore]) {
    precondition(scores.count == count, "a score for each row")
    takeBack()
    packedScores = []
    for score in scores {
      var flags = (score.badness != nil ? 1 : 0) | (score.least != nil ? 2 : 0) | (score.rank != nil ? 4 : 0)
      flags |= (score.isRootBonusAssumed ? 8 : 0) | (score.exemption != nil ? 16 : 0) | (score.gap != nil ? 32 : 0)
      packedScores.append(UInt8(flags))
      if let badness = score.badness { Self.append(badness, to: &packedScores) }
      if let least = score.least { Self.append(least, to: &packedScores) }
      if let rank = score.rank { Self.append(Int64(rank), to: &packedScores) }
      if let exemption = score.exemption { packedScores.append(Self.code(exemption)) }
      if let gap = score.gap { packedScores.append(Self.code(gap)) }
    }
  }

  /// Calls `body` with each row in printed order, until it returns false.
  public func forEach(while body: (ProcessRow) -> Bool) {
    let contents = contents
    let (packed, packedScores) = (contents.rows.span, contents.scores.span)
    var at = 0
    var scoreAt = 0
    for _ in 0..<count where at < packed.count {
      var row = row(packed, &at)
      row.score = Self.score(packedScores, &scoreAt)
      if !body(row) { return }
    }
  }

  /// The rows in printed order.
  public var rows: [ProcessRow] {
    var rows: [ProcessRow] = []
    rows.reserveCapacity(count)
    forEach {
      rows.append($0)
      return true
    }
    return rows
  }

  /// The first row of the process with that id.
  public func row(ofPid pid: Int64) -> ProcessRow? {
    let contents = contents
    let packed = contents.rows.span
    var at = 0
    for number in 0..<count where at < packed.count {
      let start = at
      if Self.next(packed, &at) == pid {
        at = start
        var row = row(packed, &at)
        row.score = Self.score(ofRow: number, contents.scores.span)
        return row
      }
      at = start
      skipRow(packed, &at)
    }
    return nil
  }

  /// The first row that satisfies `condition`.
  public func first(where condition: (ProcessRow) -> Bool) -> ProcessRow? {
    var found: ProcessRow?
    forEach {
      if condition($0) { found = $0 }
      return found == nil
    }
    return found
  }

  /// Whether these rows are the first or the last of the other table, or all of them.
  public func isEdge(of other: ProcessTable) -> Bool {
    guard columns == other.columns, count <= other.count else { return false }
    let (own, whole) = (contents.rows, other.contents.rows)
    return whole.starts(with: own) || whole.suffix(own.count) == own[...]
  }

  /// A number for its first `rows` rows and one for its last: equal rows have equal numbers, in this run of the program.
  /// Nil where there are fewer.
  public func edges(_ rows: Int) -> (first: Int, last: Int)? {
    guard rows > 0, count >= rows else { return nil }
    let packed = contents.rows
    guard !packed.isEmpty else { return nil }
    let span = packed.span
    var (at, front, back) = (0, 0, 0)
    for number in 0..<count {
      if number == rows { front = at }
      if number == count - rows { back = at }
      skipRow(span, &at)
    }
    if count == rows { front = at }
    return (packed[..<front].hashValue, packed[back...].hashValue)
  }

  private func skipRow(_ packed: Span<UInt8>, _ position: inout Int) {
    for _ in 0..<(1 + kinds.count) { Self.skip(packed, &position) }
    let length = Int(Self.next(packed, &position))
    position += length
  }

  private func row(_ packed: Span<UInt8>, _ position: inout Int) -> ProcessRow {
    var row = ProcessRow()
    row.pid = Self.next(packed, &position)
    for index in kinds.indices {
      let value = Self.next(packed, &position)
      if !kinds[index].put(value, into: &row) { row.others.append(Named(columns[index], value)) }
    }
    let length = Int(Self.next(packed, &position))
    let name = packed.extracting(position..<(position + length))
    row.comm = unsafe name.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    position += length
    return row
  }

  private static func score(ofRow number: Int, _ scores: Span<UInt8>) -> RowScore? {
    var position = 0
    for _ in 0..<number { _ = score(scores, &position) }
    return score(scores, &position)
  }

  private static func score(_ packed: Span<UInt8>, _ position: inout Int) -> RowScore? {
    guard position < packed.count else { return nil }
    let flags = packed[position]
    position += 1
    var score = RowScore()
    if flags & 1 != 0 { score.badness = next(packed, &position) }
    if flags & 2 != 0 { score.least = next(packed, &position) }
    if flags & 4 != 0 { score.rank = Int(next(packed, &position)) }
    score.isRootBonusAssumed = flags & 8 != 0
    if flags & 16 != 0 { score.exemption = coded(packed, &position) }
    if flags & 32 != 0 { score.gap = coded(packed, &position) }
    return score
  }

  /// A word as its place among the words of its kind.
  private static func code<Word: CaseIterable & Equatable>(_ word: Word) -> UInt8 {
    var code: UInt8 = 0
    for other in Word.allCases {
      if other == word { break }
      code += 1
    }
    return code
  }

  private static func coded<Word: CaseIterable>(_ packed: Span<UInt8>, _ position: inout Int) -> Word? {
    defer { position += 1 }
    return Word.allCases.dropFirst(Int(packed[position])).first
  }

  private static func append(_ value: Int64, to packed: inout [UInt8]) {
    // Zigzag: small negative numbers (oom_score_adj, uid -2) stay short.
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    while rest > 0x7F {
      packed.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    packed.append(UInt8(rest))
  }

  private static func next(_ packed: Span<UInt8>, _ position: inout Int) -> Int64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = packed[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private static func skip(_ packed: Span<UInt8>, _ position: inout Int) {
    while packed[position] >= 0x80 { position += 1 }
    position += 1
  }
}

/// What a column means, found once a table so that rows are read without comparing names.
private enum Column: Sendable {
  case uid, tgid, totalVM, rss, rssAnon, rssFile, rssShmem, nrPtes, nrPmds, pgtablesBytes, swapents, cpu, oomAdj
  case oomScoreAdj
  /// One that nothing here knows.
  case other

  init(_ name: String) {
    switch name {
    case "uid": self = .uid
    case "tgid": self = .tgid
    case "total_vm": self = .totalVM
    case "rss": self = .rss
    case "rss_anon": self = .rssAnon
    case "rss_file": self = .rssFile
    case "rss_shmem": self = .rssShmem
    case "nr_ptes": self = .nrPtes
    case "nr_pmds": self = .nrPmds
    case "pgtables_bytes": self = .pgtablesBytes
    case "swapents": self = .swapents
    case "cpu": self = .cpu
    case "oom_adj": self = .oomAdj
    case "oom_score_adj": self = .oomScoreAdj
    default: self = .other
    }
  }

  /// Puts a value where it belongs; false where nothing here knows where that is.
  func put(_ value: Int64, into row: inout ProcessRow) -> Bool {
    switch self {
    case .uid: row.uid = value
    case .tgid: row.tgid = value
    case .totalVM: row.totalVM = Pages(value)
    case .rss: row.rss = Pages(value)
    case .rssAnon: row.rssAnon = Pages(value)
    case .rssFile: row.rssFile = Pages(value)
    case .rssShmem: row.rssShmem = Pages(value)
    case .nrPtes: row.pageTablePages = Pages(value)
    case .nrPmds: row.middlePageTablePages = Pages(value)
    case .pgtablesBytes: row.pageTables = Bytes(value)
    case .swapents: row.swapEntries = Pages(value)
    case .cpu: row.cpu = value
    case .oomAdj: row.oomAdj = value
    case .oomScoreAdj: row.oomScoreAdj = value
    case .other: return false
    }
    return true
  }
}

extension [UInt8] {
  /// The same bytes in an allocation of their size.
  fileprivate var withoutSlack: [UInt8] {
    var exact: [UInt8] = []
    exact.reserveCapacity(count)
    exact.append(contentsOf: self)
    return exact
  }
}

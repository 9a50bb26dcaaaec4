// One of the journal's own files from entries to kill reports: idle it only searches messages, awake it reads records.

import TrailBytes
import TrailJournal
import TrailModel

/// Reads one journal file, once.
struct JournalAnalyzer {
  private let source: any ByteSource
  private let archive: (any ByteArchive)?
  private let scanner: LiteralScanner
  private let tables: TableStore?
  private let mostReports: Int

  /// An analyzer of `source`, whose bytes `archive` gives at any place where there is one; it keeps so many reports.
  init(
    _ source: any ByteSource, archive: (any ByteArchive)?, scanner: LiteralScanner, tables: TableStore? = nil,
    mostReports: Int
  ) {
    self.source = source
    self.archive = archive
    self.scanner = scanner
    self.tables = tables
    self.mostReports = mostReports
  }

  /// Reads the file to its end: what it held, and what was wrong with it. Lines are entries.
  func run() -> (result: StreamResult, damage: [SourceDamage]) {
    var desk = LineDesk(tables: tables, mostReports: mostReports)
    desk.expectForward()
    guard var journal = JournalReader(source, archive: archive, scanner: scanner) else { return (desk.finish(), []) }
    while let (record, place) = journal.next(desk.wantsPrograms ? .everything : desk.isAwake ? .kernel : .sentinels) {
      desk.read(record, at: place)
    }
    var result = desk.finish()
    result.bytes = journal.byteCount
    result.lines = journal.entryCount
    result.envelope = "journal"
    result.host = journal.host.map { $0.span.text(0..<$0.count) }
    result.first = seen(journal.firstRealtime)
    result.last = seen(journal.lastRealtime)
    return (result, journal.damage)
  }

  private func seen(_ realtime: Int64?) -> SeenStamp? {
    guard let instant = realtime.flatMap({ Instant(microseconds: $0) }) else { return nil }
    return SeenStamp(stamp: Stamp(civil: instant.civil(), offset: 0), text: nil, yearTurns: 0)
  }
}

// What one part of a kernel report registers, and the order in which parts are tried.

import TrailBytes
import TrailModel

/// What a section made of a line.
enum Reading {
  /// The line is not of this section.
  case no
  /// The line was read into the report.
  case taken
  /// The line is of this section but stops in the middle; nothing was read. What follows may be the rest of it.
  case partial
}

/// What a line of a section means where no report is open.
enum Standing {
  /// It begins a report, whatever is open (`invoked oom-killer`).
  case opens
  /// It proves a kill or an attempt at one, and begins a report where none can take it (`Killed process`).
  case proves
  /// It belongs to a report but proves none: a page allocation failure prints it too (Mem-Info, a stack dump).
  case belongs
  /// It is another killer's: it is of no report of the OOM killer, and none of that one's lines are of it.
  case apart
}

/// One part of the kernel's report: a file in `Sections`, a fixture folder, a line in ``Section/all``.
struct Section: Sendable {
  /// Its name.
  let name: String
  /// What its lines mean where no report is open.
  let standing: Standing
  /// Literals that a stream must hold for the section to be worth waking for; empty where others wake first.
  let sentinels: [StaticString]
  /// Reads a line into the report. `isWhole` is true where nothing more of the line can come, so that a line that
  /// was cut is read as far as it goes.
  let read: @Sendable (_ text: Span<UInt8>, _ report: OpenReport, _ isWhole: Bool) -> Reading
  /// Whether a line that was read into a report of its own may belong to an open one: for a section that proves, and
  /// for any other where two reports are open at once.
  let fits: @Sendable (_ line: OpenReport, _ open: OpenReport) -> Bool
  /// How much in a line that was read into a report of its own speaks for an open one, where two fit.
  let kinship: @Sendable (_ line: OpenReport, _ open: OpenReport) -> Int
  /// Whether the section's lines have blanks at which a mail program can wrap; a line without any breaks anywhere.
  let hasBlanks: Bool
  /// Whether what the section holds in one line can go on in the next record, as a newline in a name makes it.
  let spansRecords: Bool
  /// Whether a line can end as `text` does; nil where every line of the section can.
  let isFinished: (@Sendable (_ text: Span<UInt8>) -> Bool)?
  /// Whether the section's lines follow the kill line.
  let isEpilogue: Bool
  /// How much of the section's grammar a text has: of two ways to join a wrapped line, the one with more is right.
  let weight: (@Sendable (_ text: Span<UInt8>) -> Int)?

  init(
    _ name: String, _ standing: Standing, sentinels: [StaticString] = [],
    fits: @escaping @Sendable (_ line: OpenReport, _ open: OpenReport) -> Bool = { _, _ in true },
    kinship: @escaping @Sendable (_ line: OpenReport, _ open: OpenReport) -> Int = { _, _ in 0 },
    hasBlanks: Bool = true, spansRecords: Bool = true, isEpilogue: Bool = false,
    isFinished: (@Sendable (Span<UInt8>) -> Bool)? = nil,
    weight: (@Sendable (Span<UInt8>) -> Int)? = nil,
    read: @escaping @Sendable (_ text: Span<UInt8>, _ report: OpenReport, _ isWhole: Bool) -> Reading
  ) {
    self.name = name
    self.standing = standing
    self.sentinels = sentinels
    self.fits = fits
    self.kinship = kinship
    self.hasBlanks = hasBlanks
    self.spansRecords = spansRecords
    self.isEpilogue = isEpilogue
    self.isFinished = isFinished
    self.weight = weight
    self.read = read
  }

  /// Every section, in printing order.
  static let all: [Section] = [
    .sysrq, .trigger, .cpuset, .stack, .memcgLimits, .memcgStats, .memInfo, .zones, .hugePages, .pageTotals,
    .allocationSites, .slab, .protection, .taskTable, .taskRows, .summary, .selection, .kill, .spared, .sharing, .group,
    .reaper, .panic, .lowMemoryKiller,
  ]
}

/// The literals that wake the kernel recogniser: every section's and every notice's, none forgotten.
public let kernelSentinels: [StaticString] =
  Section.all.flatMap(\.sentinels) + NoticeReader.all.flatMap(\.sentinels)

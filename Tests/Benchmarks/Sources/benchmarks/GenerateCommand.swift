// `benchmarks generate`: one corpus to standard output.

import Glibc
import LogCorpus

struct GenerateCommand {
  private var options = CorpusOptions()
  private var wantsSummary = false

  init(_ arguments: inout Arguments) throws {
    var rows: ClosedRange<Int>?
    while let flag = arguments.flag() {
      switch flag {
      case "--format": options.format = try Self.format(arguments.value(of: flag))
      case "--bytes": options.byteCount = try arguments.size(of: flag)
      case "--oom-every": options.reportInterval = try Self.interval(arguments.value(of: flag))
      case "--dense": options.isDense = true
      case "--rows": rows = try Self.rows(arguments.value(of: flag))
      case "--seed": options.seed = UInt64(try arguments.number(of: flag))
      case "--hosts": options.hostCount = try arguments.number(of: flag, atLeast: 1)
      case "--start-hour": options.startHour = try arguments.number(of: flag)
      case "--summary": wantsSummary = true
      default: throw UsageError("'\(flag)' is not an option of generate")
      }
    }
    options.tableRows = rows ?? (options.isDense ? 300...300 : options.tableRows)
  }

  func run() throws {
    if isatty(STDOUT_FILENO) == 1 { throw UsageError("generate writes to standard output: redirect it") }
    var generator = CorpusGenerator(options) { Console.writeAll($0, to: STDOUT_FILENO) }
    let summary = generator.run()
    guard wantsSummary else { return }
    let line = """
      bytes=\(summary.bytes) records=\(summary.records) kills=\(summary.kills) \
      table_rows=\(summary.tableRows)\n
      """
    Console.writeAll(Array(line.utf8), to: STDERR_FILENO)
  }

  private static func format(_ name: String) throws -> LogFormat {
    guard let format = LogFormat(rawValue: name) else {
      let names = LogFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("'\(name)' is not a form; there are \(names)")
    }
    return format
  }

  private static func interval(_ text: String) throws -> Int? {
    if text == "none" { return nil }
    guard let size = ByteSize.parse(text), size > 0 else {
      throw UsageError("--oom-every needs a size or 'none', not '\(text)'")
    }
    return size
  }

  private static func rows(_ text: String) throws -> ClosedRange<Int> {
    let ends = text.split(separator: "-").map { Int($0) }
    guard let first = ends.first, let last = ends.last, ends.count <= 2, let low = first, let high = last,
      low > 0, low <= high
    else { throw UsageError("--rows needs a number or MIN-MAX, not '\(text)'") }
    return low...high
  }
}

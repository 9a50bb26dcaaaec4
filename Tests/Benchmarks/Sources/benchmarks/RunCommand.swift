// `benchmarks run`: the whole table, row by row as it comes.

import Glibc

struct RunCommand {
  private var size = 1 << 30
  private var pairs = 5
  private var oomtrail = "\(Places.checkout)/.build/release/oomtrail"
  private var folder = "\(Places.checkout)/.build/benchmark-corpora"
  private var seed = 42
  private var wanted: [String] = []
  private var onlyLists = false

  init(_ arguments: inout Arguments) throws {
    while let flag = arguments.flag() {
      switch flag {
      case "--size": size = try arguments.size(of: flag)
      case "--pairs": pairs = try arguments.number(of: flag, atLeast: 1)
      case "--quick": (size, pairs) = (64 << 20, 2)
      case "--oomtrail": oomtrail = try arguments.value(of: flag)
      case "--work": folder = try arguments.value(of: flag)
      case "--seed": seed = try arguments.number(of: flag)
      case "--only": wanted.append(try arguments.value(of: flag))
      case "--list": onlyLists = true
      default: throw UsageError("'\(flag)' is not an option of run")
      }
    }
    if let name = wanted.first(where: { name in !Job.all.contains { $0.name == name } }) {
      throw UsageError("'\(name)' is not a job; run --list names them")
    }
    guard onlyLists || Machine.hasProgram(oomtrail) else {
      throw UsageError("\(oomtrail) is missing: run 'swift build -c release' first, or give --oomtrail PATH")
    }
  }

  func run() throws {
    if onlyLists { return Console.print(Job.list()) }
    let store = try CorpusStore(folder: folder, size: size, seed: seed)
    Console.print("\(Machine.caveats())- Corpora: \(size) bytes, seed \(seed); \(pairs) pairs a job\n\n")
    Console.print(Measurement.tableHead)
    for job in Job.all where wanted.isEmpty ? !job.onRequest : wanted.contains(job.name) {
      let measurement = try Measurement.take(job, oomtrail: oomtrail, pairs: pairs, in: store)
      Console.print(measurement.row)
    }
    printNotes()
  }

  private func printNotes() {
    let floor = Console.decimal(Double(Machine.ownPeakBytes()) / Double(1 << 20), places: 1)
    Console.print(
      """

      Times are medians; a ratio below 1 means that oomtrail takes less. Ratios are of neighbouring runs, with
      their range. Peak RSS is the largest of the runs and cannot show less than \(floor) MiB, the size of this
      runner. Events are those in oomtrail's JSON, of the kills that the generator wrote.

      """)
  }
}

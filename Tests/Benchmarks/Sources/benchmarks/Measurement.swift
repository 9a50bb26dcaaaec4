// Runs one job, oomtrail and yardstick in turn, and makes its table row.

struct Measurement {
  var job: Job
  var corpus: Corpus
  var yardstick: Yardstick?
  var subject: [Child.Result] = []
  var rival: [Child.Result] = []
  /// Events in oomtrail's JSON, counted in the warm-up.
  var eventsFound = 0

  /// One warm-up of each, then the pairs A B A B.
  static func take(_ job: Job, oomtrail: String, pairs: Int, in store: CorpusStore) throws -> Measurement {
    let corpus = try job.corpus(store)
    var taken = Measurement(job: job, corpus: corpus, yardstick: try job.yardstick?(store, corpus))
    var subject = Child(program: oomtrail, arguments: ["--format", "json"] + corpus.paths)
    subject.errorPath = store.path("oomtrail.stderr")
    subject.marker = Array("\"killed_allocating_task\"".utf8)
    let rival = taken.yardstick.flatMap { $0.isInstalled ? $0.child(in: store) : nil }
    for round in 0...pairs {
      let result = try run(subject, accepting: [0])
      if round == 0 { taken.eventsFound = result.markerCount } else { taken.subject.append(result) }
      subject.marker = []
      if let rival {
        let statuses = taken.yardstick?.mayFindNothing == true ? [0, 1] : [0]
        let result = try run(rival, accepting: statuses)
        if round > 0 { taken.rival.append(result) }
      }
    }
    return taken
  }

  private static func run(_ child: Child, accepting statuses: [Int]) throws -> Child.Result {
    let result = try child.run()
    guard statuses.contains(result.exitStatus) else {
      let text = child.errorPath.flatMap { try? TextFile.read($0) }?.prefix(2000) ?? ""
      throw Child.Failure(description: "\(child.program) ended with status \(result.exitStatus)\n\(text)")
    }
    return result
  }
}

extension Measurement {
  static let tableHead = """
    | job | yardstick | oomtrail wall s | CPU s | yardstick wall s | CPU s | wall ratio | CPU ratio \
    | plain MB/s | peak RSS MiB | events |
    |---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|

    """

  var row: String {
    let wall = median(subject.map(\.wallSeconds))
    let peak = Double(subject.map(\.peakBytes).max() ?? 0) / Double(1 << 20)
    let cells = [
      job.name, label,
      seconds(wall), seconds(median(subject.map(\.processorSeconds))),
      rival.isEmpty ? "" : seconds(median(rival.map(\.wallSeconds))),
      rival.isEmpty ? "" : seconds(median(rival.map(\.processorSeconds))),
      ratio(\.wallSeconds), ratio(\.processorSeconds),
      Console.decimal(Double(corpus.plainBytes) / 1e6 / max(wall, 1e-6), places: 0),
      Console.decimal(peak, places: 1), "\(eventsFound) of \(corpus.kills)",
    ]
    return "| " + cells.joined(separator: " | ") + " |\n"
  }

  private var label: String {
    guard let yardstick else { return "none" }
    return yardstick.isInstalled ? yardstick.label : "\(yardstick.label): not installed"
  }

  /// The median of the pairwise ratios, and their range.
  private func ratio(_ part: KeyPath<Child.Result, Double>) -> String {
    let ratios = zip(subject, rival).map { $0[keyPath: part] / max($1[keyPath: part], 1e-6) }
    guard let low = ratios.min(), let high = ratios.max() else { return "" }
    let range = "\(Console.decimal(low, places: 2))-\(Console.decimal(high, places: 2))"
    return "\(Console.decimal(median(ratios), places: 2)) (\(range))"
  }

  private func seconds(_ value: Double) -> String { Console.decimal(value, places: 3) }

  private func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

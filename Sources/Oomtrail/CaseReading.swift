// What was read of all inputs, put together: dumps from their parts, facts about hosts, and the case.

import TrailCase
import TrailHost
import TrailInput
import TrailModel

/// Gathers what was read, in the order of the inputs.
struct CaseReading {
  private let analyzer: Analyzer
  private var builder: CaseBuilder
  private var dumps = DumpShelf()
  private var links: [FoundLink] = []
  private var linkProblems: [Problem] = []
  private var hostFiles: [HostFileText] = []
  private var layouts = LayoutFinder()

  init(_ analyzer: Analyzer) {
    self.analyzer = analyzer
    builder = CaseBuilder(options: analyzer.options)
  }

  /// Takes what was found on the way to the inputs.
  mutating func take(_ walk: Walk) {
    links += walk.links
    for problem in walk.problems {
      if problem.kind == .link { linkProblems.append(problem) } else { builder.add(problem: problem) }
    }
  }

  /// Takes what was read of all inputs, in their order.
  mutating func take(_ reads: consuming [EntryReading]) {
    analyzer.joinOverRotations(&reads)
    for read in reads { take(read) }
  }

  private mutating func take(_ read: EntryReading) {
    for reading in read.readings { add(reading) }
    for (place, part) in read.dumpParts { dumps.add(place, part) }
    links += read.links
    hostFiles += read.hostFiles
  }

  private mutating func add(_ reading: Analyzer.Reading) {
    layouts.look(at: reading.input.path)
    builder.add(reading.$input, observations: reading.observations, notices: reading.notices)
  }

  /// The case of all that was read.
  mutating func finish() -> Case {
    for dump in dumps.dumps {
      for reading in analyzer.read(dump) { add(reading) }
    }
    var bundles = Bundles()
    // A link that tells something is no problem, wherever it leads.
    let told = Set(links.filter { bundles.look(at: $0) }.map(\.path))
    for problem in linkProblems where !told.contains(problem.path) { builder.add(problem: problem) }
    for file in hostFiles { bundles.look(at: file) }
    let (found, problems) = bundles.all
    for bundle in found { builder.add(bundle: bundle) }
    for problem in problems { builder.add(problem: problem) }
    for layout in layouts.bundles { builder.add(layout: layout) }
    return builder.finish()
  }
}

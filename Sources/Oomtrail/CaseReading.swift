// One run over all inputs: each is opened, what lies in archives too, and what was read goes into the case.

import TrailBytes
import TrailCase
import TrailInput
import TrailModel

/// Reads inputs one after the other.
struct CaseReading {
  /// What was read so far.
  var builder: CaseBuilder
  private let analyzer: Analyzer
  private let scanner = LiteralScanner(streamSentinels)
  private var bundles = Bundles()
  private var dumps = DumpShelf()

  init(_ analyzer: Analyzer) {
    self.analyzer = analyzer
    builder = CaseBuilder(options: analyzer.options)
  }

  /// Reads the input at `entry`, and what lies in it.
  mutating func read(_ entry: InputEntry) {
    let opened = openInput(entry, limits: analyzer.limits)
    if let part = opened.dumpPart, opened.contents == nil {
      dumps.add(entry, part)
    } else {
      read(opened)
    }
  }

  private mutating func read(_ input: OpenedInput) {
    var opened = input
    if let contents = opened.contents {
      while var member = contents.next() {
        if let part = member.dumpPart, let kept = KeptInput(&member) {
          dumps.add(kept, part)
        } else {
          read(member)
        }
      }
    } else {
      bundles.look(at: &opened)
    }
    add(analyzer.read(opened, scanner))
  }

  private mutating func add(_ reading: Analyzer.Reading) {
    builder.add(input: reading.input, observations: reading.observations, notices: reading.notices)
  }

  /// The case of all that was read.
  consuming func finish() -> Case {
    for dump in dumps.dumps {
      for reading in analyzer.read(dump, scanner) { add(reading) }
    }
    for bundle in bundles.all { builder.add(bundle: bundle) }
    return builder.finish()
  }
}

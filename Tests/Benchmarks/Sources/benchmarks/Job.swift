// The list of what is measured against what.

import LogCorpus

/// The program that a job compares with.
struct Yardstick {
  var label: String
  var program: String
  var arguments: [String]
  var output = Child.Output.drained
  /// grep and rg end with 1 where nothing matches.
  var mayFindNothing = false

  var isInstalled: Bool { Machine.hasProgram(program) }

  func child(in store: CorpusStore) -> Child {
    Child(
      program: program, arguments: arguments, output: output, errorPath: store.path("yardstick.stderr"))
  }
}

struct Job: Sendable {
  var name: String
  var about: String
  /// Left out unless asked for by name.
  var onRequest = false
  var corpus: @Sendable (CorpusStore) throws -> Corpus
  var yardstick: (@Sendable (CorpusStore, Corpus) throws -> Yardstick)?

  static let all: [Job] = [
    Job(
      name: "syslog-rg12", about: "syslog, one report in 20 MiB, against rg with 12 literals",
      corpus: { try $0.withReports(.syslog) }, yardstick: { try .ripgrep(.twelve, $0, $1) }),
    Job(
      name: "quiet-rg12", about: "syslog without any report, against rg with 12 literals",
      corpus: { try $0.withoutReports(.syslog) }, yardstick: { try .ripgrep(.twelve, $0, $1) }),
    Job(
      name: "syslog-rg30", about: "syslog, one report in 20 MiB, against rg with 30 literals",
      corpus: { try $0.withReports(.syslog) }, yardstick: { try .ripgrep(.thirty, $0, $1) }),
    Job(
      name: "syslog-grep12", about: "syslog, one report in 20 MiB, against GNU grep with 12 literals",
      corpus: { try $0.withReports(.syslog) }, yardstick: { try .grep(.twelve, $0, $1) }),
    Job(
      name: "export-rg12", about: "journal export, one report in 20 MiB, against rg with 12 literals",
      corpus: { try $0.withReports(.export) }, yardstick: { try .ripgrep(.twelve, $0, $1) }),
    Job(
      name: "export-quiet-rg12", about: "journal export without any report, against rg with 12 literals",
      corpus: { try $0.withoutReports(.export) }, yardstick: { try .ripgrep(.twelve, $0, $1) }),
    Job(
      name: "json-rg12", about: "journal JSON, one report in 20 MiB, against rg with 12 literals",
      corpus: { try $0.withReports(.json) }, yardstick: { try .ripgrep(.twelve, $0, $1) }),
    Job(
      name: "json-quiet-rg12", about: "journal JSON without any report, against rg with 12 literals",
      corpus: { try $0.withoutReports(.json) }, yardstick: { try .ripgrep(.twelve, $0, $1) }),
    Job(
      name: "gzip-20", about: "20 gzip files, against gzip -dc >/dev/null",
      corpus: { try $0.compressed(count: $0.compressedFileCount) }, yardstick: { .gzip($1, .discarded) }),
    Job(
      name: "gzip-1", about: "one gzip file, against gzip -dc >/dev/null",
      corpus: { try $0.compressed(count: 1) }, yardstick: { .gzip($1, .discarded) }),
    Job(
      name: "gzip-1-piped", about: "one gzip file, against gzip -dc into a pipe that is read",
      corpus: { try $0.compressed(count: 1) }, yardstick: { .gzip($1, .drained) }),
    Job(
      name: "dense", about: "100 MB of nothing but 300-row reports of 8 hosts",
      corpus: { try $0.dense() }, yardstick: nil),
    Job(
      name: "gzip-20-piped", about: "20 gzip files, against gzip -dc into a pipe that is read",
      onRequest: true,
      corpus: { try $0.compressed(count: $0.compressedFileCount) }, yardstick: { .gzip($1, .drained) }),
  ]

  static func list() -> String {
    let width = all.map(\.name.count).max() ?? 0
    return all.map { job in
      let padding = String(repeating: " ", count: width + 2 - job.name.count)
      return "\(job.name)\(padding)\(job.about)\(job.onRequest ? " (only when named)" : "")\n"
    }.joined()
  }
}

extension Yardstick {
  static func ripgrep(_ list: LiteralList, _ store: CorpusStore, _ corpus: Corpus) throws -> Yardstick {
    Yardstick(
      label: "rg -c --no-mmap -F -f \(list.rawValue)", program: "rg",
      arguments: ["-c", "--no-mmap", "-F", "-f", try store.patterns(list)] + corpus.paths,
      mayFindNothing: true)
  }

  static func grep(_ list: LiteralList, _ store: CorpusStore, _ corpus: Corpus) throws -> Yardstick {
    Yardstick(
      label: "LC_ALL=C grep -c -F -f \(list.rawValue)", program: "grep",
      arguments: ["-c", "-F", "-f", try store.patterns(list)] + corpus.paths, mayFindNothing: true)
  }

  static func gzip(_ corpus: Corpus, _ output: Child.Output) -> Yardstick {
    let isPiped = if case .drained = output { true } else { false }
    return Yardstick(
      label: isPiped ? "gzip -dc into a pipe" : "gzip -dc >/dev/null", program: "gzip",
      arguments: ["-dc"] + corpus.paths, output: output)
  }
}

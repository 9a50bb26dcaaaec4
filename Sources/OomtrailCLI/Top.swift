// `oomtrail top`: what contributes most.

import ArgumentParser
import Oomtrail
import TrailCase
import TrailModel
import TrailRender

/// Reads logs and counts their kills.
struct Top: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count the kills by host, process, owner and more: what contributes most.",
    discussion: """
      Facets for --by; several, with commas between them, count each combination:
      \(Facet.all.map { "  \($0.name)\(String(repeating: " ", count: max(1, 11 - $0.name.count)))\($0.summary)" }
        .joined(separator: "\n"))

      EXAMPLES
        oomtrail top /var/log                                   which hosts and processes
        oomtrail top --by owner,process fleet/                  whose processes, over all hosts
        oomtrail top --by namespace,workload,node must-gather/  where in a cluster
        oomtrail top --by parent --since 2026-11-01 case.tgz    what keeps starting what is killed
        oomtrail top --by host --format csv fleet/ > hosts.csv  for a spreadsheet
      """)

  @OptionGroup var reading: ReadingOptions

  @Option(
    help: ArgumentHelp("What to count by, with commas between: see above.", valueName: "facets"),
    transform: FacetList.init)
  var by = FacetList.usual

  @Option(name: .shortAndLong, help: "The output.")
  var format = WordArgument(RankingTable.Format.text)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How many rows to show. Default: 20, in JSON and CSV all.", valueName: "rows"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit) would show nothing; the least is 1.") }
  }

  func run() throws {
    let result = try reading.analyze()
    let format = format.word
    let most = limit ?? (format == .json || format == .csv ? nil : 20)
    let table = RankingTable(
      Ranking(result.found.events, by: by.facets), limit: most, filter: result.found.filter)
    try writeOutput(to: nil) { table.write(as: format, to: &$0) }
    try reportLosses(of: result)
  }
}

/// `--by`'s value.
struct FacetList: CustomStringConvertible {
  var facets: [Facet]

  /// What is mostly asked for.
  static let usual = FacetList(facets: Facet.all.filter { ["host", "process"].contains($0.name) })

  init(facets: [Facet]) { self.facets = facets }

  init(_ argument: String) throws {
    facets = try argument.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let facet = Facet.named(String(name)) else {
        let known = Facet.all.map(\.name).joined(separator: ", ")
        throw ValidationError("\"\(name)\" is nothing to count by; there is \(known).")
      }
      return facet
    }
    guard Set(facets.map(\.name)).count == facets.count else {
      throw ValidationError("each can be counted by once only.")
    }
  }

  var description: String { facets.map(\.name).joined(separator: ",") }
}

// What was wrong with the input: a line for the summary, and the list.

import TrailBytes
import TrailModel

struct ProblemSection {
  let problems: [Problem]

  func write(to writer: inout ByteWriter) {
    guard !problems.isEmpty else { return }
    writer.write("## Problems\n\n")
    for problem in problems where writer.isOpen {
      var place = problem.path.code
      if let line = problem.line { place += ", line \(line.grouped)" }
      if let offset = problem.offset { place += ", byte \(offset.grouped)" }
      writer.write("- **\(Self.word(for: problem.kind))** \(place): \(problem.detail.prose)\n")
    }
    writer.write("\n")
  }

  /// `2 truncated, 1 unreadable`, in the order in which the kinds first came.
  var kinds: String {
    var order: [Problem.Kind] = []
    var counts: [Problem.Kind: Int] = [:]
    for problem in problems {
      if counts[problem.kind] == nil { order.append(problem.kind) }
      counts[problem.kind, default: 0] += 1
    }
    return order.map { "\(counts[$0] ?? 0) \(Self.word(for: $0))" }.joined(separator: ", ")
  }

  /// All problems in one line, or nil where there is none.
  var line: String? {
    guard !problems.isEmpty else { return nil }
    let paths = Set(problems.map(\.path)).count
    let lost = problems.contains(where: \.losesInput) ? " Some input could not be read." : ""
    return "\(kinds), in \(paths.of("input")).\(lost) See [Problems](#problems)."
  }

  private static func word(for kind: Problem.Kind) -> String {
    switch kind {
    case .unreadable: "unreadable"
    case .notAFile: "not a file"
    case .link: "link not followed"
    case .depth: "too deep"
    case .truncated: "truncated"
    case .corrupt: "corrupt"
    case .trailing: "trailing bytes"
    case .format: "format not known"
    case .unsupported: "format not read yet"
    case .longLine: "line too long"
    case .report: "report damaged"
    case .time: "time not known"
    case .contradiction: "contradiction"
    case .ambiguous: "fits two events"
    case .unlogged: "counter of kills that no log has"
    }
  }
}

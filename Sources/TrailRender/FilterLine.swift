// Which events were asked for, and how many were left out.

import TrailBytes
import TrailModel

struct FilterLine {
  let filter: AppliedFilter?

  func write(to writer: inout ByteWriter) {
    guard let filter else { return }
    var names: [String] = []
    for term in filter.terms where !names.contains(term.name) { names.append(term.name) }
    let asked = names.map { name in
      "\(name) " + filter.terms.filter { $0.name == name }.map(\.value.code).joined(separator: " or ")
    }
    let rest =
      filter.leftOut == 0 ? "no event was left out" : "\(filter.leftOut.of("event was", "events were")) left out"
    let untimed = filter.untimed == 0 ? "" : ", \(filter.untimed.grouped) of them because they have no wall time"
    writer.write("**Filtered:** \(asked.joined(separator: ", ")); \(rest)\(untimed).\n\n")
  }
}

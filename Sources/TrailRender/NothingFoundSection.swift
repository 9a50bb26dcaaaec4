// The report of a case without events: what was searched, and what could not be.

import TrailBytes
import TrailModel

struct NothingFoundSection {
  let trail: Case

  func write(to writer: inout ByteWriter) {
    if trail.inputs.isEmpty {
      writer.write("**No input was read**, so nothing is known about OOM kills.\n\n")
    } else {
      let lines = saturatingSum(trail.inputs.compactMap { $0.lines.map(Int64.init) })
      let bytes = Bytes(saturatingSum(trail.inputs.map(\.bytes)))
      let uncounted = trail.inputs.count { $0.lines == nil }
      let counted = uncounted == trail.inputs.count ? "" : "\(lines.of("line")), "
      let filtered = trail.filter.map { $0.leftOut > 0 } ?? false
      writer.write(
        "**No OOM kill \(filtered ? "that was asked for was" : "was") found** in \(trail.inputs.count.of("input")) (\(counted)\(bytes.human))."
      )
      if uncounted > 0, uncounted < trail.inputs.count {
        writer.write(" The lines of \(uncounted.of("input")) were not counted.")
      }
      writer.write("\n\n")
    }
    NoticeSection(notices: trail.notices).write(to: &writer)
    let lost = trail.problems.filter(\.losesInput)
    guard !lost.isEmpty else {
      if let line = ProblemSection(problems: trail.problems).line {
        writer.write("**Problems:** \(line)\n\n")
      }
      return
    }
    let paths = Set(lost.map(\.path)).count
    writer.write("**This is not the whole answer:** \(paths.of("input")) could not be read to the end ")
    writer.write("(\(ProblemSection(problems: lost).kinds)); a kill could stand in what is missing. ")
    writer.write("See [Problems](#problems).\n\n")
  }
}

// How memory went down before a kill, in one line.

import TrailModel

struct MemoryTrend {
  let event: Event

  /// The first and the last sample of the half hour; nil where there is none.
  var text: String? {
    guard let wall = event.time.wall, let last = event.memoryBefore.last else { return nil }
    let first = event.memoryBefore.first { $0.recorder == last.recorder } ?? last
    var parts: [String] = []
    for sample in first == last ? [last] : [first, last] {
      guard let amount = amount(of: sample) else { continue }
      let before = Double(wall.nanoseconds - sample.time.nanoseconds) / 1e9
      parts.append("\(amount) \(duration(seconds: before)) before")
    }
    guard !parts.isEmpty else { return nil }
    return parts.joined(separator: ", ") + " (\(last.recorder.rawValue), \(last.path.code) line \(last.line.grouped))"
  }

  private func amount(of sample: MemorySample) -> String? {
    let amounts = sample.amounts
    let memory = amounts.available.map { "\($0.human) available" } ?? amounts.free.map { "\($0.human) free" }
    let swap = amounts.swapFree.map { "\($0.human) of swap free" }
    let both = [memory, swap].compactMap { $0 }
    return both.isEmpty ? nil : both.joined(separator: " and ")
  }
}

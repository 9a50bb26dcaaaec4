// An eviction in words and as a JSON object: the threshold, what was left, and whom the kubelet blames.

import TrailBytes
import TrailModel

struct EvictionFacts {
  let eviction: PodEviction

  func add(to facts: inout FactList) {
    if let available = eviction.available {
      let threshold = eviction.threshold.map { ", below the \($0.human) at which the kubelet evicts" } ?? ""
      facts.add("Memory left", "\(available.human)\(threshold)")
    }
    facts.add("Blamed", nil, eviction.offenders.map(text))
    facts.add("In the kubelet's words", eviction.message.code)
  }

  private func text(of offender: PodEviction.Offender) -> String {
    let usage = offender.usage.map { " used \($0.human)" } ?? ""
    let request =
      offender.request.map { $0.count == 0 ? " and had asked for none" : " and had asked for \($0.human)" } ?? ""
    return "container \(offender.container.code)\(usage)\(request)"
  }
}

extension ByteWriter {
  mutating func members(of eviction: PodEviction) {
    field("threshold_bytes", eviction.threshold)
    field("available_bytes", eviction.available)
    array("offenders", eviction.offenders) { writer, offender in
      writer.field("container", offender.container)
      writer.field("usage_bytes", offender.usage)
      writer.field("request_bytes", offender.request)
    }
    field("message", eviction.message)
  }
}

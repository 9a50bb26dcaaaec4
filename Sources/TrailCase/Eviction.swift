// What the kubelet says of a pod that it evicted (pkg/kubelet/eviction/helpers.go).

import TrailModel

/// Why a pod was evicted.
enum Eviction: Equatable {
  /// The node was short of memory.
  case memory
  /// It was short of this, or a limit of the pod's own was reached.
  case other(String)
  /// The text does not say.
  case unsaid

  /// Reads a pod's reason and message, or those of an event; nil where nothing was evicted.
  init?(reason: String?, message: String?) {
    let message = message ?? ""
    if let resource = message.word(behind: "The node was low on resource: ") {
      self = resource == "memory" ? .memory : .other(resource)
    } else if message.contains("The node had condition: [MemoryPressure]") {
      self = .memory
    } else if let condition = message.word(behind: "The node had condition: [") {
      self = .other(condition)
    } else if let resource = message.word(behind: "attempting to reclaim\" resourceName=\"")
      ?? message.word(behind: "attempting to reclaim ")
    {
      let name = resource.filter { $0 != "\"" }
      self = name == "memory" ? .memory : .other(name)
    } else if reason == "Evicted" {
      self = message.isEmpty ? .unsaid : .other(message)
    } else {
      return nil
    }
  }
}

extension PodEviction {
  /// Reads what stands in figures in the kubelet's message; nil where there is none.
  ///
  /// `The node was low on resource: memory. Threshold quantity: 100Mi, available: 87608Ki. Container api was using
  /// 4Gi, request is 1Gi, has larger consumption of memory.`, before 1.26 `Container api was using 4Gi, which exceeds its
  /// request of 1Gi.`
  init?(_ message: String?) {
    guard let message, !message.isEmpty else { return nil }
    self.init(message: message)
    threshold = message.word(behind: "Threshold quantity: ").flatMap(Bytes.init(quantity:))
    available = message.word(behind: "available: ").flatMap(Bytes.init(quantity:))
    var rest = message[...]
    while offenders.count < 64, let start = rest.firstEnd(of: "Container ") {
      rest = rest[start...]
      let end = rest.firstEnd(of: "Container ") ?? rest.endIndex
      let part = String(rest[..<end])
      guard let name = part.word(behind: ""), let usage = part.word(behind: " was using ") else { continue }
      let request = part.word(behind: "request is ") ?? part.word(behind: "request of ")
      offenders.append(
        Offender(
          container: name, usage: Bytes(quantity: usage), request: request.flatMap(Bytes.init(quantity:))))
    }
  }
}

extension Bytes {
  /// Units of the API's quantities, as the kubelet prints memory.
  private static let units: [Substring: Int64] = [
    "": 1, "Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40, "k": 1_000, "M": 1_000_000, "G": 1_000_000_000,
  ]

  /// `87608Ki`; nil where it is no whole number of a unit.
  fileprivate init?(quantity: String) {
    let digits = quantity.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), let unit = Self.units[quantity[digits.endIndex...]] else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow else { return nil }
    self.init(bytes)
  }
}

extension String {
  /// The word that stands behind the first `text`: up to a blank, a bracket, a comma, or a full stop that ends it.
  fileprivate func word(behind text: String) -> String? {
    guard let start = firstEnd(of: text) else { return nil }
    var word = self[start...].prefix { !$0.isWhitespace && $0 != "]" && $0 != "," }
    while word.hasSuffix(".") { word.removeLast() }
    return word.isEmpty ? nil : String(word)
  }

  /// Where the first `text` ends; nil where there is none.
  func firstEnd(of text: String) -> String.Index? { self[...].firstEnd(of: text) }
}

extension Substring {
  /// Where the first `text` ends; nil where there is none.
  func firstEnd(of text: String) -> String.Index? {
    guard let first = text.utf8.first else { return startIndex }
    var rest = utf8
    while let at = rest.firstIndex(of: first) {
      if self[at...].utf8.starts(with: text.utf8) { return utf8.index(at, offsetBy: text.utf8.count) }
      rest = self[utf8.index(after: at)...].utf8
    }
    return nil
  }
}

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
    } else if reason == "Evicted" {
      self = message.isEmpty ? .unsaid : .other(message)
    } else {
      return nil
    }
  }

  /// The container of which the message says that it used more than it had asked for; several are not told apart here.
  static func offender(in message: String?) -> String? { message?.word(behind: ". Container ") }
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
  func firstEnd(of text: String) -> String.Index? {
    guard let first = text.utf8.first else { return startIndex }
    var rest = self[...].utf8
    while let at = rest.firstIndex(of: first) {
      if self[at...].utf8.starts(with: text.utf8) { return utf8.index(at, offsetBy: text.utf8.count) }
      rest = self[utf8.index(after: at)...].utf8
    }
    return nil
  }
}

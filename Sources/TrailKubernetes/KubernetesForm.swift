// Whether a stream is Kubernetes' and in which form, told by words that no other log begins with.

import TrailBytes

/// The forms.
enum KubernetesForm {
  case text, json, yaml

  /// Nil where `front` shows nothing of Kubernetes, whatever its colours.
  init?(uncoloured front: Span<UInt8>) {
    if let plain = front.withoutColours() { self.init(plain.span) } else { self.init(front) }
  }

  /// Nil where `front` shows nothing of Kubernetes.
  init?(_ front: Span<UInt8>) {
    var cursor = Cursor(front)
    while let byte = cursor.peek,
      byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0xEF
        || byte == 0xBB || byte == 0xBF
    { cursor.position += 1 }
    let opensJSON = cursor.peek == 0x7B || cursor.peek == 0x5B
    if Self.jsonWords.contains(where: { front.contains($0) }) {
      self = opensJSON || !Self.isText(front) ? .json : .text
      return
    }
    if opensJSON { return nil }
    let isYAML = Self.yamlWords.contains { front.contains($0) } && front.yamlKind
    if isYAML, !Self.layout.contains(where: { front.contains($0) }) {
      self = .yaml
    } else if isYAML || Self.isText(front) {
      self = .text
    } else {
      return nil
    }
  }

  private static let jsonWords: [StaticString] = [
    "\"containerStatuses\"", "\"involvedObject\"", "\"kind\": \"Pod\"", "\"kind\":\"Pod\"", "\"kind\": \"Node\"",
    "\"kind\":\"Node\"", "\"kind\": \"PodList\"", "\"kind\":\"PodList\"", "\"kind\":\"NodeList\"",
    "\"kind\": \"NodeList\"", "\"kind\":\"EventList\"", "\"kind\": \"EventList\"", "\"lastState\"",
  ]

  private static let yamlWords: [StaticString] = [
    "containerStatuses:", "involvedObject:", "kind: Pod", "kind: \"Pod", "kind: Node", "kind: Event", "kind: List",
    "lastState:", "exitCode: ", "reason: Evicted",
  ]

  /// Words of kubectl's own layouts.
  private static let layout: [StaticString] = [
    "Restart Count:", "Last State:", "Last Termination State:", "\nControlled By:", "\nQoS Class:",
    "Non-terminated Pods:", "Allocated resources:", "LAST SEEN ", "LASTSEEN ", "FirstSeen", " RESTARTS ",
    " - event for ",
    "\nInvolved Object:", "kubectl describe ",
  ]

  /// Words that the logs of a node may have as well, on lines that begin as a log's do.
  private static let words: [StaticString] = [
    "Exit Code:", "QoS Class:", "KubeletHasSufficientMemory", "KubeletHasInsufficientMemory",
    "NodeHasSufficientMemory", "NodeHasInsufficientMemory", "EvictionThresholdMet", "SystemOOM", "OOMKilling",
    "CgroupOOM ", "The node was low on resource", "restarting failed container", "kubectl get ", "State:  ",
  ]

  private static func isText(_ front: Span<UInt8>) -> Bool {
    layout.contains { front.contains($0) }
      || words.contains { word in
        guard let found = front.offset(of: word) else { return false }
        let start = front.lastNewline(before: found).map { $0 + 1 } ?? 0
        return !front.extracting(start..<found).beginsAsLog
      }
  }
}

extension Span<UInt8> {
  /// Whether a line has a stamp at its beginning, or a priority: `Nov 23 13:15:27`, `2026-11-23T`, `[ 12.3`, `<4>`.
  var beginsAsLog: Bool {
    var cursor = Cursor(self)
    if cursor.peek == 0x5B || cursor.peek == 0x3C || cursor.peek == 0x7B { return true }
    if cursor.digits(4) != nil, cursor.skip(byte: 0x2D) { return true }
    cursor.position = 0
    return cursor.month() != nil && cursor.peek == 0x20
  }

  /// Whether the first lines are such as YAML has, rather than a text that quotes some.
  fileprivate var yamlKind: Bool {
    var at = 0
    var seen = 0
    while at < count, seen < 3 {
      let end = nextNewline(from: at) ?? count
      let text = trimmed(at..<end)
      at = end + 1
      if text.isEmpty || self[text.lowerBound] == 0x23 || extracting(text).equals("---") { continue }
      var cursor = Cursor(self, at: text.lowerBound)
      while cursor.skip("- ") { cursor.skipBlanks() }
      // The last of them may be cut.
      if yamlKey(cursor.position..<text.upperBound) == nil, end < count { return false }
      seen += 1
    }
    return seen > 0
  }
}

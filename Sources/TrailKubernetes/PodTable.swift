// `kubectl get pods`, with or without -A and -o wide: a pod a row.

import TrailBytes
import TrailModel

/// What a table's head says of its rows.
struct PodTable {
  private let hasNamespace: Bool
  private let isWide: Bool

  /// Nil where the line is no head of such a table.
  init?(_ line: Span<UInt8>) {
    var cursor = Cursor(line)
    cursor.skipBlanks()
    hasNamespace = cursor.skip("NAMESPACE ")
    cursor.skipBlanks()
    guard cursor.skip("NAME "), line.contains(" READY "), line.contains(" STATUS "), line.contains(" RESTARTS ") else {
      return nil
    }
    isWide = line.contains(" NODE ")
  }

  /// The pod of a row; nil where it is none.
  func pod(_ line: Span<UInt8>, _ source: Source) -> PodRecord? {
    var cursor = Cursor(line)
    cursor.skipBlanks()
    var pod = PodRecord(source: source)
    if hasNamespace {
      pod.namespace = line.text(cursor.word())
      cursor.skipBlanks()
    }
    let name = cursor.word()
    cursor.skipBlanks()
    // READY is `1/2`.
    guard !name.isEmpty, cursor.number() != nil, cursor.skip(byte: 0x2F), cursor.number() != nil,
      cursor.skipBlanks() > 0
    else { return nil }
    let status = cursor.word()
    cursor.skipBlanks()
    guard let restarts = cursor.number(), !status.isEmpty else { return nil }
    pod.name = line.text(name)
    pod.status = line.text(status)
    pod.restarts = restarts
    pod.isTerminating = pod.status == "Terminating"
    // The column has the pod's reason where no container has one.
    if pod.status == "Evicted" || pod.status == "NodeLost" { pod.reason = pod.status }
    guard isWide else { return pod }
    cursor.skipBlanks()
    // `2 (7h40m ago)`, then AGE, IP and NODE.
    if cursor.peek == 0x28 { _ = cursor.take(until: 0x29) }
    var words: [Range<Int>] = []
    while words.count < 3 {
      cursor.skipBlanks()
      let word = cursor.word()
      if word.isEmpty { break }
      words.append(word)
    }
    if words.count == 3 { pod.node = line.text(words[2]).named }
    return pod
  }
}

extension String {
  /// Nil for `<none>` and its like.
  var named: String? {
    switch self {
    case "", "<none>", "<unset>", "<unknown>", "<nil>": nil
    default: self
    }
  }
}

// A command line that somebody pasted with its output: `$ kubectl describe pod -n shop api-0`.

import TrailBytes

/// What a command asked for, where it says so.
struct CommandLine {
  var namespace: String?
  /// `Pod` or `Node`, where it names one.
  var kind: String?
  var name: String?

  /// Nil where the line is no such command.
  init?(_ line: Span<UInt8>) {
    guard line.count < 2_000, let start = Self.start(line) else { return nil }
    var cursor = Cursor(line, at: start)
    var words: [String] = []
    while words.count < 64 {
      cursor.skipBlanks()
      let word = cursor.word()
      if word.isEmpty || line[word.lowerBound] == 0x7C { break }
      words.append(line.text(word))
    }
    var rest: [String] = []
    var at = 0
    while at < words.count {
      let word = words[at]
      at += 1
      switch word {
      case "-n", "--namespace":
        if at < words.count { namespace = words[at] }
        at += 1
      case "-l", "-o", "--context", "--selector", "--output", "-f", "--sort-by", "--kubeconfig", "--field-selector":
        at += 1
      case _ where word.hasPrefix("--namespace="): namespace = String(word.dropFirst(12))
      case _ where word.hasPrefix("-n") && !word.hasPrefix("--"): namespace = String(word.dropFirst(2))
      case _ where word.hasPrefix("-"): break
      default: rest.append(word)
      }
    }
    guard let verb = rest.first, ["describe", "get", "events", "logs", "top"].contains(verb) else { return nil }
    guard verb == "describe" || verb == "get", rest.count > 1 else { return }
    let object = rest[1].split(separator: "/", maxSplits: 1)
    switch object.first {
    case "pod", "pods", "po": kind = "Pod"
    case "node", "nodes", "no": kind = "Node"
    default: return
    }
    if object.count > 1 {
      name = String(object[1])
    } else if rest.count == 3 {
      name = rest[2]
    }
  }

  /// Behind the program's name, which only a prompt may stand before.
  private static func start(_ line: Span<UInt8>) -> Int? {
    if let found = line.offset(of: "kubectl ") {
      return found == 0 || isPrompt(line, before: found) ? found + 8 : nil
    }
    for (at, byte) in [UInt8]("$#>".utf8).compactMap({ byte in line.firstIndex(of: byte).map { ($0, byte) } })
    where at < 80 && byte != 0 {
      var cursor = Cursor(line, at: at + 1)
      cursor.skipBlanks()
      if cursor.skip("oc ") || cursor.skip("k ") { return cursor.position }
    }
    return nil
  }

  private static func isPrompt(_ line: Span<UInt8>, before end: Int) -> Bool {
    guard end <= 80 else { return false }
    var at = end
    while at > 0, line[at - 1] == 0x20 { at -= 1 }
    return at == 0 || line[at - 1] == 0x24 || line[at - 1] == 0x23 || line[at - 1] == 0x3E || line[at - 1] == 0x2F
  }
}

// Text from a log as Markdown that stays text: code spans for names, backslashes in prose.

/// What stands where a log says nothing.
enum Placeholder {
  /// In a table.
  static let unknown = "–"
  /// A name that is there but empty.
  static let empty = "*(empty name)*"
  /// A name that the log does not hold.
  static let missing = "*(name not in the log)*"
}

extension String {
  /// A code span of the visible text, whatever backticks it holds.
  var code: String { visible.fenced }

  /// A code span for a table cell, its middle cut out beyond `limit` characters.
  func codeCell(limit: Int) -> String { visible.shortened(to: limit).pipesEscaped.fenced }

  /// A sentence that may quote a log, with Markdown's characters escaped.
  ///
  /// What it has between backticks becomes a code span. Each piece is made safe by itself, so a stray backtick can
  /// at worst put the spans around the wrong words.
  var prose: String {
    let pieces = split(separator: "`", omittingEmptySubsequences: false)
    return pieces.enumerated().map { index, piece in
      if index % 2 == 0 { return String(piece).escaped }
      return index == pieces.count - 1 ? "\\`" + String(piece).escaped : String(piece).codeCell(limit: .max)
    }.joined()
  }

  private var escaped: String {
    var escaped = ""
    var before: Character = " "
    for character in visible {
      switch character {
      case "\\", "`", "*", "<", "[", "]", "|", "~", "&", "#": escaped.append("\\")
      // Within a word an underscore is only an underscore.
      case "_" where !(before.isLetter || before.isNumber): escaped.append("\\")
      default: break
      }
      escaped.append(character)
      before = character
    }
    return escaped
  }

  /// A fence one backtick longer than any run inside; blanks inside it where the text itself begins or ends
  /// with a backtick, or with blanks at both ends, of which CommonMark would take one.
  private var fenced: String {
    if isEmpty { return Placeholder.empty }
    var longest = 0
    var run = 0
    for byte in utf8 {
      run = byte == 0x60 ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let blanks = hasPrefix(" ") && hasSuffix(" ") && contains { $0 != " " }
    let padding = hasPrefix("`") || hasSuffix("`") || blanks ? " " : ""
    return fence + padding + self + padding + fence
  }

  /// A table takes `\|` for a pipe even in a code span. Behind a backslash that could be read as an escaped
  /// backslash and a border, so there the pipe becomes `\x7c`.
  private var pipesEscaped: String {
    guard utf8.contains(0x7C) else { return self }
    var escaped = ""
    var before: Character = " "
    for character in self {
      escaped += character != "|" ? String(character) : before == "\\" ? "\\x7c" : "\\|"
      before = character
    }
    return escaped
  }
}

/// A process in a sentence: `` `worker` (pid 846) ``.
func process(_ comm: String?, _ pid: Int64?, _ more: [String] = []) -> String {
  let details = (pid.map { ["pid \($0)"] } ?? []) + more
  let name = comm?.code ?? Placeholder.missing
  return details.isEmpty ? name : "\(name) (\(details.joined(separator: ", ")))"
}

/// A process in a table: `` `worker`[846] ``.
func processCell(_ comm: String?, _ pid: Int64?) -> String {
  let name = comm.map { $0.codeCell(limit: 24) } ?? Placeholder.missing
  return pid.map { "\(name)[\($0)]" } ?? name
}

/// A host in a table.
func hostCell(_ host: String?) -> String { host?.codeCell(limit: 30) ?? Placeholder.unknown }

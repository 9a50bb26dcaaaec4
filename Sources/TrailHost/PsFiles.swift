// What `ps` (procps) prints, by the names in its header, with parents in a column or drawn as a forest.

import TrailBytes
import TrailModel

extension HostFile {
  /// The output of `ps` with any options. Lists without parents (`ps aux`) tell nothing here.
  static let ps = HostFile(
    paths: ["sos_commands/process/ps_*", "system/ps", "system/ps-threads", "systeminfo/ps", "ps_*", "ps-*", "ps"],
    limit: 16 << 20
  ) { text, path, facts in
    var lines = FileLines()
    var header: PsHeader?
    var drawing = OpenBranches()
    var rows: [ProcessList.Row] = []
    while let line = lines.next(in: text), rows.count < ProcessList.most {
      let bytes = text.extracting(line)
      guard let columns = header else {
        // Something may stand before it: what was run, or what was wrong.
        guard lines.number <= 20 else { return }
        header = PsHeader(bytes)
        continue
      }
      // Threads have their process's id, or none.
      guard let found = columns.row(bytes), found.pid != rows.last?.pid else { continue }
      let drawn = drawing.parent(of: found.pid, depth: found.depth)
      rows.append(.init(pid: found.pid, parent: found.parent ?? drawn, name: found.name, line: lines.number))
    }
    facts.note(rows, path)
  }
}

/// Where the columns are that tell who is whose child.
private struct PsHeader {
  private var pid: Int
  private var parent: Int?
  private var command: Int
  /// Whether the command stands last, behind the time used: it is found by that, for words between may be missing
  /// (WCHAN) or be five (STARTED).
  private var isBehindTime: Bool

  /// Reads a header; nil for any other line.
  init?(_ line: Span<UInt8>) {
    var names: [String] = []
    var cursor = Cursor(line)
    while names.count < 64, let word = cursor.nextWord() { names.append(line.text(word)) }
    guard let pid = names.firstIndex(of: "PID"),
      let command = names.lastIndex(where: { $0 == "COMMAND" || $0 == "CMD" }), command > pid
    else { return nil }
    self.pid = pid
    self.command = command
    parent = names.firstIndex(of: "PPID")
    isBehindTime = command == names.count - 1 && names[command - 1] == "TIME"
  }

  /// What a line says; `depth` is how far its name is indented by a drawing.
  func row(_ line: Span<UInt8>) -> (pid: Int64, parent: Int64?, depth: Int, name: String)? {
    var words: [Range<Int>] = []
    var cursor = Cursor(line)
    while words.count < command + 6, let word = cursor.nextWord() { words.append(word) }
    guard let own = number(pid, line, words), let start = commandStart(line, words) else { return nil }
    var above: Int64?
    if let parent {
      guard let value = number(parent, line, words) else { return nil }
      above = value
    }
    var at = start
    while at < line.count, line[at] == 0x20 || line[at] == 0x7C { at += 1 }
    let isDrawn = line.has("\\_ ", at: at) && (at - start) % 4 == 1
    let name = line.programName(from: isDrawn ? at + 3 : at)
    return name.isEmpty ? nil : (own, above, isDrawn ? at - start : -1, name)
  }

  private func number(_ column: Int, _ line: Span<UInt8>, _ words: [Range<Int>]) -> Int64? {
    guard column < words.count else { return nil }
    var cursor = Cursor(line.extracting(words[column]))
    guard let value = cursor.number(), cursor.isAtEnd, value <= Int32.max else { return nil }
    return value
  }

  private func commandStart(_ line: Span<UInt8>, _ words: [Range<Int>]) -> Int? {
    guard isBehindTime else { return command < words.count ? words[command].lowerBound : nil }
    for shift in [0, 4, -1] {
      let time = command - 1 + shift
      guard words.indices.contains(time), time > pid, isTime(line.extracting(words[time])) else { continue }
      return min(words[time].upperBound + 1, line.count)
    }
    return nil
  }

  /// `00:00:07`, `0:07`, `2-10:00:07`.
  private func isTime(_ word: Span<UInt8>) -> Bool {
    var colons = 0
    for index in word.indices {
      if word[index] == 0x3A { colons += 1 } else if word[index] &- 0x30 > 9, word[index] != 0x2D { return false }
    }
    return colons > 0
  }
}

/// The branches of a drawn tree that are open at a line.
struct OpenBranches {
  private var open: [(depth: Int, pid: Int64)] = []

  /// The process that the one at `depth` hangs from, which it opens a branch of itself; 0 where it is a root.
  mutating func parent(of pid: Int64, depth: Int) -> Int64 {
    while let last = open.last, last.depth >= depth { open.removeLast() }
    let parent = open.last?.pid ?? 0
    open.append((depth, pid))
    return parent
  }
}

extension Span<UInt8> {
  /// The name of the program in a command line: `/usr/sbin/nginx -g`, `nginx: worker process`, `-bash`, `[kswapd0]`.
  fileprivate func programName(from start: Int) -> String {
    var cursor = Cursor(self, at: start)
    guard var word = cursor.nextWord() else { return "" }
    if self[word.lowerBound] == 0x5B, self[count - 1] == 0x5D { return text((word.lowerBound + 1)..<(count - 1)) }
    if self[word.lowerBound] == 0x2D { word = (word.lowerBound + 1)..<word.upperBound }
    if let last = word.last, self[last] == 0x3A { word = word.lowerBound..<last }
    let slash = word.last { self[$0] == 0x2F }
    let name = slash.map { ($0 + 1)..<word.upperBound } ?? word
    return text(name.count <= 255 ? name : name.lowerBound..<(name.lowerBound + 255))
  }
}

extension HostFacts {
  /// Keeps a list that shows parents.
  mutating func note(_ rows: [ProcessList.Row], _ path: String) {
    guard rows.contains(where: { $0.parent > 0 }), processLists.count < Self.mostLists else { return }
    processLists.append(ProcessList(path: path, rows: rows))
  }
}

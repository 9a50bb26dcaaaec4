// What `pstree -p` (psmisc) draws.

import TrailBytes
import TrailModel

extension HostFile {
  /// `systemd(1)-+-sshd(700)---bash(812)`, in ASCII or with the characters for drawing lines; `{name}(N)` are threads.
  static let pstree = HostFile(
    paths: ["sos_commands/process/pstree*", "pstree", "pstree_*"], limit: 16 << 20
  ) { text, path, facts in
    var lines = FileLines()
    var branches = OpenBranches()
    var rows: [ProcessList.Row] = []
    while let line = lines.next(in: text), rows.count < ProcessList.most {
      // Where a name stands counts, so that blanks before it do too.
      var start = line.lowerBound
      while start > 0, text[start - 1] != 0x0A { start -= 1 }
      let bytes = text.extracting(start..<line.upperBound)
      var at = bytes.skipDrawing(from: 0)
      var (column, counted) = (0, 0)
      while at < bytes.count, let item = bytes.treeItem(from: at) {
        column += bytes.width(counted..<at)
        counted = at
        if !item.isThread {
          let parent = branches.parent(of: item.pid, depth: column)
          rows.append(.init(pid: item.pid, parent: parent, name: bytes.text(item.name), line: lines.number))
        }
        at = bytes.skipConnector(from: item.end)
      }
    }
    facts.note(rows, path)
  }
}

extension Span<UInt8> {
  /// How many characters there are in `range`.
  fileprivate func width(_ range: Range<Int>) -> Int { range.count { self[$0] & 0xC0 != 0x80 } }

  /// Passes over what is drawn at a line's start: blanks, `|`, `` `- ``, `├─`.
  fileprivate func skipDrawing(from start: Int) -> Int {
    var at = start
    while at < count {
      // Box drawing is U+2500 to U+257F.
      if at + 2 < count, self[at] == 0xE2, self[at + 1] == 0x94 || self[at + 1] == 0x95 {
        at += 3
      } else if self[at] == 0x20 {
        at += 1
      } else if self[at] == 0x7C || self[at] == 0x60 {
        at += 1
        if at < count, self[at] == 0x2D { at += 1 }
      } else {
        break
      }
    }
    return at
  }

  /// Passes over what joins a process with its first child: `---`, `-+-`, `─┬─`.
  fileprivate func skipConnector(from start: Int) -> Int {
    if has("---", at: start) || has("-+-", at: start) { return start + 3 }
    let end = skipDrawing(from: start)
    return end == start + 9 ? end : count
  }

  /// Reads `name(812)` or `name(812,user)`: the name may have parentheses itself.
  fileprivate func treeItem(from start: Int) -> (name: Range<Int>, pid: Int64, isThread: Bool, end: Int)? {
    var at = start
    // The kernel's names are short.
    let last = Swift.min(count, start + 256)
    while at < last {
      guard self[at] == 0x28 else {
        at += 1
        continue
      }
      var cursor = Cursor(self, at: at + 1)
      guard at > start, let pid = cursor.number(), pid > 0, pid <= Int32.max,
        cursor.peek == 0x29 || cursor.peek == 0x2C, let user = cursor.take(until: 0x29), user.count <= 64
      else {
        at += 1
        continue
      }
      let isThread = self[start] == 0x7B
      return (start..<at, pid, isThread, cursor.position)
    }
    return nil
  }
}

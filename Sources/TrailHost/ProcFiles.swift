// What `/proc` tells of single processes.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/proc/<pid>/status` (kernel fs/proc/array.c): name, id and the parent's id.
  static let processStatus = HostFile(paths: ["proc/*/status"], limit: 4 << 10) { text, path, facts in
    var lines = FileLines()
    var name: String?
    var pid: Int64?
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      if cursor.skip("Name:\t") {
        name = cursor.bytes.text(cursor.position..<cursor.bytes.count)
      } else if cursor.skip("Pid:\t") {
        pid = cursor.number()
      } else if cursor.skip("PPid:\t"), let parent = cursor.number(), let name, let pid {
        let plain = path.hasSuffix(".txt") ? path.dropLast(4) : path[...]
        let folder = plain.dropLast("\(pid)/status".utf8.count)
        // Those of a thread, or of `self`, stand elsewhere.
        guard plain.hasSuffix("/\(pid)/status") else { return }
        let row = ProcessList.Row(pid: pid, parent: parent, name: name, line: nil)
        facts.processLists.append(ProcessList(path: String(folder), rows: [row]))
        return
      }
    }
  }
}

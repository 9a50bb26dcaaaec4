// Which kernel the host runs, and how large its pages are.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/proc/version`: `Linux version 6.1.0-50-amd64 (…`.
  static let version = HostFile(paths: ["proc/version"]) { text, path, facts in
    guard let line = text.firstLine else { return }
    var cursor = Cursor(text.extracting(line))
    if cursor.skip("Linux version "), let word = cursor.nextWord() {
      facts.note(release: cursor.bytes.extracting(word), path)
    }
  }

  /// `/proc/sys/kernel/osrelease` and the output of `uname -r`.
  static let release = HostFile(paths: ["proc/sys/kernel/osrelease", "sos_commands/kernel/uname_-r", "uname_-r"]) {
    text, path, facts in
    if let line = text.firstLine { facts.note(release: text.extracting(line), path) }
  }

  /// The output of `getconf PAGESIZE`, a number, or of `getconf -a`, where it is a line of many.
  static let pageSize = HostFile(
    paths: ["getconf_PAGESIZE", "getconf_PAGE_SIZE", "getconf_-a", "getconf", "pagesize", "sos_commands/*/getconf_-a"]
  ) { text, path, facts in
    var lines = FileLines()
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      let isNamed = cursor.skip("PAGESIZE") || cursor.skip("PAGE_SIZE")
      if isNamed, cursor.skipBlanks() == 0 { continue }
      guard isNamed || lines.number == 1, let size = cursor.number(), cursor.isAtEnd, (4_096...65_536).contains(size),
        size & (size - 1) == 0
      else { continue }
      return facts.note(.pageSize, size, path, line: isNamed ? lines.number : nil)
    }
  }
}

extension HostFacts {
  /// Notes the kernel's release where `text` may be one: `6.1.0-50-cloud-amd64`.
  mutating func note(release text: Span<UInt8>, _ path: String, line: Int? = nil) {
    guard (3...128).contains(text.count), text[0] &- 0x30 <= 9, text.indices.contains(where: { text[$0] == 0x2E }),
      text.indices.allSatisfy({ text[$0] > 0x20 && text[$0] < 0x7F })
    else { return }
    note(.kernelRelease, Fact(.text(text.text), path: path, line: line))
  }
}

// The flat text files of SUSE's supportconfig (supportutils): the output of commands and copies of files, one behind the
// other, each under a heading and the line that names it.

import TrailBytes
import TrailModel

extension HostFile {
  /// `basic-environment.txt` and others:
  ///
  ///     #==[ Command ]======================================#
  ///     # /bin/uname -a
  ///     Linux db-01 5.14.21-150500.55-default …
  static let supportconfig = HostFile(
    paths: [
      "basic-environment", "basic-health-check", "memory", "env", "boot", "proc", "sysconfig", "systemd", "etc", "ntp",
    ], limit: 4 << 20
  ) { text, path, facts in
    var lines = FileLines()
    var section: (kind: HostFile, start: Int, before: Int)?
    var isHeading = false
    while true {
      let line = lines.next(in: text)
      let isNext = line.map { text.has("#==[ ", at: $0.lowerBound) } ?? true
      if isNext, let open = section {
        var found = HostFacts()
        open.kind.read(text.extracting(open.start..<(line?.lowerBound ?? text.count)), path, &found)
        facts.adopt(found, before: open.before)
        section = nil
      }
      guard let line else { break }
      if isHeading, text.has("# ", at: line.lowerBound) {
        let name = fileName(of: text.extracting((line.lowerBound + 2)..<line.upperBound))
        let end = text.nextNewline(from: line.upperBound) ?? text.count
        section = at(name).map { ($0.file, min(end + 1, text.count), lines.number) }
      }
      isHeading = isNext
    }
  }

  /// What a command's output, or a copy of the file, is called where it is a file of its own: `/bin/uname -a` is
  /// `uname_-a`, `/proc/meminfo` is `proc/meminfo`.
  private static func fileName(of title: Span<UInt8>) -> String {
    var name = ""
    for word in title.text.prefix(256).split(separator: " ") {
      let isProgram = name.isEmpty && ["/bin/", "/sbin/"].contains { word.contains($0) }
      name += (name.isEmpty ? "" : "_") + (isProgram ? word.split(separator: "/").last ?? "" : word)
    }
    return name
  }
}

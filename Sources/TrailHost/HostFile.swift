// Files of a bundle that say something of the host it was taken from.

import TrailBytes
public import TrailModel

/// One kind of file: how it is called, and how it is read.
public struct HostFile: Sendable {
  /// How paths to it end; what stands before is the bundle's root. Collectors that keep the output of commands in files
  /// of their own have folders for them. `*` stands for anything within a name, `**` for any folders.
  let paths: [String]
  /// How much of it is looked at: most are small.
  public var limit = 64 << 10
  /// Reads what it says into facts that earlier files may have filled. The first to say something is believed: files are
  /// read in the order of their paths.
  let facts: @Sendable (Span<UInt8>, String, inout HostFacts) -> Void

  /// All that are known. Where two end alike the longer end counts.
  static let all: [HostFile] = [
    .hostname, .uname, .hostnamectl, .localtime, .timezone, .timedatectl, .date, .dateUTC, .stat, .uptime, .bootID,
    .version, .release, .pageSize, .meminfo, .swaps, .swapon, .free, .freeInMebibytes, .sysctls, .sysctlFile,
    .sysctlSettings, .controllers, .mounts, .ownCgroup, .cgroupEvents, .vmstat, .ps, .pstree, .processStatus,
    .supportconfig, .sar, .atop, .cgroupLimits, .unitProperties, .inspectedContainers,
  ]

  /// Reads the file's `text`, which stands at `path`.
  public func read(_ text: Span<UInt8>, _ path: String, _ facts: inout HostFacts) { self.facts(text, path, &facts) }

  /// The kind of the file at `path` and the root of its bundle, with a slash at its end where there is one; nil for
  /// other files.
  public static func at(_ path: String) -> (file: HostFile, root: String)? {
    let plain = path.hasSuffix(".txt") ? path.dropLast(4) : path[...]
    return PathEnds.known.match(plain).map { (all[$0.file], String(plain[..<$0.start])) }
  }
}

extension Span<UInt8> {
  /// The first line, without blanks at its ends; nil where it is empty.
  var firstLine: Range<Int>? {
    var start = 0
    while start < count, self[start] == 0x20 || self[start] == 0x09 || self[start] == 0x0A { start += 1 }
    var end = start
    while end < count, self[end] != 0x0A { end += 1 }
    while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x0D || self[end - 1] == 0x09 { end -= 1 }
    return end > start ? start..<end : nil
  }

  /// The range of what stands behind `name` in the first line that begins with it, blanks aside.
  func value(of name: StaticString) -> Range<Int>? {
    var at = 0
    while at < count {
      var cursor = Cursor(self, at: at)
      cursor.skipBlanks()
      if cursor.skip(name) {
        cursor.skipBlanks()
        return extracting(cursor.position..<count).firstLine.map {
          $0.lowerBound + cursor.position..<$0.upperBound + cursor.position
        }
      }
      at = (nextNewline(from: at) ?? count) + 1
    }
    return nil
  }

  /// Whether `range` may be a host's name: letters, digits, hyphens, dots and underscores, and not all digits.
  func isHostName(_ range: Range<Int>) -> Bool {
    guard range.count <= 253 else { return false }
    var hasLetter = false
    for index in range {
      let byte = self[index]
      let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
      hasLetter = hasLetter || isLetter
      guard isLetter || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D || byte == 0x2E || byte == 0x5F else {
        return false
      }
    }
    return hasLetter
  }
}

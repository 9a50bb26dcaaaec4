// How the paths of files about a host end, and which of them a path ends in.

/// The ends of all kinds of files, by the last name in them.
struct PathEnds {
  /// An end: its names, and the number of the kind in ``HostFile/all``.
  private struct End {
    var names: [Substring]
    var file: Int

    /// Where in `parts` this end begins; nil where they end in another way.
    func start(in parts: [Substring]) -> Int? {
      guard let gap = names.firstIndex(of: "**") else {
        let start = parts.count - names.count
        return start >= 0 && names[...].fit(parts[start...]) ? start : nil
      }
      let (front, back) = (names[..<gap], names[(gap + 1)...])
      let last = parts.count - back.count - front.count
      guard last >= 0, back.fit(parts[(parts.count - back.count)...]) else { return nil }
      return (0...last).first { front.fit(parts[$0..<($0 + front.count)]) }
    }
  }

  static let known = PathEnds(HostFile.all)

  private var byName: [Substring: [End]] = [:]
  /// Those whose last name may be many.
  private var others: [End] = []

  private init(_ files: [HostFile]) {
    for (number, file) in files.enumerated() {
      for path in file.paths {
        let end = End(names: path.split(separator: "/"), file: number)
        guard let last = end.names.last else { continue }
        if last.contains("*") { others.append(end) } else { byName[last, default: []].append(end) }
      }
    }
  }

  /// The kind of the file at `path`, and where its end begins there: the longest that fits.
  func match(_ path: Substring) -> (file: Int, start: String.Index)? {
    let name = path.utf8.lastIndex(of: slash).map { path[path.utf8.index(after: $0)...] } ?? path
    let ends = (byName[name] ?? []) + others.filter { $0.names.suffix(1).fit([name]) }
    guard !ends.isEmpty else { return nil }
    let parts = path.utf8.split(separator: slash, omittingEmptySubsequences: false).map(Substring.init)
    var best: (file: Int, start: Int)?
    for end in ends {
      guard let start = end.start(in: parts), start < best?.start ?? .max else { continue }
      best = (end.file, start)
    }
    return best.map { ($0.file, parts[$0.start].startIndex) }
  }
}

extension ArraySlice<Substring> {
  /// Whether the first of `parts` are these names, in which `*` stands for anything.
  func fit(_ parts: ArraySlice<Substring>) -> Bool { zip(self, parts).allSatisfy { $0.utf8.fit($1.utf8) } }
}

extension Substring.UTF8View {
  /// Whether `name` is this one, in which `*` stands for anything.
  fileprivate func fit(_ name: Substring.UTF8View) -> Bool {
    guard let star = firstIndex(of: UInt8(ascii: "*")) else { return elementsEqual(name) }
    let (front, back) = (self[..<star], self[index(after: star)...])
    return name.count >= front.count + back.count && name.starts(with: front)
      && name.suffix(back.count).elementsEqual(back)
  }
}

private let slash = UInt8(ascii: "/")

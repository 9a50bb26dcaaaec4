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
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path
    let ends = (byName[name] ?? []) + others
    guard !ends.isEmpty else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
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
  func fit(_ parts: ArraySlice<Substring>) -> Bool {
    zip(self, parts).allSatisfy { name, part in
      guard let star = name.firstIndex(of: "*") else { return name == part }
      let (front, back) = (name[..<star], name[name.index(after: star)...])
      return part.utf8.count >= front.utf8.count + back.utf8.count && part.hasPrefix(front) && part.hasSuffix(back)
    }
  }
}

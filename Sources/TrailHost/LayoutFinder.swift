// Finds the bundles of known layouts among the paths of all inputs.

public import TrailModel

/// Gathers, while paths pass, what tells a layout. Files of one folder that come in a row cost little.
public struct LayoutFinder: Sendable {
  private struct Place: Hashable {
    var layout: Int
    var root: String
  }

  /// What was seen at one place.
  private struct Signs {
    /// A bit for each mark of the layout.
    var marks: UInt64 = 0
    /// Paths of folders that are called after hosts, with their slashes.
    var nodes: Set<String> = []
  }

  private var seen: [Place: Signs] = [:]
  /// The folder of the path that came last.
  private var folder = ""

  /// More places than this are not looked at.
  private static let mostPlaces = 100_000
  /// More folders of one bundle are not named.
  private static let mostNodes = 10_000

  /// One that has seen nothing.
  public init() {}

  /// Looks at the path of an input.
  public mutating func look(at path: String) {
    let nameStart = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
    let isNewFolder = path[..<nameStart] != folder[...]
    if isNewFolder { folder = String(path[..<nameStart]) }
    let files = LayoutMarks.known.files[path[nameStart...]] ?? []
    guard isNewFolder || !files.isEmpty else { return }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for mark in files where mark.names.count <= parts.count {
      note(mark, at: parts.count - mark.names.count, parts, path)
    }
    guard isNewFolder else { return }
    for (place, part) in parts.dropLast().enumerated() {
      for mark in LayoutMarks.known.folders[part] ?? [] where place >= mark.key {
        if place - mark.key + mark.names.count < parts.count { note(mark, at: place - mark.key, parts, path) }
      }
    }
  }

  private mutating func note(_ mark: LayoutMarks.Mark, at start: Int, _ parts: [Substring], _ path: String) {
    let own = parts[start..<(start + mark.names.count)]
    // What is called after something is no archive.
    guard mark.names[...].fit(own), !zip(mark.names, own).contains(where: { $0 == "*" && $1.hasSuffix("!") }) else {
      return
    }
    let place = Place(layout: mark.layout, root: String(path[..<parts[start].startIndex]))
    guard seen.count < Self.mostPlaces || seen[place] != nil else { return }
    seen[place, default: Signs()].marks |= 1 << UInt64(mark.bit)
    guard let node = mark.node, seen[place, default: Signs()].nodes.count < Self.mostNodes else { return }
    seen[place, default: Signs()].nodes.insert(path[..<parts[start + node].endIndex] + "/")
  }

  /// The bundles that were found, by their roots.
  public var bundles: [FoundBundle] {
    let found = seen.compactMap { place, signs in
      BundleLayout.all[place.layout].bundle(place.root, signs.marks, signs.nodes)
    }
    let roots = Set(found.map(\.root))
    // Most bundles of a host hold its /var/log.
    let others = Set(found.lazy.filter { $0.layout != BundleLayout.varLog.name }.map(\.root))
    let told = found.filter { bundle in
      bundle.layout != BundleLayout.varLog.name || !bundle.isWithin(roots) && !others.contains(bundle.root)
    }
    return told.sorted { ($0.root, $0.layout) < ($1.root, $1.layout) }
  }
}

extension FoundBundle {
  /// Whether it lies in another of these.
  fileprivate func isWithin(_ roots: Set<String>) -> Bool {
    var above = root.dropLast()
    while let slash = above.lastIndex(of: "/") {
      if roots.contains(String(above[...slash])) { return true }
      above = above[..<slash]
    }
    return !root.isEmpty && roots.contains("")
  }
}

extension BundleLayout {
  /// The bundle at `root`, if what was seen there is enough.
  fileprivate func bundle(_ root: String, _ marks: UInt64, _ nodes: Set<String>) -> FoundBundle? {
    let host = Self.name(of: root).flatMap(host).flatMap(Self.hostName)
    let isOwn = marks & (1 << UInt64(own.count) - 1) != 0 || host != nil
    guard isOwn, marks.nonzeroBitCount + (host == nil ? 0 : 1) >= needed else { return nil }
    let folders = nodes.sorted().compactMap { path in
      path.split(separator: "/").last.flatMap { Self.hostName(String($0)) }
        .map { FoundBundle.Node(root: path, host: $0) }
    }
    return FoundBundle(layout: name, title: title, root: root, host: host, nodes: folders)
  }

  /// `name`, if it can be a host's or its address.
  private static func hostName(_ name: String) -> String? {
    let isOne =
      !name.isEmpty && name.utf8.count <= 253 && name.utf8.first != 0x2E
      && name.utf8.allSatisfy { byte in
        (byte | 0x20) &- 0x61 <= 25 || (0x2D...0x3A).contains(byte) && byte != 0x2F || byte == 0x5F
      }
    return isOne ? name : nil
  }
}

/// The marks of all layouts, by a name in them.
struct LayoutMarks: Sendable {
  /// A path that marks a layout.
  struct Mark: Sendable {
    /// The layout's number in ``BundleLayout/all``.
    var layout: Int
    /// Its own number there.
    var bit: Int
    var names: [Substring]
    /// Which of its names it is found by.
    var key: Int
    /// Which of its names is a host's.
    var node: Int?
  }

  static let known = LayoutMarks(BundleLayout.all)

  /// Those of files, by the file's name.
  private(set) var files: [Substring: [Mark]] = [:]
  /// Those of folders, by the first name in them that is one.
  private(set) var folders: [Substring: [Mark]] = [:]

  init(_ layouts: [BundleLayout]) {
    for (number, layout) in layouts.enumerated() {
      for (bit, path) in (layout.own + layout.shared + layout.nodes).enumerated() {
        let names = path.split(separator: "/")
        let isFolder = path.hasSuffix("/")
        let key = isFolder ? names.firstIndex { !$0.contains("*") } : names.indices.last
        guard let key else { continue }
        let node = bit < layout.own.count + layout.shared.count ? nil : names.firstIndex(of: "*")
        let mark = Mark(layout: number, bit: bit, names: names, key: key, node: node)
        if isFolder {
          folders[names[key], default: []].append(mark)
        } else {
          files[names[key], default: []].append(mark)
        }
      }
    }
  }
}

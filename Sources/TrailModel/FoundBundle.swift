// A bundle among the inputs whose collector is known by how it lays out its files.

/// A bundle of a known layout.
public struct FoundBundle: Sendable, Hashable {
  /// The layout's word: `sosreport`.
  public var layout: String
  /// The layout as people call it.
  public var title: String
  /// What the paths of its files begin with, with its slash; empty where nothing stands before them.
  public var root: String
  /// The host that it was taken from, where it is one host's and something names it.
  public var host: String?
  /// How the host is known: a file of the bundle names it, or the bundle is called after it.
  public var hostBasis: HostBasis?
  /// Its folders that are called after hosts, by path.
  public var nodes: [Node]

  /// A folder of one host's.
  public struct Node: Sendable, Hashable {
    /// What the paths of its files begin with, with its slash.
    public var root: String
    /// The host, as the folder is called.
    public var host: String

    /// A folder.
    public init(root: String, host: String) {
      self.root = root
      self.host = host
    }
  }

  /// A bundle; `host` is what it is called after.
  public init(layout: String, title: String, root: String, host: String?, nodes: [Node] = []) {
    self.layout = layout
    self.title = title
    self.root = root
    self.host = host
    self.hostBasis = host == nil ? nil : .directoryName
    self.nodes = nodes
  }

  /// Its root as a path: that of an archive where it is the archive's.
  public var path: String {
    if root.hasSuffix("!/") { return String(root.dropLast(2)) }
    if root.isEmpty { return "." }
    return root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
  }
}

// Limits on memory as files of a bundle have them.

/// What a cgroup, a unit or a container might use when the bundle was taken; at a kill it may have been another.
public struct MemoryLimit: Sendable, Equatable {
  /// Whom it limits.
  public var owner: Owner
  /// The most it may use.
  public var bytes: Bytes
  /// The file.
  public var path: String
  /// The line, from 1.
  public var line: Int

  /// What a file names.
  public enum Owner: Sendable, Hashable {
    /// A cgroup, as the kernel names it: `/system.slice/web.service`.
    case cgroup(String)
    /// A unit of systemd.
    case unit(String)
    /// A container, by its whole id.
    case container(String)
  }

  /// A limit.
  public init(_ owner: Owner, bytes: Bytes, path: String, line: Int) {
    self.owner = owner
    self.bytes = bytes
    self.path = path
    self.line = line
  }
}

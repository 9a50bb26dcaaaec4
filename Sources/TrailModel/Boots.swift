// Boots of a host within one stream, and what ties the kernel's clock to the wall's.

/// Where in a stream a boot of a host begins, as far as the lines that were read show.
public struct BootStart: Hashable, Sendable {
  /// The envelope's host name.
  public var host: String?
  /// Offset of its first line in the stream.
  public var offset: Int64
  /// The kernel, where the line is the one that names it.
  public var release: String?
  /// That line's stamp.
  public var stamp: Stamp
  /// How often the stream's year had turned by then; see ``StreamClock``.
  public var yearTurns: Int

  /// A boot's start.
  public init(host: String?, offset: Int64, release: String?, stamp: Stamp, yearTurns: Int) {
    self.host = host
    self.offset = offset
    self.release = release
    self.stamp = stamp
    self.yearTurns = yearTurns
  }
}

/// A line that tells the wall's time under the kernel's stamp.
public struct ClockAnchor: Hashable, Sendable {
  /// The envelope's host name.
  public var host: String?
  /// Offset of the line in the stream.
  public var offset: Int64
  /// The kernel's stamp, in nanoseconds.
  public var monotonic: Int64
  /// The time that the line tells.
  public var wall: Instant
  /// What line it is.
  public var basis: AnchorBasis

  /// An anchor.
  public init(host: String?, offset: Int64, monotonic: Int64, wall: Instant, basis: AnchorBasis) {
    self.host = host
    self.offset = offset
    self.monotonic = monotonic
    self.wall = wall
    self.basis = basis
  }
}

/// How an event's host was known.
public enum HostBasis: String, Sendable {
  /// Its lines name it.
  case log
  /// A file of the bundle names it (`/etc/hostname`, `uname -a`).
  case hostFile = "host_file"
  /// A copy of this kill, or of another one of the same boot, names it.
  case copies
  /// It is the only one that logs in the same directory name.
  case directory
  /// The directory is called so.
  case directoryName = "directory_name"
  /// It is the node that Kubernetes names.
  case kubernetesNode = "kubernetes_node"
}

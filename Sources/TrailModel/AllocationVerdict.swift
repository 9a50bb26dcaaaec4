// What the report shows of why memory could not be had.

/// One zone against the request: what was free, and what had to stay free.
public struct ZoneVerdict: Hashable, Sendable {
  /// The NUMA node.
  public var node: Int64?
  /// The zone's name.
  public var zone: String
  /// Whether the request may be served from it: by its gfp mask, and by the nodes allowed.
  public var isUsable: Bool
  /// Free memory.
  public var free: Bytes
  /// The min watermark.
  public var minimum: Bytes
  /// What the zone keeps from requests that could use a higher one.
  public var reserve: Bytes?
  /// Whether free memory lies above both.
  public var hasRoom: Bool
  /// The largest free block of the buddy list.
  public var largestBlock: Bytes?

  /// A zone's verdict.
  public init(
    node: Int64?, zone: String, isUsable: Bool, free: Bytes, minimum: Bytes, reserve: Bytes?, hasRoom: Bool,
    largestBlock: Bytes?
  ) {
    self.node = node
    self.zone = zone
    self.isUsable = isUsable
    self.free = free
    self.minimum = minimum
    self.reserve = reserve
    self.hasRoom = hasRoom
    self.largestBlock = largestBlock
  }
}

/// Why memory could not be had, as far as the report's own numbers say.
public struct AllocationVerdict: Hashable, Sendable {
  /// The ways to run out.
  public enum Cause: String, Sendable {
    /// No zone that the request may use had memory above its watermark.
    case exhausted
    /// There was memory, but no block as large as was asked for.
    case fragmented
    /// There was memory, but in zones or nodes that the request may not use.
    case elsewhere
    /// The cgroup's own limit.
    case ownLimit = "own_limit"
    /// The limit of a cgroup above the victim's.
    case ancestorLimit = "ancestor_limit"
    /// Nobody needed memory: SysRq asked for a kill.
    case requested
    /// The report does not show it: by its numbers the request could have been served.
    case notShown = "not_shown"
  }

  /// What swap there was.
  public enum Swap: String, Sendable {
    case absent, full, available
  }

  /// Why.
  public var cause: Cause
  /// How much was asked for in one piece.
  public var request: Bytes?
  /// The zones, for a kill for want of the node's memory.
  public var zones: [ZoneVerdict]
  /// The swap, where the report says.
  public var swap: Swap?
  /// The counter whose limit was hit, for a cgroup: `memory`, `memory+swap`, `kmem`.
  public var counter: String?

  /// A verdict.
  public init(cause: Cause, request: Bytes?, zones: [ZoneVerdict], swap: Swap?, counter: String?) {
    self.cause = cause
    self.request = request
    self.zones = zones
    self.swap = swap
    self.counter = counter
  }
}

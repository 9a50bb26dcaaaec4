// What the report shows of why memory could not be had.

/// One zone against the request: what was free, and what had to stay free.
public struct ZoneVerdict: Hashable, Sendable {
  /// The NUMA node.
  public var node: Int64?
  /// The zone's name.
  public var zone: String
  /// Whether the request may be served from it: by its gfp mask, and by the nodes allowed. Nil where the mask is not
  /// known.
  public var isUsable: Bool?
  /// Free memory.
  public var free: Bytes
  /// The min watermark.
  public var minimum: Bytes
  /// The high watermark, which the kernel asks for in its last attempt before it kills.
  public var high: Bytes?
  /// What the zone keeps from requests that could use a higher one.
  public var reserve: Bytes?
  /// Free memory that this request may not take: of CMA, and what is kept for urgent requests of many pages.
  public var withheld: Bytes?
  /// Whether free memory lies above the min watermark and both of these. Nil where it lies above the watermark and what
  /// the zone keeps is not known.
  public var hasRoom: Bool?
  /// Whether it lies above the high watermark and both of these.
  public var hasRoomAboveHigh: Bool
  /// The largest free block of the buddy list that the request may take.
  public var largestBlock: Bytes?
  /// Whether the free list could serve the request's order: a block that is large enough, and until 4.3 enough memory
  /// in such blocks too. Nil where there is no free list.
  public var servesOrder: Bool?

  /// A zone's verdict.
  public init(
    node: Int64?, zone: String, isUsable: Bool?, free: Bytes, minimum: Bytes, high: Bytes? = nil, reserve: Bytes?,
    withheld: Bytes? = nil, hasRoom: Bool?, hasRoomAboveHigh: Bool = true, largestBlock: Bytes?,
    servesOrder: Bool? = nil
  ) {
    self.node = node
    self.zone = zone
    self.isUsable = isUsable
    self.free = free
    self.minimum = minimum
    self.high = high
    self.reserve = reserve
    self.withheld = withheld
    self.hasRoom = hasRoom
    self.hasRoomAboveHigh = hasRoomAboveHigh
    self.largestBlock = largestBlock
    self.servesOrder = servesOrder
  }
}

/// Why memory could not be had, as far as the report's own numbers say.
public struct AllocationVerdict: Hashable, Sendable {
  /// The ways to run out.
  public enum Cause: String, Sendable {
    /// No zone that the request may use had memory above its watermark.
    case exhausted
    /// There was memory, but not in blocks as large as was asked for.
    case fragmented
    /// There was memory, but in zones or nodes that the request may not use.
    case elsewhere
    /// The cgroup's own limit.
    case ownLimit = "own_limit"
    /// The limit of a cgroup above the victim's.
    case ancestorLimit = "ancestor_limit"
    /// Nobody needed memory: SysRq asked for a kill.
    case requested
    /// The report does not show it: by its numbers the request could have been served, or whose limit was hit is lost.
    case notShown = "not_shown"
  }

  /// What swap there was.
  public enum Swap: String, Sendable {
    case absent, full, available
    /// There was some, but this request could not write to it: its mask lacks `__GFP_IO`.
    case unusable
    /// The cgroup may not use any, or its memory and swap together may be no more than its memory.
    case notAllowed = "not_allowed"
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
  /// How many levels the cgroup with the limit is above the victim's own: 0 for its own.
  public var levelsAbove: Int?

  /// A verdict.
  public init(
    cause: Cause, request: Bytes?, zones: [ZoneVerdict], swap: Swap?, counter: String?, levelsAbove: Int? = nil
  ) {
    self.cause = cause
    self.request = request
    self.zones = zones
    self.swap = swap
    self.counter = counter
    self.levelsAbove = levelsAbove
  }
}
